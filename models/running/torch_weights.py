"""Weights of a network in torch, from and to a folder with a manifest."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import nn

from models.manifest import ManifestEntry, WeightsError, read_checked, replace_file, write_entry


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


def save_weights(network: nn.Module, name: str, kind: str, own: Any, folder: Path) -> Path:
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
        The dataclass with what that kind needs besides (``models.manifest.own_part``).
    folder
        Made if it is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    state = {key: value.detach().cpu().contiguous() for key, value in network.state_dict().items()}
    content = save(state)
    path = folder / f"{name}.safetensors"
    replace_file(path, content)
    entry = ManifestEntry(
        name=name,
        network=kind,
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        parameters=sum(parameter.numel() for parameter in network.parameters()),
        own=dataclasses.asdict(own),
    )
    write_entry(folder, entry)
    return path
