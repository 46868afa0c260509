"""The generator's dimensions, for those who do without torch."""

from __future__ import annotations

WIDTH = 16
"""Channels of every step of a branch."""
SLOPE = 0.2
"""Of leaky ReLU below 0."""
RECEPTIVE_RADIUS = 5
"""Pixels on each side that a pixel depends on: one 5×5 convolution and three of 3×3."""
