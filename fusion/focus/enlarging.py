"""Maps of the half size at full size."""

from __future__ import annotations

from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from fusion.strips import by_strips
from models.tiling import CELL

Area = tuple[slice, slice]
"""Rows and columns, each from a beginning to an end."""


class Rows(Protocol):
    """A map (H, W), read a few rows at a time: an array, or made when it is asked for."""

    @property
    def shape(self) -> tuple[int, ...]: ...

    def __getitem__(self, rows: slice, /) -> npt.NDArray[Any]: ...


def doubled(half: npt.NDArray[Any], height: int, width: int) -> npt.NDArray[Any]:
    """(height, width), twice the size of ``half`` or one pixel less: each of its pixels four times."""
    full = np.empty((height, width), half.dtype)

    def fill(rows: slice) -> None:
        full[rows] = doubled_rows(half, rows, width)

    by_strips(fill, height, width)
    return full


def doubled_rows(half: Rows, rows: slice, width: int) -> npt.NDArray[Any]:
    """These rows of ``doubled``."""
    above = half[rows.start // 2 : -(-rows.stop // 2)]
    twice = cv2.resize(above, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
    begin = rows.start % 2
    return np.asarray(twice[begin : begin + rows.stop - rows.start, :width])


class Replaced:
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
        for row in range(start // CELL, -(-stop // CELL)):
            for (above, columns), values in self._areas.get(row, ()):
                top = max(above.start, start, row * CELL)
                end = min(above.stop, stop, (row + 1) * CELL)
                inside = slice(top - above.start, end - above.start)
                result[top - start : end - start, columns] = values[inside]
        return result
