"""Projects and folders that were opened, in a submenu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ui.features.feature import Entry
from ui.i18n import tr
from ui.preferences import MOST_RECENT, Preferences

LONGEST_SHOWN = 60
"""Letters of a path in the menu; of a longer one the end."""


def recent_title() -> str:
    """What the submenu is called."""
    return tr("Open &recent")


class Recent:
    """The submenu *Open recent*."""

    def __init__(
        self, preferences: Preferences, open_path: Callable[[Path], object], changed: Callable[[], None]
    ) -> None:
        self._preferences, self._open, self._changed = preferences, open_path, changed

    def entries(self) -> list[Entry]:
        group = recent_title
        numbered = [
            Entry("file", f"recent {number}", partial(self._text_of, number), partial(self._act, number),
                  group=group, after="" if number else "open project",
                  shown=partial(self._has_path, number))
            for number in range(MOST_RECENT)
        ]  # fmt: skip
        clear = Entry("file", "clear recent", lambda: tr("&Clear this list"), self.clear, group=group,
                      possible=lambda: bool(self._preferences.recent))  # fmt: skip
        return [*numbered, clear]

    def add(self, path: Path) -> None:
        """A project or a folder was opened: it is the first from now on."""
        place = str(path.absolute())
        self._preferences.recent = [place, *(p for p in self._preferences.recent if p != place)]
        self._changed()

    def clear(self) -> None:
        """Forget all."""
        self._preferences.recent = []
        self._changed()

    def _has_path(self, number: int) -> bool:
        return number < len(self._preferences.recent)

    def _act(self, number: int) -> None:
        if self._has_path(number):
            self._open(Path(self._preferences.recent[number]))

    def _text_of(self, number: int) -> str:
        if not self._has_path(number):
            return ""
        shown = self._preferences.recent[number].encode("utf-8", "replace").decode()
        if len(shown) > LONGEST_SHOWN:
            shown = f"…{shown[-LONGEST_SHOWN:]}"
        return f"&{number + 1}  {shown.replace('&', '&&')}"
