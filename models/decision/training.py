"""Training the learned decision on scenes made as it goes: seeded, resumable, on CUDA or the CPU."""

from __future__ import annotations

import dataclasses
import io
import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader
from tqdm import tqdm

from models.attention import pools_globally
from models.decision.batches import Batch, Batches, Schedule
from models.decision.inputs import DETAIL_SIDES
from models.decision.losses import LossWeights, decision_loss
from models.decision.network import (
    BLOCKS,
    LEVELS,
    MULTIPLE,
    DecisionNetwork,
    Widths,
    run_network,
)
from models.decision.scenes import SceneShares
from models.decision.validation import save_decisions, validate
from models.decision.warm_start import adapted
from models.decision.weights import load_decision, save_decision
from models.manifest import replace_file
from models.running.tile_runner import work_alone
from models.sesf.training import PRECISIONS
from models.training.device import best_device, machine
from models.training.training_images import KINDS, TrainingImages, find_training_images

NAME = "learned-decision"
RECORD = "training.json"
CHECKPOINT = "checkpoint.pt"


@dataclass(frozen=True)
class DecisionTrainingSettings:
    """Everything that a training depends on, besides the pictures.

    ``start`` is a folder with weights to begin from; ``first_step`` then keeps the scenes other ones.
    """

    steps: int = 12000
    batch: int = 16
    crop: int = 128
    rate: float = 2e-3
    last_rate: float = 1e-5
    attention: str = "sse"
    widths: str = "24,32,40,56"
    growth: str = "16,20,24,30"
    fine: int = 8
    details: int = len(DETAIL_SIDES)
    block: str = "dense"
    picture_weight: float = 1.0
    choice_weight: float = 0.5
    even_weight: float = 0.05
    edge_weight: float = 2.0
    faithful_weight: float = 0.1
    decisiveness: float = 1.0
    frames: str = "2,2,2,3"
    stack_share: float = 0.5
    surface_share: float = 0.1
    highlight_share: float = 0.35
    cut_out_share: float = 0.4
    border_share: float = 0.4
    ragged_share: float = 0.35
    rim_weight: float = 4.0
    start: str = ""
    first_step: int = 0
    validation_share: float = 0.1
    seed: int = 2026
    precision: str = "float32"

    def __post_init__(self) -> None:
        if self.precision not in PRECISIONS:
            raise ValueError(f"precision is one of {', '.join(PRECISIONS)}, not {self.precision}")
        if min(self.steps, self.batch) < 1 or self.crop < MULTIPLE or self.crop % MULTIPLE:
            raise ValueError(f"steps and batch are at least 1, crop is a multiple of {MULTIPLE} pixels")
        if pools_globally(self.attention):
            raise ValueError("attention is sse: a tile cannot pool over the whole picture")
        if self.block not in BLOCKS or self.fine < 0:
            raise ValueError(f"block is one of {', '.join(BLOCKS)}, and fine at least 0")
        if not 0 <= self.details <= len(DETAIL_SIDES):
            raise ValueError(f"details are 0 to {len(DETAIL_SIDES)}, not {self.details}")
        for name in ("widths", "growth", "frames"):
            values = getattr(self, name).split(",")
            if not all(value.isdecimal() and int(value) > 0 for value in values):
                raise ValueError(
                    f"{name} is {getattr(self, name)!r}; it must be whole numbers with commas"
                )
        levels = len(self.widths.split(","))
        if levels != len(self.growth.split(",")) or levels > LEVELS:
            raise ValueError(f"widths and growth have a number for each level, {LEVELS} at most")
        if min(int(value) for value in self.frames.split(",")) < 2:
            raise ValueError("frames are at least 2 for each scene")

    def network(self) -> DecisionNetwork:
        """An untrained network of these widths."""
        widths, growth = (
            tuple(int(part) for part in text.split(",")) for text in (self.widths, self.growth)
        )
        of_levels = Widths(widths, growth, self.fine, self.details)
        return DecisionNetwork(of_levels, self.attention, self.block)

    def schedule(self) -> Schedule:
        """What each step's batch is made of."""
        frames = tuple(int(part) for part in self.frames.split(","))
        return Schedule(
            self.steps,
            self.batch,
            self.crop,
            self.seed,
            frames,
            SceneShares(
                self.stack_share,
                self.surface_share,
                self.highlight_share,
                self.cut_out_share,
                self.border_share,
                self.ragged_share,
            ),
            self.first_step,
            self.rim_weight,
        )

    def torch_type(self) -> torch.dtype:
        return PRECISIONS[self.precision]

    def loss_weights(self) -> LossWeights:
        return LossWeights(
            self.picture_weight,
            self.choice_weight,
            self.even_weight,
            self.edge_weight,
            self.faithful_weight,
            self.decisiveness,
        )


