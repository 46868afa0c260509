"""The column on the right: panels below each other, in one area that scrolls."""

from __future__ import annotations

from ui.panels.metrics import MetricsPanel
from ui.panels.settings import line
from ui.qt import QFrame, QPoint, QScrollArea, Qt, QTimer, QVBoxLayout, QWidget

REVEAL_MILLISECONDS = 150
"""So long the layout may take to find the new heights."""


class RightColumn(QFrame):
    """Align, settings, results and metrics, with a line between each two."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it are the stops
        outer.addWidget(self._area)
        self._content = QWidget()
        self._content.setObjectName("scrolled")
        self._area.setWidget(self._content)
        self._metrics: MetricsPanel | None = None
        self._reveal = QTimer(self)  # belongs to the column: it cannot fire after it
        self._reveal.setSingleShot(True)
        self._reveal.timeout.connect(self._show_metrics)
        bar = self._area.verticalScrollBar()
        if bar is not None:
            bar.rangeChanged.connect(self._follow)

    def fill(self, align: QWidget, *panels: QWidget, metrics: MetricsPanel) -> None:
        """Put the panels in, the metrics last, once the column stands in the window."""
        self._metrics = metrics
        column = QVBoxLayout(self._content)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(14)
        self._align, self._rest = part(align), part(*panels, metrics)
        self._line = line()
        for widget in (self._align, self._line, self._rest):
            column.addWidget(widget)
        column.addStretch(1)
        metrics.unfolded.connect(lambda: self._reveal.start(REVEAL_MILLISECONDS))

    def put_first(self, panel: QWidget) -> None:
        """Put a panel above all others; it comes and goes, with a line of its own."""
        column = self._content.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, panel)

    def put_on_top(self, bar: QWidget) -> QWidget:
        """Put a bar above the area that scrolls; returns what hides it with its margins."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        holder = QWidget()
        row = QVBoxLayout(holder)
        row.setContentsMargins(12, 12, 12, 0)
        row.addWidget(bar)
        column.insertWidget(0, holder)
        return holder

    def show_parts(self, align: bool, rest: bool) -> None:
        """Show how frames are aligned, and method, result and metrics, or only one of them, or none."""
        self._align.setVisible(align)
        self._rest.setVisible(rest)
        self._line.setVisible(align and rest)

    def _follow(self) -> None:
        """The column grew while the metrics unfold."""
        if self._reveal.isActive():
            self._show_metrics()

    def _show_metrics(self) -> None:
        """Scroll so far that the metrics are seen, their heading at the top at most."""
        bar = self._area.verticalScrollBar()
        if bar is None or self._metrics is None or not self._metrics.isVisible():
            return
        top, height = self._metrics.mapTo(self._content, QPoint()).y(), self._metrics.height()
        room = bar.pageStep()
        bottom = top + min(height, room) + 12 - room
        bar.setValue(max(bar.value(), min(top, bottom)))


def part(*panels: QWidget) -> QWidget:
    """Panels below each other, with a line between each two."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(14)
    for panel in panels:
        if column.count():
            column.addWidget(line())
        column.addWidget(panel)
    return holder
