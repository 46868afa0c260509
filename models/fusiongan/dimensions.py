"""FusionGAN's dimensions, for those who do without torch."""

from __future__ import annotations

KERNELS = (5, 5, 3, 3)
"""Sides of the unpadded convolutions, each followed by a normalisation; a last 1x1 follows."""
RADIUS = sum(side // 2 for side in KERNELS)
"""Pixels on each side that a pixel depends on."""
PUBLISHED_WIDTH = 256
WIDTH = 64
"""Channels of the first layer here; each further one has half as many. The published network has 256."""
SLOPE = 0.2
EPSILON = 1e-5
PICTURE, TRAINING = "picture", "training"
STATISTICS = (PICTURE, TRAINING)
"""What maps are normalised by: their own mean and variance over the whole picture, as the published
program does, or the averages kept from the training."""


def widths(first: int) -> tuple[int, ...]:
    """Channels of the four layers.

    Examples
    --------
    >>> widths(256)
    (256, 128, 64, 32)
    """
    return tuple(first // 2**layer for layer in range(len(KERNELS)))
