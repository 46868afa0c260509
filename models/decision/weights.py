"""Trained decision networks on disk. OpenVINO reads them without torch, imported when it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.manifest import WEIGHTS_FOLDER, State, find_entry, own_part, read_manifest, read_state

if TYPE_CHECKING:
    from models.decision.network import DecisionNetwork

NETWORK_NAME = "decision"
"""What the manifest calls this kind of network."""


@dataclass(frozen=True)
class DecisionPart:
    """A decision network's own part of its entry in the manifest: how the network is built."""

    attention: str
    channels: tuple[int, ...]
    growth: tuple[int, ...]
    fine: int = 0
    details: int = 0
    block: str = "dense"


def openvino_can_run(name: str, folder: Path = WEIGHTS_FOLDER) -> bool:
    """Whether there is an OpenVINO graph for the network ``name``.

    Torch also runs forms that exist to compare designs: plain blocks, and no attention.
    """
    entry = read_manifest(folder, NETWORK_NAME).get(name)
    if entry is None:
        return False
    part = own_part(entry, DecisionPart)
    return part.attention == "sse" and part.block == "dense"


def decision_state(name: str, folder: Path = WEIGHTS_FOLDER) -> State:
    """Weights of the decision network ``name`` as numpy arrays.

    Raises
    ------
    WeightsError
        When there is no such network, its file is missing, or the SHA-256 is not the manifest's.

    Examples
    --------
    >>> decision_state("learned-decision")["head.weight"].shape
    (8, 24, 3, 3)
    """
    return read_state(find_entry(name, NETWORK_NAME, folder), folder)


def load_decision(name: str, folder: Path = WEIGHTS_FOLDER) -> DecisionNetwork:
    """The network called ``name``, ready for inference on the CPU.

    Raises
    ------
    WeightsError
        When the file is missing, its SHA-256 is not the manifest's, or it holds another network.
    """
    from models.decision.network import DecisionNetwork, Widths
    from models.running.torch_weights import load_weights

    entry = find_entry(name, NETWORK_NAME, folder)
    part = own_part(entry, DecisionPart)
    widths = Widths(part.channels, part.growth, part.fine, part.details)
    network = DecisionNetwork(widths, part.attention, part.block)
    load_weights(network, entry, folder)
    return network


def save_decision(network: DecisionNetwork, name: str, folder: Path) -> Path:
    """Write ``NAME.safetensors`` into ``folder`` and enter it in the manifest there."""
    from models.running.torch_weights import save_weights

    widths = network.widths
    part = DecisionPart(
        network.attention_name,
        widths.channels,
        widths.growth,
        widths.fine,
        widths.details,
        network.block,
    )
    return save_weights(network, name, NETWORK_NAME, part, folder)
