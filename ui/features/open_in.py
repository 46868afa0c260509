"""*Open in …*: the saved result in another program, or in its folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ui.features.feature import Entry, Parts
from ui.i18n import tr
from ui.jobs.actions import ERROR
from ui.qt import QDesktopServices, QFileDialog, QProcess, QUrl


class OpenInFeature:
    """Hands the file that holds the result to another program."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def entries(self) -> Sequence[Entry]:
        def group() -> str:
            return tr("Ope&n the saved result in")

        saved = self._is_saved
        return [
            Entry("file", "open in default", lambda: tr("The &usual program"), self.open_usual, "",
                  after="figure", possible=saved, group=group),
            Entry("file", "open in folder", lambda: tr("Its &folder"), self.open_folder, "",
                  possible=saved, group=group),
            Entry("file", "open in program", lambda: tr("The &chosen program"), self.open_program,
                  "Ctrl+Alt+O", possible=saved, group=group,
                  called=lambda: tr("Open the saved result in the chosen program")),
            Entry("file", "open in other", lambda: tr("&Another program…"), self.choose_program, "",
                  possible=saved, group=group),
        ]  # fmt: skip

    def refresh(self) -> None:
        """The menus follow the session by themselves."""

    def close(self) -> None:
        """Programs that were started go on."""

    def open_usual(self) -> None:
        """Open it in the program that the system has for such files."""
        path = self._parts.session.saved_as
        if path is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._parts.messages.say(ERROR, tr("The system has no program for {name}.", name=path.name))

    def open_folder(self) -> None:
        """Show it in its folder."""
        path = self._parts.session.saved_as
        if path is not None:
            show_in_folder(path)

    def open_program(self) -> None:
        """Open it in the program that the user chose, or let the user choose one."""
        path = self._parts.session.saved_as
        if path is None:
            return
        program = self._parts.preferences.program
        if not program:
            self.choose_program()
        elif not start(program, path):
            text = tr("{program} cannot be started; choose another program.", program=program)
            self._parts.messages.say(ERROR, text)

    def choose_program(self) -> None:
        """Let the user choose a program, which is remembered, and open the result in it."""
        known = self._parts.preferences.program
        folder = str(Path(known).parent) if known else programs_folder()
        window = self._parts.window
        name, _ = QFileDialog.getOpenFileName(window, tr("Choose a program"), folder)
        if name:
            self._parts.preferences.program = name
            self.open_program()

    def _is_saved(self) -> bool:
        return self._parts.session.saved_as is not None


def show_in_folder(path: Path) -> bool:
    """Open the folder of a file in the system's file manager, the file selected where it can be."""
    if sys.platform == "darwin":
        return bool(QProcess.startDetached("open", ["-R", str(path)]))
    if sys.platform == "win32":
        return bool(QProcess.startDetached("explorer", ["/select,", str(path)]))
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def start(program: str, path: Path) -> bool:
    """Start a program with a file; False where it cannot be started."""
    if sys.platform == "darwin" and program.endswith(".app"):
        return bool(QProcess.startDetached("open", ["-a", program, str(path)]))
    return bool(QProcess.startDetached(program, [str(path)]))


def programs_folder() -> str:
    """Where the system keeps its programs."""
    folders = {"darwin": "/Applications", "win32": "C:\\Program Files"}
    return folders.get(sys.platform, "/usr/bin")
