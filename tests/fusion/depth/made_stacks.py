"""Stacks of a known depth: blurred by the distance from the plane in focus."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from fusion.frames.matching import MatchingFrames
from tests.made import Bytes, grey_texture

BLUR_A_FRAME = 1.2


def focused_at(
    picture: Bytes, depth: npt.NDArray[np.float32], focus: float, levels: int = 24
) -> Bytes:
    """The picture with each pixel blurred by how far its depth is from the focus, in steps."""
    sigma = np.abs(depth - focus) * BLUR_A_FRAME
    steps = np.linspace(0, float(sigma.max()) + 1e-6, levels)
    blurred = np.stack(
        [picture if step < 0.1 else cv2.GaussianBlur(picture, (0, 0), step) for step in steps]
    )
    number = np.rint(sigma / steps[1]).astype(int)
    return np.take_along_axis(blurred, number[None], axis=0)[0]


def stack_of(picture: Bytes, depth: npt.NDArray[np.float32], frames: int) -> MatchingFrames:
    """Frames focused at 0, 1, 2, …"""
    return MatchingFrames([focused_at(picture, depth, number) for number in range(frames)])


def tilted_plane(frames: int = 7, height: int = 96, width: int = 160) -> npt.NDArray[np.float32]:
    """(H, W): from the first frame on the left to the last one on the right."""
    across = np.linspace(0, frames - 1, width, dtype=np.float32)
    return np.repeat(across[None], height, axis=0)


def tilted_stack(frames: int = 7) -> tuple[MatchingFrames, npt.NDArray[np.float32]]:
    """A textured tilted plane and its depth."""
    depth = tilted_plane(frames)
    return stack_of(grey_texture(*depth.shape), depth, frames), depth
