"""What the monkey does with the palette, the messages, and the brush."""

from __future__ import annotations

import random

from PyQt5.QtTest import QTest

from ui.dialogs.palette import PaletteDialog
from ui.features.palette import Palette
from ui.main_window import MainWindow
from ui.panels.message_bar import MessageAction
from ui.qt import Qt

TYPED = ("zoom", "result", "对齐", "sort", "theme", "fi", "method", "xyz", "undo", "play", "view")
NEVER = ("close", "about", "shortcuts", "palette")
"""Commands of the menus that end the window, or open what only a click closes."""
BRUSH_KEYS = (
    Qt.Key.Key_B, Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight, Qt.Key.Key_BraceLeft,
    Qt.Key.Key_BraceRight, Qt.Key.Key_X, Qt.Key.Key_E, Qt.Key.Key_N, Qt.Key.Key_Left,
)  # fmt: skip
NO_KEY, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
ALT, LEFT = Qt.KeyboardModifier.AltModifier, Qt.MouseButton.LeftButton


def act(window: MainWindow, chance: random.Random) -> None:
    """One of the three; mostly it paints."""
    chance.choices((use_palette, read_messages, paint), (3, 3, 12))[0](window, chance)


def use_palette(window: MainWindow, chance: random.Random) -> None:
    """Open it, type, go down, and run what is marked unless that ends the window or asks for a file."""
    feature = next(each for each in window.features if isinstance(each, Palette))
    dialog: PaletteDialog = feature.open()
    dialog.line.setText(chance.choice(TYPED))  # QTest aborts on Chinese keys
    for _ in range(chance.randrange(3)):
        QTest.keyClick(dialog.line, Qt.Key.Key_Down)
    row = dialog.list.currentIndex().row()
    item = dialog.model.items[row] if 0 <= row < len(dialog.model.items) else None
    action = window.menus.actions.get(item.name) if item is not None else None
    asks = action is not None and "…" in action.text()
    if item is None or item.name in NEVER or item.name.startswith("language") or asks:
        dialog.reject()
    else:
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)
        dialog.reject()


def read_messages(window: MainWindow, chance: random.Random) -> None:
    """Messages come, with actions or without; one is clicked, or closed by a key."""
    messages = window.messages
    action = MessageAction("Fit", window.viewport.fit) if chance.random() < 0.5 else None
    messages.say(chance.choice(("error", "done", "hint")), f"Message {chance.randrange(5)}.", action)
    if chance.random() < 0.5:
        messages.focus()
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
    elif messages.shown and messages.shown[-1].buttons:
        messages.shown[-1].buttons[0].click()


def paint(window: MainWindow, chance: random.Random) -> None:
    """A key of the brush, a stroke, a click with Alt, or undo."""
    canvas, act = window.viewer.canvases[0], chance.random()
    if act < 0.5:
        QTest.keyClick(window.viewer, chance.choice(BRUSH_KEYS))
        return
    if act < 0.6:
        QTest.keyClick(window.viewer, Qt.Key.Key_Z, CONTROL)
        return
    if not canvas.isVisible():
        return
    at = canvas.rect().center()
    modifier = ALT if act < 0.7 else NO_KEY
    QTest.mousePress(canvas, LEFT, modifier, at)
    for _ in range(3):
        at.setX(min(max(at.x() + chance.randint(-30, 30), 0), canvas.width() - 1))
        QTest.mouseMove(canvas, at)
    QTest.mouseRelease(canvas, LEFT, modifier, at)
