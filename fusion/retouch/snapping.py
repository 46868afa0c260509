"""Snapping: the rim of a stroke is held by the edges of the picture."""

from __future__ import annotations

import numpy as np

from fusion.photo import FloatMap, Mask
from fusion.refine.guided_filter import Inside, guided_filter

EPSILON = 0.001
"""ε on intensities in [0, 1]: a step of a tenth of the range holds the rim."""
STEEPNESS = np.float32(3)
"""How much steeper than the filtered mask the rim is, about one half."""


def filter_radius(radius_px: float) -> int:
    """Radius of the guided filter for a brush of this radius.

    Examples
    --------
    >>> filter_radius(2), filter_radius(40), filter_radius(400)
    (2, 24, 24)
    """
    return min(max(round(radius_px), 2), 24)


def held_by_edges(mask: Mask, guide: FloatMap, radius: int, inside: Inside) -> FloatMap:
    """How much of a stroke the edges of a guide let through.

    Parameters
    ----------
    mask
        (h, w): what the stroke touches.
    guide
        (h, w): luminance in [0, 1].
    radius
        Of the guided filter; values farther than twice as much from the border of the arrays are right.
    inside
        How many samples of each window lie in the picture (``fusion.refine.guided_filter.counts``).

    Returns
    -------
    FloatMap
        (h, w) in [0, 1], by which the stroke's weights are multiplied: the mask through the guided
        filter, made steeper.

    Notes
    -----
    He, Sun, Tang, "Guided image filtering", IEEE TPAMI 2013; the steeper mask was made here. Known
    weakness: where the picture is flat the rim gets softer; a stroke that goes farther than a third of
    the filter's radius over an edge is not held.

    Examples
    --------
    >>> from fusion.refine.guided_filter import counts
    >>> guide = np.repeat(np.float32([[0] * 8 + [1] * 8]), 16, axis=0)
    >>> mask = np.repeat([[True] * 9 + [False] * 7], 16, axis=0)
    >>> held_by_edges(mask, guide, 4, counts(16, 16, 4))[8, 6:10].round(1).tolist()
    [1.0, 1.0, 0.0, 0.0]
    """
    rim = guided_filter(guide, mask.astype(np.float32) - np.float32(0.5), radius, EPSILON, inside)
    return np.asarray(np.clip(rim * STEEPNESS + np.float32(0.5), 0, 1), np.float32)
