"""The luminance of all frames, computed from their pixels for each area that is asked for."""

from __future__ import annotations

import numpy as np

from fusion.contracts import Frames
from fusion.photo import FloatMap, luminance_of

Area = tuple[slice, slice, slice]
"""Frames, rows, columns; of each from a beginning to an end, with no steps."""


class LuminanceStack:
    """Luminance (n, H, W) of frames, float32 in [0, 1], sliced like an array.

    Parameters
    ----------
    frames
        Their pixels are read again at each slice.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> stack = LuminanceStack(MatchingFrames([np.full((2, 3), level, np.uint8) for level in (0, 255)]))
    >>> stack.shape, stack[0:2, 0:1, 0:2].tolist()
    ((2, 2, 3), [[[0.0, 0.0]], [[1.0, 1.0]]])
    """

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self.shape = (len(frames), *frames.shape)

    def __getitem__(self, area: Area, /) -> FloatMap:
        which, rows, columns = area
        numbers = range(*which.indices(len(self._frames)))
        cut = np.stack([luminance_of(self._frames[number], rows, columns) for number in numbers])
        if not self._frames.in_memory:
            self._frames.release()
        return cut
