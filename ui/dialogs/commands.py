"""Every command of the menus as it stands there: for the palette and for the list of keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ui.qt import QAction, QKeySequence, QMenu, QMenuBar

GIVEN, NAME = "text given", "name"
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
ACCESS_KEY = re.compile(r"&([^&])")


@dataclass(frozen=True)
class MenuCommand:
    """An action, and the menus that lead to it."""

    menus: tuple[str, ...]
    """Their texts as they are drawn, with the access keys, from the menu bar inwards."""
    action: QAction

    @property
    def text(self) -> str:
        """What it is called outside of its menus; one of a submenu with that before it."""
        text = plain(self.action.text())
        return text if len(self.menus) < 2 else f"{plain(self.menus[-1])}: {within_sentence(text)}"

    @property
    def name(self) -> str:
        """What the list of keys calls it, whatever it would do now: *Undo*, and not which step."""
        return plain(str(self.action.property(NAME) or self.action.text()))

    @property
    def where(self) -> str:
        """The menus in words, without the submenu that its text names."""
        outer = self.menus[:-1] or self.menus
        return " › ".join(plain(menu) for menu in outer)

    @property
    def keys(self) -> tuple[str, ...]:
        """Its shortcuts, as this system writes them."""
        native = QKeySequence.SequenceFormat.NativeText
        return tuple(key.toString(native) for key in self.action.shortcuts() if not key.isEmpty())


def commands_of(bar: QMenuBar | None) -> Iterator[MenuCommand]:
    """The commands of all menus that can be seen now, in their order."""
    for top in [] if bar is None else bar.actions():
        menu = top.menu()
        if menu is not None:
            yield from commands_in(menu, (top.text(),))


def commands_in(menu: QMenu, menus: tuple[str, ...]) -> Iterator[MenuCommand]:
    """The commands of one menu and of those inside it."""
    for action in menu.actions():
        inner = action.menu()
        if inner is not None:
            yield from commands_in(inner, (*menus, action.text()))
        elif not action.isSeparator() and action.isVisible():
            yield MenuCommand(menus, action)


def give_access_keys(actions: Sequence[QAction]) -> None:
    """Let each entry of a menu, and of those inside it, have a letter of its own.

    Where two texts ask for the same letter, the later one gets another: one of its own letters that is
    free, else (as in Chinese) one in brackets behind it. The text as it was is kept, for looking it up.
    """
    entries = [action for action in actions if not action.isSeparator()]
    taken: set[str] = set()
    later = []
    for action in entries:
        key = access_key(action.text())
        if key and key not in taken:
            taken.add(key)
        else:
            later.append(action)
    for action in later:
        text = action.text()
        action.setProperty(GIVEN, text)
        action.setText(with_access_key(text, taken))
        taken.add(access_key(action.text()))
    for action in entries:
        menu = action.menu()
        if menu is not None:
            give_access_keys(menu.actions())


def with_access_key(text: str, taken: set[str]) -> str:
    """The text with a letter marked that is not taken; as it is where all are.

    Examples
    --------
    >>> with_access_key("&Save as…", {"s"}), with_access_key("融合(&F)", {"f"})
    ('S&ave as…', '融合(&A)')
    """
    bare = re.sub(r"\(&.\)", "", text).replace("&", "")
    for at, letter in enumerate(bare):
        if letter.lower() in LETTERS and letter.lower() not in taken:
            return f"{bare[:at]}&{bare[at:]}"
    for letter in LETTERS:
        if letter not in taken:
            end = len(bare.rstrip("…"))
            return f"{bare[:end]}(&{letter.upper()}){bare[end:]}"
    return text


def text_given(action: QAction) -> str:
    """The text that the action was made with, before it got another access key."""
    return str(action.property(GIVEN) or action.text())


def plain(text: str) -> str:
    """A menu's text without its access key, which Chinese menus write as ``(&F)``."""
    return re.sub(r"\(&.\)", "", text).replace("&", "").rstrip("…")


def within_sentence(text: str) -> str:
    """A text that does not begin a sentence: its first letter small, unless it has other capitals.

    Examples
    --------
    >>> [within_sentence(text) for text in ("The usual program", "Adobe RGB", "RAW", "2 ×")]
    ['the usual program', 'Adobe RGB', 'RAW', '2 ×']
    """
    return text.lower() if text[1:] == text[1:].lower() else text


def access_key(text: str) -> str:
    """The letter after ``&``, in lower case; empty where there is none."""
    found = ACCESS_KEY.search(text)
    return found.group(1).lower() if found else ""
