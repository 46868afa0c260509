"""What the monkey does to the list of sources and to the scrubber."""

from __future__ import annotations

import random

from PyQt5.QtTest import QTest

from ui.main_window import MainWindow
from ui.qt import QDropEvent, QPoint, QPointF, Qt

NO_KEY, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
LIST_KEYS = (
    Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_End,
    Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Space, Qt.Key.Key_A,
)  # fmt: skip
MODIFIERS = (NO_KEY, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier,
             Qt.KeyboardModifier.ShiftModifier)  # fmt: skip


def change_list(window: MainWindow, chance: random.Random) -> None:
    """One change of the list, by a command, a key, a click, an entry of its menu, or a dragged row."""
    act = chance.choice((by_command, by_key, by_click, by_menu, by_drag))
    act(window, chance)


def by_command(window: MainWindow, chance: random.Random) -> None:
    names = ("undo", "redo", "reverse", "sort: name", "sort: time", "remove", "select all", "compare")
    window.menus.actions[chance.choice(names)].trigger()


def by_key(window: MainWindow, chance: random.Random) -> None:
    if window.sources.list.isVisible():
        QTest.keyClick(window.sources.list, chance.choice(LIST_KEYS), chance.choice(MODIFIERS))


def by_click(window: MainWindow, chance: random.Random) -> None:
    viewport = window.sources.list.viewport()
    if viewport is not None and viewport.isVisible():
        at = QPoint(chance.randrange(viewport.width()), chance.randrange(viewport.height()))
        QTest.mouseClick(viewport, LEFT, chance.choice(MODIFIERS), at)


def by_menu(window: MainWindow, chance: random.Random) -> None:
    """An entry of the menu of the selected rows; but none that asks for a file."""
    rows = window.sources.list
    slots = len(window.session.slots)
    rows.choose(chance.sample(range(slots), chance.randint(1, min(slots, 4))))
    if rows.chosen and rows.isVisible():
        menu = rows.make_menu()
        entries = [action for action in menu.actions() if not action.text().endswith("…")]
        chance.choice(entries).trigger()
        menu.deleteLater()


def by_drag(window: MainWindow, chance: random.Random) -> None:
    rows, count = window.sources.list, window.sources.model.rowCount()
    data = window.sources.model.mimeData([window.sources.model.index(chance.randrange(count))])
    at = QPointF(60, chance.randrange(max(rows.height(), 1)))
    rows.dropEvent(QDropEvent(at, Qt.DropAction.MoveAction, data, LEFT, NO_KEY))


def scrub(window: MainWindow, chance: random.Random) -> None:
    """A click on the curve of sharpness, or a step."""
    scrubber = window.scrubber
    if not scrubber.isVisible():
        return
    if chance.random() < 0.5:
        at = QPoint(chance.randrange(scrubber.curve.width()), 8)
        QTest.mouseClick(scrubber.curve, LEFT, NO_KEY, at)
    else:
        chance.choice((scrubber.before, scrubber.after)).click()
