"""Method, its parameters, and the device: made from what the methods say of themselves."""

from __future__ import annotations

import dataclasses

from fusion import FusionError
from fusion.settings import DEVICES
from ui import theme
from ui.controls import CalmComboBox
from ui.document.session import Session
from ui.focus import delete_soon
from ui.i18n import tr
from ui.panels.method_choice import MethodChoice
from ui.panels.parameter_row import ParameterRow
from ui.qt import QEvent, QFrame, QHBoxLayout, QLabel, QPushButton, Qt, QVBoxLayout, QWidget


class SettingsPanel(QWidget):
    """Shows the session's settings and changes them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._rows_for: type | None = None
        self.rows: dict[str, ParameterRow] = {}
        self._method_heading = heading()
        self.method = MethodChoice(session)
        self.method.chosen.connect(session.choose_method)
        self._fold = QPushButton()
        self._fold.setObjectName("fold")
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._take_fold)
        self._fold.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reset = QPushButton()
        self.reset.setObjectName("fold")
        self.reset.clicked.connect(session.reset_parameters)
        self._parameters = QWidget()
        self._parameter_column = QVBoxLayout(self._parameters)
        self._parameter_column.setContentsMargins(2, 2, 0, 0)
        self._parameter_column.setSpacing(9)
        self._device_label = QLabel()
        self.device_box = CalmComboBox()
        self.device_box.currentIndexChanged.connect(self._take_device)
        self._lay_out()
        session.settings_changed.connect(self.refresh)
        self.retranslate()
        self._take_fold(False)

    def add_below(self, widget: QWidget) -> None:
        """Put something below the device."""
        column = self.layout()
        if column is not None:
            column.addWidget(widget)

    def unfold(self, on: bool = True) -> None:
        """Show the parameters."""
        self._fold.setChecked(on)

    def refresh(self) -> None:
        """Bring the controls in line with the session."""
        settings = self._session.settings
        self.method.refresh()
        self.device_box.blockSignals(True)
        self.device_box.setCurrentIndex(self.device_box.findData(settings.device))
        self.device_box.blockSignals(False)
        method = self._session.method
        if self._rows_for is not method.parameters:
            self._rebuild()
        for name, row in self.rows.items():
            row.show_value(getattr(self._session.parameters, name))
        self.reset.setVisible(
            self._fold.isChecked() and self._session.parameters != method.parameters()
        )

    def retranslate(self) -> None:
        self._method_heading.setText(tr("METHOD"))
        self.method.retranslate()
        self._fold.setText(tr("Parameters"))
        self._fold.setToolTip(tr("Show or hide the parameters of this method"))
        self.reset.setText(tr("Reset all"))
        self.reset.setToolTip(tr("Put all parameters of this method back to their defaults"))
        names = {
            "auto": tr("Automatic"),
            "cpu": tr("Processor (CPU)"),
            "cuda": tr("Graphics card (CUDA)"),
        }
        self.device_box.blockSignals(True)
        self.device_box.clear()
        for device in DEVICES:
            self.device_box.addItem(names.get(device, device), device)
        self.device_box.blockSignals(False)
        self._device_label.setText(tr("Device"))
        hint = tr("Where to compute; Automatic takes a CUDA graphics card where one works")
        self.device_box.setToolTip(hint)
        self.device_box.setAccessibleName(tr("Device"))
        self._rows_for = None
        self.refresh()
        self._show_fold()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event is not None and event.type() == QEvent.Type.StyleChange:
            self._show_fold()
        super().changeEvent(event)

    def _rebuild(self) -> None:
        """New rows for the method's parameters."""
        for row in self.rows.values():
            self._parameter_column.removeWidget(row)
            row.blockSignals(True)  # a value that is being typed is of the old row
            delete_soon(row)
        kind = self._session.method.parameters
        self._rows_for = kind
        self.rows = {}
        for field in dataclasses.fields(kind):
            if "label" not in field.metadata:
                continue
            row = ParameterRow(field, getattr(self._session.parameters, field.name))
            row.changed.connect(self._take_parameter)
            self._parameter_column.addWidget(row)
            self.rows[field.name] = row

    def _take_device(self, index: int) -> None:
        self._session.choose_device(self.device_box.itemData(index))

    def _take_parameter(self, name: str, value: object) -> None:
        try:
            self._session.set_parameter(name, value)
        except FusionError:
            self.refresh()  # out of range: the control shows the old value again

    def _take_fold(self, on: bool) -> None:
        self._parameters.setVisible(on)
        self._show_fold()
        self.refresh()

    def _show_fold(self) -> None:
        self._fold.setIcon(theme.themed_icon("down" if self._fold.isChecked() else "right"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        heading_row = QHBoxLayout()
        heading_row.addWidget(self._method_heading)
        heading_row.addStretch(1)
        heading_row.addWidget(self.method.automatic)
        column.addLayout(heading_row)
        column.addWidget(self.method)
        fold_row = QHBoxLayout()
        fold_row.setContentsMargins(0, 0, 0, 0)
        fold_row.addWidget(self._fold)
        fold_row.addStretch(1)
        fold_row.addWidget(self.reset)
        column.addLayout(fold_row)
        column.addWidget(self._parameters)
        device_row = QHBoxLayout()
        device_row.addWidget(self._device_label)
        device_row.addWidget(self.device_box, 1)
        column.addLayout(device_row)


def heading() -> QLabel:
    """A small label over a part of a panel."""
    label = QLabel()
    label.setObjectName("heading")
    return label


def line() -> QFrame:
    """A line between two parts of a panel."""
    frame = QFrame()
    frame.setObjectName("separator")
    return frame