@dataclass
class State:
    """A training under way."""

    network: DecisionNetwork
    optimiser: torch.optim.Adam
    step: int = 0
    seconds: float = 0.0


def train_decision(
    folders: Sequence[Path],
    output: Path,
    settings: DecisionTrainingSettings,
    device: str = "auto",
    checkpoint_every: int = 250,
    report: Callable[[str], None] | None = None,
    workers: int = 1,
) -> dict[str, Any]:
    """Train, or go on from the checkpoint in ``output``; returns the record also written there.

    ``output`` receives ``checkpoint.pt`` (to resume), ``log.csv``, ``learned-decision.safetensors`` with
    its manifest, ``decisions.png`` and ``training.json``. Photographs, photographs with depth and mattes
    (``models.training.training_images``) are each split into a part to train on and a part to validate
    with, so that no picture is in both.

    Raises ``ValueError`` for folders without enough pictures, or an ``output`` of other settings.
    """
    training, validation = find_training_images(folders).split(settings.validation_share, settings.seed)
    if not validation.photographs:
        raise ValueError("the folders hold fewer than two photographs; name one that holds more")
    where = best_device() if device == "auto" else torch.device(device)
    state = _resume(settings, output, where)
    if state.step < settings.steps:
        _run(state, training.load(), settings, output, where, workers, checkpoint_every)
    unseen = validation.load()
    figures = validate(state.network, unseen, settings.decisiveness, settings.seed, where)
    save_decision(state.network, NAME, output)
    save_decisions(state.network, unseen, settings.decisiveness, settings.seed, output, where)
    files = [path.name for kind in KINDS for path in getattr(validation, kind)]
    record = {
        "settings": dataclasses.asdict(settings),
        "training": training.counts(),
        "validation": validation.counts(),
        "validation_files": files,
        "seconds": round(state.seconds, 1),
        "machine": machine(where),
        "figures": figures,
    }
    replace_file(output / RECORD, (json.dumps(record, indent=2) + "\n").encode())
    if report:
        named = ", ".join(f"{name} {value:.2f} dB" for name, value in figures.items())
        report(f"{NAME}: {named} on validation scenes, {state.seconds / 60:.1f} minutes")
    return record


def _resume(settings: DecisionTrainingSettings, output: Path, device: torch.device) -> State:
    torch.manual_seed(settings.seed)
    network = settings.network().to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    state = State(network, torch.optim.Adam(network.parameters(), lr=settings.rate))
    path = output / CHECKPOINT
    if not path.exists():
        if settings.start:
            _start_from(network, Path(settings.start))
        return state
    saved = torch.load(path, map_location=device, weights_only=True)
    if saved["settings"] != dataclasses.asdict(settings):
        raise ValueError(
            f"{path} belongs to a training with other settings; choose another --output or remove it"
        )
    network.load_state_dict(saved["network"])
    state.optimiser.load_state_dict(saved["optimiser"])
    state.step, state.seconds = saved["step"], saved["seconds"]
    return state


def _start_from(network: DecisionNetwork, folder: Path) -> None:
    """Copy the weights in ``folder``, as far as ``adapted`` can; ``ValueError`` if it cannot."""
    try:
        network.load_state_dict(adapted(load_decision(NAME, folder).state_dict(), network))
    except ValueError as error:
        raise ValueError(f"the weights in {folder} are of another network: {error}") from error


