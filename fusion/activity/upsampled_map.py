"""Maps of the half size, enlarged to the full size when they are read."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from fusion.decision import Rows
from fusion.threads import over_bands
from models.running.tiling import CELL

Area = tuple[slice, slice]
"""Rows and columns, each from a beginning to an end."""


def doubled(half: npt.NDArray[Any], height: int, width: int) -> npt.NDArray[Any]:
    """``half`` at twice its size, or one pixel less: (height, width), each pixel repeated four times."""
    full = np.empty((height, width), half.dtype)

    def fill(rows: slice) -> None:
        full[rows] = doubled_rows(half, rows, width)

    over_bands(fill, height, width)
    return full


def doubled_rows(half: Rows, rows: slice, width: int) -> npt.NDArray[Any]:
    """Some rows of ``doubled``."""
    above = half[rows.start // 2 : -(-rows.stop // 2)]
    twice = cv2.resize(above, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
    begin = rows.start % 2
    return np.asarray(twice[begin : begin + rows.stop - rows.start, :width])


class UpsampledMap:
    """A map (height, width): that of the half size, each pixel four times, and other values in areas.

    The whole of it never stands in memory. No two areas may overlap.
    """

    def __init__(self, half: Rows, height: int, width: int) -> None:
        self.shape = (height, width)
        self._half = half
        self._areas: dict[int, list[tuple[Area, npt.NDArray[Any]]]] = {}

    def __setitem__(self, area: Area, values: npt.NDArray[Any], /) -> None:
        rows = area[0]
        for row in range(rows.start // CELL, -(-rows.stop // CELL)):
            self._areas.setdefault(row, []).append((area, values))

    def __getitem__(self, rows: slice, /) -> npt.NDArray[Any]:
        start, stop, _ = rows.indices(self.shape[0])
        result = doubled_rows(self._half, slice(start, stop), self.shape[1])
        self._put_areas(result, start, stop)
        return result

    def _put_areas(self, result: npt.NDArray[Any], start: int, stop: int) -> None:
        """Write the values of areas into ``result``, the rows from ``start`` to ``stop``."""
        for row in range(start // CELL, -(-stop // CELL)):
            for (above, columns), values in self._areas.get(row, ()):
                top = max(above.start, start, row * CELL)
                end = min(above.stop, stop, (row + 1) * CELL)
                inside = slice(top - above.start, end - above.start)
                result[top - start : end - start, columns] = values[inside]


class FeatheredMap(UpsampledMap):
    """An ``UpsampledMap`` for smooth values: within half a cell of its edges an area's values change
    into those of the half size, linearly, so that no edge shows. Areas begin at cells."""

    def __init__(self, half: Rows, height: int, width: int) -> None:
        super().__init__(half, height, width)
        self._held = np.zeros((-(-height // CELL), -(-width // CELL)), np.float32)

    def __setitem__(self, area: Area, values: npt.NDArray[Any], /) -> None:
        super().__setitem__(area, values)
        rows, columns = (slice(part.start // CELL, -(-part.stop // CELL)) for part in area)
        self._held[rows, columns] = 1

    def __getitem__(self, rows: slice, /) -> npt.NDArray[Any]:
        start, stop, _ = rows.indices(self.shape[0])
        outside = doubled_rows(self._half, slice(start, stop), self.shape[1])
        values = outside.copy()
        self._put_areas(values, start, stop)
        held = self._held_near(start, stop)
        if held.min() == held.max():  # no edge is near
            return values
        size = (held.shape[1] * CELL, len(held))
        share = cv2.resize(2 * held - 1, size, interpolation=cv2.INTER_LINEAR)
        mixed = values.astype(np.float32)
        mixed -= outside
        mixed *= np.clip(share, 0, 1, out=share)[:, : self.shape[1]]
        mixed += outside
        if np.issubdtype(values.dtype, np.integer):
            np.rint(mixed, out=mixed)
        return mixed.astype(values.dtype)

    def _held_near(self, start: int, stop: int) -> npt.NDArray[np.float32]:
        """How far each row from ``start`` to ``stop`` lies in an area, 0 to 1, for each column of cells;
        linear between the middles of two cells."""
        middle = (np.arange(start, stop, dtype=np.float32) + 0.5) / CELL - 0.5
        middle = np.clip(middle, 0, len(self._held) - 1)
        above = middle.astype(int)
        below = np.minimum(above + 1, len(self._held) - 1)
        share = (middle - above)[:, None].astype(np.float32)
        return np.asarray((1 - share) * self._held[above] + share * self._held[below], np.float32)
