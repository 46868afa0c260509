"""Where to compute: the one place that asks torch for a GPU."""

from __future__ import annotations

import ctypes
import sys

from fusion.errors import FusionError


def choose_device(wanted: str) -> str:
    """``"cuda"`` or ``"cpu"`` for ``"auto"``, ``"cpu"`` or ``"cuda"``.

    ``auto`` takes CUDA where there is a driver and a tensor can really be made there. Raises
    ``FusionError`` when CUDA is asked for by name and does not work.
    """
    if wanted == "cpu":
        return "cpu"
    if wanted == "auto" and not has_nvidia_driver():
        return "cpu"
    reason = why_no_cuda()
    if reason is None:
        return "cuda"
    if wanted == "cuda":
        raise FusionError(
            "no-cuda", "CUDA does not work here ({reason}); choose the device auto or cpu",
            reason=reason,
        )  # fmt: skip
    return "cpu"


def has_nvidia_driver() -> bool:
    """Whether NVIDIA's driver finds a GPU. Where not, torch, slow to import, need not be asked."""
    name = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
    count = ctypes.c_int(0)
    try:
        driver = ctypes.CDLL(name)
        found = driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0
    except (OSError, AttributeError):
        return False
    return found and count.value > 0


def why_no_cuda() -> str | None:
    """Why CUDA cannot be used, or None where it can."""
    import torch

    if not torch.cuda.is_available():
        return "torch sees no CUDA device"
    try:
        torch.zeros(1, device="cuda")
    except RuntimeError as error:
        return str(error).splitlines()[0]
    return None


def device_title(device: str) -> str:
    """``"cpu"``, or ``"cuda"`` with the name of the GPU."""
    if device.split(":")[0] == "cpu":
        return "cpu"
    import torch

    return f"{device} ({torch.cuda.get_device_name(device)})"
