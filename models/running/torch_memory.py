"""How much memory a torch device has for tensors, and what an error says of it."""

from __future__ import annotations

import torch

MOST_ELEMENTS = 2**31 - 1
"""Of one tensor: cuDNN and the kernels for enlarging count in 32 bits."""
SHARE = 0.8
"""Of the free memory; the rest is for what libraries take beside tensors."""

SIGNS = ("out of memory", "ALLOC_FAILED")
"""What torch and the libraries below it say when memory ends, where it is no ``OutOfMemoryError``."""


def is_out_of_memory(error: RuntimeError) -> bool:
    """Whether memory ended: the device's, or the page-locked memory that pictures are sent through.

    Examples
    --------
    >>> is_out_of_memory(RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"))
    True
    >>> is_out_of_memory(RuntimeError("sizes do not match"))
    False
    """
    text = str(error)
    return isinstance(error, torch.OutOfMemoryError) or any(sign in text for sign in SIGNS)


def free_memory(device: torch.device) -> int | None:
    """Bytes that tensors may take on a GPU, what torch keeps for later included; None on the CPU."""
    if device.type != "cuda":
        return None
    free, _ = torch.cuda.mem_get_info(device)
    kept = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    return int(SHARE * (free + kept))


def most_pixels(device: torch.device, bytes_each: float, elements_each: int) -> int:
    """How many pixels a tile may have.

    Parameters
    ----------
    device
        Where the tile is computed.
    bytes_each
        Memory that a pixel takes in the network.
    elements_each
        Elements that a pixel has in the network's largest tensor.
    """
    most = MOST_ELEMENTS // elements_each
    free = free_memory(device)
    return most if free is None else min(most, int(free / bytes_each))
