"""The file from which an interrupted training goes on. Every network has the same."""

from __future__ import annotations

import dataclasses
import io
import pickle
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import nn

from models.manifest import replace_file
from models.training.settings import TrainingSettings, with_present_names

CHECKPOINT = "checkpoint.pt"
Net = TypeVar("Net", bound=nn.Module)
_COMMON = ("settings", "network", "optimiser", "step", "seconds")
_PICTURES = "pictures_sha256"
"""Checkpoints of before do not have it."""


@dataclass
class TrainingState(Generic[Net]):
    """A training under way; ``own`` is what the network keeps beside its weights, ``pictures_sha256``
    says of which pictures it learns (``models.training.photographs.digest_of``)."""

    network: Net
    optimiser: torch.optim.Optimizer
    step: int = 0
    seconds: float = 0.0
    own: dict[str, Any] = field(default_factory=dict)
    pictures_sha256: str = ""


def save_checkpoint(state: TrainingState[Any], settings: TrainingSettings, output: Path) -> None:
    """Write ``checkpoint.pt`` into ``output``: what a later call needs to go on from here."""
    output.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    values = {
        "settings": dataclasses.asdict(settings),
        "network": state.network.state_dict(),
        "optimiser": state.optimiser.state_dict(),
        "step": state.step,
        "seconds": state.seconds,
        _PICTURES: state.pictures_sha256,
    }
    torch.save({**state.own, **values}, buffer)
    replace_file(output / CHECKPOINT, buffer.getvalue())


def restore_checkpoint(
    state: TrainingState[Any], settings: TrainingSettings, output: Path, device: torch.device
) -> bool:
    """Take over the checkpoint in ``output``; False if there is none.

    Raises ``ValueError`` when it was made with other settings, of other pictures or for another network,
    since mixing two trainings gives weights that nobody can make again, and when it is damaged.
    """
    path = output / CHECKPOINT
    if not path.exists():
        return False
    saved = read_checkpoint(path, device)
    if with_present_names(saved["settings"], type(settings)) != dataclasses.asdict(settings):
        raise ValueError(
            f"{path} belongs to a training with other settings; choose another --output or remove it"
        )
    if saved.get(_PICTURES, state.pictures_sha256) != state.pictures_sha256:
        raise ValueError(
            f"{path} belongs to a training with other pictures; choose another --output or remove it"
        )
    try:
        state.network.load_state_dict(saved["network"])
        state.optimiser.load_state_dict(saved["optimiser"])
    except (RuntimeError, ValueError) as error:
        raise ValueError(
            f"{path} belongs to a training of another network; choose another --output or remove it"
        ) from error
    state.step, state.seconds = saved["step"], saved["seconds"]
    state.own = {key: value for key, value in saved.items() if key not in (*_COMMON, _PICTURES)}
    return True


def read_checkpoint(path: Path, device: torch.device) -> dict[str, Any]:
    """What ``save_checkpoint`` wrote; ``ValueError`` for a file that is damaged or something else."""
    content = io.BytesIO(path.read_bytes())
    try:
        saved = torch.load(content, map_location=device, weights_only=True)
        whole = isinstance(saved, dict) and set(_COMMON) <= set(saved)
    except (RuntimeError, OSError, EOFError, LookupError, pickle.UnpicklingError) as error:
        raise ValueError(damaged(path)) from error
    if not whole:
        raise ValueError(damaged(path))
    return dict(saved)


def damaged(path: Path) -> str:
    """What is said of a file that is no checkpoint."""
    return f"{path} is damaged or no checkpoint; remove it to begin anew, or choose another --output"
