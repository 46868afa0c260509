"""DenseFuse's dimensions and fusion rules, for those who do without torch."""

from __future__ import annotations

GROWTH = 16
"""Channels that an encoder layer adds."""
DENSE = 3
"""Layers of the dense block, after the first convolution."""
FEATURES = GROWTH * (DENSE + 1)
DECODER = (FEATURES, 64, 32, 16, 1)
"""Channels between the decoder's layers."""
BLOCK = 1
"""Radius of the block mean of the L1-norm rule."""
RADIUS = DENSE + 1 + BLOCK + len(DECODER) - 1
"""Pixels on each side that a pixel depends on: four 3x3 convolutions, the block, four more."""
ADDITION, MEAN, L1_NORM = "addition", "mean", "l1-norm"
RULES = (ADDITION, L1_NORM, MEAN)
EPSILON = 1e-12
"""Added to the sum of both activities, which may be 0."""
