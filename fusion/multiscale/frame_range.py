"""The range of the frames' values at each pixel, which a fused pixel does not leave."""

from __future__ import annotations

import numpy as np

from fusion.contracts import Frames
from fusion.multiscale.coefficient_selection import Planes, planes


def keep_rows_in_range(values: Planes, frames: Frames, rows: slice) -> None:
    """Bring fused values into the range that the frames have at the same pixel, in place.

    Parameters
    ----------
    values
        (h, W, C): some rows, put together from coefficients, in the units of ``planes``.
    frames
        From which they were put together.
    rows
        Which rows.

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
    >>> keep_rows_in_range(values, frames, slice(0, 1))
    >>> values.ravel().tolist()
    [0.0, 0.5]
    """
    low = high = planes(frames[0], rows)
    for number in range(1, len(frames)):
        other = planes(frames[number], rows)
        low, high = np.minimum(low, other), np.maximum(high, other)
    np.clip(values, low, high, out=values)
