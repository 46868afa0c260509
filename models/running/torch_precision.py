"""The type of number that a network computes in on a torch device."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

TENSOR_CORES = (7, 0)
"""The first compute capability whose float16 is faster than float32."""


def number_type(device: torch.device, exact: bool = False) -> torch.dtype:
    """float16 where the device has it in hardware, else float32; ``exact`` asks for float32.

    float16 keeps 11 bits, bfloat16 8; the largest value inside the networks is below 100, far from where
    float16 ends (65,504).

    Examples
    --------
    >>> number_type(torch.device("cpu"))
    torch.float32
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
