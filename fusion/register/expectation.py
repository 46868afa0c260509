"""How much time and memory a fusion is going to take."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.frames import memory
from fusion.notes import Note
from models.running.threads import thread_count

MEGAPIXEL_SECONDS = {"sesf": 0.35, "learned-decision": 0.75}
"""Core seconds for each megapixel of each frame, reading and registering included, on a core of 2.5 GHz
(``python -m benchmarks.real_stacks``)."""
BASE_MB = 450
"""Of the program and its networks."""
MB_A_MEGAPIXEL = 30
"""Of maps, whatever the number of frames."""


@dataclass(frozen=True)
class Expectation:
    """What a fusion is going to take.

    Attributes
    ----------
    seconds
        By method.
    memory_mb, scratch_mb
        Megabytes of memory, and of temporary files.
    """

    seconds: dict[str, float]
    memory_mb: int
    scratch_mb: int

    def __str__(self) -> str:
        return str(self.note)

    @property
    def note(self) -> Note:
        """As a sentence."""
        quick, slow = (about(self.seconds[name]) for name in ("sesf", "learned-decision"))
        return Note(
            "what-fusing-takes",
            "Fusing is going to take about {quick} with sesf and {slow} with learned-decision, "
            "{memory} MB of memory and {scratch} MB of temporary files.",
            quick=quick, slow=slow, memory=self.memory_mb, scratch=self.scratch_mb,
        )  # fmt: skip


def expectation(count: int, shape: tuple[int, int]) -> Expectation:
    """What fusing so many frames of shape (H, W) is going to take on this machine.

    Parameters
    ----------
    count
        How many frames take part.
    shape
        Height and width.

    Returns
    -------
    Expectation
        Known weakness: assumes 8-bit colour and a core of about 2.5 GHz.

    Examples
    --------
    >>> expectation(2, (1000, 1000)).scratch_mb, expectation(100, (3000, 4000)).scratch_mb
    (0, 2960)
    """
    megapixels = shape[0] * shape[1] / 1e6
    cores = max(thread_count(), 1)
    seconds = {name: count * megapixels * each / cores + 2 for name, each in MEGAPIXEL_SECONDS.items()}
    frames = 3 * megapixels * count
    in_memory = min(frames, memory.FRAMES / 1e6)
    return Expectation(
        seconds, round(BASE_MB + in_memory + MB_A_MEGAPIXEL * megapixels), round(frames - in_memory)
    )


def about(seconds: float) -> str:
    """A duration as a person says it."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
