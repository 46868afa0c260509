"""Settings of a training: the fields that every network has, and how a field says what it is.

The command line is made from the fields: what an option means and which values it takes stand where the
field is declared.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PRECISIONS = ("float32", "bfloat16")
LARGEST_CROP = 2048
"""Side in pixels: far more than any network here learns from."""


def option(
    default: Any,
    help: str,
    choices: Sequence[str] = (),
    old_names: Sequence[str] = (),
    limits: tuple[float, float] | None = None,
    at_least: float | None = None,
) -> Any:
    """A field of settings.

    Parameters
    ----------
    default
        Its value, and by its type what the command line takes.
    help
        A line for the command's help.
    choices
        The values that it takes; empty if it takes any.
    old_names
        What it was called before: taken from the command line and from checkpoints.
    limits, at_least
        The least and the greatest number that it takes, or the least alone; None for no limit.
    """
    if at_least is not None:
        limits = (at_least, math.inf)
    metadata = {
        "help": help, "choices": tuple(choices), "old_names": tuple(old_names), "limits": limits,
    }  # fmt: skip
    return dataclasses.field(default=default, metadata=metadata)


def refuse_outside(name: str, value: float, limits: tuple[float, float] | None) -> None:
    """Raise ``ValueError`` for a number outside its limits, or that is none."""
    if limits is None or (limits[0] <= value <= limits[1] and value < math.inf):
        return
    least, greatest = limits
    allowed = f"{least} at least" if greatest == math.inf else f"from {least} to {greatest}"
    raise ValueError(f"{name} is {allowed}, not {value}")


@dataclass(frozen=True)
class TrainingSettings:
    """Everything that decides the weights, besides the pictures.

    A network's own settings derive from this, with other defaults and further fields. A value that is
    not among a field's choices, or fewer than one step or scene, is a ``ValueError``.
    """

    steps: int = option(4000, "steps of Adam")
    batch: int = option(16, "crops in a step")
    crop: int = option(128, "side of a crop in pixels")
    rate: float = option(1e-3, "learning rate at the start")
    last_rate: float = option(1e-5, "learning rate at the end of the cosine decay")
    validation_share: float = option(0.1, "share of the photographs kept for validation")
    seed: int = option(1, "seed of the split, the crops and the first weights")
    precision: str = option("float32", "arithmetic of the network while it trains", PRECISIONS)

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            value, choices = getattr(self, field.name), field.metadata["choices"]
            if choices and value not in choices:
                raise ValueError(f"{field.name} is one of {', '.join(choices)}, not {value}")
            refuse_outside(field.name.replace("_", "-"), value, field.metadata["limits"])
        if min(self.steps, self.batch) < 1:
            raise ValueError("steps and batch are at least 1")
        if self.crop > LARGEST_CROP:
            raise ValueError(f"crop is {LARGEST_CROP} pixels at most")
        if not (0 < self.rate < math.inf and 0 <= self.last_rate < math.inf):
            raise ValueError("rate is a number above 0, and last-rate is not below 0")
        if not 0 <= self.validation_share < 1:
            raise ValueError("validation-share is from 0 to below 1; one picture always validates")
        if self.seed < 0:
            raise ValueError("seed is a whole number from 0 on")


@dataclass(frozen=True)
class RunOptions:
    """How a training runs; none of it changes the weights.

    Parameters
    ----------
    device
        ``"auto"`` (CUDA where it works), ``"cpu"`` or ``"cuda"``.
    workers
        Threads beside the training that make the scenes to come, where a network's batches are scenes;
        0 makes each when it is needed.
    checkpoint_every
        Steps between checkpoints, at most.
    checkpoint_seconds
        Seconds between checkpoints, at most: so many are lost where the training is stopped.
    report
        Receives a sentence when the training is done.
    tick
        ``tick(done, total)`` after every step; it may raise to stop, and the next call goes on from the
        last checkpoint.
    """

    device: str = "auto"
    workers: int = 1
    checkpoint_every: int = 200
    checkpoint_seconds: float = 60.0
    report: Callable[[str], None] | None = None
    tick: Callable[[int, int], None] | None = None


def old_names(settings: type[TrainingSettings]) -> dict[str, str]:
    """The names that fields had before, each with the field's name."""
    return {
        old: field.name for field in dataclasses.fields(settings) for old in field.metadata["old_names"]
    }


def with_present_names(
    values: Mapping[str, Any], settings: type[TrainingSettings]
) -> dict[str, Any]:
    """Stored settings with the names that the fields have now."""
    renamed = old_names(settings)
    return {renamed.get(name, name): value for name, value in values.items()}
