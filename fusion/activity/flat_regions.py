"""Where no frame of a stack shows detail that another lacks, the choice follows the surroundings.

In a smooth background the sharpest frame is a matter of noise, another one every few pixels. Every
choice is as good for detail, but a mosaic of frames that differ in brightness is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from fusion.activity.activity_map import gradient_energy
from fusion.contracts import Frames
from fusion.decision import Comparison, Labels, undecided
from fusion.photo import FloatMap, luminance
from fusion.refine.consistency import large_regions, nearest_label

CELL = 4
"""Side in pixels of the squares over which the energy is averaged first."""
WINDOW = 9
"""Side of the window in cells."""
JUST_VISIBLE = np.float32((1 / 255) ** 2)
"""Gradient energy of a detail of one level of 255."""
BY_CHANCE = np.float32(0.25)
"""By how much of it the largest energy of many frames exceeds the least where all show noise alone."""
SAME_LUMINANCE = np.float32(5 / 255)
"""Range of the frames' mean luminances: beside an edge a defocused frame is brighter or darker, and the
choice matters although there is no detail."""
SMALLEST = 1 / 2000
"""Share of the picture below which an island of detail is noise, and a flat region counts as detail."""


def flat_regions(frames: Frames) -> npt.NDArray[np.bool_] | None:
    """Where all frames of a stack are equally sharp, as far as can be seen.

    Parameters
    ----------
    frames
        To be fused.

    Returns
    -------
    npt.NDArray or None
        (H, W) bool; None for two frames, whose choice is left as it is, and where there is no such
        region. True where the largest gradient energy of all frames exceeds the least by no more than a
        detail of one level, or than noise makes it, and their luminances hardly differ.

    Notes
    -----
    Made here. Known weakness: detail that a single frame of many shows, fainter than its noise, does
    not count.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((64, 64), level, np.uint8) for level in (1, 2, 3)])
    >>> bool(flat_regions(frames).all())
    True
    """
    if len(frames) < 3:
        return None
    flat = flat_cells(energies(frames))
    if not flat.any():
        return None
    height, width = frames.shape
    full = np.repeat(np.repeat(flat, CELL, axis=0), CELL, axis=1)[:height, :width]
    return np.ascontiguousarray(full)


def without_choice(compared: Comparison, flat: npt.NDArray[np.bool_] | None) -> Comparison:
    """The comparison with flat regions undecided, so that the verification gives them the label of the
    nearest region; in them no activity is larger than another."""
    if flat is None:
        return compared
    labels = compared.labels.copy()
    labels[flat] = undecided(labels)
    return replace(compared, labels=labels)


def from_surroundings(
    labels: Labels, second: Labels, flat: npt.NDArray[np.bool_], frames: int
) -> tuple[Labels, Labels]:
    """Labels and runner-up in which flat regions have the label of the nearest region of some size that
    is not flat; where that was the runner-up, the former label comes second."""
    outside = np.where(flat, undecided(labels), labels).astype(labels.dtype)
    known = large_regions(outside, frames, SMALLEST * flat.size)
    nearest = nearest_label(labels, known) if known.any() else np.zeros_like(labels)
    found = np.where(flat, nearest, labels)
    return found, np.where(second == found, labels, second)


def energies(frames: Frames) -> Iterator[tuple[FloatMap, FloatMap]]:
    """The gradient energy and the luminance of each frame, as ``around_cells`` gives them."""
    for photo in frames:
        grey = luminance(photo)
        yield around_cells(gradient_energy(grey)), around_cells(grey)


def around_cells(values: FloatMap) -> FloatMap:
    """The mean in the window around each cell, (⌈H / CELL⌉, ⌈W / CELL⌉)."""
    below, beside = (-side % CELL for side in values.shape)
    if below or beside:
        values = np.pad(values, ((0, below), (0, beside)), mode="edge")
    size = values.shape[1] // CELL, values.shape[0] // CELL
    cells = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
    side = (WINDOW, WINDOW)
    mean = cv2.boxFilter(cells, cv2.CV_32F, side, borderType=cv2.BORDER_REFLECT)
    return np.asarray(mean, np.float32)


def flat_cells(of_frames: Iterable[tuple[FloatMap, FloatMap]]) -> npt.NDArray[np.bool_]:
    """Cells in which no frame's energy stands out and all have the same luminance, without islands
    smaller than ``SMALLEST``."""
    walk = iter(of_frames)
    energy, grey = next(walk)
    least, most = energy, energy
    low, high = grey, grey
    for energy, grey in walk:
        least, most = np.minimum(least, energy), np.maximum(most, energy)
        low, high = np.minimum(low, grey), np.maximum(high, grey)
    flat = most - least <= np.maximum(JUST_VISIBLE, BY_CHANCE * most)
    flat &= high - low <= SAME_LUMINANCE
    return ~of_some_size(~of_some_size(flat))


def of_some_size(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The mask without its 4-connected regions below ``SMALLEST``."""
    _, numbers, figures, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=4)
    keep = figures[:, cv2.CC_STAT_AREA] >= SMALLEST * mask.size
    keep[0] = False
    return np.asarray(keep[numbers])
