"""Weights of a network in torch, from and to a folder with a manifest."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import nn

from models.manifest import (
    ManifestEntry,
    State,
    WeightsError,
    read_checked,
    replace_file,
    write_entry,
)

Net = TypeVar("Net", bound=nn.Module)


def load_weights(network: nn.Module, entry: ManifestEntry, folder: Path) -> None:
    """Give ``network`` the weights of an entry, and set it to inference.

    Raises
    ------
    WeightsError
        When the file is missing, its SHA-256 is not the manifest's, or it holds another network.
    """
    path = folder / entry.file
    content = read_checked(path, entry.sha256)
    try:
        network.load_state_dict(load(content))
    except (SafetensorError, RuntimeError) as error:
        raise WeightsError(
            "weights-of-another-network", "the trained weights {path} hold another network", path=path
        ) from error
    network.eval()


def load_state(network: Net, state: State) -> Net:
    """``network`` with weights that are numpy arrays, set to inference.

    Raises
    ------
    WeightsError
        When they are another network's.
    """
    try:
        network.load_state_dict({name: torch.from_numpy(values) for name, values in state.items()})
    except RuntimeError as error:
        raise WeightsError(
            "weights-of-another-shape", "the weights are of another network than {network}",
            network=type(network).__name__,
        ) from error  # fmt: skip
    return network.eval()


def save_weights(
    network: nn.Module, name: str, kind: str, own: Any, folder: Path, half: bool = False
) -> Path:
    """Write ``NAME.safetensors`` into ``folder`` and enter it in the manifest there.

    Parameters
    ----------
    network
        Whose ``state_dict`` is written.
    name
        What the weights will be asked for by.
    kind
        The kind of network, as the manifest names it.
    own
        The dataclass with what that kind needs besides (``models.manifest.own_part``); None for nothing.
    folder
        Made if it is not there.
    half
        Stored in float16, half as large: what is read is float32 again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    state = {key: value.detach().cpu().contiguous() for key, value in network.state_dict().items()}
    if half:
        state = {
            key: value.half() if value.is_floating_point() else value for key, value in state.items()
        }
    content = save(state)
    path = folder / f"{name}.safetensors"
    replace_file(path, content)
    entry = ManifestEntry(
        name=name,
        network=kind,
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        parameters=sum(parameter.numel() for parameter in network.parameters()),
        own={} if own is None else dataclasses.asdict(own),
    )
    write_entry(folder, entry)
    return path
