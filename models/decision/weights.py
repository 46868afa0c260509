"""Trained weights of the learned decision on disk, beside those of the encoders."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from models.manifest import (
    WEIGHTS_FOLDER,
    State,
    WeightsError,
    read_checked,
    read_entries,
    read_state,
    replace_file,
    write_entry,
)

if TYPE_CHECKING:
    from models.decision.network import DecisionNetwork

NETWORK = "decision"
"""What the manifest calls this kind of network."""


def runs_decision(name: str, folder: Path = WEIGHTS_FOLDER) -> bool:
    """Whether the engine can build the network ``name``: torch also knows forms that compare designs."""
    entry = read_entries(folder).get(name, {})
    return entry.get("attention") == "sse" and entry.get("block", "dense") == "dense"


def decision_state(name: str, folder: Path = WEIGHTS_FOLDER) -> State:
    """Weights of the decision network ``name``; raises ``WeightsError``."""
    entries = {key: e for key, e in read_entries(folder).items() if e.get("network") == "decision"}
    if name not in entries:
        raise WeightsError(
            "unknown-weights", "there are no weights {name!r}; there are {known}",
            name=name, known=", ".join(entries) or "none",
        )  # fmt: skip
    entry = entries[name]
    try:
        return read_state(folder / entry["file"], entry["sha256"])
    except KeyError as error:
        raise WeightsError(
            "weights-entry-not-whole", "the entry {name!r} of the weights in {folder} is not whole",
            name=name, folder=folder,
        ) from error  # fmt: skip


def load_decision(name: str, folder: Path = WEIGHTS_FOLDER) -> DecisionNetwork:
    """The network called ``name``, ready for inference on the CPU.

    Raises
    ------
    WeightsError
        When the file is missing, its SHA-256 is not the manifest's, or it holds another network.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load as load_safetensors

    from models.decision.network import DecisionNetwork, Widths

    entries = {key: e for key, e in read_entries(folder).items() if e.get("network") == NETWORK}
    if name not in entries:
        raise WeightsError(
            "unknown-weights", "there are no weights {name!r}; there are {known}",
            name=name, known=", ".join(entries) or "none",
        )  # fmt: skip
    entry = entries[name]
    try:
        path = folder / entry["file"]
        widths = Widths(
            tuple(entry["channels"]),
            tuple(entry["growth"]),
            entry.get("fine", 0),
            entry.get("details", 0),
        )
        network = DecisionNetwork(widths, entry["attention"], entry.get("block", "dense"))
        content = read_checked(path, entry["sha256"])
    except (KeyError, TypeError) as error:
        raise WeightsError(
            "weights-entry-not-whole", "the entry {name!r} of the weights in {folder} is not whole",
            name=name, folder=folder,
        ) from error  # fmt: skip
    try:
        network.load_state_dict(load_safetensors(content))
    except (SafetensorError, RuntimeError) as error:
        raise WeightsError(
            "weights-of-another-network", "the trained weights {path} hold another network",
            path=path,
        ) from error  # fmt: skip
    return network.eval()


def save_decision(network: DecisionNetwork, name: str, folder: Path) -> Path:
    """Write ``NAME.safetensors`` into ``folder`` and enter it in the manifest there."""
    from safetensors.torch import save as save_safetensors

    folder.mkdir(parents=True, exist_ok=True)
    state = {key: value.detach().cpu().contiguous() for key, value in network.state_dict().items()}
    content = save_safetensors(state)
    path = folder / f"{name}.safetensors"
    replace_file(path, content)
    entry = {
        "network": NETWORK,
        "file": path.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "attention": network.attention_name,
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
        "channels": list(network.widths.channels),
        "growth": list(network.widths.growth),
        "fine": network.widths.fine,
        "details": network.widths.details,
        "block": network.block,
    }
    write_entry(folder, name, entry)
    return path
