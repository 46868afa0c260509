"""Parts of a picture that are compared again at full size, and what they find put in its place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fusion.focus.comparison import Comparison, Rows, Sharpest
from fusion.focus.enlarging import doubled, doubled_rows
from fusion.photo import FloatMap
from models.tiling import CELL, Cells, Tile

HIGH = 2
"""Height of a part in cells."""
LONGEST = 14
"""Width of the widest part in cells."""


def parts_with(wanted: Cells, height: int, width: int) -> list[Tile]:
    """Runs of cells, ``HIGH`` cells high, that hold every wanted cell; none overlaps another."""
    found = []
    for first in range(0, len(wanted), HIGH):
        top = first * CELL
        rows = min(HIGH * CELL, height - top)
        for begin, end in runs(np.asarray(wanted[first : first + HIGH].any(axis=0))):
            left = begin * CELL
            found.append(Tile(top, left, rows, min(end * CELL, width) - left))
    return found


def runs(wanted: Cells) -> list[tuple[int, int]]:
    """Beginning and end of every run of wanted cells in a row; long ones are cut."""
    edges = np.flatnonzero(np.diff(wanted, prepend=False, append=False))
    return [
        (begin, min(begin + LONGEST, int(end)))
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        for begin in range(int(start), int(end), LONGEST)
    ]


def widened(part: Tile, reach: int, height: int, width: int) -> Tile:
    """The part with ``reach`` pixels more on every side, as far as the picture goes."""
    top, left = max(part.top - reach, 0), max(part.left - reach, 0)
    bottom = min(part.top + part.height + reach, height)
    right = min(part.left + part.width + reach, width)
    return Tile(top, left, bottom - top, right - left)


def replaced(
    coarse: Comparison, parts: Sequence[Tile], found: Sequence[Sharpest], height: int, width: int
) -> Comparison:
    """The comparison of the half size at full size, and what was found in the parts in its place."""
    labels = doubled(coarse.labels, height, width)
    for part, sharpest in zip(parts, found, strict=True):
        labels[part.area()] = sharpest.labels
    best, second = (
        Replaced(whole, parts, values, height, width)
        for whole, values in (
            (coarse.best, [sharpest.best for sharpest in found]),
            (coarse.second, [sharpest.second for sharpest in found]),
        )
    )
    return Comparison(labels, best, second)


class Replaced:
    """A map (height, width): that of the half size, each pixel four times, and other values in parts.

    The whole of it never stands in memory.
    """

    def __init__(
        self, half: Rows, parts: Sequence[Tile], values: Sequence[FloatMap], height: int, width: int
    ) -> None:
        self.shape = (height, width)
        self._half = half
        self._values: dict[int, list[tuple[Tile, FloatMap]]] = {}
        for part, value in zip(parts, values, strict=True):
            self._values.setdefault(part.top // (HIGH * CELL), []).append((part, value))

    def __getitem__(self, rows: slice, /) -> FloatMap:
        start, stop, _ = rows.indices(self.shape[0])
        result: FloatMap = doubled_rows(self._half, slice(start, stop), self.shape[1])
        side = HIGH * CELL
        for row in range(start // side, -(-stop // side)):
            for part, value in self._values.get(row, ()):
                begin, end = max(part.top, start), min(part.top + part.height, stop)
                columns = slice(part.left, part.left + part.width)
                result[begin - start : end - start, columns] = value[begin - part.top : end - part.top]
        return result
