"""Where the time goes: seconds by stage."""

from __future__ import annotations

import time


class StageTimer:
    """Seconds between notes, by what was done; a stage that comes again is added to itself.

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
        """Everything since the last note was this stage."""
        now = time.perf_counter()
        self.timings[stage] = self.timings.get(stage, 0.0) + now - self._last
        self._last = now

    def include(self, timings: dict[str, float]) -> None:
        """Add these timings; what is left of the time since the last note belongs to no stage."""
        for stage, seconds in timings.items():
            self.timings[stage] = self.timings.get(stage, 0.0) + seconds
        self._last = time.perf_counter()
