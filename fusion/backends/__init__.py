"""The backends: the processor, or a graphics card through torch, with one list of operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fusion.backends.base import Backend
from fusion.backends.cpu import CpuBackend
from fusion.contracts import Frames, Plan


def backends_in_turn(plan: Plan, frames: Frames, device: str) -> Iterator[Backend[Any, Any, Any]]:
    """The backends to try, the best first; the next one is taken where memory ends.

    Parameters
    ----------
    plan
        What is to be done.
    frames
        To be fused.
    device
        ``"cpu"`` or ``"cuda"``.

    Yields
    ------
    Backend
        On ``"cpu"`` the processor alone. On another device: all of the work there, if sources and maps
        fit, else only the network, tile by tile; at last the processor.
    """
    if device == "cpu" or not plan.has_network:
        yield CpuBackend()
        return
    from fusion.backends.torch.backend import TorchBackend  # imports torch
    from fusion.backends.torch.memory import empty_cache, has_room

    bytes_each = TorchBackend.BYTES_A_PIXEL[type(plan)]
    yield TorchBackend(device) if has_room(frames, device, bytes_each) else CpuBackend(device)
    empty_cache()
    yield CpuBackend()


def is_out_of_memory(error: RuntimeError, device: str) -> bool:
    """Whether an error says that a graphics card's memory is full."""
    if device == "cpu":
        return False
    from models.running import torch_memory

    return torch_memory.is_out_of_memory(error)
