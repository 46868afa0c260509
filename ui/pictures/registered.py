"""A registered frame for the screen: only the pixels that are looked at are made, when they are."""

from __future__ import annotations

import numpy as np

from fusion.photo import Photo
from fusion.register.registration import Area
from fusion.transform import Matrix, Transform
from ui.pictures.pyramid import Array


def registered_values(pixels: Array, transform: Transform, area: Area) -> Array:
    """The values of ``area`` of the reference frame, as fusing sees them; 0 where there are none."""
    from fusion.frames.registered import registered

    photo = registered(Photo(pixels), transform, area)
    if photo.validity is None:
        return photo.pixels
    outside = ~photo.validity
    return np.asarray(np.where(outside if photo.is_grey else outside[:, :, None], 0, photo.pixels))


def warp(pixels: Array, matrix: Matrix, width: int, height: int) -> Array:
    """(height, width): what lies at ``matrix`` · (x, y, 1) of ``pixels``; black outside of them."""
    import cv2

    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpPerspective(
            pixels, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=0
        )
    )


def displaced(
    level: Array, transform: Transform, from_screen: Matrix, share: float, size: tuple[int, int]
) -> Array:
    """The same for a transform with a displacement: (h, w) as ``size`` says, of a frame reduced to
    ``share``; ``from_screen`` enlarges and shifts the screen's pixels to those of the reference."""
    import cv2

    across = from_screen[0, 0] * np.arange(size[1]) + from_screen[0, 2]
    down = from_screen[1, 1] * np.arange(size[0]) + from_screen[1, 2]
    x, y = (share * (at + 0.5) - 0.5 for at in transform.positions(across, down))
    at = x.astype(np.float32), y.astype(np.float32)
    return np.asarray(
        cv2.remap(level, at[0], at[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    )


def scaled(share: float) -> Matrix:
    """From a picture's pixel to that of one reduced to ``share``; pixel centres at whole numbers."""
    return np.array([[share, 0, 0.5 * share - 0.5], [0, share, 0.5 * share - 0.5], [0, 0, 1]])


def brightened(pixels: Array, transform: Transform) -> Array:
    """Pixels for the screen, of any type, with the transform's gain."""
    from fusion.frames.registered import brightened as with_gain

    if not transform.has_gain:
        return pixels
    return np.asarray(with_gain(pixels, transform.gain))
