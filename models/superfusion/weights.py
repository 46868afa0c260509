"""Trained matchers and fusion networks on disk."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.manifest import WEIGHTS_FOLDER, find_entry, own_part
from models.superfusion.dimensions import MatcherDimensions

if TYPE_CHECKING:
    from models.superfusion.matcher import DenseMatcher
    from models.superfusion.network import FusionNetwork

NETWORK_NAME = "superfusion"
MATCHER, FUSION = "superfusion-matcher", "superfusion"


@dataclass(frozen=True)
class MatcherPart:
    """A matcher's own part of its entry in the manifest: its size, and the share of pictures' size."""

    width: int
    step: int
    hint: str
    share: float


def load_matcher(
    name: str = MATCHER, folder: Path = WEIGHTS_FOLDER
) -> tuple[DenseMatcher, MatcherPart]:
    """A trained matcher, ready for inference on the CPU, and its part of the manifest.

    Raises
    ------
    WeightsError
        When the file is missing, its SHA-256 is not the manifest's, or it holds another network.
    """
    from models.running.torch_weights import load_weights
    from models.superfusion.matcher import DenseMatcher

    entry = find_entry(name, NETWORK_NAME, folder)
    part = own_part(entry, MatcherPart)
    matcher = DenseMatcher(MatcherDimensions(part.width, part.step, part.hint))
    load_weights(matcher, entry, folder)
    return matcher, part


def save_matcher(
    matcher: DenseMatcher, dimensions: MatcherDimensions, share: float, folder: Path
) -> Path:
    """Write the matcher's weights into ``folder`` and enter them in the manifest there."""
    from models.running.torch_weights import save_weights

    part = MatcherPart(**asdict(dimensions), share=share)
    return save_weights(matcher, MATCHER, NETWORK_NAME, part, folder, half=True)


def save_fusion_network(network: FusionNetwork, folder: Path) -> Path:
    """Write the fusion network's weights into ``folder`` and enter them in the manifest there."""
    from models.running.torch_weights import save_weights

    return save_weights(network, FUSION, NETWORK_NAME, None, folder, half=True)
