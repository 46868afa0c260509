"""The generator's dimensions, for those who do without torch."""

from __future__ import annotations

WIDTH = 16
"""Channels of every step of a branch."""
SLOPE = 0.2
"""Of leaky ReLU below 0."""
RADIUS = 5
"""Pixels on each side that a pixel depends on: one 5×5 convolution and three of 3×3."""
SMALLEST = 3
"""Side of the smallest picture that can be mirrored by two pixels."""
BOTH, GIVEN, PUBLISHED = "both", "given", "published"
"""How the generator is run: the mean of both orders of the sources, the first as the near-focused one,
or as the published program does, which besides takes what lies outside for mid-grey."""
