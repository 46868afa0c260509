"""The encoder's dimensions, for those who do without torch."""

from __future__ import annotations

GROWTH = 16
"""Channels that a block adds."""
BLOCKS = 4
FEATURE_CHANNELS = GROWTH * BLOCKS
RECEPTIVE_RADIUS = BLOCKS
"""Pixels on each side that a feature depends on (four 3x3 convolutions), global pooling aside."""
HALO = RECEPTIVE_RADIUS + 1
"""Pixels beyond a tile that its gradient energy depends on: the receptive field and one neighbour."""
EPSILON = 1e-5
"""Of batch normalisation, added to the variance."""
