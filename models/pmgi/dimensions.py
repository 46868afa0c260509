"""PMGI's dimensions, tasks and statistics, for those who do without torch."""

from __future__ import annotations

GROWTH = 16
"""Channels of every map of a path."""
LAYERS = ((3, 5), (16, 3), (32, 1), (48, 3), (32, 1), (64, 3))
"""Channels that each layer of a path takes, and the side of its kernel; those with 1x1 transfer between
the paths."""
TRANSFERS = (2, 4)
"""The layers that see the last maps of both paths."""
RADIUS = sum(side // 2 for _, side in LAYERS)
"""Pixels on each side that a pixel depends on."""
SLOPE = 0.2
EPSILON = 1e-5
POOLED = (2 * GROWTH,) * len(LAYERS)
"""Channels of the maps that are normalised: those of both paths together."""
PICTURE, TRAINING = "picture", "training"
STATISTICS = (PICTURE, TRAINING)
"""What maps are normalised by: their own mean and variance over the whole picture, as the published
program does, or the averages kept from the training."""
INFRARED_VISIBLE, MULTI_FOCUS = "infrared-visible", "multi-focus"
WEIGHTS = {INFRARED_VISIBLE: "pmgi", MULTI_FOCUS: "pmgi-multifocus"}
"""Names of the weights by task."""


def seen_by(layer: int) -> list[int]:
    """The layers of its own path whose maps a layer sees, in order: all but former transfers.

    Examples
    --------
    >>> seen_by(3), seen_by(5)
    ([0, 1, 2], [0, 1, 3, 4])
    """
    return [number for number in range(layer) if number not in TRANSFERS or number == layer - 1]
