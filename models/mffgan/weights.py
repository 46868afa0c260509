"""Trained generators on disk. OpenVINO reads them without torch, which is imported when needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.manifest import WEIGHTS_FOLDER, find_entry, own_part

if TYPE_CHECKING:
    from models.mffgan.network import Generator

NETWORK_NAME = "mffgan"
"""What the manifest calls this kind of network."""
NAME = "mff-gan"
"""Of the weights."""


@dataclass(frozen=True)
class GeneratorPart:
    """A generator's own part of its entry in the manifest: how it pads."""

    padding: str


def load_generator(name: str = NAME, folder: Path = WEIGHTS_FOLDER) -> Generator:
    """The generator whose weights are called ``name``, ready for inference on the CPU.

    Raises
    ------
    WeightsError
        When the file is missing, its SHA-256 is not the manifest's, or it holds another network.
    """
    from models.mffgan.network import Generator
    from models.running.torch_weights import load_weights

    entry = find_entry(name, NETWORK_NAME, folder)
    network = Generator(own_part(entry, GeneratorPart).padding)
    load_weights(network, entry, folder)
    return network


def save_generator(network: Generator, folder: Path) -> Path:
    """Write the weights into ``folder`` and enter them in the manifest there."""
    from models.running.torch_weights import save_weights

    return save_weights(network, NAME, NETWORK_NAME, GeneratorPart(network.padding), folder)
