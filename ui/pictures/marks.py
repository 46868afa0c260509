"""What is marked in a picture: how active each place is, and where it is clipped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ui.pictures.pyramid import SMALLEST_SIDE, Array, Pyramid

Plane = npt.NDArray[np.uint8]
BAND = 512
"""Rows that are looked at at once."""


@dataclass(frozen=True)
class Marks:
    """What is marked in a picture, each as a pyramid that lies where the picture does.

    The finest level has half the picture's size; each pixel is the largest of those that it stands for.

    Attributes
    ----------
    active
        (h, w) uint8: the modified Laplacian of the luminance (Nayar), in levels of 255.
    dark, bright
        (h, w) uint8: 255 where a channel is 0, and where one is white.

    Notes
    -----
    Known weakness: noise is active, and so is what sharpening has made.
    """

    active: Pyramid
    dark: Pyramid
    bright: Pyramid


def marks_of(picture: Pyramid, tick: Callable[[], None] = lambda: None) -> Marks:
    """The marks of a picture, of whose file's own values is said what is clipped.

    ``tick`` is called before each band of rows; it may raise.
    """
    shown = picture.levels[0]
    values = shown if picture.values is None else picture.values
    height, width = shown.shape[:2]
    planes = [np.zeros(((height + 1) // 2, (width + 1) // 2), np.uint8) for _ in range(3)]
    for top in range(0, height, BAND):
        tick()
        rows = slice(top, min(top + BAND, height))
        above, below = max(rows.start - 1, 0), min(rows.stop + 1, height)
        active = activity_of(shown[above:below])[rows.start - above : rows.stop - above]
        for plane, band in zip(planes, (active, *clipped(values[rows])), strict=True):
            plane[rows.start // 2 : (rows.stop + 1) // 2] = largest_of_four(band)
    full = picture.height, picture.width
    return Marks(*(Pyramid(coarser(plane), full=full) for plane in planes))


def coarser(plane: Plane) -> tuple[Plane, ...]:
    """A plane at full size, a half, a quarter …; of 2 × 2 pixels the largest."""
    levels = [plane]
    while max(levels[-1].shape) > SMALLEST_SIDE and min(levels[-1].shape) > 1:
        levels.append(largest_of_four(levels[-1]))
    return tuple(levels)


def activity_of(pixels: Array) -> Plane:
    """|2·Y − left − right| + |2·Y − upper − lower| of the luminance Y, in levels of 255, at most 255."""
    import cv2

    if pixels.dtype == np.uint8:
        levels = pixels
    else:
        white = 65535.0 if pixels.dtype == np.uint16 else 1.0
        levels = np.asarray(pixels, np.float32) * np.float32(255 / white)
    grey = cv2.cvtColor(levels, cv2.COLOR_RGB2GRAY) if levels.ndim == 3 else levels
    kernel, whole = np.array([-1, 2, -1], np.float32), np.ones(1, np.float32)
    border = cv2.BORDER_REPLICATE
    across = cv2.sepFilter2D(grey, cv2.CV_32F, kernel, whole, borderType=border)
    down = cv2.sepFilter2D(grey, cv2.CV_32F, whole, kernel, borderType=border)
    return np.asarray(cv2.convertScaleAbs(np.abs(across) + np.abs(down)))


def clipped(values: Array) -> tuple[Plane, Plane]:
    """(h, w) each: 255 where a channel is 0 or less, and where one is white or more."""
    white = np.iinfo(values.dtype).max if values.dtype.kind == "u" else 1.0
    channels = [values] if values.ndim == 2 else [values[:, :, n] for n in range(values.shape[2])]
    dark = np.logical_or.reduce([channel <= 0 for channel in channels])
    bright = np.logical_or.reduce([channel >= white for channel in channels])
    return dark.astype(np.uint8) * np.uint8(255), bright.astype(np.uint8) * np.uint8(255)


def largest_of_four(plane: Plane) -> Plane:
    """Half the size: of 2 × 2 pixels the largest; an odd last row or column stands alone."""
    height, width = plane.shape
    padded = np.pad(plane, ((0, height % 2), (0, width % 2)), mode="edge")
    rows = np.maximum(padded[::2], padded[1::2])
    return np.maximum(rows[:, ::2], rows[:, 1::2])
