"""What the program says: messages in a column over the picture, and what can be done about each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ui import theme
from ui.focus import delete_soon, focus_within
from ui.i18n import tr
from ui.icons import icon
from ui.jobs.actions import HINT, PLACE
from ui.qt import (
    QApplication,
    QEvent,
    QFrame,
    QHBoxLayout,
    QKeyEvent,
    QLabel,
    QPushButton,
    QSize,
    Qt,
    QTimer,
    QToolButton,
    QVBoxLayout,
)

GOOD_NEWS_SECONDS = 8
ACTION_SECONDS = 15
"""A message with something to click stays longer: it has to be read, decided on and reached."""
MOST_SHOWN = 3
"""More would cover the picture: the latest are shown, and older ones come back when these have gone."""
WIDTH = 640


LONGEST_NAME = 30
"""Letters of a name without a place where a line can break; a longer one would be cut at the edge."""


def shortened(text: str) -> str:
    """The text with the middle of each name left out that is too long for a line."""
    end = LONGEST_NAME // 2
    names = rf"[A-Za-z0-9À-ɏ_.]{{{LONGEST_NAME + 1},}}"
    return re.sub(names, lambda found: f"{found[0][: end - 1]}…{found[0][-end:]}", text)


@dataclass(frozen=True)
class MessageAction:
    """What a message offers to do: the text of its button, and what a click does."""

    text: str
    act: Callable[[], object]


class Message(QFrame):
    """One message: what it is about, the text, its actions, and a button that closes it."""

    def __init__(
        self, kind: str, text: str, actions: tuple[MessageAction, ...], close: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setObjectName("message")
        self.kind, self.text = kind, text
        theme.mark(self, "kind", kind)
        self._sign = QLabel()
        label = QLabel(shortened(text))
        label.setWordWrap(True)
        label.setToolTip(text if label.text() != text else "")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton()
        self._close.setProperty("flat", True)
        self._close.setIconSize(QSize(16, 16))
        self._close.clicked.connect(close)
        self.buttons = [self._button(action, close) for action in actions]
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 8, 7)
        row.setSpacing(9)
        row.addWidget(self._sign)
        row.addWidget(label, 1)
        for button in self.buttons:
            row.addWidget(button)
        row.addWidget(self._close)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(close)
        self.left = 0 if kind == "error" else 1000 * (ACTION_SECONDS if actions else GOOD_NEWS_SECONDS)
        self.retranslate()

    def let_pass(self, on: bool) -> None:
        """Let its time run, or hold it; an error has no end of its own."""
        if on and self.left and not self.timer.isActive():
            self.timer.start(int(self.left))
        elif not on and self.timer.isActive():
            self.left = max(self.timer.remainingTime(), 2000)
            self.timer.stop()

    def retranslate(self) -> None:
        """Its own words in the language of the window, and its colours in the theme."""
        self._close.setToolTip(tr("Close this message (Esc)"))
        self._close.setAccessibleName(tr("Close this message"))
        kinds = {"error": tr("Error"), "done": tr("Done")}
        self.setAccessibleName(f"{kinds.get(self.kind, tr('Hint'))}: {self.text}")
        chosen = theme.current()
        colour = {"error": chosen.error, "done": chosen.done}.get(self.kind, chosen.text)
        self._sign.setPixmap(icon(HINT if self.kind == PLACE else self.kind, colour).pixmap(20, 20))
        self._close.setIcon(theme.themed_icon("remove"))

    def has_focus(self) -> bool:
        """Whether the keyboard is in it."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def focus(self) -> None:
        """Take the keyboard to the first thing that can be done."""
        first = self.buttons[0] if self.buttons else self._close
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _button(self, action: MessageAction, close: Callable[[], None]) -> QPushButton:
        button = QPushButton(action.text)
        button.setToolTip(action.text)

        def run() -> None:
            close()
            action.act()

        button.clicked.connect(run)
        return button


class MessageBar(QFrame):
    """Messages in a column, the latest at the bottom; none covers another.

    Errors stay until they are closed or the next job begins; the rest goes after a while, but not under
    the mouse or while the keyboard is in it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("messages")
        self._messages: list[Message] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 12)
        self._column.setSpacing(6)
        self.retranslate()
        self.hide()
        program = QApplication.instance()
        if isinstance(program, QApplication):
            program.focusChanged.connect(self._pass_time)

    @property
    def text(self) -> str:
        """What is said now, a line or more for each message; empty when nothing is."""
        return "\n".join(message.text for message in self.shown)

    @property
    def shown(self) -> tuple[Message, ...]:
        """The messages that can be seen, the latest last; older ones wait for room."""
        return tuple(self._messages[-MOST_SHOWN:])

    def say(
        self, kind: str, text: str, action: MessageAction | None = None,
        other: MessageAction | None = None,
    ) -> None:  # fmt: skip
        """Show ``text``; the kind is error, done, hint or place, and the actions are what can be done
        about it.

        A text that is there already is not shown twice, and of places only the latest.
        """
        if not text:
            return
        for old in list(self._messages):
            if old.kind == kind and (old.text == text or kind == PLACE):
                self._remove(old)
        actions = tuple(each for each in (action, other) if each is not None)
        message = Message(kind, text, actions, lambda: self._remove(message))
        self._messages.append(message)
        self._column.addWidget(message)
        self._show()

    def clear(self) -> None:
        """Close every message."""
        for message in list(self._messages):
            self._remove(message)

    def close_latest(self) -> bool:
        """Close the message at the bottom; False where there is none."""
        if not self._messages:
            return False
        self._remove(self._messages[-1])
        return True

    def focus(self) -> None:
        """Take the keyboard to the latest message."""
        if self._messages:
            self._messages[-1].focus()

    def retranslate(self) -> None:
        self.setAccessibleName(tr("Messages"))
        for message in self._messages:
            message.retranslate()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        over = self.parentWidget()
        width = WIDTH if over is None else min(WIDTH, max(over.width() - 24, 120))
        return QSize(width, self._column.totalHeightForWidth(width))

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self.retranslate()
        super().changeEvent(event)

    def enterEvent(self, event: QEvent | None) -> None:  # noqa: N802
        self._pass_time()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent | None) -> None:  # noqa: N802
        self._pass_time()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        """Esc closes the message that has the keyboard; what is not for messages goes on."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            for message in self.shown:
                if message.has_focus():
                    self._remove(message)
                    return
        super().keyPressEvent(event)

    def _pass_time(self) -> None:
        """Hold the time of all messages while one of them is being read or used, and of hidden ones."""
        in_use = self.underMouse() or any(message.has_focus() for message in self._messages)
        for message in self._messages:
            message.let_pass(not in_use and message in self.shown)

    def _show(self) -> None:
        for message in self._messages:
            message.setVisible(message in self.shown)
        self.setVisible(bool(self._messages))
        self.updateGeometry()
        self._pass_time()

    def _remove(self, message: Message) -> None:
        if message not in self._messages:
            return
        self._messages.remove(message)
        had_focus = focus_within(message) is not None
        message.let_pass(False)
        self._column.removeWidget(message)
        delete_soon(message)
        self._show()
        over = self.parentWidget()
        if had_focus and over is not None:
            over.setFocus()
