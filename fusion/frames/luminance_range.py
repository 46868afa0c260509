"""The range of the frames' luminances: where it is 0, the choice of a frame does not matter."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.contracts import Frames
from fusion.photo import FloatMap, luminance_of
from fusion.threads import with_halo


class LuminanceRange:
    """The largest luminance of n frames less the smallest, computed for the rows that are asked for.

    Parameters
    ----------
    frames
        At least two.

    Attributes
    ----------
    in_memory
        Whether the frames are in memory, so that rows can be computed later at little cost.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((2, 2), level, np.uint8) for level in (0, 255)])
    >>> LuminanceRange(frames).squared(slice(0, 1)).tolist()
    [[1.0, 1.0]]
    """

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self.in_memory = frames.in_memory

    def squared(self, rows: slice) -> FloatMap:
        """The square of the range in a band of rows, (h, W) float32 in [0, 1]."""
        low, high = (luminance_of(self._frames[number], rows) for number in (0, 1))
        if len(self._frames) > 2:
            low, high = np.minimum(low, high), np.maximum(low, high)
        for number in range(2, len(self._frames)):
            grey = luminance_of(self._frames[number], rows)
            np.minimum(low, grey, out=low)
            np.maximum(high, grey, out=high)
        if not self.in_memory:
            self._frames.release()
        return np.square(high - low)

    def mean_square(self, rows: slice, radius: int) -> FloatMap:
        """The mean of ``squared`` over a (2·radius + 1)² window, (h, W); the border is mirrored."""
        outer, inner = with_halo(rows, radius, self._frames.shape[0])
        side = (2 * radius + 1, 2 * radius + 1)
        mean = cv2.boxFilter(self.squared(outer), cv2.CV_32F, side, borderType=cv2.BORDER_REFLECT)
        result: FloatMap = np.maximum(mean[inner], 0)
        return result
