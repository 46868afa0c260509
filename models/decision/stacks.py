"""Crops of rendered stacks as training scenes."""

from __future__ import annotations

import numpy as np

from models.decision.scenes import Scene
from models.training.shapes import Generator
from models.training.training_images import TrainingImages

_STEP_PX = 2.0
"""A frame is taken to be this much more out of focus for each step away from the one in focus."""


def has_stack(images: TrainingImages, frames: int) -> bool:
    """Whether some stack has at least so many frames."""
    return any(len(stack.frames) >= frames for stack in images.stacks)


def stack_scene(random: Generator, images: TrainingImages, side: int, frames: int) -> Scene:
    """A crop of ``frames`` neighbouring frames of a stack, turned and in random order.

    From a longer stack some depths are then in focus in no frame, as it happens to photographers.
    """
    fitting = [stack for stack in images.stacks if len(stack.frames) >= frames]
    stack = fitting[int(random.integers(len(fitting)))]
    start = int(random.integers(len(stack.frames) - frames + 1))
    height, width = stack.reference.shape
    top, left = int(random.integers(height - side + 1)), int(random.integers(width - side + 1))
    area = np.s_[top : top + side, left : left + side]
    turns, flip = int(random.integers(4)), bool(random.integers(2))
    order = start + random.permutation(frames)

    def turned(values: np.ndarray) -> np.ndarray:
        values = np.rot90(values, turns)
        return np.ascontiguousarray(values[:, ::-1] if flip else values)

    clean = np.stack([turned(stack.frames[number][area]) for number in order])
    sharpest = turned(stack.sharpest[area]).astype(np.float32)
    radius = np.stack([_STEP_PX * np.abs(sharpest - number) for number in order])
    white = np.float32(255)
    reference = turned(stack.reference[area])
    return Scene(clean.astype(np.float32) / white, reference.astype(np.float32) / white, radius)
