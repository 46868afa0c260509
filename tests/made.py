"""Pictures made for the tests: textured, smooth, and pairs whose truth is known."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]


def texture(height: int, width: int, seed: int = 0, colour: bool = True) -> Bytes:
    """A picture with detail everywhere."""
    generator = np.random.default_rng(seed)
    shape = (height, width, 3) if colour else (height, width)
    coarse = cv2.GaussianBlur(generator.normal(size=shape), (0, 0), 6) * 200
    fine = generator.normal(size=shape) * 25
    return np.clip(128 + coarse + fine, 0, 255).astype(np.uint8)


def grey_texture(height: int, width: int, seed: int = 0) -> Bytes:
    """The same in grey."""
    return texture(height, width, seed, colour=False)


@dataclass(frozen=True)
class FocusPair:
    """Two sources, the truth, and where the first is the sharp one."""

    first: Bytes
    second: Bytes
    truth: Bytes
    first_is_sharp: npt.NDArray[np.bool_]


def focus_pair(height: int = 96, width: int = 128, seed: int = 0, colour: bool = True) -> FocusPair:
    """The left half sharp in the first source, the right half in the second."""
    truth = texture(height, width, seed, colour)
    blurred = cv2.GaussianBlur(truth, (0, 0), 3)
    mask = np.zeros((height, width), dtype=bool)
    mask[:, : width // 2] = True
    chooser = mask[:, :, None] if colour else mask
    return FocusPair(
        np.where(chooser, truth, blurred), np.where(chooser, blurred, truth), truth, mask
    )


def focus_stack(
    frames: int, height: int = 80, width: int = 160, seed: int = 0
) -> tuple[list[Bytes], Bytes]:
    """Frames that are each sharp in one upright stripe, and the picture sharp everywhere."""
    truth = texture(height, width, seed)
    blurred = cv2.GaussianBlur(truth, (0, 0), 3)
    edges = np.linspace(0, width, frames + 1).astype(int)
    stack = []
    for left, right in pairwise(edges):
        frame = blurred.copy()
        frame[:, left:right] = truth[:, left:right]
        stack.append(frame)
    return stack, truth
