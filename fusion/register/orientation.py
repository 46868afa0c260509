"""Orientation of edges, blind to which side is brighter: what infrared and visible light share."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.photo import FloatMap
from fusion.register.levels import magnitude

BEFORE = 1.5
"""Standard deviation of the Gaussian before the gradient, in pixels."""


def orientation(luminance: FloatMap) -> FloatMap:
    """The orientation of a picture's edges with the angle doubled, as two channels.

    Parameters
    ----------
    luminance
        (h, w) float32, on any scale.

    Returns
    -------
    FloatMap
        (2, h, w) float32, of length 0 where nothing is to be seen and up to 1 at clear edges. An edge
        from dark to bright and one from bright to dark in one place have the same value.

    Notes
    -----
    (gx + i gy)² / (g + t), with t the median gradient g, and once more over its length and the median
    of that. Known weakness: a picture without texture shows the orientation of its noise.

    Examples
    --------
    >>> step = np.repeat(np.float32([[0, 0, 0, 0, 0, 90, 90, 90, 90, 90]]), 10, axis=0)
    >>> bool(np.allclose(orientation(step), orientation(90 - step), atol=1e-5))
    True
    """
    smooth = cv2.GaussianBlur(luminance, (0, 0), BEFORE)
    gx, gy = (cv2.Sobel(smooth, cv2.CV_32F, *d, ksize=3) for d in ((1, 0), (0, 1)))
    length = magnitude(gx, gy)
    over = length + median(length)
    doubled = np.stack([(gx * gx - gy * gy) / over, 2 * gx * gy / over])
    strength = magnitude(doubled[0], doubled[1])
    return np.asarray(doubled / (strength + median(strength)), np.float32)


def median(values: FloatMap) -> np.float32:
    """Of every fourth pixel of the rows and columns, and never 0."""
    return np.float32(max(float(np.median(values[::4, ::4])), 1e-3))


def blurred(channels: FloatMap, sigma: float) -> FloatMap:
    """Each channel (n, h, w) blurred by a Gaussian."""
    return np.stack([cv2.GaussianBlur(channel, (0, 0), sigma) for channel in channels])


def agreement(first: FloatMap, second: FloatMap, seen: FloatMap, blocks: int) -> FloatMap:
    """How far the orientations of two pictures agree, block by block.

    Parameters
    ----------
    first, second
        (2, h, w) each.
    seen
        (h, w): 1 where both are known, else 0.
    blocks
        The picture has ``blocks`` × ``blocks`` of them.

    Returns
    -------
    FloatMap
        (blocks, blocks, 2): mean product, and the product of the mean lengths, which it has at most.
    """
    product = (first * second).sum(axis=0) * seen
    lengths = [np.square(one).sum(axis=0) * seen for one in (first, second)]
    size = (blocks, blocks)
    means = [cv2.resize(values, size, interpolation=cv2.INTER_AREA) for values in (product, *lengths)]
    return np.stack([means[0], np.sqrt(means[1] * means[2])], axis=-1)
