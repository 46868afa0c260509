"""Trained generators on disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.fusiongan.network import Generator

NETWORK_NAME = "fusiongan"
"""What the manifest calls this kind of network."""


@dataclass(frozen=True)
class GeneratorPart:
    """A generator's own part of its entry in the manifest."""

    width: int


def save_generator(generator: Generator, name: str, folder: Path) -> Path:
    """Write ``NAME.safetensors`` into ``folder`` and enter it in the manifest there."""
    from models.running.torch_weights import save_weights

    return save_weights(generator, name, NETWORK_NAME, GeneratorPart(generator.width), folder)
