"""A registered frame for the screen: only the pixels that are looked at are made, when they are."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from fusion.register.registration import Area
from fusion.transform import Gain, Matrix, Transform
from ui.pictures.pyramid import Array

EightBits = npt.NDArray[np.uint8]


def registered_values(pixels: Array, transform: Transform, area: Area) -> Array:
    """The values of ``area`` of the reference frame, from the pixels of a frame; without the gain."""
    import cv2

    rows, columns = area
    offset = np.array([[1.0, 0, columns.start], [0, 1, rows.start], [0, 0, 1]])
    width, height = columns.stop - columns.start, rows.stop - rows.start
    return warp(pixels, transform.matrix @ offset, width, height, cv2.INTER_LANCZOS4)


def warp(pixels: Array, matrix: Matrix, width: int, height: int, kernel: int | None = None) -> Array:
    """(height, width): what lies at ``matrix`` · (x, y, 1) of ``pixels``; black outside of them."""
    import cv2

    flags = (cv2.INTER_LINEAR if kernel is None else kernel) | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpPerspective(
            pixels, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=0
        )
    )


def scaled(share: float) -> Matrix:
    """From a picture's pixel to that of one reduced to ``share``; pixel centres at whole numbers."""
    return np.array([[share, 0, 0.5 * share - 0.5], [0, share, 0.5 * share - 0.5], [0, 0, 1]])


def brightened(pixels: EightBits, transform: Transform) -> EightBits:
    """8-bit sRGB with the transform's gain, which holds in linear light."""
    if not transform.has_gain:
        return pixels
    tables = tuple(table(gain) for gain in shown_gain(transform.gain, pixels.ndim == 2))
    if pixels.ndim == 2:
        return tables[0][pixels]
    return np.stack([tables[n][pixels[:, :, n]] for n in range(3)], axis=2)


def shown_gain(gain: Gain, is_grey: bool) -> tuple[float, ...]:
    """Of each channel; a grey picture has one, the mean."""
    return (sum(gain) / 3,) if is_grey else gain


@lru_cache(maxsize=1024)
def table(gain: float) -> EightBits:
    """(256,): what each value becomes."""
    values = np.arange(256) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4) * gain
    linear = np.clip(linear, 0, 1)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    result: EightBits = np.rint(encoded * 255).astype(np.uint8)
    return result
