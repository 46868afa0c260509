"""The brush over a canvas: its circle, and where the pen is, in pixels of the reference frame."""

from __future__ import annotations

from dataclasses import dataclass

from ui.canvas.viewport import Placement
from ui.qt import QColor, QPainter, QPen, QPointF, QRect, Qt


@dataclass(frozen=True)
class BrushCircle:
    """What the brush covers.

    Attributes
    ----------
    x, y
        Its middle, in pixels of the reference frame; pixel centres at whole numbers.
    radius_px
        In pixels of the reference frame.
    """

    x: float
    y: float
    radius_px: float

    def on_screen(self, placement: Placement, ratio: float) -> tuple[QPointF, float]:
        """Middle and radius in the widget's pixels."""
        zoom = placement.zoom / ratio
        middle = QPointF(
            placement.left / ratio + (self.x + 0.5) * zoom, placement.top / ratio + (self.y + 0.5) * zoom
        )
        return middle, max(self.radius_px * zoom, 1.5)

    def rectangle(self, placement: Placement, ratio: float) -> QRect:
        """The widget's pixels that the circle touches."""
        middle, radius = self.on_screen(placement, ratio)
        side = int(2 * radius) + 7
        return QRect(int(middle.x() - side / 2), int(middle.y() - side / 2), side + 1, side + 1)

    def paint(self, painter: QPainter, placement: Placement, ratio: float) -> None:
        """A light ring in a dark one: seen on every ground."""
        middle, radius = self.on_screen(placement, ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(0, 0, 0, 170), 2.6), (QColor(255, 255, 255, 230), 1.2)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(middle, radius, radius)
