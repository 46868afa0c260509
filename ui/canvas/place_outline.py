"""The outline of a doubtful place over the picture, while the user walks from one to the next."""

from __future__ import annotations

from collections.abc import Sequence

from ui.canvas.canvas import Canvas
from ui.pictures.place import Rectangle
from ui.qt import QColor, QPainter, QPen, QRectF, Qt

APART = 4.0
"""How far outside of the place the line runs, so that it covers no pixel of it."""


class PlaceOutline:
    """A layer of several canvases: a dashed light line in a dark one, seen on every picture."""

    def __init__(self, canvases: Sequence[Canvas]) -> None:
        self._canvases = tuple(canvases)
        self.area: Rectangle | None = None
        """In pixels of the reference frame; None where nothing is outlined."""
        for canvas in self._canvases:
            canvas.layers.append(self)

    def show(self, area: Rectangle | None) -> None:
        """Outline another place, or none."""
        if area != self.area:
            self.area = area
            for canvas in self._canvases:
                canvas.update()

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        """Paint it, where there is a picture."""
        if self.area is None or canvas.scene.base is None:
            return
        placement, ratio = canvas.placement(), canvas.devicePixelRatioF()
        zoom = placement.zoom / ratio
        box = QRectF(
            placement.left / ratio + self.area.left * zoom, placement.top / ratio + self.area.top * zoom,
            self.area.width * zoom, self.area.height * zoom,
        ).adjusted(-APART, -APART, APART, APART)  # fmt: skip
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (
            QPen(QColor(0, 0, 0, 190), 3.4),
            QPen(QColor(255, 255, 255, 235), 1.6, Qt.PenStyle.DashLine),
        ):
            painter.setPen(pen)
            painter.drawRect(box)
