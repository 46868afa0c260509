"""What all metrics share: grey pictures, checks, windows over bands of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from fusion.errors import FusionError
from fusion.photo import Pixels

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Plane = npt.NDArray[np.integer[Any]] | npt.NDArray[np.floating[Any]]

GREY_RGB = (0.298936021293776, 0.587043074451121, 0.114020904255103)
"""MATLAB's weights of R, G and B; the published programs take their grey from them."""

BAND_ROWS = 256
"""Rows worked on at once, so that memory does not grow with the height of the picture."""


Pulse = Callable[[], None]
"""A slow metric calls it often; its caller stops the metric by raising an exception from it."""


def no_pulse() -> None:
    """A pulse that does nothing."""


def to_grey(pixels: Pixels) -> Grey:
    """The 8-bit grey picture that the metrics look at.

    Parameters
    ----------
    pixels
        (H, W) grey or (H, W, 3) RGB; uint8, uint16, or float32 in [0, 1]. More than 8 bits are rounded
        to 8 first.

    Returns
    -------
    array
        (H, W) uint8: floor(0.2989 R + 0.5870 G + 0.1140 B + 0.5), MATLAB's weights, as the published
        programs take them.

    Raises
    ------
    FusionError
        For another shape.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics import to_grey
    >>> to_grey(np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8))
    array([[ 76, 150,  29]], dtype=uint8)
    """
    if pixels.ndim not in (2, 3) or (pixels.ndim == 3 and pixels.shape[2] != 3):
        raise FusionError(
            "neither-grey-nor-rgb", "a picture of the shape {shape} is neither grey nor RGB",
            shape=pixels.shape,
        )  # fmt: skip
    grey = np.empty(pixels.shape[:2], np.uint8)
    for top in range(0, pixels.shape[0], BAND_ROWS):
        rows = slice(top, top + BAND_ROWS)
        band = as_uint8(pixels[rows])
        if band.ndim == 3:
            band = np.floor(band @ np.array(GREY_RGB) + 0.5).astype(np.uint8)
        grey[rows] = band
    return grey


def as_uint8(pixels: Pixels) -> Grey:
    """``pixels`` with 8 bits: uint16 divided by 257 and rounded, float32 times 255."""
    if pixels.dtype == np.uint8:
        return np.asarray(pixels, np.uint8)
    if pixels.dtype == np.uint16:
        return np.asarray((pixels.astype(np.uint32) + 128) // 257, np.uint8)
    return np.asarray(np.rint(np.clip(pixels, 0, 1) * 255), np.uint8)


def check_grey(*images: Grey, smallest: int = 1) -> None:
    """Refuse pictures of different sizes, of another kind than grey uint8, or too small."""
    first = images[0]
    for image in images:
        if image.ndim != 2 or image.dtype != np.uint8:
            raise FusionError(
                "metric-needs-grey",
                "this metric takes grey 8-bit pictures, not {type} of shape {shape}; convert them with "
                "to_grey",
                type=image.dtype, shape=image.shape,
            )  # fmt: skip
    check_sizes(*images)
    check_side(first, smallest)


def check_side(image: Pixels | Plane, smallest: int) -> None:
    """Refuse a picture with a side of fewer than ``smallest`` pixels."""
    if min(image.shape[:2]) < smallest:
        raise FusionError(
            "too-small-for-metric",
            "the pictures are {width} × {height} pixels, and this metric needs {smallest} at least on "
            "each side",
            width=image.shape[1], height=image.shape[0], smallest=smallest,
        )  # fmt: skip


def check_sizes(*images: Pixels | Plane) -> None:
    """Refuse pictures of different heights or widths."""
    sizes = {image.shape[:2] for image in images}
    if len(sizes) > 1:
        named = " and ".join(f"{w} × {h}" for h, w in sorted(sizes))
        raise FusionError(
            "picture-sizes-differ",
            "the pictures differ in size ({sizes} pixels); compare pictures of one size",
            sizes=named,
        )


def bands(*images: Plane, window: int = 1) -> Iterator[tuple[Floats, ...]]:
    """Walk over the pictures in bands of rows, as float64.

    Consecutive bands overlap so that windows of ``window`` rows, taken only where they fit, come once
    each over the whole walk.
    """
    places = images[0].shape[0] - window + 1
    for top in range(0, places, BAND_ROWS):
        bottom = min(top + BAND_ROWS, places) + window - 1
        yield tuple(image[top:bottom].astype(np.float64) for image in images)


def padded(image: Grey, width: int, border: int = cv2.BORDER_CONSTANT) -> Grey:
    """``image`` with a margin of ``width`` pixels: zeros, or another of OpenCV's borders."""
    return np.asarray(cv2.copyMakeBorder(image, width, width, width, width, border, value=0), np.uint8)


def gaussian(size: int, sigma: float) -> Floats:
    """One axis of the normalised ``size`` × ``size`` Gaussian window."""
    x = np.arange(size) - (size - 1) / 2
    weights = np.exp(-(x**2) / (2 * sigma**2))
    return np.asarray(weights / weights.sum(), np.float64)


def box(size: int) -> Floats:
    """One axis of the ``size`` × ``size`` mean."""
    return np.full(size, 1 / size)


def correlate(image: Floats, across: Floats, down: Floats) -> Floats:
    """Correlation with the window ``down`` · ``across``, only where it fits."""
    border = cv2.BORDER_CONSTANT  # cut away below
    full = cv2.sepFilter2D(image, cv2.CV_64F, across, down, anchor=(0, 0), borderType=border)
    h, w = image.shape[0] - len(down) + 1, image.shape[1] - len(across) + 1
    return np.asarray(full[:h, :w], np.float64)


def sobel(image: Floats) -> tuple[Floats, Floats]:
    """Sobel's derivatives along x and y, only where the 3 × 3 window fits."""
    smooth, slope = np.array([1.0, 2.0, 1.0]), np.array([-1.0, 0.0, 1.0])
    return correlate(image, slope, smooth), correlate(image, smooth, slope)


def prewitt(image: Floats) -> tuple[Floats, Floats]:
    """Prewitt's derivatives along x and y (sums, not means), only where the 3 × 3 window fits."""
    flat, slope = np.ones(3), np.array([-1.0, 0.0, 1.0])
    return correlate(image, slope, flat), correlate(image, flat, slope)


def stretched(image: Grey) -> Grey:
    """``image`` stretched to 0..255 by its own extremes; a constant one becomes zeros."""
    low, high = int(image.min()), int(image.max())
    if low == high:
        return np.zeros_like(image)
    table = np.floor(255 * (np.arange(256.0) - low) / (high - low) + 0.5)
    return np.clip(table, 0, 255).astype(np.uint8)[image]