def _run(
    state: State,
    images: TrainingImages,
    settings: DecisionTrainingSettings,
    output: Path,
    device: torch.device,
    workers: int,
    checkpoint_every: int,
) -> None:
    state.network.train()
    begun = time.monotonic() - state.seconds
    loader = DataLoader(
        Batches(images, settings.schedule()),
        batch_size=None,
        sampler=range(state.step, settings.steps),
        num_workers=workers,
        prefetch_factor=4 if workers else None,
    )
    log = _Log(output)
    bar = tqdm(total=settings.steps, initial=state.step, unit="step", disable=not sys.stderr.isatty())
    with bar, ThreadPoolExecutor(2, initializer=work_alone) as pool:
        for batch in loader:
            for group in state.optimiser.param_groups:
                group["lr"] = learning_rate(settings, state.step)
            parts = one_step(state, batch.to(device), settings, pool)
            state.step += 1
            state.seconds = time.monotonic() - begun
            log.add(state.step, parts, state.seconds)
            bar.update()
            if state.step % checkpoint_every == 0 or state.step == settings.steps:
                _save(state, settings, output)


def one_step(
    state: State, batch: Batch, settings: DecisionTrainingSettings, pool: ThreadPoolExecutor
) -> dict[str, float]:
    """One step of Adam; returns the parts of the loss.

    The batch is worked on in halves, each in a thread of its own with torch at one thread: on a busy
    machine torch's own threads wait for each other at every operation. Two gradients add up to the
    same bits in either order.
    """
    state.optimiser.zero_grad()
    halves = batch.halves()
    whole = len(batch.reference)

    def work(half: Batch) -> dict[str, float]:
        share = len(half.reference) / whole
        scores, faithful = run_network(state.network, half.seen, settings.torch_type())
        loss, parts = decision_loss(scores, faithful, half.truth(), settings.loss_weights())
        (loss * share).backward()  # type: ignore[no-untyped-call]
        return {name: value * share for name, value in parts.items()}

    results = list(pool.map(work, halves))
    torch.nn.utils.clip_grad_norm_(state.network.parameters(), 1.0)
    state.optimiser.step()
    return {name: sum(result[name] for result in results) for name in results[0]}


def learning_rate(settings: DecisionTrainingSettings, step: int) -> float:
    """A short warm-up, then cosine decay from ``rate`` to ``last_rate``."""
    warm = min(1.0, (step + 1) / 200)
    share = (1 + math.cos(math.pi * step / settings.steps)) / 2
    return warm * (settings.last_rate + (settings.rate - settings.last_rate) * share)


class _Log:
    """``log.csv``: a line for every 100 steps with the mean of each part of the loss."""

    def __init__(self, output: Path) -> None:
        output.mkdir(parents=True, exist_ok=True)
        self.path = output / "log.csv"
        self.rows: list[dict[str, float]] = []

    def add(self, step: int, parts: dict[str, float], seconds: float) -> None:
        self.rows.append(parts)
        if step % 100 == 0:
            means = [f"{np.mean([row[name] for row in self.rows]):.5f}" for name in parts]
            new = not self.path.exists()
            with self.path.open("a", encoding="utf-8") as file:
                if new:
                    file.write("step,seconds," + ",".join(parts) + "\n")
                file.write(f"{step},{seconds:.0f}," + ",".join(means) + "\n")
            self.rows.clear()


def _save(state: State, settings: DecisionTrainingSettings, output: Path) -> None:
    buffer = io.BytesIO()
    torch.save(
        {
            "settings": dataclasses.asdict(settings),
            "network": state.network.state_dict(),
            "optimiser": state.optimiser.state_dict(),
            "step": state.step,
            "seconds": state.seconds,
        },
        buffer,
    )
    replace_file(output / CHECKPOINT, buffer.getvalue())
