"""The histogram over the picture: red, green, blue and luminance, and how much is clipped."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ui import theme
from ui.i18n import tr
from ui.pictures.histogram import BINS, BLUE, GREEN, LUMINANCE, RED, Histogram
from ui.qt import (
    QCheckBox,
    QColor,
    QGridLayout,
    QLabel,
    QPainter,
    QPaintEvent,
    QPen,
    QPointF,
    QPolygonF,
    QRectF,
    Qt,
    QVBoxLayout,
    QWidget,
    Signal,
)

HEIGHT, WIDTH = 92, 286
COLOURS = {RED: "#ff5a52", GREEN: "#4cc964", BLUE: "#5a9bff"}
LINES = {RED: Qt.PenStyle.SolidLine, GREEN: Qt.PenStyle.DashLine, BLUE: Qt.PenStyle.DotLine}
"""The channels differ by their lines, too."""


class Curves(QWidget):
    """The luminance as an area, the channels as lines over it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(WIDTH, HEIGHT)
        self._histogram: Histogram | None = None

    def show_histogram(self, histogram: Histogram | None) -> None:
        self._histogram = histogram
        self.update()

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter, chosen = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(chosen.field))
        painter.setPen(QPen(QColor(chosen.line), 1))
        for quarter in (1, 2, 3):
            painter.drawLine(QPointF(quarter * WIDTH / 4, 0), QPointF(quarter * WIDTH / 4, HEIGHT))
        if self._histogram is not None and self._histogram.pixels:
            self._paint_counts(painter, self._histogram)
        painter.setPen(QPen(QColor(chosen.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_counts(self, painter: QPainter, histogram: Histogram) -> None:
        """Roots of the counts: what is rare is seen beside what is frequent; clipped columns are cut."""
        tall = np.sqrt(histogram.counts)
        most = max(float(tall[:, 1:-1].max()), 1.0)
        grey = QColor(theme.current().quiet)
        grey.setAlpha(120)
        area = [QPointF(1, HEIGHT), *points(tall[LUMINANCE], most), QPointF(WIDTH - 1, HEIGHT)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(grey)
        painter.drawPolygon(QPolygonF(area))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if histogram.is_grey:
            return
        for channel, colour in COLOURS.items():
            painter.setPen(QPen(QColor(colour), 1.4, LINES[channel]))
            painter.drawPolyline(QPolygonF(points(tall[channel], most)))


def points(tall: Sequence[float], most: float) -> list[QPointF]:
    """The curve of one channel, from left to right."""
    wide = (WIDTH - 2) / BINS
    return [
        QPointF(1 + (number + 0.5) * wide, HEIGHT - 1 - min(value / most, 1.0) * (HEIGHT - 6))
        for number, value in enumerate(tall)
    ]


class HistogramPanel(QWidget):
    """The curves, a table of what is clipped, and what is counted."""

    part_chosen = Signal()
    """All of the picture, or what is seen of it, is to be counted."""

    def __init__(self) -> None:
        super().__init__()
        self.curves = Curves()
        self.title = QLabel()
        self.title.setFixedWidth(WIDTH)
        self.title.setObjectName("quiet")
        self.seen_only = QCheckBox()
        self.seen_only.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.seen_only.toggled.connect(lambda _on: self.part_chosen.emit())
        self.cells = [[QLabel() for _ in range(5)] for _ in range(3)]
        self._histogram: Histogram | None = None
        self._caption = ""
        table = QGridLayout()
        table.setContentsMargins(0, 0, 0, 0)
        table.setHorizontalSpacing(8)
        table.setVerticalSpacing(1)
        for row, cells in enumerate(self.cells):
            for column, cell in enumerate(cells):
                cell.setObjectName("quiet" if row == 0 or column == 0 else "")
                if column:
                    cell.setAlignment(Qt.AlignmentFlag.AlignRight)
                table.addWidget(cell, row, column)
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(0, 0, 0, 0)
        column_box.setSpacing(4)
        column_box.addWidget(self.title)
        column_box.addWidget(self.curves)
        column_box.addLayout(table)
        column_box.addWidget(self.seen_only)
        self.retranslate()

    def show_histogram(self, histogram: Histogram | None, caption: str) -> None:
        """Show what was counted of a picture; None while it is being counted."""
        self._histogram, self._caption = histogram, caption
        self.curves.show_histogram(histogram)
        self._write()

    def retranslate(self) -> None:
        self.seen_only.setText(tr("Only what is seen"))
        self.seen_only.setToolTip(tr("Count the part of the picture that the window shows"))
        for cell, text in zip(self.cells[0], ("", "R", "G", "B", "Y"), strict=True):
            cell.setText(text)
        self.cells[0][4].setToolTip(tr("Luminance"))
        self.cells[1][0].setText(tr("Shadows, %"))
        self.cells[1][0].setToolTip(tr("Pixels whose value is 0"))
        self.cells[2][0].setText(tr("Highlights, %"))
        self.cells[2][0].setToolTip(tr("Pixels whose value is white"))
        self._write()

    def _write(self) -> None:
        metrics = self.title.fontMetrics()
        room = Qt.TextElideMode.ElideMiddle
        self.title.setText(metrics.elidedText(self._caption, room, WIDTH))
        known = self._histogram
        for row in (1, 2):
            clipped = () if known is None else (known.shadows, known.highlights)[row - 1]
            for channel, cell in enumerate(self.cells[row][1:]):
                count = int(clipped[channel]) if known is not None else 0
                cell.setText("–" if known is None else share_text(count, known.pixels))
                cell.setToolTip("" if known is None else str(count))
        self.curves.setAccessibleName(tr("Histogram"))
        self.curves.setAccessibleDescription(description(known))
        self.curves.setToolTip(description(known))


def share_text(count: int, pixels: int) -> str:
    """A share as a number of per cent; the number of pixels is in the tooltip.

    Examples
    --------
    >>> [share_text(count, 24_000_000) for count in (0, 152, 24_000)]
    ['0', '<0.01', '0.10']
    """
    if count == 0:
        return "0"
    share = 100 * count / max(pixels, 1)
    return f"{share:.2f}" if share >= 0.01 else "<0.01"


def description(histogram: Histogram | None) -> str:
    """In words, for screen readers."""
    if histogram is None or not histogram.pixels:
        return ""
    bright = histogram.counts[LUMINANCE]
    median = int(np.searchsorted(np.cumsum(bright), histogram.pixels / 2))
    return tr(
        "{pixels} pixels, half of them darker than {median} of 255; {shadows} are clipped in shadows, "
        "{highlights} in highlights",
        pixels=histogram.pixels, median=median, shadows=int(histogram.shadows[:3].max()),
        highlights=int(histogram.highlights[:3].max()),
    )  # fmt: skip
