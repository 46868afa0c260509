"""What is told: the keyboard's way to it, and what a saved file offers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ui.features.feature import Entry, Parts
from ui.features.open_in import show_in_folder
from ui.i18n import tr
from ui.jobs.actions import DONE
from ui.panels.message_bar import MessageAction


class Messages:
    """The command that takes the keyboard to the latest message."""

    def __init__(self, parts: Parts) -> None:
        self._messages = parts.messages
        parts.job_actions.saved.connect(self._tell_saved)

    def entries(self) -> Sequence[Entry]:
        """One command."""
        return [
            Entry("view", "messages", lambda: tr("To the &messages"), self._messages.focus, "F6",
                  after="frames")
        ]  # fmt: skip

    def _tell_saved(self, text: str, path: Path) -> None:
        """A saved result offers its folder."""
        show = MessageAction(tr("Show in folder"), lambda: show_in_folder(path))
        self._messages.say(DONE, text, show)

    def refresh(self) -> None:
        """Messages come without it."""

    def close(self) -> None:
        """Nothing runs."""
