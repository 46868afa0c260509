"""Ways in beside *Open pictures…*: a folder, and the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from ui.dialogs.files import ask_folder_to_open
from ui.features.feature import Entry, Parts
from ui.i18n import tr
from ui.jobs.job import Job
from ui.qt import QApplication


class GettingInFeature:
    """Puts *Open folder…* and *Paste* into the menus."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def entries(self) -> Sequence[Entry]:
        return [
            Entry("file", "open folder", lambda: tr("Open a fol&der…"), self.open_folder, "Ctrl+Alt+F",
                  after="add"),
            Entry("edit", "paste", lambda: tr("&Paste pictures or files"), self.paste, "Ctrl+V",
                  after="redo"),
        ]  # fmt: skip

    def refresh(self) -> None:
        """The menus follow the session by themselves."""

    def close(self) -> None:
        """Nothing runs here."""

    def open_folder(self) -> None:
        """Let the user choose a folder, whose pictures fill the empty slots or begin a new set."""
        parts = self._parts
        folder = ask_folder_to_open(parts.window, parts.preferences.folder)
        if folder is not None:
            parts.preferences.folder = str(folder)
            parts.job_actions.read([folder], instead=None not in parts.session.slots)

    def paste(self) -> Job | None:
        """Take what is on the clipboard as sources."""
        clipboard = QApplication.clipboard()
        return self._parts.bringing.take(None if clipboard is None else clipboard.mimeData())
