"""Two pictures compared: which two, in which way, and what moves while they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ui.canvas.canvas import Canvas
from ui.canvas.compare_bar import CompareBar
from ui.canvas.divider import Divider
from ui.canvas.panes import Pane, make_menu
from ui.canvas.views import Look, View
from ui.canvas.ways import Way, pair_of, white_of
from ui.document.session import Session
from ui.pictures.overlays import Scene
from ui.qt import QObject, QPoint, Qt, QTimer


class Comparing(QObject):
    """Keeps the bar, the divider and the blinking in line with the look."""

    def __init__(
        self, session: Session, look: Look, canvas: Canvas, refresh: Callable[[], None]
    ) -> None:
        super().__init__()
        self._session, self._look, self._canvas, self._refresh = session, look, canvas, refresh
        self.bar = CompareBar()
        self.divider = Divider(canvas)
        self.divider.moved.connect(self.divide)
        self._blinking = QTimer(self)
        self._blinking.timeout.connect(self._blink)
        self._rate = 0
        self._share = 0.5
        self.bar.choice_wanted.connect(self.ask)
        self.bar.exchanged.connect(self.exchange)
        self.bar.divided.connect(self.divide)
        self.bar.gain_chosen.connect(self.take_gain)
        self.bar.rate_chosen.connect(self.take_rate)

    @property
    def is_on(self) -> bool:
        """Whether two pictures were asked for."""
        return self._look.view is View.COMPARE and self._look.way is not Way.SIDES

    @property
    def pair(self) -> list[Pane]:
        """The two that are compared; fewer where there are not two."""
        return pair_of(self._session, self._look.pair, self._look.slot)

    def take(self, number: int, pane: Pane) -> None:
        """Compare another picture, as the first (0) or the second (1)."""
        pair = self.pair
        if len(pair) == 2:
            pair[number] = pane
            self._look.pair = tuple(pair)
            self._refresh()

    def forget_what_went(self) -> None:
        """Two that are not there any more are not compared: other pictures are seen as they are."""
        pair = tuple(pane for pane in self._look.pair if pane.exists(self._session))
        if self._look.pair and not pair:
            self._look.way = Way.SIDES
        self._look.pair = pair

    def exchange(self) -> None:
        """The first becomes the second."""
        self._look.pair = tuple(reversed(self.pair))
        self._refresh()

    def ask(self, number: int, point: QPoint) -> None:
        """Let the user choose one of the two, at a point of the screen."""
        menu = make_menu(self.bar, self._session, lambda pane: self.take(number, pane))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    def divide(self, share: float) -> None:
        """Move the divider, from 0 at the left to 1 at the right."""
        self._share = share
        if self._look.way is Way.SPLIT:
            self._canvas.divide_at(share)
            self.divider.place()
            self.bar.show_divider(share)

    def take_gain(self, gain: float) -> None:
        """Multiply the difference by another number."""
        self._look.gain = gain
        self._refresh()

    def take_rate(self, rate: int) -> None:
        """Change the picture so often a second while Space is held; 0: show the second one."""
        self._rate = rate

    def hold(self, on: bool) -> bool:
        """Space is held, or let go; False where that is for others."""
        if not (self.is_on and self._look.way is Way.BLINK):
            return False
        self._canvas.pans = on
        self._canvas.divide_at(0.0 if on else 1.0)
        if on and self._rate:
            self._blinking.start(round(1000 / self._rate))
        else:
            self._blinking.stop()
        return True

    def show(self, scenes: Sequence[Scene]) -> bool:
        """Bring bar and divider in line with what the canvases show; False where it is no comparison of
        two."""
        parts = [part for scene in scenes for part in scene.parts]
        on = self.is_on and len(parts) == 2
        way = self._look.way if on else Way.SIDES
        self.divider.setVisible(way is Way.SPLIT)
        if way is not Way.BLINK:
            self._blinking.stop()
        if not on:
            return False
        if way is Way.SPLIT:
            self.divide(self._share)
            self.divider.raise_()
        elif not self._blinking.isActive():
            self._canvas.divide_at(1.0)
        names = (parts[0].caption, parts[1].caption)
        self.bar.show_for(way, names, self._look.gain, white_of(parts, self._look.gain))
        return True

    def _blink(self) -> None:
        self._canvas.divide_at(0.0 if self._canvas.divider > 0 else 1.0)
