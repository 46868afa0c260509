"""What is told: the keyboard's way to it, and what a saved file offers."""

from __future__ import annotations

from collections.abc import Sequence

from ui.features.feature import Entry, Parts
from ui.i18n import tr


class Messages:
    """The command that takes the keyboard to the latest message."""

    def __init__(self, parts: Parts) -> None:
        self._messages = parts.messages

    def entries(self) -> Sequence[Entry]:
        """One command."""
        return [
            Entry("view", "messages", lambda: tr("To the &messages"), self._messages.focus, "F6",
                  after="frames")
        ]  # fmt: skip

    def refresh(self) -> None:
        """Messages come without it."""

    def close(self) -> None:
        """Nothing runs."""
