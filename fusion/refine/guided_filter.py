"""The guided filter: smooths a map so that it follows the edges of a guide."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.photo import FloatMap

Inside = tuple[FloatMap, FloatMap]
"""How many of a window's samples lie inside the picture: (H, 1) along columns, (1, W) along rows."""


def box_mean(values: FloatMap, radius: int, inside: Inside | None = None) -> FloatMap:
    """Mean over a (2·radius + 1)² window that shrinks at the border, as in the reference code.

    ``inside`` is ``counts`` of the whole picture where ``values`` is a part of it with its halo.
    """
    side = (2 * radius + 1, 2 * radius + 1)
    sums: FloatMap = np.asarray(
        cv2.boxFilter(values, cv2.CV_32F, side, normalize=False, borderType=cv2.BORDER_CONSTANT),
        dtype=np.float32,
    )
    rows, columns = inside or counts(values.shape[0], values.shape[1], radius)
    sums /= rows
    sums /= columns
    return sums


def counts(height: int, width: int, radius: int) -> Inside:
    """How many samples of a window lie inside the picture, for each row and each column."""
    return window_counts(height, radius)[:, None], window_counts(width, radius)[None, :]


def window_counts(length: int, radius: int) -> FloatMap:
    """How many samples of a window lie inside, for each position along an axis."""
    positions = np.arange(length)
    inside = np.minimum(positions + radius, length - 1) - np.maximum(positions - radius, 0) + 1
    return inside.astype(np.float32)


def guided_filter(
    guide: FloatMap, values: FloatMap, radius: int, epsilon: float, inside: Inside | None = None
) -> FloatMap:
    """Filter ``values`` (H, W) along the edges of a grey ``guide`` (H, W) in [0, 1].

    q = mean(a)·I + mean(b), a = cov(I, p) / (var I + ε), b = mean p − a·mean I.

    Parameters
    ----------
    guide, values
        (H, W) float32; the guide in [0, 1].
    radius
        The window is (2·radius + 1)².
    epsilon
        ε on intensities in [0, 1]: larger is softer.
    inside
        How many samples of each window lie in the picture, where ``guide`` is a part of it.

    Returns
    -------
    FloatMap
        (H, W) float32.

    Notes
    -----
    He, Sun, Tang, "Guided image filtering", IEEE TPAMI 2013, DOI 10.1109/TPAMI.2012.213. ε is for
    intensities in [0, 1]: 0.1 smooths strongly; the same number on 0..255 hardly smooths at all.

    Negated values give the negated result, bit for bit, so that the order of two sources does not
    matter. A pixel depends on those within 2·radius; a part of a picture with so much halo gives the same
    values, if ``inside`` is that of the whole picture.

    Known weakness: an edge of the guide that is no edge of ``values`` shows in the result where ε is
    small.

    Examples
    --------
    >>> flat = np.full((9, 9), 0.5, np.float32)
    >>> guided_filter(flat, flat, radius=2, epsilon=0.1)[4, 4]
    np.float32(0.5)
    """
    inside = inside or counts(guide.shape[0], guide.shape[1], radius)
    mean_guide = box_mean(guide, radius, inside)
    mean_values = box_mean(values, radius, inside)
    covariance = box_mean(guide * values, radius, inside) - mean_guide * mean_values
    variance = box_mean(guide * guide, radius, inside) - mean_guide * mean_guide
    spread: FloatMap = np.maximum(variance, 0)
    slope = covariance / (spread + np.float32(epsilon))
    offset = mean_values - slope * mean_guide
    return box_mean(slope, radius, inside) * guide + box_mean(offset, radius, inside)
