"""One view of a scene: painting, wheel, dragging, and the pixel under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import ceil, floor
from typing import Protocol

from ui import theme
from ui.canvas.captions import Captions, paint_outline
from ui.canvas.difference import difference
from ui.canvas.frame import Frame
from ui.canvas.pen import BrushCircle
from ui.canvas.render import Rendered, render
from ui.canvas.viewport import ZOOM_STEP, Placement, Viewport
from ui.i18n import listed, tr
from ui.pictures.overlays import Scene
from ui.pictures.place import Rectangle
from ui.qt import (
    QColor,
    QEnterEvent,
    QEvent,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPoint,
    QPointF,
    QRectF,
    QResizeEvent,
    QSize,
    Qt,
    QTabletEvent,
    QTimer,
    QWheelEvent,
    QWidget,
    Signal,
)

MOST_AT_ONCE, SETTLE_MILLISECONDS = 1_200_000, 90
"""While the zoom changes, and for so long after, no more pixels than that are made for a canvas: on a
larger one the picture is coarse."""

Finish = Callable[[Scene, Placement, Rendered], Rendered]
"""Lays marks over the pixels of a scene."""


class Layer(Protocol):
    """Something over the picture."""

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        """Paint it, in the canvas's own coordinates."""


class Canvas(QWidget):
    """Shows a ``Scene`` where the shared ``Viewport`` looks."""

    hovered = Signal(object)
    """(x, y) of the pixel of what is shown under the cursor, or None; also where that changes while the
    cursor rests."""
    scene_changed = Signal()
    """Another scene is shown, or the same one with other pixels."""
    resized = Signal()
    pressed = Signal()
    """A drag begins on the picture."""
    caption_clicked = Signal(int, QPoint)
    """The caption of a canvas that is a choice was clicked: of the first or second picture, and where
    on the screen."""
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
        self._captions = Captions()
        self._frames = (Frame(), Frame())
        self.divider = 0.5
        """Where a canvas with two pictures is divided, from its left (0) to its right (1)."""
        self.layers: list[Layer] = []
        self.finish: Finish | None = None
        self._zoom = viewport.zoom
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MILLISECONDS)
        self._settling.timeout.connect(self._settle)
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
        self.forget()
        self._show_cursor()
        names = [part.caption for part in scene.parts if part.caption]
        self.setAccessibleName(listed(names) or tr("Picture"))
        self._take_place()
        self.scene_changed.emit()

    @property
    def pointed_scene(self) -> Scene:
        """What is shown under the cursor."""
        other, cursor = self._scene.other, self._cursor
        if other is None or self._scene.gain > 0 or cursor is None:
            return self._scene
        return other if cursor.x() >= self.width() * self.divider else self._scene

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
        area = QRectF(x - 2, y - 2, width * zoom + 4, height * zoom + 4).toAlignedRect()
        sides = (floor(side * ratio) for side in (area.left(), area.top(), area.width(), area.height()))
        part = Rectangle(*sides)
        for frame in self._frames:
            frame.forget_part(Rectangle(part.left, part.top, part.width + 2, part.height + 2))
        self.update(area)

    def forget(self) -> None:
        """Make all that is shown anew."""
        for frame in self._frames:
            frame.forget()
        self.update()

    def divide_at(self, share: float) -> None:
        """Divide a canvas with two pictures elsewhere, from 0 at the left to 1 at the right."""
        self.divider = min(max(share, 0.0), 1.0)
        self.update()

    def render_at(self, scene: Scene, placement: Placement, width: int, height: int) -> Rendered | None:
        """A scene with its marks, as it lies on a canvas of so many screen pixels."""
        if scene.other is not None and scene.gain > 0:
            return difference(scene, scene.other, scene.gain, placement, width, height)
        rendered = render(scene, placement, width, height)
        if rendered is None or self.finish is None:
            return rendered
        return self.finish(scene, placement, rendered)

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        self._paint_pictures(painter)
        ratio = self.devicePixelRatioF()
        paint_outline(painter, self._scene, self.placement(), ratio)
        self._captions.paint(painter, self.width(), self._named(), self.is_choice)
        for layer in self.layers:
            layer.paint(painter, self)
        if self._circle is not None:
            self._circle.paint(painter, self.placement(), ratio)
        painter.end()

    def _paint_pictures(self, painter: QPainter) -> None:
        """The picture, or left and right of the divider one of two."""
        size, ratio, placement = self.screen_size(), self.devicePixelRatioF(), self.placement()
        parts = self._scene.parts if self._scene.gain == 0 else (self._scene,)
        ground = QColor(theme.current().canvas)
        split = round(self.width() * self.divider)
        for number, (frame, scene) in enumerate(zip(self._frames, parts, strict=False)):
            if len(parts) == 2 and self.divider == number:
                continue  # nothing of it is seen
            make = partial(self.render_at, scene)
            image = frame.bring(make, placement, size.width(), size.height(), ground)
            if number:
                painter.setClipRect(split, 0, self.width() - split, self.height())
            painter.drawImage(QRectF(0, 0, size.width() / ratio, size.height() / ratio), image)
        painter.setClipping(False)

    def _named(self) -> list[tuple[int, str, str]]:
        """Captions and warnings with their sides: 0 for the left, 1 for the right."""
        scene, other = self._scene, self._scene.other
        if other is not None and scene.gain > 0:
            return [(0, f"|{scene.caption} − {other.caption}| × {scene.gain:g}", "")]
        named = [(number, part.caption, part.warning) for number, part in enumerate(scene.parts)]
        if other is None or 0 < self.divider < 1:
            return named
        return [named[0 if self.divider == 1 else 1]]

    def wheelEvent(self, event: QWheelEvent | None) -> None:  # noqa: N802
        if event is None or self._scene.base is None:
            return
        self.zoom_by(event.position().toPoint(), event.angleDelta().y() / 120)
        event.accept()

    def zoom_by(self, position: QPoint, steps: float) -> None:
        """Zoom by steps of the wheel; what is under ``position`` stays there."""
        self.zoom_at(position, self._viewport.zoom * ZOOM_STEP**(2 * steps))

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
        caption = self._captions.at(event.pos()) if is_left and self.is_choice else None
        if caption is not None:
            self.caption_clicked.emit(caption, self.mapToGlobal(self._captions.corner(caption)))
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
        size, zoom = self.screen_size(), self._viewport.zoom
        step = ceil((size.width() * size.height() / MOST_AT_ONCE) ** 0.5)
        if zoom != self._zoom and step > 1 and self.isVisible():
            for frame in self._frames:
                frame.step = step
            self._settling.start()
        self._zoom = zoom
        self.update()
        if self._cursor is not None:
            self._emit_hovered()

    def _settle(self) -> None:
        """The zoom rests: all pixels are made."""
        for frame in self._frames:
            frame.step = 1
            frame.forget()
        self.update()

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
        scene = self.pointed_scene
        shown = scene.shown
        x, y = (int(value // 1) for value in self.picture_point(self._cursor))
        x, y = x - shown.left, y - shown.top
        inside = scene.base is not None and 0 <= x < shown.width and 0 <= y < shown.height
        self.hovered.emit((x, y) if inside else None)
