"""The decision network's dimensions, for those who do without torch."""

from __future__ import annotations

LEVELS = 4
MULTIPLE = 2**LEVELS
"""Heights and widths that the network takes are multiples of this."""
HALO = 144
"""Pixels around a tile that its scores depend on: 131 by the sizes of the kernels, then the next
multiple of 16, so that the network's grids of a tile and of the picture coincide."""
BLOCK_NAMES = ("dense", "plain")
"""What its levels are made of (``models.decision.network``)."""
