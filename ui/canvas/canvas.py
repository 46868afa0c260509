"""One view of a scene: painting, wheel, dragging, and the pixel under the cursor."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor

from ui import theme
from ui.canvas.pen import BrushCircle
from ui.canvas.render import render
from ui.canvas.viewport import ZOOM_STEP, Placement, Viewport
from ui.i18n import tr
from ui.pictures.overlays import Scene
from ui.qt import (
    QColor,
    QEnterEvent,
    QEvent,
    QHideEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPoint,
    QPointF,
    QPolygonF,
    QRect,
    QRectF,
    QResizeEvent,
    QSize,
    QSizeF,
    Qt,
    QTabletEvent,
    QWheelEvent,
    QWidget,
    Signal,
)

CAPTION_MARGIN = 8
OUTSIDE_ALPHA = 110
"""How dark it is outside of the crop, of 255."""


class Canvas(QWidget):
    """Shows a ``Scene`` where the shared ``Viewport`` looks."""

    hovered = Signal(object)
    """(x, y) of the pixel of what is shown under the cursor, or None; also where that changes while the
    cursor rests."""
    resized = Signal()
    pressed = Signal()
    """A drag begins on the picture."""
    caption_clicked = Signal(QPoint)
    """The caption of a canvas that is a choice was clicked; where on the screen."""
    pen_down = Signal(float, float, float)
    """x and y in pixels of the reference frame, pixel centres at whole numbers, and pressure."""
    pen_moved = Signal(float, float, float)
    pen_up = Signal()
    sharpest_wanted = Signal(float, float)
    """A click with Alt while a brush is in hand."""
    pointed = Signal(object)
    """(x, y) in the reference frame under the cursor, or None."""

    def __init__(self, viewport: Viewport) -> None:
        super().__init__()
        self._viewport = viewport
        self._scene = Scene()
        self.is_choice = False
        """Whether a click on the caption lets the user choose what is shown."""
        self._caption_box = QRectF()
        self.setAccessibleName(tr("Picture"))
        self._dragged_from: QPoint | None = None
        self._cursor: QPoint | None = None
        self._circle: BrushCircle | None = None
        self._painting = False
        self.paints = False
        """A brush is in hand: a drag paints."""
        self.pans = False
        """A drag pans whatever is in hand."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumSize(120, 90)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        viewport.changed.connect(self._take_place)

    @property
    def scene(self) -> Scene:
        return self._scene

    def show_scene(self, scene: Scene) -> None:
        """Show another scene; zoom and place stay."""
        self._scene = scene
        self._show_cursor()
        self.setAccessibleName(scene.caption or tr("Picture"))
        self._take_place()

    @property
    def cursor_point(self) -> QPoint | None:
        """Where the mouse is over this canvas; None where it is not."""
        return self._cursor

    def screen_size(self) -> QSize:
        """The canvas in the screen's own pixels."""
        ratio = self.devicePixelRatioF()
        return QSize(round(self.width() * ratio), round(self.height() * ratio))

    def placement(self) -> Placement:
        """How the picture lies on this canvas now."""
        size = self.screen_size()
        return self._viewport.place(size.width(), size.height())

    def picture_point(self, position: QPoint) -> tuple[float, float]:
        """The place in the reference frame under a point of the widget."""
        ratio = self.devicePixelRatioF()
        return self.placement().to_picture(position.x() * ratio, position.y() * ratio)

    def let_paint(self, on: bool) -> None:
        """Put a brush in hand, or away."""
        self.paints = on
        self._show_cursor()

    def show_brush(self, circle: BrushCircle | None) -> None:
        """Show what the brush covers; None for nothing."""
        placement, ratio = self.placement(), self.devicePixelRatioF()
        for one in (self._circle, circle):
            if one is not None:
                self.update(one.rectangle(placement, ratio))
        self._circle = circle

    def update_area(self, left: int, top: int, width: int, height: int) -> None:
        """Paint a part of the reference frame anew."""
        placement, ratio = self.placement(), self.devicePixelRatioF()
        zoom = placement.zoom / ratio
        x, y = placement.left / ratio + left * zoom, placement.top / ratio + top * zoom
        self.update(QRectF(x - 2, y - 2, width * zoom + 4, height * zoom + 4).toAlignedRect())

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.current().canvas))
        self._paint_scene(painter, self.rect() if event is None else event.rect())
        self._paint_outline(painter)
        self._paint_caption(painter)
        if self._circle is not None:
            self._circle.paint(painter, self.placement(), self.devicePixelRatioF())
        painter.end()

    def _paint_scene(self, painter: QPainter, part: QRect) -> None:
        """The pixels of a part of the widget."""
        ratio, placement = self.devicePixelRatioF(), self.placement()
        left, top = floor(part.left() * ratio), floor(part.top() * ratio)
        width, height = ceil(part.width() * ratio) + 1, ceil(part.height() * ratio) + 1
        moved = replace(placement, left=placement.left - left, top=placement.top - top)
        rendered = render(self._scene, moved, width, height)
        if rendered is not None:
            height, width = rendered.pixels.shape[:2]
            content = rendered.pixels.tobytes()  # QImage borrows it: it must outlive the drawing
            image = QImage(content, width, height, 3 * width, QImage.Format.Format_RGB888)
            corner = QPointF((left + rendered.left) / ratio, (top + rendered.top) / ratio)
            painter.drawImage(QRectF(corner, QSizeF(width / ratio, height / ratio)), image)

    def wheelEvent(self, event: QWheelEvent | None) -> None:  # noqa: N802
        if event is None or self._scene.base is None:
            return
        steps = event.angleDelta().y() / 120
        self.zoom_at(event.position().toPoint(), self._viewport.zoom * ZOOM_STEP**(2 * steps))
        event.accept()

    def zoom_at(self, position: QPoint, zoom: float) -> None:
        """Zoom; what is under ``position`` stays there."""
        ratio, size = self.devicePixelRatioF(), self.screen_size()
        offset = QPointF(
            position.x() * ratio - size.width() / 2, position.y() * ratio - size.height() / 2
        )
        self._viewport.zoom_to(zoom, QPointF(*self.picture_point(position)), offset)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        if event is None:
            return
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self.is_choice and self._caption_box.contains(QPointF(event.pos())):
            corner = self._caption_box.bottomLeft().toPoint()
            self.caption_clicked.emit(self.mapToGlobal(corner))
        elif self._scene.base is None:
            return
        elif is_left and self.paints and not self.pans:
            x, y = self.picture_point(event.pos())
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.sharpest_wanted.emit(x - 0.5, y - 0.5)
            else:
                self._painting = True
                self.pen_down.emit(x - 0.5, y - 0.5, 1.0)
        elif is_left or (self.paints and event.button() == Qt.MouseButton.MiddleButton):
            self.pressed.emit()
            self._dragged_from = event.pos()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        if event is None:
            return
        if self._dragged_from is not None:
            ratio, moved = self.devicePixelRatioF(), event.pos() - self._dragged_from
            self._viewport.pan(moved.x() * ratio, moved.y() * ratio)
            self._dragged_from = event.pos()
        elif self._painting:
            x, y = self.picture_point(event.pos())
            self.pen_moved.emit(x - 0.5, y - 0.5, 1.0)
        self._take_cursor(event.pos())

    def mouseReleaseEvent(self, _event: QMouseEvent | None) -> None:  # noqa: N802
        if self._dragged_from is not None:
            self._dragged_from = None
            self._show_cursor()
        elif self._painting:
            self._painting = False
            self.pen_up.emit()

    def tabletEvent(self, event: QTabletEvent | None) -> None:  # noqa: N802
        """A pen with pressure; what is not painting becomes a mouse event."""
        if event is None or not self.paints or self.pans or self._scene.base is None:
            return
        x, y = self.picture_point(event.pos())
        kind = event.type()
        if kind == QEvent.Type.TabletPress and not self._painting:
            self._painting = True
            self.pen_down.emit(x - 0.5, y - 0.5, event.pressure())
        elif kind == QEvent.Type.TabletMove and self._painting:
            self.pen_moved.emit(x - 0.5, y - 0.5, event.pressure())
        elif kind == QEvent.Type.TabletRelease and self._painting:
            self._painting = False
            self.pen_up.emit()
        self._take_cursor(event.pos())
        event.accept()

    def _show_cursor(self) -> None:
        shapes = Qt.CursorShape
        shape = shapes.CrossCursor if self.paints else shapes.OpenHandCursor
        self.setCursor(shape if self._scene.base else shapes.ArrowCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        """Between the whole picture and its pixels."""
        if event is None or self._scene.base is None:
            return
        if self.paints:
            self.mousePressEvent(event)
            return
        if self._viewport.fits:
            self.zoom_at(event.pos(), 1.0)
        else:
            self._viewport.fit()

    def enterEvent(self, event: QEvent | None) -> None:  # noqa: N802
        if isinstance(event, QEnterEvent):
            self._take_cursor(event.pos())

    def leaveEvent(self, _event: QEvent | None) -> None:  # noqa: N802
        self._take_cursor(None)

    def hideEvent(self, _event: QHideEvent | None) -> None:  # noqa: N802
        self._take_cursor(None)

    def resizeEvent(self, _event: QResizeEvent | None) -> None:  # noqa: N802
        self.resized.emit()

    def _take_place(self) -> None:
        """Another picture, or the same one at another place: another pixel under the cursor."""
        self.update()
        if self._cursor is not None:
            self._emit_hovered()

    def _take_cursor(self, position: QPoint | None) -> None:
        if position is not None or self._cursor is not None:
            self._cursor = position
            self._emit_hovered()
            at = None if position is None else self.picture_point(position)
            self.pointed.emit(None if at is None else (at[0] - 0.5, at[1] - 0.5))

    def _emit_hovered(self) -> None:
        if self._cursor is None:
            self.hovered.emit(None)
            return
        shown = self._scene.shown
        x, y = (int(value // 1) for value in self.picture_point(self._cursor))
        x, y = x - shown.left, y - shown.top
        inside = self._scene.base is not None and 0 <= x < shown.width and 0 <= y < shown.height
        self.hovered.emit((x, y) if inside else None)

    def _paint_outline(self, painter: QPainter) -> None:
        """The crop: what lies outside of it is darkened, so that the line is seen on every ground."""
        corners, scene = self._scene.place.outline, self._scene
        if not corners or scene.base is None:
            return
        placement, ratio = self.placement(), self.devicePixelRatioF()
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

    def _paint_caption(self, painter: QPainter) -> None:
        """What is shown, in the corner; and why it should not be trusted, where that is so."""
        y = CAPTION_MARGIN
        chosen = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        caption = f"{self._scene.caption}  ▾" if self.is_choice else self._scene.caption
        self._caption_box = QRectF()
        for text, colour in ((caption, "#f0f0f0"), (self._scene.warning, "#f2c46d")):
            if not text.strip():
                continue
            metrics = painter.fontMetrics()
            room = self.width() - 2 * CAPTION_MARGIN - 16
            text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)
            box = QRectF(CAPTION_MARGIN, y, metrics.horizontalAdvance(text) + 16, metrics.height() + 6)
            ground = QColor("#101010")
            ground.setAlpha(165 if chosen.name == "dark" else 185)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor(colour))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
            if self._caption_box.isNull():
                self._caption_box = box
            y += int(box.height()) + 4
