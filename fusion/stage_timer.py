"""Seconds by stage."""

from __future__ import annotations

import time


class StageTimer:
    """Seconds of each stage; those of a stage that is noted again are added.

    Examples
    --------
    >>> timer = StageTimer()
    >>> timer.note("reading")
    >>> list(timer.timings)
    ['reading']
    """

    def __init__(self) -> None:
        self.timings: dict[str, float] = {}
        self._last = time.perf_counter()

    def note(self, stage: str) -> None:
        """Add the seconds since the last note to this stage."""
        now = time.perf_counter()
        self.timings[stage] = self.timings.get(stage, 0.0) + now - self._last
        self._last = now

    def include(self, timings: dict[str, float]) -> None:
        """Add the seconds of other stages, measured elsewhere, and measure anew from now on."""
        for stage, seconds in timings.items():
            self.timings[stage] = self.timings.get(stage, 0.0) + seconds
        self._last = time.perf_counter()
