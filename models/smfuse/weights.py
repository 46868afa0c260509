"""Trained mask generators on disk. OpenVINO reads them without torch, which is imported when needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.manifest import WEIGHTS_FOLDER, find_entry, own_part

if TYPE_CHECKING:
    from models.smfuse.network import MaskGenerator

NETWORK_NAME = "smfuse"
"""What the manifest calls this kind of network."""


@dataclass(frozen=True)
class MaskPart:
    """A mask generator's own part of its entry in the manifest."""

    variant: str


def weights_name(variant: str) -> str:
    """Of the weights of a variant.

    Examples
    --------
    >>> weights_name("published"), weights_name("dilated")
    ('smfuse', 'smfuse-dilated')
    """
    return NETWORK_NAME if variant == "published" else f"{NETWORK_NAME}-{variant}"


def load_mask_generator(name: str, folder: Path = WEIGHTS_FOLDER) -> MaskGenerator:
    """The mask generator whose weights are called ``name``, ready for inference on the CPU.

    Raises
    ------
    WeightsError
        When the file is missing, its SHA-256 is not the manifest's, or it holds another network.
    """
    from models.running.torch_weights import load_weights
    from models.smfuse.network import MaskGenerator

    entry = find_entry(name, NETWORK_NAME, folder)
    network = MaskGenerator(own_part(entry, MaskPart).variant)
    load_weights(network, entry, folder)
    return network


def save_mask_generator(network: MaskGenerator, folder: Path) -> Path:
    """Write the weights into ``folder`` and enter them in the manifest there."""
    from models.running.torch_weights import save_weights

    name, part = weights_name(network.variant), MaskPart(network.variant)
    return save_weights(network, name, NETWORK_NAME, part, folder)
