"""Maps of the half size at full size."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from fusion.strips import by_strips


def doubled(half: npt.NDArray[Any], height: int, width: int) -> npt.NDArray[Any]:
    """(height, width), twice the size of ``half`` or one pixel less: each of its pixels four times."""
    full = np.empty((height, width), half.dtype)

    def fill(rows: slice) -> None:
        full[rows] = doubled_rows(half, rows, width)

    by_strips(fill, height, width)
    return full


def doubled_rows(half: Any, rows: slice, width: int) -> npt.NDArray[Any]:
    """These rows of ``doubled``; ``half`` is an array, or gives its rows as one."""
    above = half[rows.start // 2 : -(-rows.stop // 2)]
    twice = cv2.resize(above, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
    begin = rows.start % 2
    return np.asarray(twice[begin : begin + rows.stop - rows.start, :width])
