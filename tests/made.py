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


Matrix = npt.NDArray[np.float64]


def moved_stack(
    matrices: list[Matrix], height: int = 200, width: int = 280, seed: int = 0
) -> list[Bytes]:
    """Frames of one scene, each sharp in one upright stripe and moved by its matrix.

    A matrix takes pixels of the scene's middle, which an unmoved frame shows, to pixels of the frame.
    """
    margin = 40
    truth = rough_scene(height + 2 * margin, width + 2 * margin, seed)
    blurred = cv2.GaussianBlur(truth, (0, 0), 2.5)
    edges = np.linspace(0, truth.shape[1], len(matrices) + 1).astype(int)
    frames = []
    for number, matrix in enumerate(matrices):
        scene = blurred.copy()
        stripe = slice(edges[number], edges[number + 1])
        scene[:, stripe] = truth[:, stripe]
        from_scene = matrix @ np.array([[1.0, 0, -margin], [0, 1, -margin], [0, 0, 1]])
        flags = cv2.INTER_LANCZOS4
        frame = cv2.warpPerspective(scene, from_scene, (width, height), flags=flags)
        frames.append(np.asarray(frame, np.uint8))
    return frames


def rough_scene(height: int, width: int, seed: int = 0) -> Bytes:
    """A picture with detail of every size, as photographs have: more that is coarse than fine."""
    generator = np.random.default_rng(seed)
    total = np.zeros((height, width, 3))
    for sigma in (1.0, 2.0, 4.0, 8.0, 16.0):
        layer = cv2.GaussianBlur(generator.normal(size=(height, width, 3)), (0, 0), sigma)
        total += layer * sigma**1.2 * 25
    return np.clip(128 + total, 0, 255).astype(np.uint8)


def similarity(
    scale: float = 1.0, turn: float = 0.0, shift: tuple[float, float] = (0.0, 0.0),
    height: int = 200, width: int = 280,
) -> Matrix:  # fmt: skip
    """A motion about the picture's centre; ``turn`` in degrees."""
    centre = np.array([(width - 1) / 2, (height - 1) / 2])
    angle = np.deg2rad(turn)
    part = scale * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    offset = centre + shift - part @ centre
    return np.vstack([np.column_stack([part, offset]), [0.0, 0.0, 1.0]])


def infrared_pair(height: int = 96, width: int = 128, colour: bool = True) -> tuple[Bytes, Bytes]:
    """An infrared picture, grey, with a hot spot that the visible one does not show; the visible one has
    a texture that the infrared does not."""
    visible = (texture(height, width, 3, colour) // 2 + 40).astype(np.uint8)
    infrared = (grey_texture(height, width, 4) // 8 + 60).astype(np.uint8)
    infrared[height * 30 // 96 : height * 50 // 96, width * 40 // 128 : width * 60 // 128] = 240
    return infrared, visible
