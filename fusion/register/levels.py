"""A frame prepared for registering: its luminance at several sizes and blurs, and normalised."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from fusion.photo import FloatMap, Photo

LONG_SIDES = (360, 720, 1440)
"""Longer sides, in pixels, of the sizes at which frames are compared, from coarse to fine."""
SIGMAS = (1.5, 1.2, 1.0)
"""Of the Gaussian before the comparison at each of these sizes."""
BLURS = (0.0, 0.8, 1.3, 2.0, 3.0, 4.5, 7.0)
"""Standard deviations, in pixels, by which the sharper of two frames is blurred until they are alike."""
WINDOW = 31
"""Side of the window for the local mean and gain."""
NOISE = 1.0
"""Variance, in squared levels of 8 bits, below which a window shows nothing but noise."""


@dataclass(frozen=True)
class Level:
    """A frame at one size.

    Attributes
    ----------
    values
        (h, w) float32: luminance less its local mean, over its local standard deviation.
    textured
        (h, w) float32: 1 where the window shows more than noise, else 0.
    """

    values: FloatMap
    textured: FloatMap

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width."""
        return self.values.shape[0], self.values.shape[1]


class Prepared:
    """A frame at the sizes at which it is compared with others.

    Parameters
    ----------
    luminance
        (h, w) float32 in levels of 8 bits, 0 to 255; perhaps reduced already.
    share
        Of the frame's full size that the luminance has.
    shape
        (H, W) of the frame at full size.
    """

    def __init__(self, luminance: FloatMap, share: float, shape: tuple[int, int]) -> None:
        self.luminance = luminance
        self.share = share
        self.shape = shape
        self._blurred: dict[int, list[FloatMap]] = {}
        self._normalised: dict[tuple[int, int], Level] = {}

    @property
    def finest(self) -> int:
        """The number of the finest size that is worth comparing."""
        longer = max(self.luminance.shape)
        return next((n for n, side in enumerate(LONG_SIDES) if side >= longer), len(LONG_SIDES) - 1)

    def share_at(self, number: int) -> float:
        """Of the frame's full size, at size ``number``."""
        return self.share * min(1.0, LONG_SIDES[number] / max(self.luminance.shape))

    def blurred(self, number: int) -> list[FloatMap]:
        """The luminance at size ``number``, blurred by each of ``BLURS``."""
        if number not in self._blurred:
            small = self._reduced(LONG_SIDES[number])
            sigmas = [float(np.hypot(SIGMAS[number], blur)) for blur in BLURS]
            self._blurred[number] = [np.asarray(cv2.GaussianBlur(small, (0, 0), s)) for s in sigmas]
        return self._blurred[number]

    def normalised(self, number: int, blur: int = 0) -> Level:
        """``blurred(number)[blur]``, normalised for local mean and gain."""
        if (number, blur) not in self._normalised:
            smooth = self.blurred(number)[blur] if blur else self.smooth(number)
            self._normalised[number, blur] = normalise(smooth)
        return self._normalised[number, blur]

    def smooth(self, number: int) -> FloatMap:
        """``blurred(number)[0]``, without the others."""
        if number in self._blurred:
            return self._blurred[number][0]
        small = self._reduced(LONG_SIDES[number])
        return np.asarray(cv2.GaussianBlur(small, (0, 0), SIGMAS[number]), np.float32)

    def forget(self, number: int) -> None:
        """Free what is kept of size ``number``; it is made again when needed."""
        self._blurred.pop(number, None)
        for key in [key for key in self._normalised if key[0] == number]:
            del self._normalised[key]

    @cached_property
    def small(self) -> FloatMap:
        """(h, w): luminance at about 256 pixels."""
        return self._reduced(256)

    @cached_property
    def edges(self) -> FloatMap:
        """(h, w): gradient magnitudes at about 256 pixels, less their mean."""
        small = cv2.GaussianBlur(self.small, (0, 0), 2)
        slope = magnitude(cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1))
        return np.asarray(slope - slope.mean(), np.float32)

    def _reduced(self, side: int) -> FloatMap:
        share = min(1.0, side / max(self.luminance.shape))
        if share == 1:
            return self.luminance
        return np.asarray(shrunk(self.luminance, share), np.float32)


def shrunk(values: npt.NDArray[Any], share: float) -> npt.NDArray[Any]:
    """Values reduced to a share of their size, one pixel at least. By exactly that share if it can be,
    so that pixels lie where ``fusion.transform.reduced`` says."""
    height, width = (round(share * size) for size in values.shape[:2])
    if min(height, width) < 1:
        size = max(1, width), max(1, height)
        return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA))
    return np.asarray(cv2.resize(values, None, fx=share, fy=share, interpolation=cv2.INTER_AREA))


def reduced_encoded(photo: Photo, longest: int) -> tuple[FloatMap, float]:
    """A frame's pixels in [0, 1], reduced to ``longest`` pixels at most, and the share of its size."""
    pixels: npt.NDArray[Any] = photo.pixels
    share = min(1.0, longest / max(photo.height, photo.width))
    if share < 1:
        pixels = shrunk(pixels, share)
    encoded = pixels.astype(np.float32) * np.float32(1 / photo.white)
    return np.clip(encoded, 0, 1, out=encoded), share


def prepare(photo: Photo, longest: int = LONG_SIDES[-1]) -> Prepared:
    """A frame's luminance, reduced to ``longest`` pixels at most, ready to be compared."""
    encoded, share = reduced_encoded(photo, longest)
    return prepared_from(encoded, share, (photo.height, photo.width))


def prepared_from(encoded: FloatMap, share: float, shape: tuple[int, int]) -> Prepared:
    """A frame of ``shape`` (H, W) ready to be compared, from what ``reduced_encoded`` gives."""
    grey = encoded if encoded.ndim == 2 else cv2.cvtColor(encoded, cv2.COLOR_RGB2GRAY)
    return Prepared(np.asarray(grey * np.float32(255), np.float32), share, shape)


def normalise(smooth: FloatMap) -> Level:
    """Luminance with its local mean taken away and its local contrast made 1."""
    away = smooth - mean(smooth)
    variance = mean(away * away)
    textured = (variance > 2 * NOISE).astype(np.float32)
    return Level(np.asarray(away / np.sqrt(variance + NOISE), np.float32), textured)


def mean(values: FloatMap) -> FloatMap:
    """The mean over the window."""
    side = (WINDOW, WINDOW)
    return np.asarray(cv2.boxFilter(values, -1, side, borderType=cv2.BORDER_REFLECT), np.float32)


def magnitude(x: npt.NDArray[Any], y: npt.NDArray[Any]) -> FloatMap:
    """The lengths of vectors whose parts are given.

    OpenCV's ``magnitude`` rounds by where in memory the numbers lie: the same frames were registered
    otherwise by 0.00001 px from run to run, and a few pixels of the result differed.

    Examples
    --------
    >>> magnitude(np.array([3.0], np.float32), np.array([4.0], np.float32)).tolist()
    [5.0]
    """
    return np.asarray(np.sqrt(x * x + y * y), np.float32)
