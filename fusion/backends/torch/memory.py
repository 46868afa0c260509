"""Whether frames and maps fit on a torch device."""

from __future__ import annotations

import torch

from fusion.contracts import Frames
from models.running.torch_memory import free_memory

LUMINANCE = 4
"""Bytes of a pixel's luminance."""
MOST_FRAMES = 254
"""That labels of 8 bits can tell apart, beside the one for undecided."""


def has_room(frames: Frames, device: str, bytes_each: int) -> bool:
    """Whether the frames and the maps of the whole picture fit into the device's free memory.

    Parameters
    ----------
    frames
        To be fused.
    device
        A torch device.
    bytes_each
        What a pixel takes in maps of the whole picture, beside frames and luminance.
    """
    if len(frames) > MOST_FRAMES:
        return False
    free = free_memory(torch.device(device))
    sources = sum(frames[number].pixels.nbytes for number in range(len(frames)))
    height, width = frames.shape
    needed = sources + height * width * (LUMINANCE * len(frames) + bytes_each)
    return free is None or needed <= free


def empty_cache() -> None:
    """Free the memory of a graphics card that torch keeps for later use."""
    torch.cuda.empty_cache()
