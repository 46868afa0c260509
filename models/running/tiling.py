"""A picture in tiles: rectangles that cover it, or those of its cells that are wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.arrays import Cuttable, Picture

CELL = 32
"""Side in pixels of the squares, from the upper left corner on, by which a caller says what it wants."""
Cells = npt.NDArray[np.bool_]
"""(⌈H / CELL⌉, ⌈W / CELL⌉), true where a cell is wanted."""
Tick = Callable[[int, int], None]
"""``tick(done, total)``, called as work goes on; it may raise to stop."""


@dataclass(frozen=True)
class Tile:
    """A rectangle of the picture, without its halo."""

    top: int
    left: int
    height: int
    width: int

    def area(self) -> tuple[slice, slice]:
        """Its rows and columns."""
        return slice(self.top, self.top + self.height), slice(self.left, self.left + self.width)


def tile_grid(height: int, width: int, side: int) -> list[Tile]:
    """Squares of ``side`` pixels that cover (height, width), cut at the right and lower edge.

    Examples
    --------
    >>> [tile.width for tile in tile_grid(20, 50, 32)]
    [32, 18]
    """
    return [
        Tile(top, left, min(side, height - top), min(side, width - left))
        for top in range(0, height, side)
        for left in range(0, width, side)
    ]


class Counter:
    """Counts work done, and reports it to ``tick`` if there is one."""

    def __init__(self, tick: Tick | None, total: int) -> None:
        self._tick, self._total, self._done = tick, total, 0

    def advance(self) -> None:
        """One of ``total`` is done."""
        self._done += 1
        if self._tick:
            self._tick(self._done, self._total)


@dataclass(frozen=True)
class Window:
    """What a network sees to compute a tile: the tile and its surroundings.

    All windows of a picture have the same size. At the picture's border a window ends where the picture
    does, so that the network meets the same border that it would meet in the whole picture.
    """

    top: int
    left: int
    height: int
    width: int
    tile: Tile

    def inside(self) -> tuple[slice, slice]:
        """Rows and columns of the tile within the window."""
        top, left = self.tile.top - self.top, self.tile.left - self.left
        return slice(top, top + self.tile.height), slice(left, left + self.tile.width)

    def cut(
        self, frames: Cuttable, numbers: Sequence[int] | None = None
    ) -> npt.NDArray[np.float32]:
        """The window of frames (n, H, W), or of those of the given numbers, as float32; the last row and
        column are repeated outside."""
        _, height, width = frames.shape
        bottom, right = min(self.top + self.height, height), min(self.left + self.width, width)
        area = slice(self.top, bottom), slice(self.left, right)
        values = cut_frames(frames, area, numbers)
        below, beside = self.height - values.shape[1], self.width - values.shape[2]
        if below or beside:
            values = np.pad(values, ((0, 0), (0, below), (0, beside)), mode="edge")
        return values


def cut_frames(
    frames: Cuttable, area: tuple[slice, slice], numbers: Sequence[int] | None = None
) -> npt.NDArray[np.float32]:
    """An area of frames (n, H, W), or of those of the given numbers, as float32."""
    if numbers is None:
        return np.asarray(frames[slice(0, frames.shape[0]), *area], np.float32)
    cut = [np.asarray(frames[slice(number, number + 1), *area], np.float32) for number in numbers]
    return np.concatenate(cut)


def window_grid(height: int, width: int, side: int, halo: int, multiple: int) -> list[Window]:
    """Windows of one size whose tiles cover a picture, each tile with ``halo`` pixels around it.

    Parameters
    ----------
    height, width
        Of the picture in pixels. It is taken to be enlarged to the next ``multiple`` at the right and
        lower edge.
    side
        No side of a window is larger; a multiple of ``multiple``.
    halo
        Surroundings that a tile has within its window, but where the picture ends; a multiple of
        ``multiple``.
    multiple
        Every window begins at a multiple of it.

    Examples
    --------
    >>> [(window.left, window.width, window.tile.width) for window in window_grid(64, 150, 96, 16, 16)]
    [(0, 96, 80), (64, 96, 70)]
    """
    rows, columns = (spans(size, side, halo, multiple) for size in (height, width))
    return [
        Window(
            top, left, row_side, column_side,
            Tile(begin, begin_column, end - begin, end_column - begin_column),
        )
        for top, row_side, begin, end in rows
        for left, column_side, begin_column, end_column in columns
    ]  # fmt: skip


def spans(size: int, side: int, halo: int, multiple: int) -> list[tuple[int, int, int, int]]:
    """Along one axis: where a window begins, its side, where its tile begins and ends.

    The side is at most ``side``: no larger than so many windows must be.
    """
    padded = -(-size // multiple) * multiple
    if padded <= side:
        return [(0, padded, 0, size)]
    count = -(-(padded - 2 * halo) // (side - 2 * halo))
    smallest = -(-(padded + 2 * halo * (count - 1)) // count)
    side = -(-smallest // multiple) * multiple
    found, begin = [], 0
    while begin < size:
        start = min(max(begin - halo, 0), padded - side)
        last = start + side >= padded
        end = size if last else start + side - halo
        found.append((start, side, begin, end))
        begin = end
    return found


def even_tile_grid(height: int, width: int, side: int) -> list[Tile]:
    """Tiles of one size that cover (height, width): the last ones overlap those before them.

    Examples
    --------
    >>> [(tile.left, tile.width) for tile in even_tile_grid(20, 50, 32)]
    [(0, 32), (18, 32)]
    """
    rows, columns = min(side, height), min(side, width)
    return [
        Tile(min(top, height - rows), min(left, width - columns), rows, columns)
        for top in range(0, height, rows)
        for left in range(0, width, columns)
    ]


def reach(begin: int, size: int, side: int, halo: int, multiple: int) -> tuple[int, int]:
    """Along one axis: where the window begins, and its side."""
    padded = -(-size // multiple) * multiple
    if padded <= side:
        return 0, padded
    return min(max(begin - halo, 0), padded - side), side


def cover_cells(wanted: Cells, height: int, width: int, side: int) -> list[Tile]:
    """Tiles of at most ``side`` pixels, a multiple of ``CELL``, that hold every wanted cell.

    Each begins at the first wanted cell that no other holds.

    Examples
    --------
    >>> wanted = np.array([[False, True, False, True]])
    >>> [(tile.left, tile.width) for tile in cover_cells(wanted, 32, 128, 64)]
    [(32, 64), (96, 32)]
    """
    left, reach, found = wanted.copy(), side // CELL, []
    for row in range(len(left)):
        while left[row].any():
            column = int(left[row].argmax())
            left[row : row + reach, column : column + reach] = False
            top, begin = row * CELL, column * CELL
            found.append(Tile(top, begin, min(side, height - top), min(side, width - begin)))
    return found


def cover_in_runs(wanted: Cells, height: int, width: int, high: int, longest: int) -> list[Tile]:
    """Tiles ``high`` cells high and at most ``longest`` wide that hold every wanted cell; none overlap.

    Boundaries are long and thin. Square tiles that cover one are mostly beside it; runs of cells fit it,
    and what surrounds each of them is computed once for the whole run.

    Examples
    --------
    >>> wanted = np.array([[False, True, True, False], [False, False, True, True]])
    >>> [(tile.left, tile.width) for tile in cover_in_runs(wanted, 64, 128, high=2, longest=14)]
    [(32, 96)]
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


def mirrored(
    luminance: Picture, top: int, left: int, height: int, width: int
) -> npt.NDArray[np.float32]:
    """(height, width) of the picture from (top, left) on, mirrored outside (the edge pixel repeated)."""
    bottom, right = top + height, left + width
    rows = slice(max(top, 0), min(bottom, luminance.shape[0]))
    columns = slice(max(left, 0), min(right, luminance.shape[1]))
    values = np.ascontiguousarray(luminance[rows, columns], np.float32)
    beside = ((rows.start - top, bottom - rows.stop), (columns.start - left, right - columns.stop))
    return np.pad(values, beside, mode="symmetric") if values.shape != (height, width) else values
