"""What the monkey does to the strip of results."""

from __future__ import annotations

import random

from PyQt5.QtTest import QTest

from tests.ui.monkey_list import LEFT, MODIFIERS, NO_KEY
from ui.main_window import MainWindow
from ui.qt import QPoint, Qt

STRIP_KEYS = (
    Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_End,
    Qt.Key.Key_Home, Qt.Key.Key_F2, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_A,
)  # fmt: skip
COMMANDS = ("flip", "compare results", "rename result", "second opinion", "next place", "last place",
            "error gain 2", "result 1", "result 3")  # fmt: skip
BUDGETS = (0, 100_000, 1_000_000_000)
"""Bytes; with few of them results go to scratch files and back all the time."""


def use_results(window: MainWindow, chance: random.Random) -> None:
    """One command, key, click or entry of the strip's menu, or another budget."""
    strip, inside = window.strip, window.strip.viewport()
    act = chance.choice(("command", "key", "click", "menu", "budget"))
    if act == "command":
        action = window.menus.actions[chance.choice(COMMANDS)]
        if action.isEnabled():
            action.trigger()
    elif act == "budget":
        window.session.results.budget = chance.choice(BUDGETS)
        window.result_jobs.make_room()
    elif strip.isVisible() and inside is not None:
        if act == "key":
            QTest.keyClick(strip, chance.choice(STRIP_KEYS), chance.choice(MODIFIERS))
        elif act == "click":
            at = QPoint(chance.randrange(inside.width()), chance.randrange(inside.height()))
            QTest.mouseClick(inside, LEFT, chance.choice((NO_KEY, *MODIFIERS)), at)
        elif strip.chosen:
            menu = window.result_commands.make_menu()
            entries = [action for action in menu.actions() if action.isEnabled()]
            chance.choice(entries).trigger()
            menu.deleteLater()
