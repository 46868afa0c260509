"""A picture at full size, a half, a quarter …: painting a small view of a large one stays cheap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
SMALLEST_SIDE = 256
"""Halving stops where a level fits in so many pixels."""


@dataclass(frozen=True)
class Pyramid:
    """Levels of one picture, the full one first, in the file's own type of number.

    Attributes
    ----------
    levels
        (H, W) or (H, W, 3) arrays.
    is_labels
        True for indices, which must never be mixed: they are picked, not averaged.
    values
        The file's own values at full size, where the levels were converted for the screen.
    full
        Height and width of the picture that the levels stand for, where the finest is smaller.
    """

    levels: tuple[Array, ...]
    is_labels: bool = False
    values: Array | None = None
    full: tuple[int, int] | None = None

    @property
    def width(self) -> int:
        return int((self.full or self.levels[0].shape)[1])

    @property
    def height(self) -> int:
        return int((self.full or self.levels[0].shape)[0])


def build(pixels: Array, is_labels: bool = False) -> Pyramid:
    """The pyramid of ``pixels``; slow for large pictures, so built in a job."""
    levels = [pixels]
    while max(levels[-1].shape[:2]) > SMALLEST_SIDE and min(levels[-1].shape[:2]) > 1:
        levels.append(pick_half(levels[-1]) if is_labels else average_half(levels[-1]))
    return Pyramid(tuple(levels), is_labels)


def pick_half(pixels: Array) -> Array:
    """Every second pixel of every second row."""
    return np.ascontiguousarray(pixels[::2, ::2])


def average_half(pixels: Array) -> Array:
    """Means of 2 × 2 pixels; an odd last row or column is stretched a little."""
    import cv2  # here, and not above: the window opens before a picture needs it

    height, width = pixels.shape[:2]
    size = ((width + 1) // 2, (height + 1) // 2)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def to_eight_bits(pixels: Array) -> npt.NDArray[np.uint8]:
    """Values for the screen: the upper byte of uint16, [0, 1] of floats stretched to [0, 255]."""
    eight: npt.NDArray[np.uint8]
    if pixels.dtype == np.uint8:
        eight = pixels
    elif pixels.dtype == np.uint16:
        eight = (pixels >> 8).astype(np.uint8)
    else:
        eight = np.rint(np.clip(pixels, 0, 1) * 255).astype(np.uint8)
    return eight


def as_colour(pixels: Array) -> Array:
    """(H, W, 3): grey pixels in three equal channels, colour as it is."""
    return np.repeat(pixels[:, :, None], 3, axis=2) if pixels.ndim == 2 else pixels
