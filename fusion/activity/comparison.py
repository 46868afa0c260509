"""Comparing blur maps frame by frame, keeping only the best so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.activity.upsampled_map import Rows
from fusion.decision import Labels
from fusion.photo import FloatMap
from fusion.threads import over_bands


def label_type(frames: int) -> type[np.uint8] | type[np.uint16]:
    """The smallest type that holds the frames' numbers and ``undecided``."""
    return np.uint8 if frames < 255 else np.uint16


def undecided(labels: Labels) -> int:
    """The label of a pixel at which no frame wins."""
    return int(np.iinfo(labels.dtype).max)


Area = slice | tuple[slice, slice]
"""Rows, or rows and columns."""


@dataclass(frozen=True)
class Comparison:
    """The sharpest frame at each pixel; the attributes are those of ``Sharpest``."""

    labels: Labels
    best: Rows
    second: Rows


class Sharpest:
    """The sharpest frame so far at each pixel; add frames in any order, then read the result.

    Attributes
    ----------
    labels
        (H, W): the frame whose blur map is largest, ``undecided`` where two are equal.
    best, second
        (H, W): the largest and the second largest blur map value.
    """

    def __init__(self, frames: int, shape: tuple[int, int]) -> None:
        kind = label_type(frames)
        self.labels: Labels = np.full(shape, np.iinfo(kind).max, dtype=kind)
        self.best: FloatMap = np.full(shape, -1, dtype=np.float32)
        self.second: FloatMap = np.full(shape, -1, dtype=np.float32)

    def add(self, number: int, blur_map: FloatMap) -> None:
        """Take frame ``number`` into account; equal values leave a pixel undecided in any order."""
        over_bands(lambda rows: self.add_area(number, blur_map[rows], rows), *blur_map.shape)

    def add_area(self, number: int, blur_map: FloatMap, area: Area) -> None:
        """The same for a part of the picture; ``blur_map`` is that of the part."""
        labels, best, second = self.labels[area], self.best[area], self.second[area]
        np.copyto(labels, labels.dtype.type(number), where=blur_map > best)
        np.copyto(labels, labels.dtype.type(undecided(labels)), where=blur_map == best)
        np.maximum(second, np.minimum(blur_map, best), out=second)
        np.maximum(best, blur_map, out=best)

    def result(self) -> Comparison:
        """What was found of all frames."""
        return Comparison(self.labels, self.best, self.second)
