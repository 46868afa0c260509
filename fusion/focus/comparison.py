"""Comparing blur maps frame by frame, keeping only the best so far."""

from __future__ import annotations

import numpy as np

from fusion.focus.decision import Labels
from fusion.photo import FloatMap


def label_type(frames: int) -> type[np.uint8] | type[np.uint16]:
    """The smallest type that holds the frames' numbers and ``undecided``."""
    return np.uint8 if frames < 255 else np.uint16


def undecided(labels: Labels) -> int:
    """The label of a pixel at which no frame wins."""
    return int(np.iinfo(labels.dtype).max)


class Sharpest:
    """The sharpest frame so far at each pixel; add frames in any order, then read the result.

    Attributes
    ----------
    labels
        (H, W): the frame whose blur map is largest, ``undecided`` where two are equal.
    best, second
        (H, W): the largest and the second largest blur map value.
    low, high
        (H, W): the smallest and the largest luminance of the frames, for the confidence.
    """

    def __init__(self, frames: int, shape: tuple[int, int]) -> None:
        kind = label_type(frames)
        self.labels: Labels = np.full(shape, np.iinfo(kind).max, dtype=kind)
        self.best: FloatMap = np.full(shape, -1, dtype=np.float32)
        self.second: FloatMap = np.full(shape, -1, dtype=np.float32)
        self.low: FloatMap = np.full(shape, np.inf, dtype=np.float32)
        self.high: FloatMap = np.full(shape, -np.inf, dtype=np.float32)

    def add(self, number: int, blur_map: FloatMap, luminance: FloatMap) -> None:
        """Take frame ``number`` into account; equal values leave a pixel undecided in any order."""
        sharper = blur_map > self.best
        equal = blur_map == self.best
        np.maximum(self.second, np.minimum(blur_map, self.best), out=self.second)
        np.maximum(self.best, blur_map, out=self.best)
        self.labels[sharper] = number
        self.labels[equal] = undecided(self.labels)
        np.minimum(self.low, luminance, out=self.low)
        np.maximum(self.high, luminance, out=self.high)
