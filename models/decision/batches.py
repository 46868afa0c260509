"""Batches of training scenes: what the network sees, and what it is judged by."""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor

from models.arrays import FloatMap
from models.decision.camera import photograph
from models.decision.dimensions import MULTIPLE
from models.decision.losses import Truth
from models.decision.network import filled_up
from models.decision.scenes import USUAL, WITHOUT_STACKS, SceneShares, random_scene
from models.decision.stacks import has_stack, stack_scene
from models.running.tile_runner import work_alone
from models.training.training_images import TrainingImages

AHEAD = 4
"""Batches that each thread makes before they are asked for."""
_RIM = 2
"""Pixels from a scene's edge that count as its rim."""


@dataclass
class Batch:
    """``seen`` (B, n, H, W) is what the network is given; the rest is its ``Truth``."""

    seen: Tensor
    clean: Tensor
    reference: Tensor
    radius: Tensor
    counts: Tensor

    def to(self, device: torch.device) -> Batch:
        return Batch(*(getattr(self, field.name).to(device) for field in dataclasses.fields(self)))

    def halves(self) -> list[Batch]:
        """Two batches of half as many scenes (one, if there is only one)."""
        middle = (len(self.reference) + 1) // 2
        parts = [getattr(self, field.name).split(middle) for field in dataclasses.fields(self)]
        return [Batch(*values) for values in zip(*parts, strict=True)]

    def truth(self) -> Truth:
        return Truth(self.clean, self.reference, self.radius, self.counts)


@dataclass(frozen=True)
class Schedule:
    """What the batches of a training are made of.

    ``batch`` scenes of two frames make a batch, fewer of more frames. ``frames`` are the frames of a
    scene, step by step, again and again. ``rim`` is how much more a scene's outermost pixels count.
    """

    steps: int
    batch: int
    crop: int
    seed: int
    frames: tuple[int, ...] = (2, 2, 2, 3)
    shares: SceneShares = USUAL
    first_step: int = 0
    rim: float = 0.0


class Batches:
    """One batch a step, made from the seed and the step alone, so that a training can be resumed."""

    def __init__(self, images: TrainingImages, schedule: Schedule) -> None:
        smallest = min((min(stack.reference.shape) for stack in images.stacks), default=schedule.crop)
        if smallest < schedule.crop:
            raise ValueError(f"a stack is {smallest} pixels high or wide; crop is {schedule.crop}")
        self.images = images
        self.schedule = schedule

    def __len__(self) -> int:
        return self.schedule.steps

    def __getitem__(self, step: int) -> Batch:
        plan = self.schedule
        frames = plan.frames[step % len(plan.frames)]
        count = max(1, plan.batch * 2 // frames)
        random = np.random.default_rng((plan.seed, plan.first_step + step))
        return make_batch(random, self.images, plan.crop, count, frames, plan.shares, plan.rim)


def made_ahead(
    make: Callable[[int], Batch], steps: Sequence[int], workers: int
) -> Generator[Batch, None, None]:
    """What ``make`` makes of each step, in order; so many threads make those to come. (Processes would
    be copies of one that has threads already, in which a lock may stay closed for ever.)

    Examples
    --------
    >>> list(made_ahead(lambda step: 10 * step, range(1, 3), workers=1))
    [10, 20]
    """
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    pool = ThreadPoolExecutor(max(workers, 1), initializer=work_alone)
    waiting: deque[Future[Batch]] = deque()
    try:
        for step in steps:
            waiting.append(pool.submit(make, step))
            if len(waiting) > AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
        cv2.setNumThreads(before)


def make_batch(
    random: np.random.Generator,
    images: TrainingImages,
    side: int,
    count: int,
    frames: int,
    shares: SceneShares = WITHOUT_STACKS,
    rim: float = 0.0,
) -> Batch:
    """``count`` scenes with ``frames`` frames each."""
    seen: list[FloatMap] = []
    clean: list[FloatMap] = []
    reference: list[FloatMap] = []
    radius: list[FloatMap] = []
    counts: list[FloatMap] = []
    for _ in range(count):
        if shares.stacks and has_stack(images, frames) and random.random() < shares.stacks:
            scene = stack_scene(random, images, side, frames)
        else:
            scene = random_scene(random, images, side, frames, shares)
        lost = _rows_and_columns_lost(random)
        parts = (scene.clean, scene.reference[None], scene.radius)
        cut = [np.ascontiguousarray(part[:, lost[0] :, lost[1] :]) for part in parts]
        taken = photograph(random, cut[0])
        for values, kept in zip((taken, *cut), (seen, clean, reference, radius), strict=True):
            kept.append(filled_up(values, side, side))
        counts.append(_counts(side, lost, rim))
    return Batch(*(_stack(parts) for parts in (seen, clean, reference, radius, counts)))


def _rows_and_columns_lost(random: np.random.Generator) -> tuple[int, int]:
    """A third of the scenes is a little too small, like a picture whose sides are no multiple of 16."""
    if random.random() > 0.35:
        return 0, 0
    rows, columns = random.integers(0, MULTIPLE, 2)
    return int(rows), int(columns)


def _counts(side: int, lost: tuple[int, int], rim: float) -> FloatMap:
    """How much each pixel counts, (1, H, W): 1 + ``rim`` at the scene's rim, nothing beyond the scene.

    A photograph's outermost pixels are few, and where a blur found black outside they are the ones that
    are decided wrongly most.
    """
    counts = np.zeros((1, side, side), np.float32)
    rows, columns = side - lost[0], side - lost[1]
    counts[:, :rows, :columns] = 1 + rim
    counts[:, _RIM : rows - _RIM, _RIM : columns - _RIM] = 1
    return counts


def _stack(parts: list[FloatMap]) -> Tensor:
    return torch.from_numpy(np.stack(parts))
