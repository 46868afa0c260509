"""A control for one field of a dataclass: made from the field's own metadata."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from ui import theme
from ui.controls import CalmComboBox, CalmNumberBox, CalmSlider, CalmSpinBox
from ui.i18n import fusion_text, tr
from ui.qt import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QEvent,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSize,
    QSlider,
    QSpinBox,
    Qt,
    QToolButton,
    QWidget,
    Signal,
)

SLIDER_STEPS = 1000
WIDE_RANGE = 1e4
"""A range that spans more than this factor gets a slider by magnitude."""


class Scale:
    """From a number to a slider's position and back, by magnitude where the range is wide."""

    def __init__(self, low: float, high: float, whole: bool) -> None:
        self.low, self.high = low, high
        self.by_magnitude = low > 0 and high / low >= WIDE_RANGE
        self.steps = round(high - low) if whole and high - low <= SLIDER_STEPS else SLIDER_STEPS

    def position(self, value: float) -> int:
        if self.by_magnitude:
            share = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / ((self.high - self.low) or 1)
        return round(share * self.steps)

    def value(self, position: int) -> float:
        share = position / (self.steps or 1)
        if self.by_magnitude:
            return float(f"{self.low * (self.high / self.low) ** share:.3g}")
        return self.low + share * (self.high - self.low)


class ParameterRow(QWidget):
    """Label, control, and a button that puts the default back."""

    changed = Signal(str, object)
    _themed = ""

    def __init__(
        self, field: dataclasses.Field[Any], value: object, usual: object = dataclasses.MISSING
    ) -> None:
        """``usual`` is the default, where that is not the field's own."""
        super().__init__()
        self.field = field
        self.default = field.default if usual is dataclasses.MISSING else usual
        declared = field.metadata
        self.label = QLabel(fusion_text(declared.get("label", field.name)))
        self.slider: QSlider | None = None
        self.editor = self._make_editor(declared)
        self.reset = QToolButton()
        self.reset.setProperty("flat", True)
        self.reset.setIconSize(QSize(14, 14))
        self.reset.setFixedSize(22, 22)
        self.reset.clicked.connect(lambda: self.changed.emit(field.name, self.default))
        self.reset.setToolTip(tr("Back to {value}", value=show_value(self.default)))
        self.reset.setAccessibleName(f"{self.reset.toolTip()}: {self.label.text()}")
        self.label.setBuddy(self.editor)
        hint = explain(field, self.default)
        for widget in (self.label, self.editor, self.slider):
            if widget is not None:
                widget.setToolTip(hint)
                widget.setAccessibleName(self.label.text())
        self._draw_icon()
        self._lay_out()
        self.show_value(value)

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() == QEvent.Type.StyleChange:
            self._draw_icon()
        super().changeEvent(event)

    def _draw_icon(self) -> None:
        """In the colours of the theme, and once for each: every new parent counts as a new style."""
        if self._themed != theme.current().name:
            self._themed = theme.current().name
            self.reset.setIcon(theme.themed_icon("reset"))

    def show_value(self, value: object) -> None:
        """Show a value that came from elsewhere; emits nothing."""
        editor = self.editor
        editor.blockSignals(True)
        if isinstance(editor, QSpinBox | QDoubleSpinBox):
            editor.setValue(value)  # type: ignore[arg-type]
        elif isinstance(editor, QCheckBox):
            editor.setChecked(bool(value))
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))
        elif isinstance(editor, QLineEdit) and editor.text() != str(value):
            editor.setText(str(value))
        editor.blockSignals(False)
        if self.slider is not None:
            self.slider.blockSignals(True)
            self.slider.setValue(self._scale.position(float(value)))  # type: ignore[arg-type]
            self.slider.blockSignals(False)
        self.reset.setVisible(value != self.default)

    def _make_editor(self, declared: Any) -> QWidget:
        default, choices = self.field.default, declared.get("choices")
        if choices:
            return self._make_choice(choices)
        if isinstance(default, bool):
            box = QCheckBox()
            box.toggled.connect(self._emit_change)
            return box
        if isinstance(default, int | float):
            return self._make_number(declared)
        line = QLineEdit()
        line.editingFinished.connect(lambda: self._emit_change(line.text()))
        return line

    def _make_choice(self, choices: tuple[str, ...]) -> QWidget:
        box = CalmComboBox()
        for choice in choices:
            box.addItem(fusion_text(choice), choice)
        box.currentIndexChanged.connect(lambda index: self._emit_change(choices[index]))
        return box

    def _make_number(self, declared: Any) -> QWidget:
        whole = isinstance(self.field.default, int)
        low, high = declared.get("minimum"), declared.get("maximum")
        spin: QSpinBox | QDoubleSpinBox
        if whole:
            spin = CalmSpinBox()
            spin.setRange(int(low if low is not None else -(2**31)), int(high or 2**31 - 1))
            spin.setSingleStep(int(declared.get("step") or 1))
        else:
            spin = CalmNumberBox()
            spin.setDecimals(6)
            spin.setRange(low if low is not None else -1e12, high if high is not None else 1e12)
            spin.setSingleStep(declared.get("step") or 0.01)
        spin.setKeyboardTracking(False)
        spin.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        spin.setFixedWidth(84)
        if declared.get("unit"):
            spin.setSuffix(" " + fusion_text(declared["unit"]))
        spin.valueChanged.connect(self._emit_change)
        if low is not None and high is not None:
            self._scale = Scale(low, high, whole)
            self.slider = CalmSlider(Qt.Orientation.Horizontal)
            self.slider.setRange(0, self._scale.steps)
            self.slider.setPageStep(max(1, self._scale.steps // 20))
            self.slider.valueChanged.connect(self._take_slider)
        return spin

    def _take_slider(self, position: int) -> None:
        value = self._scale.value(position)
        whole = isinstance(self.field.default, int)
        self._emit_change(round(value) if whole else round(value, 6))

    def _emit_change(self, value: object) -> None:
        self.changed.emit(self.field.name, value)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.setHorizontalSpacing(6)
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.reset, 0, 1)
        right = Qt.AlignmentFlag.AlignRight
        grid.addWidget(self.editor, 0, 2, right)
        grid.setColumnStretch(0, 1)
        grid.setRowMinimumHeight(0, 28)
        if self.slider is not None:
            grid.addWidget(self.slider, 1, 0, 1, 3)


def explain(field: dataclasses.Field[Any], default: object) -> str:
    """The tooltip: what it does, its range, its default."""
    declared = field.metadata
    lines = [fusion_text(declared.get("help", ""))]
    low, high = declared.get("minimum"), declared.get("maximum")
    unit = f" {fusion_text(declared['unit'])}" if declared.get("unit") else ""
    if low is not None and high is not None:
        lines.append(
            tr("From {low} to {high}{unit}.", low=show_value(low), high=show_value(high), unit=unit)
        )
    lines.append(tr("Default: {value}{unit}.", value=show_value(default), unit=unit))
    return "\n".join(line for line in lines if line)


def show_value(value: object) -> str:
    """A value for reading."""
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    return f"{value:.6g}" if isinstance(value, float) else fusion_text(str(value))
