"""Sizes of SuperFusion's two networks, for those who do without torch."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = 3
"""Sizes at which the matcher looks: 1/8, 1/4 and 1/2."""
GRID = 7
"""The local correlation compares each cell with GRID x GRID cells of the other picture."""
REDUCTION = 8
"""The coarsest size is this much smaller; a picture's sides are made multiples of it."""
MOST_PX = 300.0
"""Longest displacement that an estimator gives, in pixels."""
FEATURES = 32
"""Channels of the fusion network's features."""
DIRECTIONS = 4
"""Of the scans: down, up, right, left."""
LAYERS = 4
"""Convolutions of each of the fusion network's encoders, and of its decoder."""
LEAK = 0.01
"""Slope of the fusion network's leaky ReLU below 0."""
RADIUS = 2 * LAYERS
"""Pixels on each side that a fused pixel depends on, the attention aside."""


@dataclass(frozen=True)
class MatcherDimensions:
    """Size of a matcher.

    Attributes
    ----------
    width
        Channels of the first layer; the others are multiples of it. 8 as published.
    step
        Distance in cells between the cells that the local correlation compares. 4 as published.
    hint
        ``mean-offset``: an estimator is given, and adds to its field, the mean of the offsets weighted
        by how well the cells match; so it learns in far fewer steps. ``none`` as published.
    """

    width: int = 8
    step: int = 4
    hint: str = "none"


HINTS = ("none", "mean-offset")
PUBLISHED = MatcherDimensions()
