"""What is kept of each frame while a stack is registered: a few numbers, its light, its sharpness."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from fusion.photo import FloatMap, Photo
from fusion.register.exposure import Light, light_of
from fusion.register.levels import Prepared, prepared_from, reduced_encoded

CELL = 16
"""Side of a cell of the sharpness map, in pixels of the size of 720."""
FLOOR = 4.0
"""Squared gradient, in levels of 8 bits, that noise alone may have."""


@dataclass(frozen=True, eq=False)
class Summary:
    """A frame in a few numbers.

    Attributes
    ----------
    light
        For comparing exposure.
    sharpness
        (rows, columns) float32: gradient energy of each cell, over its squared mean luminance.
    low, high
        Luminance below which 1 % of the pixels lie, and above which 1 % lie, in levels of 8 bits.
    blown
        Share of pixels that are white.
    """

    light: Light
    sharpness: FloatMap
    low: float
    high: float
    blown: float

    @property
    def mean_light(self) -> float:
        """Of the whole frame."""
        return float(self.light.values.mean())


def summarise(photo: Photo, longest: int) -> tuple[Prepared, Summary]:
    """A frame ready to be compared, reduced to ``longest`` pixels, and its summary."""
    encoded, share = reduced_encoded(photo, longest)
    prepared = prepared_from(encoded, share, (photo.height, photo.width))
    grey = prepared.luminance
    low, high = (float(value) for value in np.percentile(grey[::4, ::4], (1, 99)))
    blown = float((grey[::4, ::4] >= 250).mean())
    return prepared, Summary(light_of(encoded, share), sharpness_of(prepared), low, high, blown)


def sharpness_of(prepared: Prepared) -> FloatMap:
    """(rows, columns): gradient energy of each cell of 16 pixels, free of exposure and of most noise."""
    smooth = prepared.smooth(1)
    gx, gy = (cv2.Sobel(smooth, cv2.CV_32F, *d, ksize=1) for d in ((1, 0), (0, 1)))
    height, width = smooth.shape
    size = (max(1, width // CELL), max(1, height // CELL))
    energy = cv2.resize(gx * gx + gy * gy, size, interpolation=cv2.INTER_AREA)
    mean = cv2.resize(smooth, size, interpolation=cv2.INTER_AREA)
    return np.asarray(np.maximum(energy - FLOOR, 0) / np.square(mean + 8), np.float32)
