"""FusionDiff's dimensions, for those who do without torch."""

from __future__ import annotations

from dataclasses import dataclass

NOISE_STEPS = 2000
"""T: how often noise is added until nothing else is left."""
MOST_PERIOD = 10_000.0
"""Of the sinusoids that stand for the step."""
GROUPS = 32
"""Of the channels that are normalised together, in the full network."""


@dataclass(frozen=True)
class Form:
    """A form of the noise predictor.

    Attributes
    ----------
    planes
        Of a picture: 1 is luminance, 3 is RGB. The network takes both sources and the noisy picture.
    widths
        Channels by level, finest first; each level is half as large as the one before.
    blocks
        Residual blocks of a level.
    unshuffle
        Side of the squares of pixels that become channels before the first layer.
    normalised
        Whether blocks normalise groups of channels by their mean and variance over the picture. Tiles
        would show then.
    joins_input
        Whether the finest level's features are added again behind the last enlargement, with blocks
        behind them; the published network has none there.
    dropout
        Of a block, while it trains.
    residual
        0 predicts the noise that is in the picture. Else the network works on what the picture has more
        than the mean of the sources, times this, and predicts that itself rather than the noise.
    """

    planes: int
    widths: tuple[int, ...]
    blocks: int
    unshuffle: int
    normalised: bool
    joins_input: bool
    dropout: float
    residual: float


SMALL = Form(1, (24, 48), 1, 2, False, True, 0.0, 4.0)
"""Trains on two cores and runs in tiles."""
FULL = Form(3, (64, 128, 256, 512), 2, 1, True, False, 0.1, 0.0)
"""The published network; 26,915,395 parameters."""
FORMS = {"small": SMALL, "full": FULL}

RADIUS = 60
"""Pixels on each side that a pixel of the small form depends on in one pass."""
MULTIPLE = 4
"""Heights and widths that the small form takes are multiples of this."""
