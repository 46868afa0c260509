"""The networks that can be trained: one for each folder of ``models/`` that declares a ``NETWORK``.

A further network is a folder with its own ``NETWORK``; nothing else needs to know it. Torch is imported
only when a training begins.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import models
from models.training.settings import RunOptions, TrainingSettings

if TYPE_CHECKING:
    from models.training.loop import NetworkTraining


@dataclass(frozen=True)
class Network:
    """A network, as ``python -m models train`` knows it.

    Parameters
    ----------
    name
        What ``--method`` calls it: the fusion method that uses the network.
    description
        What it is trained on, one or two sentences for the command's help.
    settings
        The dataclass of its settings; help and choices stand at its fields.
    load_training
        Imports and returns its ``NetworkTraining``, and torch with it.
    """

    name: str
    description: str
    settings: type[TrainingSettings]
    load_training: Callable[[], type[NetworkTraining[Any, Any, Any]]]

    def train(
        self,
        folders: Sequence[Path],
        output: Path,
        settings: TrainingSettings,
        options: RunOptions | None = None,
    ) -> dict[str, Any]:
        """Train it, or go on from the checkpoint in ``output`` (``models.training.loop.train``)."""
        from models.training.loop import train

        options = options or RunOptions()
        return train(self.load_training()(folders, settings, options), output, options)


def networks() -> dict[str, Network]:
    """All networks by name.

    Examples
    --------
    >>> {"learned-decision", "sesf"} <= set(networks())
    True
    """
    found = []
    for module in pkgutil.iter_modules(models.__path__, "models."):
        if module.ispkg:
            network = getattr(importlib.import_module(module.name), "NETWORK", None)
            if isinstance(network, Network):
                found.append(network)
    return {network.name: network for network in found}


def find_network(name: str) -> Network:
    """The network called ``name``; raises ``ValueError`` that lists the known names."""
    known = networks()
    if name not in known:
        raise ValueError(f"there is no network {name!r}; there are {', '.join(known)}")
    return known[name]
