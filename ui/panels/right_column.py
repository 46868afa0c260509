"""The column on the right: panels below each other, in one area that scrolls."""

from __future__ import annotations

from ui.panels.metrics import MetricsPanel
from ui.panels.settings import line
from ui.qt import QFrame, QScrollArea, Qt, QTimer, QVBoxLayout, QWidget

REVEAL_MILLISECONDS = 150
"""So long the layout may take to find the new heights."""


class RightColumn(QFrame):
    """Settings, results and metrics, with a line between each two."""

    def __init__(self, settings: QWidget, results: QWidget, metrics: MetricsPanel) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._metrics = metrics
        content = QWidget()
        content.setObjectName("scrolled")
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(14)
        for panel in (settings, results, metrics):
            if panel is not settings:
                column.addWidget(line())
            column.addWidget(panel)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self._reveal = QTimer(self)  # belongs to the column: it cannot fire after it
        self._reveal.setSingleShot(True)
        self._reveal.timeout.connect(self._show_metrics)
        metrics.unfolded.connect(lambda: self._reveal.start(REVEAL_MILLISECONDS))
        bar = self._area.verticalScrollBar()
        if bar is not None:
            bar.rangeChanged.connect(self._follow)

    def _follow(self) -> None:
        """The column grew while the metrics unfold."""
        if self._reveal.isActive():
            self._show_metrics()

    def _show_metrics(self) -> None:
        """Scroll so far that the metrics are seen, their heading at the top at most."""
        bar = self._area.verticalScrollBar()
        if bar is None or not self._metrics.isVisible():
            return
        top, height = self._metrics.y(), self._metrics.height()
        room = bar.pageStep()
        bottom = top + min(height, room) + 12 - room
        bar.setValue(max(bar.value(), min(top, bottom)))
