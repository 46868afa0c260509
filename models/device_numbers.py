"""Numbers and memory of a torch device: what a network computes in there, and how much fits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

TENSOR_CORES = (7, 0)
"""The first compute capability whose float16 is faster than float32."""
MOST_ELEMENTS = 2**31 - 1
"""Of one tensor: cuDNN and the kernels for enlarging count in 32 bits."""
SHARE = 0.8
"""Of the free memory; the rest is for what libraries take beside tensors."""

NO_MEMORY = ("out of memory", "ALLOC_FAILED")
"""What torch and the libraries below it say when memory ends, where it is no ``OutOfMemoryError``."""


def is_out_of_memory(error: RuntimeError) -> bool:
    """Whether memory has ended: the device's, or that through which it is given pictures."""
    said = str(error)
    return isinstance(error, torch.OutOfMemoryError) or any(sign in said for sign in NO_MEMORY)


def number_type(device: torch.device, exact: bool = False) -> torch.dtype:
    """float16 where the device has it in hardware, else float32.

    float16 keeps 11 bits, bfloat16 8; the largest value inside the networks is below 100, far from where
    float16 ends (65,504).
    """
    if exact or device.type != "cuda":
        return torch.float32
    fast = torch.cuda.get_device_capability(device) >= TENSOR_CORES
    return torch.float16 if fast else torch.float32


@contextmanager
def computing_in(kind: torch.dtype, device: torch.device) -> Iterator[None]:
    """For inference: convolutions in ``kind``, and those in float32 in all of its bits (no TF32)."""
    with (
        torch.inference_mode(),
        torch.backends.cudnn.flags(enabled=True, allow_tf32=False),
        torch.autocast(device.type, kind, enabled=kind != torch.float32),
    ):
        yield


def free_memory(device: torch.device) -> int | None:
    """Bytes that tensors may take on a GPU, what torch keeps for later included; None on the CPU."""
    if device.type != "cuda":
        return None
    free, _ = torch.cuda.mem_get_info(device)
    kept = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    return int(SHARE * (free + kept))


def most_pixels(device: torch.device, bytes_each: float, elements_each: int) -> int:
    """How many pixels a tile may have whose pixels take so many bytes, and so many elements of the
    largest tensor."""
    most = MOST_ELEMENTS // elements_each
    free = free_memory(device)
    return most if free is None else min(most, int(free / bytes_each))
