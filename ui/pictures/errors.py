"""Error maps: how far a result is from a reference picture, in colours."""

from __future__ import annotations

import numpy as np

from ui.pictures.overlays import Colours, Overlay, ramp
from ui.pictures.pyramid import Array, Pyramid, as_colour, build, to_eight_bits

GAINS = (1, 2, 4, 8, 16, 32)
USUAL_GAIN = 8
INFERNO = (
    (0, 0, 4), (58, 9, 99), (136, 34, 106), (203, 65, 73), (243, 120, 25), (249, 201, 50),
    (252, 255, 164),
)  # fmt: skip
"""Black where nothing differs, over violet and orange to light yellow; dark to light also in grey."""


def error_picture(pixels: Array, reference: Array) -> Pyramid:
    """The errors of a result for the screen."""
    return build(errors_of(pixels, reference))


def errors_of(pixels: Array, reference: Array) -> Array:
    """The largest difference of a pixel's channels, (H, W) uint8 of 255, of pictures of one size."""
    apart = absolute_difference(to_eight_bits(pixels), to_eight_bits(reference))
    return np.ascontiguousarray(apart if apart.ndim == 2 else apart.max(axis=2))


def absolute_difference(first: Array, second: Array) -> Array:
    """|first − second| of two pictures of one size, in their own type of number; in 8 bits where the
    types differ, in colour where one is."""
    import cv2

    if first.dtype != second.dtype:
        first, second = to_eight_bits(first), to_eight_bits(second)
    if first.ndim != second.ndim:
        first, second = as_colour(first), as_colour(second)
    return np.asarray(cv2.absdiff(np.ascontiguousarray(first), np.ascontiguousarray(second)))


def error_overlay(picture: Pyramid, gain: int) -> Overlay:
    """The map in colours, the difference taken ``gain`` times."""
    return Overlay(picture, error_colours(gain))


def error_colours(gain: int) -> Colours:
    """(256, 3): the colour of each difference."""
    steps = np.minimum(np.arange(256) * gain, 255)
    return ramp(INFERNO, 256)[steps]
