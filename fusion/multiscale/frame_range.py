"""The range of the frames' values at each pixel, which a fused pixel does not leave."""

from __future__ import annotations

import numpy as np

from fusion.contracts import Frames
from fusion.multiscale.coefficient_selection import Planes, planes
from fusion.threads import row_bands


def keep_in_range(values: Planes, frames: Frames) -> None:
    """Bring fused values into the range that the frames have at the same pixel, in place.

    Parameters
    ----------
    values
        (H, W, C): put together from coefficients, in the units of ``planes``.
    frames
        From which they were put together.

    Notes
    -----
    Coefficients of several frames do not add up to a picture: beside strong edges the sum rings beyond
    black and white. A window around the pixel as range keeps less of this out: on the generated scenes
    0.44 dB PSNR are won with the pixel alone, 0.15 with 3 × 3 pixels, 0.09 with 5 × 5.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((1, 2), level, np.uint8) for level in (0, 255)])
    >>> values = np.array([[[-0.5], [0.5]]], np.float32)
    >>> keep_in_range(values, frames)
    >>> values.ravel().tolist()
    [0.0, 0.5]
    """
    height, width, _ = values.shape
    for rows in row_bands(height, width):
        keep_rows_in_range(values[rows], frames, rows)
        if not frames.in_memory:
            frames.release()


def keep_rows_in_range(values: Planes, frames: Frames, rows: slice) -> None:
    """The same for some rows of the picture, whose values (h, W, C) are given."""
    low = high = planes(frames[0], rows)
    for number in range(1, len(frames)):
        other = planes(frames[number], rows)
        low, high = np.minimum(low, other), np.maximum(high, other)
    np.clip(values, low, high, out=values)
