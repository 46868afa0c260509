"""Quiet work of which only the latest request matters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fusion.progress import Progress
from ui.jobs.job import Job, Jobs

Work = Callable[[Progress], Any]


class Latest:
    """Runs one request at a time off the window's thread; of those that come meanwhile the last one."""

    def __init__(self, jobs: Jobs, take: Callable[[Any], None]) -> None:
        self._jobs, self._take = jobs, take
        self._job: Job | None = None
        self._next: Work | None = None

    @property
    def is_busy(self) -> bool:
        """Whether anything runs or waits."""
        return self._job is not None

    def ask(self, work: Work) -> None:
        """Do this next; what waited before is forgotten."""
        self._next = work
        if self._job is None:
            self._begin()

    def stop(self) -> None:
        """Forget what waits, and cancel what runs."""
        self._next = None
        if self._job is not None:
            self._job.cancel()

    def _begin(self) -> None:
        if self._next is None:
            return
        work, self._next = self._next, None
        self._job = job = Job(work, "")
        job.finished.connect(self._take)
        job.over.connect(self._end)
        self._jobs.start_quietly(job)

    def _end(self) -> None:
        self._job = None
        self._begin()
