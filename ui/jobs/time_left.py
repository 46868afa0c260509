"""How long a job has still to go, told from the work that is left."""

from __future__ import annotations

from collections.abc import Mapping

STAGES: Mapping[str, float] = {
    "Making a quick preview": 1.0, "Reading": 1.0, "Looking for motion": 1.0, "Registering": 2.0,
    "Loading the network": 0.5, "Measuring sharpness": 10.0, "Verifying the decision": 1.0,
    "Blending": 3.0, "Preparing the preview": 0.5,
}  # fmt: skip
"""The stages of a fusion in their order, each with its share of the time in any unit: what is known of
the first one. Later ones go by the last."""
FIRST_SECONDS = 1.5
"""Before that there is too little to tell from."""
LEAST_DONE = 0.04
"""Of all the work."""


class TimeLeft:
    """Counts the work of one job; ``plan`` has its stages with their shares."""

    def __init__(self, plan: Mapping[str, float], now: float) -> None:
        self._plan = dict(plan)
        self._began = now
        self._stage, self._stage_began, self._share = "", now, 0.0
        self._spent: dict[str, float] = {}

    def report(self, stage: str, done: int, total: int, now: float) -> None:
        """The job's progress at a time in seconds."""
        if stage != self._stage:
            self._end_stage(now)
            self._stage, self._stage_began = stage, now
        self._share = min(max(done / max(total, 1), 0.0), 1.0)

    def seconds(self, now: float) -> float | None:
        """What is left, in seconds; None as long as that cannot be told."""
        done, elapsed = self.done(), now - self._began
        if elapsed < FIRST_SECONDS or done < LEAST_DONE:
            return None
        return elapsed * (1 - done) / done

    def done(self) -> float:
        """How much of the work is done, from 0 to 1; a stage that nobody knew counts as all there is."""
        if self._stage not in self._plan:
            return self._share if not self._spent else 0.0
        stages = list(self._plan)
        number = stages.index(self._stage)
        before = sum(self._plan[stage] for stage in stages[:number])
        return (before + self._share * self._plan[self._stage]) / sum(self._plan.values())

    def spent(self, now: float) -> dict[str, float]:
        """Seconds of each stage so far: the plan of the next job of this kind."""
        self._end_stage(now)
        self._stage_began = now
        return {stage: max(seconds, 1e-3) for stage, seconds in self._spent.items()}

    def _end_stage(self, now: float) -> None:
        if self._stage:
            self._spent[self._stage] = self._spent.get(self._stage, 0.0) + now - self._stage_began


class Clock:
    """Follows the jobs that are shown, and learns from each kind how its time is spent."""

    def __init__(self) -> None:
        self._plans: dict[tuple[str, ...], Mapping[str, float]] = {}
        self._kind: tuple[str, ...] = ()
        self._current: TimeLeft | None = None

    def begin(self, kind: tuple[str, ...], now: float) -> None:
        """A job begins; jobs of one ``kind`` spend their time alike."""
        self._kind = kind
        self._current = TimeLeft(self._plans.get(kind, STAGES), now)

    def report(self, stage: str, done: int, total: int, now: float) -> float | None:
        """The job's progress; gives the seconds that are left, where that can be told."""
        if self._current is None:
            return None
        self._current.report(stage, done, total, now)
        return self._current.seconds(now)

    def end(self, is_whole: bool, now: float) -> None:
        """The job is over; ``is_whole`` where it came to its end."""
        if self._current is not None and is_whole:
            spent = self._current.spent(now)
            if spent:
                self._plans[self._kind] = spent
        self._current = None
