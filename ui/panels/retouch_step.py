"""The step *Retouch*: brush, canvases, panel and jobs together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fusion.retouch.sharpest import sharpest_at
from ui.canvas.canvas import Canvas
from ui.canvas.pen import BrushCircle
from ui.canvas.place_outline import PlaceOutline
from ui.canvas.viewer import Viewer
from ui.canvas.viewport import Viewport
from ui.canvas.views import View
from ui.document.results import KeptResult
from ui.document.retouch import STEP, RetouchDocument
from ui.document.session import Session
from ui.jobs.actions import Actions
from ui.jobs.job import Jobs
from ui.jobs.layer_job import LayerJobs
from ui.jobs.retouch_job import RetouchJobs
from ui.panels.retouch import RetouchPanel
from ui.pictures.place import Rectangle
from ui.qt import QEvent, QKeyEvent, QObject, QPointF, Qt

HARDER = 0.1
"""By how much { and } change the hardness."""
SEEN = 160
"""Pixels of the screen that a doubtful place fills at least, where it is walked to."""


class RetouchStep(QObject):
    """Lets the viewer's first canvas paint while the view is *Retouch*."""

    def __init__(
        self, session: Session, jobs: Jobs, actions: Actions, viewer: Viewer, viewport: Viewport
    ) -> None:
        super().__init__()
        self._session, self._viewer, self._viewport = session, viewer, viewport
        self.painter = RetouchDocument(session)
        self.jobs = RetouchJobs(session, jobs, actions.gallery, self.painter)
        self.panel = RetouchPanel(session, self.painter)
        self.panel.hide()
        self.panel.place_wanted.connect(self.show_place)
        self.layers = LayerJobs(session, jobs, self.painter)
        self.layers.reported.connect(self.jobs.reported)
        self.layers.job_begun.connect(self.jobs.job_begun)
        self.panel.other_wanted.connect(self._take_other)
        viewer.look_changed.connect(self._take_view)
        session.result_changed.connect(self._take_view)
        self.jobs.ready.connect(self._take_view)
        self.painter.brush_changed.connect(self._take_brush)
        self.painter.painted.connect(self._show_painted)
        self._at: tuple[float, float] | None = None
        canvas = viewer.canvases[0]
        canvas.pen_down.connect(self.painter.pen_down)
        canvas.pen_moved.connect(self.painter.pen_to)
        canvas.pen_up.connect(self.painter.pen_up)
        canvas.sharpest_wanted.connect(self.take_sharpest)
        for each in viewer.canvases[:2]:
            each.pointed.connect(self._point)
        self.outline = PlaceOutline(viewer.canvases)
        for each in viewer.canvases:
            each.pressed.connect(self._end_walk)
        for signal in (canvas.pen_down, viewer.look_changed, session.result_changed):
            signal.connect(self._end_walk)
        for watched in (viewer, *viewer.canvases):
            watched.installEventFilter(self)

    @property
    def is_on(self) -> bool:
        """Whether the brush is in hand."""
        return self._viewer.shown_view is View.RETOUCH

    def show_place(self, step: int) -> None:
        """Go to the next doubtful place, or to the one before; it is outlined as long as the walk goes
        on: until a press on the picture, another view or another result."""
        place, fused = self.jobs.next_place(step), self._session.fused
        if place is None or fused is None:
            self._end_walk()
            return
        area, corner = Rectangle.of(place.area), Rectangle.of(fused.area)
        x, y = place.middle
        zoom = min(max(SEEN / max(area.width, area.height), 0.5), 4.0)
        self._viewport.zoom_to(zoom, QPointF(x + corner.left, y + corner.top), QPointF())
        self.outline.show(replace(area, left=area.left + corner.left, top=area.top + corner.top))

    def _end_walk(self, *_what: object) -> None:
        self.outline.show(None)

    def take_sharpest(self, x: float, y: float) -> None:
        """Paint with the frame that is sharpest at a place of the reference frame."""
        easel = self.painter.easel
        if easel is not None:
            left, top = self.painter.offset
            frames = easel.retouching.painting.layers.frames
            number = sharpest_at(frames, x - left, y - top, among=easel.fused.numbers)
            self.painter.take_source(number)

    def swap(self) -> None:
        """Paint with the runner-up at the cursor; with what is shown there where it is that already."""
        fused = self._session.fused
        if fused is None:
            return
        number, count = self.painter.number, len(fused.sources)
        decision = fused.result.decision
        if decision is None or self._at is None or self.painter.easel is None:
            self.painter.take_source((number + 1) % count)
            return
        left, top = self.painter.offset
        height, width = decision.labels.shape
        row = min(max(round(self._at[1]) - top, 0), height - 1)
        column = min(max(round(self._at[0]) - left, 0), width - 1)
        label = int(decision.labels[row, column])
        second = int(decision.runner_up_map[row : row + 1][0, column])
        self.painter.take_source(second if number != second else label)

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802
        """The brush's keys, before menus and others take them."""
        if not isinstance(event, QKeyEvent) or not self.is_on:
            return False
        act = self._action_of(event)
        if act is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        act()
        return True

    def _action_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does to the brush; None for no key of it."""
        painter, brush = self.painter, self.painter.brush
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return None
        keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_BracketLeft: lambda: painter.change_brush(radius_px=brush.radius_px / STEP),
            Qt.Key.Key_BracketRight: lambda: painter.change_brush(radius_px=brush.radius_px * STEP),
            Qt.Key.Key_BraceLeft: lambda: painter.change_brush(hardness=brush.hardness - HARDER),
            Qt.Key.Key_BraceRight: lambda: painter.change_brush(hardness=brush.hardness + HARDER),
            Qt.Key.Key_X: self.swap,
            Qt.Key.Key_E: lambda: painter.erase(not painter.erases),
            Qt.Key.Key_Left: lambda: self._step(-1),
            Qt.Key.Key_Right: lambda: self._step(1),
        }
        return keys.get(event.key())

    def _step(self, step: int) -> None:
        fused = self._session.fused
        if fused is not None:
            self.painter.take_source((self.painter.number + step) % len(fused.sources))

    def _take_other(self, kept: KeptResult) -> None:
        self.layers.take(kept)

    def _take_view(self) -> None:
        """The brush comes into the hand with the view, as soon as the result is ready for it."""
        on = self.is_on
        self.panel.setVisible(on)
        if on and self._session.fused is not None:
            self.painter.number = min(self.painter.number, len(self._session.fused.sources) - 1)
            self.jobs.prepare()
        easel = self.painter.easel
        ready = on and easel is not None and easel.fused is self._session.fused
        self._viewer.canvases[0].let_paint(ready)
        self._show_circle()

    def _take_brush(self) -> None:
        look, other = self._viewer.look, self.painter.other
        beside = None if other is None else (other.name, other.fused)
        seen = None if look.painted_from is None else look.painted_from[1]
        if look.painted_with != self.painter.number or seen is not (beside and beside[1]):
            look.painted_with, look.painted_from = self.painter.number, beside
            self._viewer.refresh()
        self._show_circle()

    def _point(self, at: tuple[float, float] | None) -> None:
        self._at = at
        self._show_circle()

    def _show_circle(self) -> None:
        """The brush over the result, and linked with it over the source."""
        circle = None
        if self.is_on and self._at is not None:
            circle = BrushCircle(*self._at, self.painter.brush.radius_px)
        for canvas in self._viewer.canvases[:2]:
            canvas.show_brush(circle)

    def _show_painted(self, area: tuple[slice, slice]) -> None:
        left, top = self.painter.offset
        rows, columns = area
        canvas: Canvas = self._viewer.canvases[0]
        canvas.update_area(
            left + columns.start, top + rows.start, columns.stop - columns.start, rows.stop - rows.start
        )
