"""The middle of the window: which view, and one canvas or several that look at the same place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ui.canvas.canvas_grid import CanvasGrid
from ui.canvas.comparing import Comparing
from ui.canvas.drop_hint import DropHint
from ui.canvas.map_bar import BAR_HEIGHT, MapBar, hint_of
from ui.canvas.panes import MOST_PANES, Pane, chosen_sources, default_panes, make_menu, panes_of
from ui.canvas.view_tabs import ViewTabs
from ui.canvas.viewport import Viewport
from ui.canvas.views import (
    ALONE,
    OF_MULTIFOCUS,
    Look,
    View,
    can_show,
    pixels_lacking,
    read_out,
    scenes,
)
from ui.canvas.ways import Way
from ui.canvas.welcome import Welcome
from ui.document.session import Session, Source
from ui.i18n import tr
from ui.pictures.gallery import Gallery
from ui.pictures.overlays import Scene
from ui.qt import (
    QEvent,
    QGridLayout,
    QPoint,
    QStackedWidget,
    Qt,
    QTimer,
    QVBoxLayout,
    QWidget,
    Signal,
)

AT_THE_BOTTOM = Qt.Alignment() | Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter
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

    def __init__(
        self, session: Session, gallery: Gallery, viewport: Viewport, messages: QWidget
    ) -> None:
        super().__init__()
        self._session, self._messages = session, messages
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
        self.tabs = ViewTabs()
        self.tabs.chosen.connect(self.show_view)
        self.map_bar = MapBar(self.look)
        self.map_bar.changed.connect(self.take_depth)
        self._welcome = Welcome()
        self._welcome.open_wanted.connect(self.open_wanted)
        self._grid = CanvasGrid(viewport)
        self._grid.hovered.connect(self._emit_pixel)
        self._grid.pressed.connect(self._end_peek)
        self._grid.pane_clicked.connect(self._ask_pane)
        self.canvases = self._grid.canvases
        self.comparing = Comparing(session, self.look, self.canvases[0], self.refresh)
        self._offered: list[Source] = []
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.drop_hint = DropHint(self)
        self._lay_out()
        session.sources_changed.connect(self._take_sources)
        session.result_changed.connect(self._take_result)
        session.preview_changed.connect(self._take_result)
        for signal in (session.settings_changed, session.alignment_changed, session.results.changed):
            signal.connect(self.refresh)
        session.viewed_changed.connect(self.look_at_source)
        self.retranslate()
        self.refresh()

    def show_view(self, view: View) -> None:
        """Switch to a view; one that has nothing to show is not taken."""
        if can_show(self._session, view):
            if view is View.COMPARE:
                self._choose_panes()
                self.look.way = Way.SIDES
            self.look.view = view
            self.refresh()
            self.look_changed.emit()
            self._ask_for_depth()

    def show_way(self, way: Way) -> None:
        """Compare two pictures in a way, or up to four side by side; nothing where there are not two."""
        if way is Way.SIDES:
            self.show_view(View.COMPARE)
        elif len(self.comparing.pair) == 2:
            self.look.way, self.look.pair = way, tuple(self.comparing.pair)
            self.look.view = View.COMPARE
            self.refresh()
            self.look_changed.emit()

    @property
    def viewed_slot(self) -> int | None:
        """The slot whose frame is looked at alone; None where there is none."""
        return self.look.slot if self._session.sources and self._effective_view() in ALONE else None

    def offer(self, sources: list[Source]) -> None:
        """What is selected in the list: two to four stand side by side when that view is asked for."""
        self._offered = sources if 1 < len(sources) <= MOST_PANES else []

    def compare(self, sources: list[Source]) -> None:
        """Show these sources side by side."""
        self.offer(sources)
        self.show_view(View.COMPARE)

    def compare_panes(self, panes: Sequence[Pane]) -> None:
        """Show two to four pictures side by side; the other ways of comparing take the first two."""
        self._offered, self.look.panes, self.look.pair = [], tuple(panes), tuple(panes[:2])
        self.show_view(View.COMPARE)

    def _choose_panes(self) -> None:
        session = self._session
        if self._offered:
            self.look.panes = chosen_sources(session, self._offered)
        elif session.shown is None and not self.look.panes:
            self.look.panes = tuple(default_panes(session, self.look.slot))

    def _ask_pane(self, number: int, point: QPoint) -> None:
        """Let the user choose what one of the canvases side by side shows."""
        if self.comparing.is_on:
            self.comparing.ask(number, point)
            return
        panes = panes_of(self._session, self.look.panes, self.look.slot)

        def take(pane: Pane) -> None:
            self.look.panes = (*panes[:number], pane, *panes[number + 1 :])
            self.refresh()

        menu = make_menu(self, self._session, take)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

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
        """Show where what is dragged can be dropped, and what comes of it."""
        self.drop_hint.setGeometry(self._stack.geometry())
        if on:
            is_full = None not in self._session.slots
            self.drop_hint.ask_for(len(self._session.sources) if is_full else 0)
        else:
            self.drop_hint.hide()

    def drop_adds(self, point: QPoint) -> bool:
        """Whether a drop at a point of the screen adds to the stack, rather than beginning a new one."""
        return self.drop_hint.adds_at(self.drop_hint.mapFromGlobal(point))

    def zoom_to(self, zoom: float) -> None:
        """Zoom at the cursor where it is over a picture, else at the middle."""
        self._grid.zoom_to(zoom)

    def flip(self, on: bool) -> None:
        """While on, show a frame before it was aligned (or after), or a source in place of the result.

        Where a result is looked at, the next source comes each time; of two pictures that blink the
        second one.
        """
        if self.comparing.hold(on):
            return
        for canvas in self.canvases:
            canvas.pans = on
        if not on:
            self._flipped = None
        elif self._flipped is None:
            self._flipped = self._other_side()
        self.refresh()

    def _end_peek(self) -> None:
        """Space with a drag moves what is looked at, not what Space shows."""
        if self._flipped is not None:
            self._flipped = None
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
        look = self._flipped or replace(self.look, view=self._effective_view())
        shown = scenes(self._session, self._gallery, look)
        if not any(scene.base for scene in shown):
            shown = []
        self._stack.setCurrentIndex(1 if shown else 0)
        is_compared = look.view is View.COMPARE and sum(len(scene.parts) for scene in shown) > 1
        self._grid.show_scenes(shown, is_compared and self._flipped is None)
        if self._flipped is None:  # what Space shows moves nothing
            self._grid.fit_to(shown)
        are_two = self._flipped is None and self.comparing.show(shown)
        self._bars.setCurrentIndex(1 if are_two else 0)
        self.tabs.mark(
            self._effective_view() if shown else None,
            lambda view: bool(shown) and can_show(self._session, view),
            fused.why_no_map() if fused else "",
            OF_MULTIFOCUS if self._session.settings.role_names else (),
        )
        self._welcome.show_kind(self._session.purpose)
        is_depth = look.view is View.DEPTH and fused is not None
        has_map = fused is not None and (is_depth or can_show(self._session, View.DECISION))
        self.map_bar.show_for(
            fused.numbers if fused and has_map and self._flipped is None else (),
            len(fused.sources) if fused else 2,
            hint_of(look.view, fused is not None and fused.is_preview) if shown else "",
        )
        self._let_rock(is_depth and self.look.rocks)

    def _ask_for_pixels(self) -> None:
        zoom = self._viewport.zoom
        lacking = [want for scene in self._grid.scenes if (want := pixels_lacking(scene, zoom))]
        if lacking:
            self.pixels_wanted.emit(lacking)

    def _ask_for_depth(self) -> None:
        fused, is_depth = self._session.shown, self._effective_view() is View.DEPTH
        if is_depth and fused and self._gallery.depth_of(fused) is None:
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

    def retranslate(self) -> None:
        self.setAccessibleName(tr("Views"))
        self.tabs.retranslate()
        self.comparing.bar.retranslate()
        self.refresh()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self.retranslate()
        super().changeEvent(event)

    @property
    def shown_view(self) -> View:
        """The view that is shown."""
        return self._effective_view()

    def _effective_view(self) -> View:
        """The chosen view, which stays chosen while there is nothing to see in it."""
        if self.look.view is View.SOURCE:
            return View.SOURCE
        if self.look.view is View.REGISTERED:
            return View.REGISTERED if can_show(self._session, View.REGISTERED) else View.SOURCE
        if self._session.shown is None:
            is_long = len(self._session.sources) > MOST_PANES and len(self.look.panes) < 2
            is_long = is_long and not self.comparing.is_on
            return View.SOURCE if is_long else View.COMPARE
        return self.look.view if can_show(self._session, self.look.view) else View.RESULT

    def _take_sources(self) -> None:
        slots = self._session.slots
        if self.look.view in ALONE and (
            self.look.slot >= len(slots) or slots[self.look.slot] is None
        ):
            self.look.view = View.RESULT if self._session.shown else View.COMPARE
        self.look.slot = min(self.look.slot, len(slots) - 1)
        if slots[self.look.slot] is None:
            self.look.slot = next((n for n, source in enumerate(slots) if source is not None), 0)
        self._forget_what_went()
        self.refresh()
        self.look_changed.emit()

    def _forget_what_went(self) -> None:
        """Hold no source that is neither in the list nor in the result."""
        self.look.panes = tuple(pane for pane in self.look.panes if pane.exists(self._session))
        self.comparing.forget_what_went()
        there = set(self._session.sources)
        self._offered = [source for source in self._offered if source in there]

    def _take_result(self) -> None:
        """A new result is shown at once; the map stays where it was being looked at."""
        has_result = self._session.shown is not None
        if has_result and (not self._had_result or self.look.view in ALONE):
            self.look.view = View.RESULT
        if not has_result:
            self.look.view = View.COMPARE
        self._had_result = has_result
        self._forget_what_went()
        self.refresh()
        self.look_changed.emit()
        self._ask_for_depth()

    def _emit_pixel(self, scene: Scene, pixel: tuple[int, int] | None) -> None:
        text = read_out(self._session, self._gallery, scene, *pixel) if pixel else ""
        for canvas in self.canvases:  # what a screen reader is told of the picture
            if canvas.pointed_scene is scene:
                canvas.setAccessibleDescription(text)
        self.read_out.emit(text)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self._welcome)
        self._stack.addWidget(self._grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        self._bars = QStackedWidget()
        self._bars.setFixedHeight(BAR_HEIGHT)
        self._bars.addWidget(self.map_bar)
        self._bars.addWidget(self.comparing.bar)
        column.addWidget(self._bars)
        over = self.over = QGridLayout()  # what lies over the picture, which never moves for it
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(self._stack, 0, 0)
        over.addWidget(self._messages, 0, 0, AT_THE_BOTTOM)
        column.addLayout(over, 1)
