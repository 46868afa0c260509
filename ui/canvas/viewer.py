"""The middle of the window: which view, and one canvas or several that look at the same place."""

from __future__ import annotations

from dataclasses import replace

from ui.canvas.canvas import Canvas
from ui.canvas.map_bar import MapBar
from ui.canvas.view_tabs import ViewTabs
from ui.canvas.viewport import Viewport
from ui.canvas.views import ALONE, Look, View, can_show, pixels_lacking, read_out, scenes
from ui.canvas.welcome import Welcome
from ui.document.session import Session
from ui.i18n import tr
from ui.pictures.gallery import Gallery
from ui.pictures.overlays import Scene
from ui.qt import (
    QEvent,
    QGridLayout,
    QLabel,
    QRect,
    QSize,
    QStackedWidget,
    Qt,
    QTimer,
    QVBoxLayout,
    QWidget,
    Signal,
)

MOST_CANVASES = 4
VIEW_MILLISECONDS = 80
ASK_MILLISECONDS = 60
"""Who steps through frames faster than that sees their small pictures."""


class Viewer(QWidget):
    """Shows the session in the view that the user chose."""

    read_out = Signal(str)
    """The pixel under the cursor, in words."""
    look_changed = Signal()
    open_wanted = Signal()
    depth_wanted = Signal()
    """The depth of the result is to be looked at, and was not measured yet."""
    pixels_wanted = Signal(list)
    """Sources in files whose pixels are looked at and not there, each with whether it is all of them."""
    sides_wanted = Signal(str)
    """Views from side to side are to be looked at, and were not made yet; which frame is near."""

    def __init__(self, session: Session, gallery: Gallery, viewport: Viewport) -> None:
        super().__init__()
        self._session = session
        self._gallery = gallery
        self._viewport = viewport
        self.look = Look()
        self._flipped: Look | None = None
        self._next_flip = 0
        self._had_result = False
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(ASK_MILLISECONDS)
        self._asking.timeout.connect(self._ask_for_pixels)
        viewport.changed.connect(self._asking.start)
        self._rocking = QTimer(self)
        self._rocking.setInterval(VIEW_MILLISECONDS)
        self._rocking.timeout.connect(self._rock)
        self._tabs = ViewTabs()
        self._tabs.chosen.connect(self.show_view)
        self.map_bar = MapBar(self.look)
        self.map_bar.changed.connect(self.take_depth)
        self._welcome = Welcome()
        self._welcome.open_wanted.connect(self.open_wanted)
        self.canvases = [self._make_canvas() for _ in range(MOST_CANVASES)]
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.drop_hint = QLabel(parent=self)
        self.drop_hint.setObjectName("dropHint")
        self.drop_hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.drop_hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.drop_hint.hide()
        self._lay_out()
        session.sources_changed.connect(self._take_sources)
        session.result_changed.connect(self._take_result)
        session.preview_changed.connect(self._take_result)
        session.settings_changed.connect(self.refresh)
        session.alignment_changed.connect(self.refresh)
        session.viewed_changed.connect(self.look_at_source)
        self.retranslate()
        self.refresh()

    def show_view(self, view: View) -> None:
        """Switch to a view; one that has nothing to show is not taken."""
        if can_show(self._session, view):
            self.look.view = view
            self.refresh()
            self.look_changed.emit()
            self._ask_for_depth()

    def look_at_source(self, slot: int) -> None:
        """Show one source alone."""
        self.look.slot = slot
        self.show_view(View.SOURCE)

    def look_at_frame(self, number: int) -> None:
        """Show one frame alone as it lies in the result, or as it was taken where that is not known."""
        slots = [slot for slot, source in enumerate(self._session.slots) if source is not None]
        self.look_at_slot(slots[number])

    def look_at_slot(self, slot: int) -> None:
        """The same, of the frame in a slot."""
        self.look.slot = slot
        self.show_view(View.REGISTERED if can_show(self._session, View.REGISTERED) else View.SOURCE)

    def step(self, by: int) -> None:
        """The frame after the one that is looked at, or before it; from another view to that frame."""
        filled = [slot for slot, source in enumerate(self._session.slots) if source is not None]
        if not filled:
            return
        at = next((n for n, slot in enumerate(filled) if slot >= self.look.slot), len(filled) - 1)
        if self._effective_view() in ALONE:
            at = min(max(at + by, 0), len(filled) - 1)
        self.look_at_slot(filled[at])

    def show_drop(self, on: bool) -> None:
        """Show that what is dragged can be dropped here."""
        self.drop_hint.setGeometry(self._stack.geometry())
        self.drop_hint.setVisible(on)
        self.drop_hint.raise_()

    def zoom_to(self, zoom: float) -> None:
        """Zoom at the cursor where it is over a picture, else at the middle."""
        for canvas in self.canvases:
            if canvas.cursor_point is not None and canvas.scene.base is not None:
                canvas.zoom_at(canvas.cursor_point, zoom)
                return
        self._viewport.zoom_to(zoom)

    def flip(self, on: bool) -> None:
        """While on, show a frame before it was aligned (or after), or a source in place of the result.

        Where a result is looked at, the next source comes each time.
        """
        if not on:
            self._flipped = None
        elif self._flipped is None:
            self._flipped = self._other_side()
        self.refresh()

    def _other_side(self) -> Look | None:
        """What is shown while Space is held."""
        view, slots = self._effective_view(), self._session.slots
        if view is View.REGISTERED:
            return Look(View.SOURCE, self.look.slot)
        if view is View.SOURCE and can_show(self._session, View.REGISTERED):
            return Look(View.REGISTERED, self.look.slot)
        filled = [slot for slot, source in enumerate(slots) if source is not None]
        if not filled:
            return None
        self._next_flip += 1
        slot = filled[(self._next_flip - 1) % len(filled)]
        return Look(View.REGISTERED if can_show(self._session, View.REGISTERED) else View.SOURCE, slot)

    def refresh(self) -> None:
        """Bring what is shown in line with the session and the look, and ask for what is lacking."""
        self.show_again()
        self._asking.start()

    def show_again(self) -> None:
        """Bring what is shown in line with the session and the look."""
        fused = self._session.shown
        look = replace(self.look, view=self._effective_view())
        if self._flipped is not None:
            look = self._flipped
        shown = scenes(self._session, self._gallery, look)
        if not any(scene.base for scene in shown):
            shown = []
        self._stack.setCurrentIndex(1 if shown else 0)
        self._arrange(shown)
        if shown and self._flipped is None:
            self._fit_to(next(scene for scene in reversed(shown) if scene.base))
        self._tabs.mark(
            self._effective_view() if shown else None,
            lambda view: bool(shown) and can_show(self._session, view),
            fused.why_no_map() if fused else "",
        )
        is_depth = look.view is View.DEPTH and fused is not None
        has_map = fused is not None and (is_depth or fused.result.decision is not None)
        self.map_bar.show_for(
            fused.numbers if fused and has_map and self._flipped is None else (),
            len(fused.sources) if fused else 2,
        )
        self._let_rock(is_depth and self.look.rocks)

    def _ask_for_pixels(self) -> None:
        scenes = [canvas.scene for canvas in self.canvases if not canvas.isHidden()]
        lacking = [want for scene in scenes if (want := pixels_lacking(scene, self._viewport.zoom))]
        if lacking:
            self.pixels_wanted.emit(lacking)

    def _ask_for_depth(self) -> None:
        fused = self._session.shown
        if self._effective_view() is View.DEPTH and fused and self._gallery.depth_of(fused) is None:
            self.depth_wanted.emit()

    def take_depth(self) -> None:
        """The depth, or how it is looked at, has changed."""
        self.refresh()
        fused = self._session.shown
        depth = None if fused is None else self._gallery.depth_of(fused)
        if self.look.rocks and depth is not None and self.look.near not in depth.views:
            self.sides_wanted.emit(self.look.near)

    def _let_rock(self, on: bool) -> None:
        fused = self._session.shown
        depth = None if fused is None else self._gallery.depth_of(fused)
        if not on or depth is None or self.look.near not in depth.views:
            self._rocking.stop()
        elif not self._rocking.isActive():
            self._rocking.start()

    def _rock(self) -> None:
        """The next view from side to side."""
        self.look.turn += 1
        shown = scenes(self._session, self._gallery, replace(self.look, view=View.DEPTH))
        self.canvases[0].show_scene(shown[0])

    def _fit_to(self, scene: Scene) -> None:
        """Let the viewport know what there is to look at; what Space shows moves nothing."""
        (height, width), shown = scene.size, scene.shown
        area = QRect(shown.left, shown.top, shown.width, shown.height)
        self._viewport.show_picture(QSize(width, height), area)

    def retranslate(self) -> None:
        self.setAccessibleName(tr("Views"))
        self.drop_hint.setText(tr("Drop pictures or a folder here"))
        self._tabs.retranslate()
        self.refresh()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self.retranslate()
        super().changeEvent(event)

    def _effective_view(self) -> View:
        """The chosen view, which stays chosen while there is nothing to see in it."""
        if self.look.view is View.SOURCE:
            return View.SOURCE
        if self.look.view is View.REGISTERED:
            return View.REGISTERED if can_show(self._session, View.REGISTERED) else View.SOURCE
        if self._session.shown is None:
            return View.COMPARE
        return self.look.view if can_show(self._session, self.look.view) else View.RESULT

    def _take_sources(self) -> None:
        slots = self._session.slots
        if self.look.view in ALONE and (
            self.look.slot >= len(slots) or slots[self.look.slot] is None
        ):
            self.look.view = View.RESULT if self._session.shown else View.COMPARE
        self.look.slot = min(self.look.slot, len(slots) - 1)
        self.refresh()

    def _take_result(self) -> None:
        """A new result is shown at once; the map stays where it was being looked at."""
        has_result = self._session.shown is not None
        if has_result and (not self._had_result or self.look.view in ALONE):
            self.look.view = View.RESULT
        if not has_result:
            self.look.view = View.COMPARE
        self._had_result = has_result
        self.refresh()
        self.look_changed.emit()
        self._ask_for_depth()

    def _arrange(self, shown: list[Scene]) -> None:
        """One canvas full size, two beside each other, up to four in a square."""
        for number, canvas in enumerate(self.canvases):
            visible = number < len(shown)
            canvas.setVisible(visible)
            canvas.show_scene(shown[number] if visible else Scene())
        last_alone = len(shown) == 3
        self._grid.removeWidget(self.canvases[2])
        self._grid.addWidget(self.canvases[2], 1, 0, 1, 2 if last_alone else 1)
        self._take_size()

    def _take_size(self) -> None:
        """The smallest canvas says how much fits."""
        sizes = [canvas.screen_size() for canvas in self.canvases if not canvas.isHidden()]
        if sizes and self.isVisible():
            self._viewport.resize_view(
                QSize(min(size.width() for size in sizes), min(size.height() for size in sizes))
            )

    def _make_canvas(self) -> Canvas:
        canvas = Canvas(self._viewport)
        canvas.hovered.connect(lambda pixel: self._emit_pixel(canvas, pixel))
        canvas.resized.connect(self._take_size)
        return canvas

    def _emit_pixel(self, canvas: Canvas, pixel: tuple[int, int] | None) -> None:
        text = read_out(self._session, self._gallery, canvas.scene, *pixel) if pixel else ""
        self.read_out.emit(text)

    def _lay_out(self) -> None:
        canvases = QWidget()
        self._grid = QGridLayout(canvases)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        for number, canvas in enumerate(self.canvases):
            self._grid.addWidget(canvas, number // 2, number % 2)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._welcome)
        self._stack.addWidget(canvases)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tabs)
        column.addWidget(self.map_bar)
        column.addWidget(self._stack, 1)
