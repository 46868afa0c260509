"""What stands over a picture: captions in its corners, and the outline of the crop."""

from __future__ import annotations

from collections.abc import Sequence

from ui import theme
from ui.canvas.viewport import Placement
from ui.pictures.overlays import Scene
from ui.qt import QColor, QPainter, QPainterPath, QPen, QPoint, QPointF, QPolygonF, QRect, QRectF, Qt

CAPTION_MARGIN = 8
TALLEST = 1000
"""No text is taller, in pixels."""
OUTSIDE_ALPHA = 110
"""How dark it is outside of the crop, of 255."""


class Captions:
    """The captions of one picture at the left, of a second one at the right."""

    def __init__(self) -> None:
        self._boxes: dict[int, QRectF] = {}

    def at(self, point: QPoint) -> int | None:
        """Whose caption lies under a point: 0 for the left one, 1 for the right one."""
        found = (side for side, box in self._boxes.items() if box.contains(QPointF(point)))
        return next(found, None)

    def corner(self, side: int) -> QPoint:
        """The lower left corner of a caption."""
        return self._boxes[side].bottomLeft().toPoint()

    def paint(
        self, painter: QPainter, width: int, named: Sequence[tuple[int, str, str]], are_choices: bool
    ) -> None:
        """Paint captions and warnings, each with its side (0 left, 1 right), and a sign where a click
        lets the user choose."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = width // max(len(named), 1) - 2 * CAPTION_MARGIN - 16
        self._boxes.clear()
        for side, caption, warning in named:
            y = CAPTION_MARGIN
            sign = "  ▾" if are_choices else ""
            for text, colour, breaks in ((caption + sign, "#f0f0f0", False), (warning, "#f2c46d", True)):
                if not text.strip():
                    continue
                box = paint_text(painter, text, colour, (width if side else 0, y), room, breaks)
                self._boxes.setdefault(side, box)
                y += int(box.height()) + 4


def paint_text(
    painter: QPainter, text: str, colour: str, place: tuple[int, int], room: int, breaks: bool = False
) -> QRectF:  # fmt: skip
    """Light text on a dark ground, from x on or, where x is not 0, up to there; where it stands.

    What is too long for ``room`` is shortened in its middle, or with ``breaks`` goes on below.
    """
    metrics, (x, y) = painter.fontMetrics(), place
    how = int(Qt.AlignmentFlag.AlignLeft) | (int(Qt.TextFlag.TextWordWrap) if breaks else 0)
    shown = text if breaks else metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)
    size = metrics.boundingRect(QRect(0, 0, room, TALLEST), how, shown).size()
    wide = size.width() + 2 * CAPTION_MARGIN
    left = x - CAPTION_MARGIN - wide if x else CAPTION_MARGIN
    box = QRectF(left, y, wide, size.height() + 6)
    ground = QColor("#101010")
    ground.setAlpha(165 if theme.current().name == "dark" else 185)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(colour))
    painter.drawText(box.adjusted(CAPTION_MARGIN, 3, 1, 0), how, shown)
    return box


def paint_outline(painter: QPainter, scene: Scene, placement: Placement, ratio: float) -> None:
    """The crop: what lies outside of it is darkened, so that the line is seen on every ground."""
    corners = scene.place.outline
    if not corners or scene.base is None:
        return
    zoom = placement.zoom / ratio
    left, top = placement.left / ratio, placement.top / ratio
    crop, whole = QPainterPath(), QPainterPath()
    crop.addPolygon(QPolygonF([QPointF(left + x * zoom, top + y * zoom) for x, y in corners]))
    crop.closeSubpath()
    whole.addRect(QRectF(left, top, scene.base.width * zoom, scene.base.height * zoom))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(whole.subtracted(crop), QColor(0, 0, 0, OUTSIDE_ALPHA))
    painter.setPen(QPen(QColor(theme.current().accent), 1.5))
    painter.drawPath(crop)
