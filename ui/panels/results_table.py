"""The metrics of all results in one table, the best of each metric marked; to copy and to export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ui.dialogs import files
from ui.document.results import KeptResult
from ui.i18n import tr
from ui.jobs.actions import DONE
from ui.jobs.measure_job import catalogue
from ui.jobs.result_metrics_job import ResultMetrics, as_tabs, best_of
from ui.panels.metric_rows import ARROWS, explain, short_name, show_number
from ui.plain_text import plain_tooltip
from ui.preferences import Preferences
from ui.qt import (
    QAbstractItemView,
    QAbstractTableModel,
    QApplication,
    QCheckBox,
    QDialog,
    QEvent,
    QFont,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QModelIndex,
    QPushButton,
    QSize,
    Qt,
    QTableView,
    QVBoxLayout,
    QWidget,
)

BEST = "★"
"""Beside the best value, which is bold too."""
SIZE = QSize(720, 420)


class ResultsTableModel(QAbstractTableModel):
    """A row for each metric, a column for each result."""

    def __init__(self, metrics: ResultMetrics) -> None:
        super().__init__()
        self._metrics = metrics
        self._keys: list[str] = []
        self._results: list[KeptResult] = []
        self._values: list[list[float | None]] = []
        self._best: list[list[int]] = []
        self.refresh()

    def refresh(self) -> None:
        """Show what is known now."""
        metrics = self._metrics
        self.beginResetModel()
        self._keys, self._results = metrics.keys(), metrics.compared
        known = catalogue() if self._keys else {}
        of_results = [metrics.values(kept) for kept in self._results]
        self._values = [[values.get(key) for values in of_results] for key in self._keys]
        rows = zip(self._keys, self._values, strict=True)
        self._best = [best_of(known[key], values) for key, values in rows]
        self.endResetModel()

    def rowCount(self, _parent: QModelIndex | None = None) -> int:  # noqa: N802 - Qt's name
        return len(self._keys)

    def columnCount(self, _parent: QModelIndex | None = None) -> int:  # noqa: N802
        return len(self._results)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        value = self._values[index.row()][index.column()]
        is_best, roles = index.column() in self._best[index.row()], Qt.ItemDataRole
        shown = "–" if value is None else show_number(value)
        if role == roles.DisplayRole:
            return f"{BEST} {shown}" if is_best else shown
        if role == roles.FontRole and is_best:
            font = QFont(QApplication.font())
            font.setBold(True)
            return font
        if role == roles.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == roles.AccessibleTextRole:
            name, key = self._results[index.column()].name, self._keys[index.row()]
            return f"{name}, {key}: {shown}" + (f", {tr('best')}" if is_best else "")
        if role == roles.ToolTipRole:
            return plain_tooltip(explain(catalogue()[self._keys[index.row()]]))
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        roles = Qt.ItemDataRole
        if orientation == Qt.Orientation.Horizontal:
            return self._results[section].name if role == roles.DisplayRole else None
        metric = catalogue()[self._keys[section]]
        if role == roles.DisplayRole:
            of = " *" if metric.needs == "reference" else ""
            return f"{short_name(metric.key)}{of}  {ARROWS[metric.direction]}"
        return plain_tooltip(explain(metric)) if role == roles.ToolTipRole else None


class ResultsTable(QDialog):
    """A window of its own beside the main one, which goes on."""

    def __init__(self, parent: QWidget, metrics: ResultMetrics, preferences: Preferences) -> None:
        super().__init__(parent)
        self._metrics, self._preferences = metrics, preferences
        self.model = ResultsTableModel(metrics)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        for header in (self.table.horizontalHeader(), self.table.verticalHeader()):
            assert header is not None
            header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.about = QLabel()
        self.about.setObjectName("quiet")
        self.about.setWordWrap(True)
        self.everything = QCheckBox()
        self.measure = self._button(self._measure)
        self.copy = self._button(self._copy)
        self.export = self._button(self._ask_export)
        self.end = self._button(self.hide)
        self._lay_out()
        metrics.changed.connect(self.refresh)
        self.retranslate()

    def refresh(self) -> None:
        """Bring table and buttons in line with what is known."""
        self.model.refresh()
        has_values = self.model.rowCount() > 0
        self.measure.setEnabled(bool(self._metrics.compared) and not self._metrics.is_running)
        self.copy.setEnabled(has_values)
        self.export.setEnabled(has_values)

    def retranslate(self) -> None:
        self.setWindowTitle(tr("Metrics of all results"))
        self.table.setAccessibleName(tr("Metrics of all results"))
        self.about.setText(
            tr(
                "{mark} marks the best of each metric; the arrow says which way is better, and * needs "
                "the reference picture. Results of other sources are left out.",
                mark=BEST,
            )
        )
        self.everything.setText(tr("All"))
        self.everything.setToolTip(
            tr("All metrics in place of a few telling ones; minutes for a large picture")
        )
        self.measure.setText(tr("Measure"))
        self.copy.setText(tr("Copy"))
        self.export.setText(tr("Export…"))
        self.end.setText(tr("Close"))
        self.refresh()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _measure(self) -> None:
        self._metrics.measure(self.everything.isChecked())

    def _copy(self) -> None:
        clipboard = QApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(as_tabs(self._metrics.rows()))
            self._metrics.reported.emit(DONE, tr("The values were copied."))

    def _ask_export(self) -> None:
        compared = self._metrics.compared
        if not compared:
            return
        stem = compared[0].fused.sources[0].path.stem
        suggestion = Path(self._preferences.folder) / f"{stem}_metrics.csv"
        path = files.ask_export_table(self, suggestion)
        if path is not None:
            self._preferences.folder = str(path.parent)
            self._metrics.export(path)

    def _button(self, act: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        column, row = QVBoxLayout(self), QHBoxLayout()
        row.addWidget(self.measure)
        row.addWidget(self.everything)
        row.addStretch(1)
        for button in (self.copy, self.export, self.end):
            row.addWidget(button)
        column.addWidget(self.about)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.resize(SIZE)
