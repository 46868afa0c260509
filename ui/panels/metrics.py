"""Metrics of the result: folded until wanted, measured on demand, to copy and to export."""

from __future__ import annotations

from pathlib import Path

from ui import theme
from ui.dialogs import files
from ui.document.session import Session
from ui.i18n import tr
from ui.jobs.actions import DONE
from ui.jobs.measure_job import Measuring, catalogue
from ui.jobs.metrics_export import as_tabs
from ui.panels.metric_rows import MetricTable
from ui.plain_text import plain_tooltip
from ui.preferences import Preferences
from ui.qt import (
    QApplication,
    QCheckBox,
    QEvent,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSize,
    QSizePolicy,
    Qt,
    QToolButton,
    QVBoxLayout,
    QWidget,
    Signal,
)


class MetricsPanel(QWidget):
    """Buttons over the table of values; shows what ``Measuring`` holds."""

    unfolded = Signal()
    """There is more to see than a moment ago."""
    errors_wanted = Signal()
    """The error map of the result against the reference is to be seen."""
    table_wanted = Signal()
    """The metrics of all results are to be seen."""

    def __init__(self, session: Session, measuring: Measuring, preferences: Preferences) -> None:
        super().__init__()
        self._session, self._measuring, self._preferences = session, measuring, preferences
        self._shown: object = None
        self._words_are_old = False
        self.fold = self._button("fold")
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._take_fold)
        self.measure = self._button()
        self.measure.clicked.connect(self._measure)
        self.everything = QCheckBox()
        self.everything.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.choose = self._button()
        self.choose.clicked.connect(self._ask_reference)
        self.reference = QLabel()
        self.reference.setObjectName("quiet")
        self.reference.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.drop = QToolButton()
        self.drop.setProperty("flat", True)
        self.drop.setIconSize(QSize(14, 14))
        self.drop.setFixedSize(22, 22)
        self.drop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.drop.clicked.connect(measuring.drop_reference)
        self.errors = self._button()
        self.errors.clicked.connect(lambda: self.errors_wanted.emit())
        self.of_all = self._button()
        self.of_all.clicked.connect(lambda: self.table_wanted.emit())
        self.reason = note("quiet")
        self.stale = note("stale")
        self.table = MetricTable()
        self.pairs = note("quiet")
        self.copy = self._button()
        self.copy.clicked.connect(self._copy)
        self.export = self._button()
        self.export.clicked.connect(self._ask_export)
        self._lay_out()
        measuring.changed.connect(self.refresh)
        session.results.changed.connect(self.refresh)
        self.retranslate()
        self._take_fold(False)

    def unfold(self, on: bool = True) -> None:
        """Show what is below the heading."""
        self.fold.setChecked(on)

    def refresh(self) -> None:
        """What can be clicked and why not, and the values."""
        measuring, measured = self._measuring, self._measuring.measured
        why, stale = measuring.why_not(), measuring.why_stale()
        has_result = self._session.fused is not None
        self.measure.setEnabled(not why)
        self.measure.setToolTip(why or tr("Measure the result; a large picture takes a while"))
        self.reason.setText(why)
        self.reason.setVisible(bool(why))
        self.choose.setEnabled(has_result and not measuring.is_running)
        self.choose.setToolTip(
            tr("A picture of the same scene that is sharp everywhere, to compare the result with")
            if has_result else why
        )  # fmt: skip
        self.of_all.setVisible(len(self._session.results) > 1)
        reference = measuring.reference
        self.errors.setVisible(reference is not None)
        self.reference_row.setVisible(reference is not None)
        if reference is not None:
            self._show_reference(reference.name)
        self.stale.setText(stale)
        self.stale.setVisible(bool(stale))
        self._show_values()
        self.table.setEnabled(not stale)
        self.pairs.setVisible(measured is not None and len(measured.fused.sources) > 2)
        usable = measured is not None and not stale
        for button, hint in (
            (self.copy, tr("Copy the values, to paste them into a spreadsheet")),
            (self.export, tr("Save the values as CSV or JSON")),
        ):
            button.setVisible(measured is not None)
            button.setEnabled(usable)
            button.setToolTip(stale or hint)

    def retranslate(self) -> None:
        self.fold.setText(tr("Metrics"))
        self.fold.setToolTip(tr("Show or hide what can be measured of the result"))
        self.fold.setIcon(theme.themed_icon("down" if self.fold.isChecked() else "right"))
        self.measure.setText(tr("Measure"))
        self.everything.setText(tr("All"))
        self.everything.setToolTip(
            tr("All metrics in place of a few telling ones; minutes for a large picture")
        )
        self.choose.setText(tr("Choose reference…"))
        self.errors.setText(tr("Error map"))
        self.errors.setToolTip(
            tr("The result and, beside it, how far it is from the reference (Shift+E)")
        )
        self.of_all.setText(tr("All results…"))
        self.of_all.setToolTip(tr("The metrics of all results in one table, the best marked"))
        self.drop.setIcon(theme.themed_icon("remove"))
        self.drop.setToolTip(tr("Measure without the reference picture"))
        self.drop.setAccessibleName(self.drop.toolTip())
        self.pairs.setText(
            tr(
                "Of more than two sources: the mean over neighbouring pairs. "
                "Compare only within this set."
            )
        )
        self.copy.setText(tr("Copy"))
        self.export.setText(tr("Export…"))
        self._words_are_old = True
        self.refresh()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self.retranslate()
        super().changeEvent(event)

    def _show_values(self) -> None:
        measured = self._measuring.measured
        is_new = measured is not self._shown
        if measured is not None and (is_new or self._words_are_old):
            self.table.show_values(measured.values, catalogue())
        if measured is not None and is_new:
            self.unfolded.emit()
        self._shown, self._words_are_old = measured, False
        self.table.setVisible(measured is not None)

    def _show_reference(self, name: str) -> None:
        text = tr("Reference: {name}", name=name)
        room = max(self.width() - 40, 120)
        metrics = self.reference.fontMetrics()
        self.reference.setText(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room))
        self.reference.setToolTip(plain_tooltip(text))

    def _measure(self) -> None:
        self._measuring.measure(self.everything.isChecked())

    def _copy(self) -> None:
        measured, clipboard = self._measuring.measured, QApplication.clipboard()
        if measured is not None and clipboard is not None:
            clipboard.setText(as_tabs(measured))
            self._measuring.reported.emit(DONE, tr("The values were copied."))

    def _ask_export(self) -> None:
        measured = self._measuring.measured
        if measured is None:
            return
        stem = measured.fused.sources[0].path.stem
        suggestion = Path(self._preferences.folder) / f"{stem}_metrics.csv"
        path = files.ask_export(self, suggestion)
        if path is not None:
            self._preferences.folder = str(path.parent)
            self._measuring.export(path)

    def _ask_reference(self) -> None:
        for path in files.ask_open(self, self._preferences.folder, many=False):
            self._preferences.folder = str(path.parent)
            self._measuring.read_reference(path)

    def _take_fold(self, on: bool) -> None:
        self._content.setVisible(on)
        self.fold.setIcon(theme.themed_icon("down" if on else "right"))
        if on:
            self.unfolded.emit()

    def _button(self, name: str = "") -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves Space to the viewer
        return button

    def _lay_out(self) -> None:
        fold_row = QHBoxLayout()
        fold_row.addWidget(self.fold)
        fold_row.addStretch(1)
        measure_row = QHBoxLayout()
        measure_row.addWidget(self.measure)
        measure_row.addWidget(self.everything)
        measure_row.addWidget(self.of_all)
        measure_row.addStretch(1)
        self.reference_row = QWidget()
        reference_row = QHBoxLayout(self.reference_row)
        reference_row.setContentsMargins(0, 0, 0, 0)
        reference_row.addWidget(self.reference, 1)
        reference_row.addWidget(self.drop)
        share_row = QHBoxLayout()
        share_row.addWidget(self.copy)
        share_row.addWidget(self.export)
        share_row.addStretch(1)
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(measure_row)
        column.addWidget(self.reason)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.reference_row)
        column.addWidget(self.errors, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.stale)
        column.addWidget(self.table)
        column.addWidget(self.pairs)
        column.addLayout(share_row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(fold_row)
        outer.addWidget(self._content)


def note(name: str) -> QLabel:
    """A sentence over several lines."""
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    return label
