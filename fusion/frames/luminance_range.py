"""How far the frames' luminances lie apart: where they do not, the choice of a frame does not matter."""

from __future__ import annotations

from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from fusion.frames.matching import FEW
from fusion.photo import FloatMap, Photo, luminance, luminance_of
from fusion.registry import Frames
from fusion.threads import with_halo


class Difference(Protocol):
    """Something that knows it. ``in_memory`` frames can be asked later at no cost."""

    in_memory: bool

    def squared(self, rows: slice) -> FloatMap:
        """(h, W): the square of the largest luminance less the smallest, of a strip of rows."""
        ...


class OfFew:
    """Of frames that are in memory: made from their pixels when a strip is asked for."""

    in_memory = True

    def __init__(self, photos: list[Photo]) -> None:
        self._photos = photos

    def squared(self, rows: slice) -> FloatMap:
        low, high = (luminance_of(photo, rows) for photo in self._photos[:2])
        if len(self._photos) == 2:
            return np.square(high - low)
        low, high = np.minimum(low, high), np.maximum(low, high)
        for photo in self._photos[2:]:
            grey = luminance_of(photo, rows)
            np.minimum(low, grey, out=low)
            np.maximum(high, grey, out=high)
        return np.square(high - low)


class OfMany:
    """Of a stream of frames: walked through once, the smallest and largest luminance are kept."""

    in_memory = False

    def __init__(self, frames: Frames) -> None:
        self._low: FloatMap | None = None
        self._high: FloatMap | None = None
        for photo in frames:
            grey = luminance(photo)
            if self._low is None or self._high is None:
                self._low, self._high = grey, grey.copy()
            np.minimum(self._low, grey, out=self._low)
            np.maximum(self._high, grey, out=self._high)

    def squared(self, rows: slice) -> FloatMap:
        assert self._low is not None
        assert self._high is not None
        return np.square(self._high[rows] - self._low[rows])


class OfArrays:
    """Of luminances (n, H, W) that are there already, in memory or in a file that maps into it."""

    in_memory = False

    def __init__(self, luminances: npt.NDArray[np.floating[Any]]) -> None:
        self._luminances = luminances

    def squared(self, rows: slice) -> FloatMap:
        strip = np.asarray(self._luminances[:, rows], np.float32)
        return np.square(strip.max(axis=0) - strip.min(axis=0))


def difference(frames: Frames) -> Difference:
    """Of ``frames``; a few are kept in memory by their stream, more are not."""
    return OfFew(list(frames)) if len(frames) <= FEW else OfMany(frames)


def mean_square(apart: Difference, rows: slice, radius: int, height: int) -> FloatMap:
    """The mean of ``squared`` over a (2·radius + 1)² window, of a strip; mirrored outside."""
    outer, inner = with_halo(rows, radius, height)
    side = (2 * radius + 1, 2 * radius + 1)
    mean = cv2.boxFilter(apart.squared(outer), cv2.CV_32F, side, borderType=cv2.BORDER_REFLECT)
    result: FloatMap = np.maximum(mean[inner], 0)
    return result
