"""Luminance at half size, and the cells that must be computed again at full size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from fusion.decision import Labels, Rows
from fusion.frames.scratch import release
from fusion.photo import FloatMap, Mask
from fusion.threads import in_threads, row_bands
from models.arrays import Picture
from models.running.tiling import CELL, Cells

LARGE = 1_400_000
"""Pixels from which on a picture is decided at half size first."""
HALF_SIZE_SHARE = 0.5
"""Share of the progress bar given to the half-size pass."""
MARGIN = 16
"""Pixels of the full size on either side of a change of label that are computed again."""
ALIKE, ALIKE_OF_MANY = np.float32(1 / 255), np.float32(1.2 / 255)
"""Root mean square difference in a cell below which the choice does not matter there: of two frames,
and of the two of many that lead. On stacks of 12 and 14 frames 1.2 levels cost nothing, and left a tenth
of the cells."""

ShareDone = Callable[[float], None]
"""Is given the share of the work that is done, from 0 to 1."""
Stack = npt.NDArray[np.floating[Any]]
"""Luminance (n, h, w)."""


def fill_half(half: npt.NDArray[np.floating[Any]], grey: Picture) -> None:
    """Fill ``half`` (⌈H/2⌉, ⌈W/2⌉) with the luminance (H, W) at half size, band by band."""
    height, width = grey.shape

    def fill(rows: slice) -> None:
        half[rows] = halved(grey[2 * rows.start : min(2 * rows.stop, height), 0:width])

    in_threads(fill, row_bands(half.shape[0], 4 * half.shape[1]))


def one_by_one(stack: Stack) -> Iterator[npt.NDArray[np.floating[Any]]]:
    """The frames (h, w) of a stack; what is mapped of a scratch file is freed after each."""
    for frame in stack:
        yield frame
        release(stack)


class MappedStack:
    """A stack (n, h, w), sliced like an array; what is mapped of a scratch file is freed at once."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self.shape = stack.shape

    def __getitem__(self, area: tuple[slice, slice, slice], /) -> npt.NDArray[np.floating[Any]]:
        cut = np.array(self._stack[area])
        release(self._stack)
        return cut


def halved(grey: npt.NDArray[np.floating[Any]]) -> FloatMap:
    """(H, W) at half size, rounded up: means of 2 x 2 pixels; an odd last row or column is repeated."""
    height, width = grey.shape
    if height % 2 or width % 2:
        grey = np.pad(grey, ((0, height % 2), (0, width % 2)), mode="edge")
    size = (grey.shape[1] // 2, grey.shape[0] // 2)
    values = np.asarray(grey, np.float32)
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)


def any_in_cells(mask: Mask, side: int, rows: int, columns: int) -> Cells:
    """(rows, columns): squares of ``side`` pixels in which the mask is true anywhere."""
    padded = np.zeros((rows * side, columns * side), bool)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    return np.asarray(padded.reshape(rows, side, columns, side).any(axis=(1, 3)))


def halved_mask(mask: Mask | None) -> Mask | None:
    """A mask (H, W) at half size, rounded up: true where all of 2 × 2 pixels are."""
    if mask is None:
        return None
    return np.asarray(~any_in_cells(~mask, 2, -(-mask.shape[0] // 2), -(-mask.shape[1] // 2)))


def near_change(labels: Labels, margin: int = MARGIN) -> npt.NDArray[np.bool_]:
    """Pixels of the half size with another label within ``margin`` pixels of the full size."""
    square = np.ones((margin + 1, margin + 1), np.uint8)
    return np.asarray(cv2.dilate(labels, square) != cv2.erode(labels, square))


def open_cells(
    is_open: npt.NDArray[np.bool_],
    half: Stack,
    height: int,
    width: int,
    leading: tuple[Rows, Rows] | None = None,
    flat: Mask | None = None,
) -> Cells:
    """Cells of the full size in which the choice of a frame is open and matters.

    Parameters
    ----------
    is_open
        (h, w), the half size: where the choice is open.
    half
        (n, h, w): luminance.
    height, width
        Of the full size.
    leading
        (h, w) each: the frame that leads and the next; None where there are two frames. Where they look
        alike, one is as good as the other.
    flat
        (height, width): where the choice does not matter; None for nowhere.

    Returns
    -------
    Cells
        Those with an open pixel, with one that is not flat, and in which the two frames' luminances
        differ by more than ``ALIKE``, or of many frames ``ALIKE_OF_MANY``.
    """
    side = CELL // 2
    rows, columns = -(-height // CELL), -(-width // CELL)
    cells = any_in_cells(is_open, side, rows, columns)
    if flat is not None:
        cells &= any_in_cells(~flat, CELL, rows, columns)
    least = (ALIKE if leading is None else ALIKE_OF_MANY) ** 2
    for row in np.flatnonzero(cells.any(axis=1)):
        band = slice(row * side, (row + 1) * side)
        strip = np.asarray(half[:, band], np.float32)
        if leading is None:
            difference = strip.max(axis=0) - strip.min(axis=0)
        else:
            one, other = (values_by_label(strip, labels[band]) for labels in leading)
            difference = one - other
        squares = np.square(difference).mean(axis=0)
        sums = np.add.reduceat(squares, np.arange(0, len(squares), side))
        counts = np.minimum(side, len(squares) - side * np.arange(columns))
        cells[row] &= sums / counts > least
        release(half)
    return cells


def values_by_label(strip: FloatMap, labels: npt.NDArray[Any]) -> FloatMap:
    """(h, w): of frames (n, h, w) the values of that which the label names, the last for no frame."""
    numbers = np.minimum(labels, len(strip) - 1).astype(np.intp)
    return np.asarray(np.take_along_axis(strip, numbers[None], axis=0)[0])
