"""Trained weights for the engine: the files that torch wrote, read without it."""

from __future__ import annotations

from pathlib import Path

from safetensors import SafetensorError
from safetensors.numpy import load as load_safetensors

from models.engine.layers import State
from models.manifest import (
    WEIGHTS_FOLDER,
    ManifestEntry,
    WeightsError,
    checked_entry,
    read_checked,
    read_entries,
)


def encoder_state(name: str, folder: Path = WEIGHTS_FOLDER) -> tuple[State, ManifestEntry]:
    """Weights of the encoder ``name`` and its line of the manifest; raises ``WeightsError``."""
    entry = checked_entry(name, folder)
    return _read(folder / entry.file, entry.sha256), entry


def runs_decision(name: str, folder: Path = WEIGHTS_FOLDER) -> bool:
    """Whether the engine can build the network ``name``: torch also knows forms that compare designs."""
    entry = read_entries(folder).get(name, {})
    return entry.get("attention") == "sse" and entry.get("block", "dense") == "dense"


def decision_state(name: str, folder: Path = WEIGHTS_FOLDER) -> State:
    """Weights of the decision network ``name``; raises ``WeightsError``."""
    entries = {key: e for key, e in read_entries(folder).items() if e.get("network") == "decision"}
    if name not in entries:
        raise WeightsError(f"there are no weights {name!r}; there are {', '.join(entries) or 'none'}")
    entry = entries[name]
    try:
        return _read(folder / entry["file"], entry["sha256"])
    except KeyError as error:
        raise WeightsError(f"the entry {name!r} of the weights in {folder} is not whole") from error


def _read(path: Path, sha256: str) -> State:
    content = read_checked(path, sha256)
    try:
        return load_safetensors(content)
    except SafetensorError as error:
        raise WeightsError(f"the trained weights {path} hold another network") from error
