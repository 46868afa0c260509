"""The table of the metrics panel: name, value, direction, and the explanation that unfolds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ui.focus import delete_soon
from ui.i18n import fusion_text, tr
from ui.qt import QGridLayout, QLabel, QPushButton, Qt, QWidget

if TYPE_CHECKING:
    from fusion.metrics import Metric

ARROWS = {"higher": "↑", "lower": "↓", "nearest zero": "→ 0"}
SHORT_NAMES = {"DeltaE2000_reference": "ΔE2000"}


class MetricTable(QWidget):
    """One row a metric; a click on its name shows what it means."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, QPushButton] = {}
        self.values: dict[str, QLabel] = {}
        self.explanations: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(1, 1)

    def show_values(self, values: Mapping[str, float], known: Mapping[str, Metric]) -> None:
        """Fill the table anew; what was unfolded stays so."""
        unfolded = {key for key, name in self.names.items() if name.isChecked()}
        self._empty()
        groups = {
            "sources": tr("Compared with the sources"),
            "fused": tr("The result alone"),
            "reference": tr("Compared with the reference"),
        }
        for needs, title in groups.items():
            keys = [key for key in values if known[key].needs == needs]
            if keys:
                heading = QLabel(title)
                heading.setObjectName("caption")
                heading.setContentsMargins(0, 5, 0, 1)
                self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 3)
            for key in keys:
                self._add(known[key], values[key], key in unfolded)

    def _add(self, metric: Metric, value: float, unfolded: bool) -> None:
        name = QPushButton(short_name(metric.key))
        name.setObjectName("metric")
        name.setCheckable(True)
        name.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        number = QLabel(show_number(value))
        number.setObjectName("number")
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        right = Qt.Alignment(Qt.AlignmentFlag.AlignRight)
        number.setAlignment(right | Qt.AlignmentFlag.AlignVCenter)
        arrow = QLabel(ARROWS[metric.direction])
        arrow.setObjectName("quiet")
        arrow.setMinimumWidth(arrow.fontMetrics().horizontalAdvance(ARROWS["nearest zero"]))
        words = explain(metric)
        explanation = QLabel(words)
        explanation.setObjectName("explanation")
        explanation.setTextFormat(Qt.TextFormat.PlainText)
        explanation.setWordWrap(True)
        for widget in (name, number, arrow):
            widget.setToolTip(words)
        name.setAccessibleName(f"{metric.key}, {fusion_text(metric.title)}")
        name.toggled.connect(explanation.setVisible)
        row = self._grid.rowCount()
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(number, row, 1)
        self._grid.addWidget(arrow, row, 2)
        self._grid.addWidget(explanation, row + 1, 0, 1, 3)
        explanation.setVisible(unfolded)
        name.setChecked(unfolded)
        self.names[metric.key], self.values[metric.key] = name, number
        self.explanations[metric.key] = explanation

    def _empty(self) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                delete_soon(widget)
        self.names, self.values, self.explanations = {}, {}, {}


def short_name(key: str) -> str:
    """What stands in the table: the heading above says already that there is a reference."""
    return SHORT_NAMES.get(key, key.removesuffix("_reference"))


def show_number(value: float) -> str:
    """A value with the digits that tell results apart."""
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    return f"{value:.4f}" if abs(value) < 10 else f"{value:.2f}"


def explain(metric: Metric) -> str:
    """Title, range, direction, and what the metric cannot see."""
    better = {
        "higher": tr("higher is better"),
        "lower": tr("lower is better"),
        "nearest zero": tr("nearest to zero is best"),
    }[metric.direction]
    title = fusion_text(metric.title)
    return "\n".join(
        [
            title[:1].upper() + title[1:],
            tr("Range: {range}; {better}.", range=fusion_text(metric.range), better=better),
            fusion_text(metric.blind_to),
        ]
    )
