"""The networks that paint: one for each folder of ``models/`` that declares a ``PAINTER``."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import models
from models.manifest import WEIGHTS_FOLDER, State, find_entry, read_state
from models.running.painting import PaintingNetwork


def painting_networks() -> dict[str, PaintingNetwork]:
    """All of them by name.

    Examples
    --------
    >>> painting_networks()["densefuse"].radius
    9
    """
    found = []
    for module in pkgutil.iter_modules(models.__path__, "models."):
        if module.ispkg:
            network = getattr(importlib.import_module(module.name), "PAINTER", None)
            if isinstance(network, PaintingNetwork):
                found.append(network)
    return {network.name: network for network in found}


def find_painting_network(name: str) -> PaintingNetwork:
    """The network called ``name``; raises ``ValueError`` that lists the known names."""
    known = painting_networks()
    if name not in known:
        raise ValueError(f"there is no network {name!r} that paints; there are {', '.join(known)}")
    return known[name]


def painter_state(
    network: PaintingNetwork,
    weights: str | None = None,
    file: Path | None = None,
    folder: Path = WEIGHTS_FOLDER,
) -> State:
    """Weights of a network as numpy arrays by torch's names: its own, or the authors' from ``file``.

    Raises
    ------
    WeightsError
        When there are no such weights, or their file is missing, changed or of another network.
    """
    if file is not None:
        assert network.read_archive is not None, f"{network.name} has no published weights"
        return network.read_archive(file)
    return read_state(find_entry(weights or network.name, network.name, folder), folder)
