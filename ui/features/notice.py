"""Tells through the desktop that a long job has ended while another window was being used."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from ui.features.feature import Entry, Parts
from ui.i18n import tr
from ui.icons import program_icon
from ui.jobs.job import Job
from ui.qt import QApplication, QSystemTrayIcon

LONG_SECONDS = 10
"""Who waited less is still there."""
SHOWN_SECONDS = 10


class Notice:
    """Watches the job that the window shows; the sign in the tray is there while something is told."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._begun: dict[Job, float] = {}
        self._sign: QSystemTrayIcon | None = None

    def entries(self) -> Sequence[Entry]:
        """The switch."""
        chosen = self._parts.preferences
        return [
            Entry(
                "stack", "tell when done", lambda: tr("Tell me when a long jo&b has ended"),
                self._switch, checked=lambda: chosen.tells_when_done,
            )
        ]  # fmt: skip

    def refresh(self) -> None:
        """Watch a job that has just begun."""
        job = self._parts.jobs.current
        if job is not None and job not in self._begun:
            self._begun[job] = time.monotonic()
            job.finished.connect(partial(self._end, job, True))
            job.failed.connect(partial(self._end, job, False))
            job.over.connect(partial(self._forget, job))

    def close(self) -> None:
        """Take the sign out of the tray."""
        if self._sign is not None:
            self._sign.hide()
            self._sign.deleteLater()
            self._sign = None

    def tell(self, text: str) -> None:
        """Ask for attention: the window's entry in the task bar, and a message where there is a tray."""
        QApplication.alert(self._parts.window)
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return
        if self._sign is None:
            self._sign = QSystemTrayIcon(program_icon(), self._parts.window)
            self._sign.setToolTip("Parfocal")
            self._sign.messageClicked.connect(self._come)
            self._sign.activated.connect(self._come)
        self._sign.show()
        self._sign.showMessage("Parfocal", text, program_icon(), SHOWN_SECONDS * 1000)

    def _switch(self) -> None:
        chosen = self._parts.preferences
        chosen.tells_when_done = not chosen.tells_when_done

    def _forget(self, job: Job) -> None:
        self._begun.pop(job, None)

    def _end(self, job: Job, is_well: bool, _outcome: object = None) -> None:
        lasted = time.monotonic() - self._begun.get(job, time.monotonic())
        if lasted < LONG_SECONDS or not self._parts.preferences.tells_when_done:
            return
        if QApplication.activeWindow() is None:
            told = tr("{job}: done.", job=job.title) if is_well else tr("{job}: failed.", job=job.title)
            self.tell(told)

    def _come(self) -> None:
        """A click on the message brings the window."""
        window = self._parts.window
        window.show()
        window.raise_()
        window.activateWindow()
        if self._sign is not None:
            self._sign.hide()
