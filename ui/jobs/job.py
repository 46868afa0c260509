"""The only threads: a job runs one function off the window's thread, with progress and cancel.

A cancelled job is over for the window at once. Its thread may need a moment longer to notice; whatever
it still brings is thrown away.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from fusion.errors import FusionError
from fusion.progress import Cancelled, Progress
from ui.qt import QObject, Signal

LOG = logging.getLogger(__name__)
REPORT_SECONDS = 1 / 30
"""Progress goes to the window this often at most, however often the job reports."""

JobFunction = Callable[[Progress], Any]


class Report:
    """The progress function that a job's work is given; it takes notes as well."""

    def __init__(self, report: Progress, told: Callable[[object], None]) -> None:
        self._report, self._told = report, told

    def __call__(self, stage: str, done: int, total: int) -> None:
        self._report(stage, done, total)

    def tell(self, note: object) -> None:
        """Hand on what is said before long work."""
        self._told(note)


class Job(QObject):
    """One run of ``work`` in its own thread. Every signal arrives on the thread that made the job."""

    progressed = Signal(str, int, int)
    told = Signal(object)
    """Carries a note that the work says before a long part of it."""
    finished = Signal(object)
    failed = Signal(object)
    """Carries the exception: a ``FusionError`` has a sentence for the user, any other is a fault."""
    cancelled = Signal()
    over = Signal()
    """After one of finished, failed, cancelled."""

    _ended = Signal(object, object)

    def __init__(self, work: JobFunction, title: str) -> None:
        super().__init__()
        self.title = title
        self.is_over = False
        self._work = work
        self._stop = threading.Event()
        self._last = (0.0, "")
        self._ended.connect(self._deliver)
        self._thread = threading.Thread(target=self._run, name=f"job: {title}", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def cancel(self) -> None:
        """Over at once for everyone who listens; the thread stops at its next report."""
        if self.is_over:
            return
        self._stop.set()
        self.is_over = True
        self.cancelled.emit()
        self.over.emit()

    def wait(self, seconds: float) -> bool:
        """Wait for the thread itself to end; False if it has not."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        outcome, error = None, None
        try:
            outcome = self._work(Report(self._report, self.told.emit))
        except Exception as problem:  # noqa: BLE001 - handed to the window, which tells and logs it
            error = problem
        try:
            self._ended.emit(outcome, error)
        except RuntimeError:  # the window is gone already: nobody is left to tell
            LOG.debug("a job ended after its window")

    def _report(self, stage: str, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        now, (before, last_stage) = time.monotonic(), self._last
        if stage != last_stage or done >= total or now - before >= REPORT_SECONDS:
            self._last = (now, stage)
            self.progressed.emit(stage, done, total)

    def _deliver(self, outcome: object, error: Exception | None) -> None:
        if self.is_over:
            return
        self.is_over = True
        if error is None:
            self.finished.emit(outcome)
        elif isinstance(error, Cancelled):
            self.cancelled.emit()
        else:
            if not isinstance(error, FusionError):
                LOG.error("the job %r failed", self.title, exc_info=error)
            self.failed.emit(error)
        self.over.emit()


class Jobs(QObject):
    """All jobs that run. The latest one is the one to show, and the one that Cancel stops."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._running: list[Job] = []
        self._quiet: list[Job] = []
        self._leaving: list[Job] = []

    @property
    def current(self) -> Job | None:
        """The job to show, or None when idle."""
        return self._running[-1] if self._running else None

    @property
    def are_over(self) -> bool:
        """Whether nothing runs, not even what nobody waits for."""
        return not self._running and not self._quiet

    def start(self, job: Job) -> Job:
        """Let a job run whose signals are connected already."""
        self._running.append(job)
        job.over.connect(lambda: self._end(job))
        self.changed.emit()
        job.start()
        return job

    def start_quietly(self, job: Job) -> None:
        """Let a job run that nobody waits for: it is never the one to show."""
        self._quiet.append(job)
        job.over.connect(lambda: self._end_quietly(job))
        job.start()

    def cancel_current(self) -> None:
        """Cancel the job that is shown, if there is one."""
        if self.current is not None:
            self.current.cancel()

    def cancel_all(self) -> None:
        """Cancel everything that runs."""
        for job in [*self._running, *self._quiet]:
            job.cancel()

    def wait(self, seconds: float) -> bool:
        """Wait for the threads of cancelled jobs too; False if one still runs."""
        until = time.monotonic() + seconds
        everyone = [*self._running, *self._quiet, *self._leaving]
        ended = [job.wait(max(0.0, until - time.monotonic())) for job in everyone]
        return all(ended)

    def _end(self, job: Job) -> None:
        self._running.remove(job)
        self._keep_while_it_leaves(job)
        self.changed.emit()

    def _end_quietly(self, job: Job) -> None:
        self._quiet.remove(job)
        self._keep_while_it_leaves(job)

    def _keep_while_it_leaves(self, job: Job) -> None:
        """A thread that is still winding down keeps its job (a QObject) alive."""
        self._leaving = [old for old in [*self._leaving, job] if not old.wait(0)]
