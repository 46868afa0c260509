"""Parts of a picture that hold wanted cells, and how they go through a network side by side.

Boundaries are long and thin. Square tiles that cover one are mostly beside it; runs of cells fit it, and
what surrounds each of them is worked out once for the whole run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from models.tiling import CELL, Cells, Tile


def parts_with(wanted: Cells, height: int, width: int, high: int, longest: int) -> list[Tile]:
    """Runs of cells, ``high`` cells high and at most ``longest`` wide, that hold every wanted cell.

    None overlaps another.
    """
    found = []
    for first in range(0, len(wanted), high):
        top = first * CELL
        rows = min(high * CELL, height - top)
        for begin, end in runs(np.asarray(wanted[first : first + high].any(axis=0)), longest):
            left = begin * CELL
            found.append(Tile(top, left, rows, min(end * CELL, width) - left))
    return found


def runs(wanted: Cells, longest: int) -> list[tuple[int, int]]:
    """Beginning and end of every run of wanted cells in a row; long ones are cut."""
    edges = np.flatnonzero(np.diff(wanted, prepend=False, append=False))
    return [
        (begin, min(begin + longest, int(end)))
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        for begin in range(int(start), int(end), longest)
    ]


@dataclass(frozen=True)
class Thing:
    """Something to be packed, so wide; ``first`` and ``last`` in its strip if it says so."""

    width: int
    first: bool = False
    last: bool = False


@dataclass
class Strip:
    """A row of things: the number of each and where it begins, and what is still free."""

    begin: int
    end: int
    places: list[tuple[int, int]] = field(default_factory=list)
    ended: bool = False

    def fits(self, thing: Thing) -> bool:
        """Whether there is room for it where it must lie."""
        if self.end - self.begin < thing.width or (thing.first and self.begin > 0):
            return False
        return not (thing.last and self.ended)

    def take(self, number: int, thing: Thing) -> None:
        """Put it at the right if it is to be last, else beside what is there."""
        if thing.last:
            self.end -= thing.width
            self.ended = True
            self.places.append((number, self.end))
        else:
            self.places.append((number, self.begin))
            self.begin += thing.width


def packed(things: Sequence[Thing], side: int) -> list[list[tuple[int, int]]]:
    """Things side by side in about as few strips of ``side`` as can be; none is wider than that.

    Of each strip the numbers of the things and where each begins. First-fit decreasing, those that must
    come first or last before the others.
    """
    strips: list[Strip] = []

    def order(number: int) -> tuple[bool, bool, int]:
        thing = things[number]
        return not thing.first, not thing.last, -thing.width

    for number in sorted(range(len(things)), key=order):
        strip = next((strip for strip in strips if strip.fits(things[number])), None)
        if strip is None:
            strip = Strip(0, side)
            strips.append(strip)
        strip.take(number, things[number])
    return [strip.places for strip in strips]
