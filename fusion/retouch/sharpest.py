"""Which frame is sharpest at a point: what a click with Alt paints with."""

from __future__ import annotations

from collections.abc import Sequence

from fusion.activity.activity_map import gradient_energy
from fusion.contracts import Frames
from fusion.photo import luminance_of


def sharpest_at(
    frames: Frames, x: float, y: float, radius_px: int = 8, among: Sequence[int] | None = None
) -> int:
    """The frame with the most detail around a point.

    Parameters
    ----------
    frames
        Registered.
    x, y
        In pixels; a point outside counts as the nearest inside.
    radius_px
        Half side of the window.
    among
        The numbers of the frames that are compared; None for all.

    Returns
    -------
    int
        Its number; the first of equals.

    Notes
    -----
    The spatial frequency of Li, Kwok, Wang, Information Fusion 2001, in one window. Known weakness:
    noise counts as sharpness.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.zeros((8, 8), np.uint8), np.eye(8, dtype=np.uint8) * 255])
    >>> sharpest_at(frames, 4, 4)
    1
    """
    height, width = frames.shape
    row, column = min(max(round(y), 0), height - 1), min(max(round(x), 0), width - 1)
    rows = slice(max(row - radius_px, 0), row + radius_px + 1)
    columns = slice(max(column - radius_px, 0), column + radius_px + 1)
    numbers = range(len(frames)) if among is None else among
    energy = {
        number: float(gradient_energy(luminance_of(frames[number], rows, columns)).sum())
        for number in numbers
    }
    return max(energy, key=lambda number: energy[number])
