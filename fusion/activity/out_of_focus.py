"""Where no frame of a stack is in focus and detail was made up, the sharpest frame around is taken.

A network that learned from what is sharp somewhere guesses there, another frame every few pixels, and a
mug beyond the last focus comes out with jagged rims. So do things that light passes through, which it
has never seen. The frame of largest gradient energy over a wide window is no guess, and changes slowly.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from fusion.activity.flat_regions import CELL, WINDOW, energies
from fusion.activity.made_up_detail import BLOCK
from fusion.contracts import Frames
from fusion.decision import WHOLE, Labels, Rows, Steps, label_type
from fusion.photo import FloatMap, Mask
from fusion.threads import over_bands

LEAST_IN_FOCUS = 0.9
"""Mean of the scaled in-focus probability in the window below which no frame is in focus. On stacks with
truth it is lower in a twentieth of the picture, where the network is still right."""
AROUND = 4
"""So many blocks around one with made-up detail are looked at."""
DECISIVENESS = 5.0
"""By how much the lead in energy, as a share of the two largest, is multiplied before it becomes a
weight: a frame with one and a half times the energy of the next is taken alone."""


def settle_out_of_focus(
    frames: Frames, labels: Labels, second: Labels, weight: Steps, in_focus: Rows, made_up: Mask
) -> bool:
    """Let the gradient energy decide where no frame is in focus and detail was made up.

    Parameters
    ----------
    frames
        That are fused.
    labels, second, weight
        (H, W), changed in place: the frame that leads, the next, and the weight of the first in steps.
    in_focus
        (H, W) in steps, read by rows: how surely the leading frame is in focus.
    made_up
        (H // 16, W // 16): blocks with made-up detail (``fusion.activity.made_up_detail``).

    Returns
    -------
    bool
        Whether anything was changed.

    Notes
    -----
    Made here. Known weakness: beside an edge the window sees what is across it.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> stripes = np.tile(np.array([0, 90], np.uint8), (64, 32))
    >>> frames = MatchingFrames([stripes // 9, stripes, stripes // 3])
    >>> labels, second = np.zeros((2, 64, 64), np.uint8)
    >>> weight = np.full((64, 64), WHOLE, np.uint16)
    >>> settle_out_of_focus(frames, labels, second, weight, 0 * weight, np.ones((4, 4), bool))
    True
    >>> int(labels.min()), int(second.max())
    (1, 2)
    """
    cells = blurred_cells(in_focus, made_up)
    if not cells.any():
        return False
    height, width = labels.shape
    blurred = enlarged(cells, height, width)
    first, next_one, lead = leading_cells((energy for energy, _ in energies(frames)), len(frames))
    np.copyto(labels, enlarged(first, height, width), where=blurred)
    np.copyto(second, enlarged(next_one, height, width), where=blurred)
    size = (lead.shape[1] * CELL, lead.shape[0] * CELL)
    smooth = cv2.resize(lead, size, interpolation=cv2.INTER_LINEAR)[:height, :width]
    share = np.clip(0.5 + 0.5 * DECISIVENESS * smooth, 0.5, 1)
    np.copyto(weight, np.rint(share * WHOLE).astype(np.uint16), where=blurred)
    return True


def blurred_cells(in_focus: Rows, made_up: Mask) -> Mask:
    """The regions of cells without a frame in focus in which there is made-up detail."""
    blurred = mean_in_cells(in_focus) < LEAST_IN_FOCUS
    blocks = made_up.view(np.uint8)
    around = cv2.dilate(blocks, np.ones((2 * AROUND + 1,) * 2, np.uint8))
    blurred &= of_blocks(around, blurred.shape)
    _, numbers = cv2.connectedComponents(blurred.view(np.uint8), connectivity=8)
    wanted = np.unique(numbers[of_blocks(blocks, blurred.shape) & blurred])
    return np.asarray(np.isin(numbers, wanted) & blurred)


def of_blocks(blocks: npt.NDArray[Any], shape: tuple[int, int]) -> Mask:
    """A mask of blocks of 16 pixels as one of cells of a shape; a rest beside the blocks is false."""
    side = BLOCK // CELL
    cells = np.zeros(shape, bool)
    found = np.repeat(np.repeat(blocks > 0, side, axis=0), side, axis=1)
    cells[: found.shape[0], : found.shape[1]] = found
    return cells


def mean_in_cells(in_focus: Rows) -> FloatMap:
    """The mean in the window around each cell, in [0, 1], (⌈H / CELL⌉, ⌈W / CELL⌉)."""
    height, width = in_focus.shape
    cells = np.empty((-(-height // CELL), -(-width // CELL)), np.float32)

    def fill(rows: slice) -> None:
        values = np.asarray(in_focus[CELL * rows.start : min(CELL * rows.stop, height)], np.float32)
        below, beside = (-side % CELL for side in values.shape)
        values = np.pad(values, ((0, below), (0, beside)), mode="edge")
        size = (cells.shape[1], rows.stop - rows.start)
        cells[rows] = cv2.resize(values, size, interpolation=cv2.INTER_AREA)

    over_bands(fill, len(cells), CELL * CELL * cells.shape[1])
    side = (WINDOW, WINDOW)
    mean = cv2.boxFilter(cells, cv2.CV_32F, side, borderType=cv2.BORDER_REFLECT)
    return np.asarray(mean / np.float32(WHOLE), np.float32)


def leading_cells(of_frames: Iterable[FloatMap], count: int) -> tuple[Labels, Labels, FloatMap]:
    """The frame of largest energy in each cell, the next, and the lead: their difference over their sum,
    falling to 0 where another frame begins to lead."""
    first: Labels | None = None
    for number, energy in enumerate(of_frames):
        if first is None:
            first, second = np.zeros((2, *energy.shape), label_type(count))
            best, next_best = energy, np.zeros_like(energy)
            continue
        leads, follows = energy > best, energy > next_best
        second = np.where(leads, first, np.where(follows, number, second)).astype(first.dtype)
        next_best = np.where(leads, best, np.maximum(next_best, energy))
        first = np.where(leads, number, first).astype(first.dtype)
        best = np.maximum(best, energy)
    assert first is not None
    second = np.where(second == first, (first == 0).astype(first.dtype), second)
    lead = np.asarray((best - next_best) / (best + next_best + 1e-12), np.float32)
    square = np.ones((3, 3), np.uint8)
    lead[cv2.dilate(first, square) != cv2.erode(first, square)] = 0
    return first, second, np.asarray(cv2.blur(lead, (3, 3)), np.float32)


def enlarged(cells: npt.NDArray[Any], height: int, width: int) -> npt.NDArray[Any]:
    """Each cell as a square of pixels, cut to (height, width)."""
    return np.repeat(np.repeat(cells, CELL, axis=0), CELL, axis=1)[:height, :width]
