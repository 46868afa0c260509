"""FusionDiff's trained weights on disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.fusiondiff.network import NoisePredictor

NETWORK_NAME = "fusiondiff"
"""What the manifest calls this kind of network."""


@dataclass(frozen=True)
class PredictorPart:
    """A noise predictor's own part of its entry in the manifest: its form, whose ranges, order of
    channels and target belong to it (``models.fusiondiff.dimensions``)."""

    form: str


def weights_name(form: str) -> str:
    """What the weights of a form are called.

    Examples
    --------
    >>> weights_name("small"), weights_name("full")
    ('fusiondiff', 'fusiondiff-full')
    """
    return NETWORK_NAME if form == "small" else f"{NETWORK_NAME}-{form}"


def save_predictor(network: NoisePredictor, form: str, folder: Path) -> Path:
    """Write the weights in float16 into ``folder`` and enter them in the manifest there."""
    from models.running.torch_weights import save_weights

    part = PredictorPart(form)
    return save_weights(network, weights_name(form), NETWORK_NAME, part, folder, half=True)
