"""The one training loop: seeded, resumable, on CUDA or the CPU. A network gives it what is its own."""

from __future__ import annotations

import dataclasses
import errno
import json
import math
import os
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import nn
from tqdm import tqdm

from models.manifest import replace_file
from models.training.checkpoint import TrainingState, restore_checkpoint, save_checkpoint
from models.training.device import device_named, machine
from models.training.learning_rate import learning_rate
from models.training.log import LossLog
from models.training.photographs import digest_of
from models.training.settings import RunOptions, TrainingSettings

RECORD = "training.json"
TORCH_TYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}

Net = TypeVar("Net", bound=nn.Module)
Settings = TypeVar("Settings", bound=TrainingSettings)
Batch = TypeVar("Batch")


class NetworkTraining(ABC, Generic[Net, Settings, Batch]):
    """What is a network's own in its training.

    Made from the folders of pictures; raises ``OSError`` or ``ValueError`` where they do not do.
    ``own`` of the state is kept in the checkpoint beside the weights.
    """

    warm_up_steps = 0
    """Steps over which the learning rate rises."""
    largest_gradient: float | None = None
    """A longer gradient is shortened to this norm."""

    def __init__(
        self, folders: Sequence[Path], settings: Settings, options: RunOptions | None = None
    ) -> None:
        options = options or RunOptions()
        self.settings = settings
        self.workers = options.workers
        self.device = device_named(options.device)
        self.torch_type = TORCH_TYPES[settings.precision]
        self.find_pictures(folders)
        self.pictures_sha256 = digest_of(folders)

    @abstractmethod
    def find_pictures(self, folders: Sequence[Path]) -> None:
        """Find the pictures and split them into those to train on and those to validate with."""

    @abstractmethod
    def new_network(self) -> Net:
        """An untrained network."""

    def parameter_groups(self, network: Net) -> list[dict[str, Any]]:
        """The parameters as Adam is given them; a group with a ``rate_share`` learns at that share of
        the rate, as a discriminator may."""
        return [{"params": list(network.parameters())}]

    @abstractmethod
    def begin(self, state: TrainingState[Net]) -> None:
        """What a training from the start needs; a resumed one has it from its checkpoint."""

    @abstractmethod
    def batches(self, first_step: int) -> Generator[Batch, None, None]:
        """The batch of every step from this one on: made from the seed and the step alone."""

    @abstractmethod
    def gradients(self, state: TrainingState[Net], batch: Batch) -> dict[str, float]:
        """Add the loss's gradients to the network's parameters; returns the loss's parts by name."""

    @abstractmethod
    def finish(self, state: TrainingState[Net], output: Path) -> dict[str, Any]:
        """Validate, write weights and pictures into ``output``; returns its part of the record."""

    @abstractmethod
    def summary(self, record: dict[str, Any]) -> str:
        """The result in a few words, for the user."""


def train(
    training: NetworkTraining[Any, Any, Any], output: Path, options: RunOptions | None = None
) -> dict[str, Any]:
    """Train, or go on from the checkpoint in ``output``.

    With the same pictures, settings and machine the weights are the same, interrupted or not.

    Parameters
    ----------
    training
        What is the network's own.
    output
        Folder that receives ``checkpoint.pt`` (to resume), ``log.csv``, the weights with their manifest,
        a picture and ``training.json``.
    options
        How it runs.

    Returns
    -------
    dict
        The record that is written to ``training.json``.

    Raises
    ------
    ValueError
        When the checkpoint in ``output`` was made with other settings or pictures, or is damaged.
    OSError
        When nothing can be written into ``output``: before the first step.
    ValueError
        When a loss or a weight is no number any more; such weights are not kept.
    """
    options = options or RunOptions()
    state = resume_or_start(training, output)
    refuse_unwritable(output)
    if state.step < training.settings.steps:
        run_steps(training, state, output, options)
    record = {
        "settings": dataclasses.asdict(training.settings),
        "seconds": round(state.seconds, 1),
        "machine": machine(training.device),
        **training.finish(state, output),
    }
    replace_file(output / RECORD, (json.dumps(record, indent=2) + "\n").encode())
    if options.report:
        options.report(f"{training.summary(record)}, {state.seconds / 60:.1f} minutes")
    return record


def refuse_unwritable(folder: Path) -> None:
    """Make the folder for the results; raises ``OSError`` where nothing can be written into it."""
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def resume_or_start(training: NetworkTraining[Any, Any, Any], output: Path) -> TrainingState[Any]:
    """The state in the checkpoint of ``output``, or a fresh one."""
    torch.manual_seed(training.settings.seed)
    network: nn.Module = training.new_network().to(
        training.device, memory_format=torch.channels_last
    )
    groups = training.parameter_groups(network)
    optimiser = torch.optim.Adam(groups, lr=training.settings.rate)
    state = TrainingState(network, optimiser, pictures_sha256=training.pictures_sha256)
    if not restore_checkpoint(state, training.settings, output, training.device):
        training.begin(state)
    return state


def run_steps(
    training: NetworkTraining[Any, Any, Any],
    state: TrainingState[Any],
    output: Path,
    options: RunOptions,
) -> None:
    """Train up to ``settings.steps``, saving a checkpoint at times and at the end."""
    settings: TrainingSettings = training.settings
    state.network.train()
    saved = time.monotonic()
    begun = time.monotonic() - state.seconds
    log = LossLog(output, state.step)
    bar = tqdm(total=settings.steps, initial=state.step, unit="step", disable=not sys.stderr.isatty())
    with bar, closing(training.batches(state.step)) as batches:
        for batch in batches:
            rate = learning_rate(
                state.step, settings.steps, settings.rate, settings.last_rate, training.warm_up_steps
            )
            parts = one_step(training, state, batch, rate)
            state.step += 1
            refuse_no_numbers(state.step, parts.values())
            state.seconds = time.monotonic() - begun
            log.add(state.step, parts, state.seconds)
            bar.set_postfix_str(", ".join(f"{name} {value:.4f}" for name, value in parts.items()))
            bar.update()
            late = time.monotonic() - saved >= options.checkpoint_seconds
            if late or state.step % options.checkpoint_every == 0 or state.step == settings.steps:
                largest = (float(each.detach().abs().max()) for each in state.network.parameters())
                refuse_no_numbers(state.step, largest)
                save_checkpoint(state, settings, output)
                saved = time.monotonic()
            if options.tick:
                options.tick(state.step, settings.steps)


def refuse_no_numbers(step: int, values: Iterable[float]) -> None:
    """Raise where a step led to a loss or to weights that are infinite or no numbers."""
    if not all(map(math.isfinite, values)):
        raise ValueError(
            f"the training left the range of numbers at step {step}; begin again with a smaller --rate "
            "and another --output"
        )


def one_step(
    training: NetworkTraining[Any, Any, Batch], state: TrainingState[Any], batch: Batch, rate: float
) -> dict[str, float]:
    """One step of Adam; returns the parts of the loss by name. What got no gradient stays."""
    for group in state.optimiser.param_groups:
        group["lr"] = rate * group.get("rate_share", 1.0)
    state.optimiser.zero_grad()
    parts = training.gradients(state, batch)
    if training.largest_gradient is not None:
        nn.utils.clip_grad_norm_(state.network.parameters(), training.largest_gradient)
    state.optimiser.step()
    return parts
