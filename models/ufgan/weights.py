"""Trained U-Nets on disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.ufgan.network import UNet

NETWORK_NAME = "ufgan"
"""What the manifest calls this kind of network."""


@dataclass(frozen=True)
class UNetPart:
    """A U-Net's own part of its entry in the manifest."""

    widths: list[int]


def save_unet(network: UNet, name: str, folder: Path) -> Path:
    """Write ``NAME.safetensors`` into ``folder`` and enter it in the manifest there."""
    from models.running.torch_weights import save_weights

    return save_weights(network, name, NETWORK_NAME, UNetPart(list(network.widths)), folder)
