"""Stereo pictures: side by side, or red and cyan over each other."""

from __future__ import annotations

import numpy as np

from fusion.depth.views import Bytes, view_from_side
from fusion.photo import FloatMap

DUBOIS_LEFT = np.array(
    [[0.456, 0.500, 0.176], [-0.040, -0.038, -0.016], [-0.015, -0.021, -0.005]], np.float32
)
DUBOIS_RIGHT = np.array(
    [[-0.043, -0.088, -0.002], [0.378, 0.734, -0.018], [-0.072, -0.113, 1.226]], np.float32
)
"""What each eye's red, green and blue (columns) add to red, green and blue, in linear light."""
GAMMA = 2.2


def eyes(picture: Bytes, nearness: FloatMap, shift_px: float) -> tuple[Bytes, Bytes]:
    """The views of the left and the right eye, ``shift_px`` apart between near and far."""
    return (
        view_from_side(picture, nearness, shift_px / 2),
        view_from_side(picture, nearness, -shift_px / 2),
    )


def side_by_side(picture: Bytes, nearness: FloatMap, shift_px: float) -> Bytes:
    """The views of both eyes beside each other.

    Parameters
    ----------
    picture, nearness, shift_px
        As for ``view_from_side``; the eyes' views differ by ``shift_px`` between near and far.

    Returns
    -------
    Bytes
        (H, 2·W) or (H, 2·W, 3): the left eye's view on the left, for looking in parallel.

    Examples
    --------
    >>> side_by_side(np.zeros((4, 6, 3), np.uint8), np.zeros((4, 6), np.float32), 2).shape
    (4, 12, 3)
    """
    return np.concatenate(eyes(picture, nearness, shift_px), axis=1)


def anaglyph(picture: Bytes, nearness: FloatMap, shift_px: float) -> Bytes:
    """One picture for glasses with a red glass for the left eye and a cyan one for the right.

    Parameters
    ----------
    picture, nearness, shift_px
        As for ``side_by_side``.

    Returns
    -------
    Bytes
        (H, W, 3) RGB.

    Notes
    -----
    Dubois, "A projection method to generate anaglyph stereo images", ICASSP 2001: for each pixel the
    colour that looks most alike through the glasses. Known weakness: pure red and cyan lose theirs.

    Examples
    --------
    >>> anaglyph(np.full((2, 3), 255, np.uint8), np.zeros((2, 3), np.float32), 0)[0, 0].tolist()
    [255, 255, 255]
    """
    left, right = (
        (np.dstack([eye] * 3) if eye.ndim == 2 else eye) for eye in eyes(picture, nearness, shift_px)
    )
    to_light = (np.arange(256, dtype=np.float32) / 255) ** np.float32(GAMMA)
    light = to_light[left] @ DUBOIS_LEFT.T + to_light[right] @ DUBOIS_RIGHT.T
    return np.rint(np.clip(light, 0, 1) ** np.float32(1 / GAMMA) * 255).astype(np.uint8)
