"""The mask generator's dimensions, for those who do without torch."""

from __future__ import annotations

GROWTH = 16
"""Channels of each of the four convolutions of a branch."""
DECODER = (128, 64, 32, 1)
"""Channels in and out of the three 1×1 convolutions behind the branches."""
SLOPE = 0.2
"""Of leaky ReLU below 0."""
DILATIONS = {"published": (1, 1, 1, 1), "dilated": (1, 2, 4, 8)}
"""Steps of the four convolutions' kernels in pixels, by variant: the mask then depends on 9 × 9 or on
31 × 31 pixels, with as many parameters."""
RADIUS = sum(max(DILATIONS.values()))
"""Pixels on each side that the map depends on, in the variant that sees farthest."""
SMALLEST = max(map(max, DILATIONS.values())) + 1
"""Side of the smallest picture that can be mirrored so far."""
