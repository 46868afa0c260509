"""A lens over the picture that shows the pixels under it larger."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from ui import theme
from ui.canvas.canvas import Canvas
from ui.canvas.viewport import Placement
from ui.qt import (
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPointF,
    QRect,
    QRectF,
    Qt,
)

RADIUS = 110.0
"""Half the side of the lens, in the widget's pixels."""
FACTORS = (2, 3, 4)


@dataclass
class Loupe:
    """A layer of one canvas.

    Attributes
    ----------
    at
        The place in the reference frame that it shows in its middle, in pixels; None hides it.
    factor
        How many times it enlarges: from 100 % on what the canvas shows, below that the file's pixels.
    is_round
        A circle, or a square.
    """

    at: tuple[float, float] | None = None
    factor: int = FACTORS[0]
    is_round: bool = True

    def rectangle(self, canvas: Canvas) -> QRect:
        """The widget's pixels that it covers."""
        if self.at is None:
            return QRect()
        middle = self._middle(canvas)
        side = 2 * RADIUS + 8
        return QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side).toAlignedRect()

    def zoom(self, shown: float) -> float:
        """Screen pixels for each pixel of the picture, on a canvas with a zoom."""
        return self.factor * max(shown, 1.0)

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        """Paint the lens with a ring and what it enlarges by."""
        if self.at is None or canvas.scene.base is None:
            return
        middle, ratio = self._middle(canvas), canvas.devicePixelRatioF()
        box = QRectF(middle.x() - RADIUS, middle.y() - RADIUS, 2 * RADIUS, 2 * RADIUS)
        lens = QPainterPath()
        if self.is_round:
            lens.addEllipse(box)
        else:
            lens.addRect(box)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(lens)
        painter.fillRect(box, QColor(theme.current().canvas))
        self._paint_picture(painter, canvas, box, ratio)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, wide in ((QColor(0, 0, 0, 190), 4.0), (QColor(255, 255, 255, 235), 1.8)):
            painter.setPen(QPen(colour, wide))
            painter.drawPath(lens)
        self._paint_zoom(painter, canvas, box)
        painter.restore()

    def _paint_picture(self, painter: QPainter, canvas: Canvas, box: QRectF, ratio: float) -> None:
        assert self.at is not None
        side = ceil(box.width() * ratio)
        zoom = self.zoom(canvas.placement().zoom)
        place = Placement(
            zoom, round(side / 2 - self.at[0] * zoom), round(side / 2 - self.at[1] * zoom)
        )
        rendered = canvas.render_at(canvas.pointed_scene, place, side, side)
        if rendered is None:
            return
        height, width = rendered.pixels.shape[:2]
        content = rendered.pixels.tobytes()  # QImage borrows it: it must outlive the drawing
        image = QImage(content, width, height, 3 * width, QImage.Format.Format_RGB888)
        corner = QPointF(box.left() + rendered.left / ratio, box.top() + rendered.top / ratio)
        painter.drawImage(QRectF(corner.x(), corner.y(), width / ratio, height / ratio), image)

    def _paint_zoom(self, painter: QPainter, canvas: Canvas, box: QRectF) -> None:
        text = f"{round(100 * self.zoom(canvas.placement().zoom))} %"
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(text) + 14
        tall = metrics.height() + 4
        label = QRectF(box.center().x() - wide / 2, box.bottom() - tall - 8, wide, tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(16, 16, 16, 200))
        painter.drawRoundedRect(label, 4, 4)
        painter.setPen(QColor("#f0f0f0"))
        painter.drawText(label, int(Qt.AlignmentFlag.AlignCenter), text)

    def _middle(self, canvas: Canvas) -> QPointF:
        """Where its middle lies on the canvas."""
        assert self.at is not None
        placement, ratio = canvas.placement(), canvas.devicePixelRatioF()
        return QPointF(
            (placement.left + self.at[0] * placement.zoom) / ratio,
            (placement.top + self.at[1] * placement.zoom) / ratio,
        )
