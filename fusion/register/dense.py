"""Registering across modalities by a network that gives a displacement for every pixel, made smooth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from fusion.photo import FloatMap, Mask
from fusion.register.cross_fit import Motion
from fusion.register.cross_modal import SIDES, CrossMatch, Level, at_size
from fusion.register.cross_start import shrink
from fusion.register.smooth_field import smooth_motion

Matcher = Callable[[FloatMap, FloatMap], FloatMap]
"""Luminances (h, w) in [0, 1] of the picture that stays and of the one that is moved give the field
(2, h, w) in pixels: the moved one at p + field(p) shows what the other shows at p."""
PASSES = 2
"""The second sees what the first one left."""


@dataclass(frozen=True)
class DenseMatch:
    """What a network found.

    Attributes
    ----------
    match
        Of the smooth motion.
    field
        (2, h, w): the network's own field, at the size at which it looked.
    """

    match: CrossMatch
    field: FloatMap


def match_densely(first: FloatMap, second: FloatMap, matcher: Matcher, side: int) -> DenseMatch:
    """The motion from a picture to one of another modality by a network's fields.

    Parameters
    ----------
    first, second
        (H, W) float32 luminances in [0, 1], of one size.
    matcher
        The network.
    side
        Longer side, in pixels, of the pictures that it is shown.

    Returns
    -------
    DenseMatch
        Of an affine matrix and splines, fitted to the field of the last pass.

    Notes
    -----
    A free field ripples, the more the farther pictures lie apart. What is applied is the nearest affine
    motion with splines of 64 pixels from knot to knot (``smooth_field``). Known weakness: only as good
    as the network.

    Examples
    --------
    >>> picture = np.random.default_rng(0).random((60, 80)).astype(np.float32)
    >>> three = lambda fixed, moving: np.full((2, *fixed.shape), 3, np.float32)
    >>> found = match_densely(picture, picture, three, side=80)
    >>> (found.match.motion.matrix @ (0, 0, 1)).round(3).tolist()
    [6.0, 6.0, 1.0]
    """
    share = min(1.0, side / max(first.shape))
    fixed, moving = shrink(first, share), shrink(second, share)
    motion, field = Motion(np.eye(3)), np.zeros((2, *fixed.shape), np.float32)
    for _ in range(PASSES):
        x, y = motion.positions(fixed.shape)
        lies = cv2.remap(moving, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        field = after(motion, matcher(fixed, np.asarray(lies, np.float32)))
        motion = smooth_motion(field, inside(field))
    level = Level.of(255 * first, 255 * second, SIDES[1])
    whole = at_size(motion, 1 / share)
    still, found = Motion(np.eye(3)), at_size(whole, level.share)
    scores = [level.agreement(each) for each in (still, found)]
    return DenseMatch(CrossMatch(whole, "affine", scores[0], scores[1]), field)


def after(motion: Motion, field: FloatMap) -> FloatMap:
    """The field (2, h, w) of what ``field`` does first and ``motion`` after it."""
    shape = field.shape[1], field.shape[2]
    columns, rows = np.meshgrid(*(np.arange(size, dtype=np.float32) for size in shape[::-1]))
    x, y = columns + field[0], rows + field[1]
    lies = motion.positions(shape)
    more = [
        cv2.remap(axis, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for axis in (lies[0] - columns, lies[1] - rows)
    ]
    return np.asarray(field + np.stack(more), np.float32)


def inside(field: FloatMap) -> Mask:
    """(h, w): where the field stays inside the picture."""
    height, width = field.shape[1:]
    columns, rows = np.arange(width), np.arange(height)[:, None]
    x, y = columns + field[0], rows + field[1]
    return np.asarray((x >= 0) & (y >= 0) & (x <= width - 1) & (y <= height - 1))
