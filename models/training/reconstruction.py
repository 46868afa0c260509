"""How well an autoencoder rebuilds photographs: measured, and shown in a picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from models.manifest import replace_file
from models.training.photographs import read_luminance
from models.training.structural_similarity import structural_similarity

Rebuild = Callable[[Tensor], Tensor]
"""Luminance (1, 1, H, W) in [0, 1] to the network's version of it."""


@torch.inference_mode()
def measure_reconstruction(
    rebuild: Rebuild, photographs: Sequence[Path], device: torch.device
) -> dict[str, float]:
    """Mean SSIM and PSNR (dB) of the whole rebuilt photographs."""
    similarities, ratios = [], []
    for path in photographs:
        truth = luminance_tensor(path, device)
        output = rebuild(truth).clamp(0, 1)
        similarities.append(float(structural_similarity(output, truth)[0]))
        error = float(((output - truth) ** 2).mean())
        ratios.append(-10 * math.log10(max(error, 1e-10)))
    return {"ssim": float(np.mean(similarities)), "psnr": float(np.mean(ratios))}


@torch.inference_mode()
def save_reconstruction_picture(
    rebuild: Rebuild, photographs: Sequence[Path], output: Path, device: torch.device
) -> None:
    """``reconstruction.png``: three photographs above what the network made of them."""
    import cv2

    columns = []
    for path in photographs[:3]:
        truth = luminance_tensor(path, device)
        made = rebuild(truth).clamp(0, 1)
        side_by_side = torch.cat((truth, made), dim=2)[0, 0].cpu().numpy()
        height = round(256 * side_by_side.shape[0] / side_by_side.shape[1])
        columns.append(cv2.resize(side_by_side, (256, height), interpolation=cv2.INTER_AREA))
    tallest = max(column.shape[0] for column in columns)
    padded = [np.pad(c, ((0, tallest - c.shape[0]), (0, 0)), constant_values=1) for c in columns]
    picture = np.rint(np.hstack(padded) * 255).astype(np.uint8)
    replace_file(output / "reconstruction.png", cv2.imencode(".png", picture)[1].tobytes())


def luminance_tensor(path: Path, device: torch.device) -> Tensor:
    """A photograph as (1, 1, H, W) luminance in [0, 1]."""
    values = read_luminance(path).astype(np.float32) / np.float32(255)
    return torch.from_numpy(values)[None, None].to(device)
