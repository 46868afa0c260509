"""The ways of comparing two pictures: in the menus, and at the tab *Side by side*."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ui.canvas.panes import fill_menu
from ui.canvas.views import View
from ui.canvas.ways import Way
from ui.features.feature import Entry, Parts
from ui.i18n import tr
from ui.qt import QAction, QActionGroup, QMenu

KEYS = {Way.PAIR: "Shift+S", Way.SPLIT: "V", Way.BLINK: "T", Way.DIFFERENCE: "M"}


def text_of(way: Way) -> str:
    """What a way of comparing is called in menus."""
    return {
        Way.SIDES: tr("&Side by side"), Way.PAIR: tr("&Two side by side"),
        Way.SPLIT: tr("Two with a &divider"), Way.BLINK: tr("Two by &blinking"),
        Way.DIFFERENCE: tr("Di&fference of two"),
    }[way]  # fmt: skip


class ComparingFeature:
    """Lets the user pick the way and the two pictures."""

    def __init__(self, parts: Parts) -> None:
        self._viewer = parts.viewer
        self._session = parts.session
        self._menu = QMenu(parts.viewer)
        self._menu.aboutToShow.connect(self._fill)
        parts.viewer.tabs.give_menu(View.COMPARE, self._menu)

    def entries(self) -> Sequence[Entry]:
        def group() -> str:
            return tr("Compare t&wo")

        ways = [
            Entry("view", f"compare: {way.value}", partial(text_of, way),
                  partial(self._viewer.show_way, way), key, possible=self._are_two,
                  checked=partial(self._is, way), group=group)
            for way, key in KEYS.items()
        ]  # fmt: skip
        return [
            *ways,
            Entry("view", "exchange pair", lambda: tr("E&xchange the two"),
                  self._viewer.comparing.exchange, "Shift+X", possible=self._is_on, group=group),
        ]  # fmt: skip

    def refresh(self) -> None:
        """The viewer follows the session by itself."""

    def close(self) -> None:
        """Nothing runs here."""

    def _are_two(self) -> bool:
        return len(self._viewer.comparing.pair) == 2

    def _is_on(self) -> bool:
        return self._viewer.comparing.is_on

    def _is(self, way: Way) -> bool:
        return self._viewer.shown_view is View.COMPARE and self._viewer.look.way is way

    def _fill(self) -> None:
        """The menu at the tab: the ways, then what is compared as the first and the second."""
        menu, viewer = self._menu, self._viewer
        menu.clear()
        group = QActionGroup(menu)
        for way in Way:
            action = QAction(text_of(way), menu)
            action.setCheckable(True)
            action.setChecked(self._is(way))
            action.setEnabled(way is Way.SIDES or self._are_two())
            action.triggered.connect(lambda _on, wanted=way: viewer.show_way(wanted))
            group.addAction(action)
            menu.addAction(action)
        menu.addSeparator()
        for number, text in enumerate((tr("F&irst picture"), tr("S&econd picture"))):
            below = menu.addMenu(text)
            if below is not None:
                below.setEnabled(self._is_on())
                fill_menu(below, self._session, partial(viewer.comparing.take, number))
