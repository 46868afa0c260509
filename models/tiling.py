"""A picture in tiles: the rectangles, counting them, and how many are worked on at a time."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

Tick = Callable[[int, int], None]
"""``tick(done, total)``, called as work goes on; it may raise to stop."""


@dataclass(frozen=True)
class Tile:
    """A rectangle of the picture, without its halo."""

    top: int
    left: int
    height: int
    width: int


def tiles(height: int, width: int, side: int) -> list[Tile]:
    """Cover (height, width) with squares of ``side``, cut at the right and lower edge."""
    return [
        Tile(top, left, min(side, height - top), min(side, width - left))
        for top in range(0, height, side)
        for left in range(0, width, side)
    ]


class Counter:
    """Counts work done and tells it."""

    def __init__(self, tick: Tick, total: int) -> None:
        self._tick, self._total, self._done = tick, total, 0

    def advance(self) -> None:
        self._done += 1
        self._tick(self._done, self._total)


def cpu_threads() -> int:
    """A thread a core, or as many as the environment variable ``PARFOCAL_THREADS`` says."""
    wanted = os.environ.get("PARFOCAL_THREADS", "")
    return max(1, int(wanted)) if wanted.isdecimal() else os.cpu_count() or 1
