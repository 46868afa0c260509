"""Where a training runs, and what it ran on."""

from __future__ import annotations

import platform

import torch


def device_named(name: str) -> torch.device:
    """``"auto"`` (CUDA where it works, else the CPU), ``"cpu"`` or ``"cuda"``; ``ValueError`` for CUDA
    where there is none."""
    if name == "cuda" and not torch.cuda.is_available():
        raise ValueError("torch finds no graphics card that it can use; leave --device out")
    return best_device() if name == "auto" else torch.device(name)


def best_device() -> torch.device:
    """CUDA where it works, else the CPU."""
    if torch.cuda.is_available():
        try:
            torch.zeros(1, device="cuda")
            return torch.device("cuda")
        except RuntimeError:
            pass
    return torch.device("cpu")


def machine(device: torch.device) -> str:
    """What the training ran on, for the model card."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"{platform.machine()} CPU, {torch.get_num_threads()} threads, torch {torch.__version__}"
