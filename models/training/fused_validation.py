"""How close fused pictures come to their sources, on pairs kept for validation, and a look at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from models.manifest import replace_file
from models.training.infrared_visible import InfraredVisiblePair
from models.training.structural_similarity import structural_similarity

Fuse = Callable[[Tensor], Tensor]
"""Channels (1, 2, H, W), infrared before visible, give the fused picture (1, 1, H, W); all in [0, 1]."""


def validate(
    fuse: Fuse, pairs: Sequence[InfraredVisiblePair], device: torch.device
) -> dict[str, float]:
    """Means over whole pictures: SSIM to either source, root mean square difference from infrared, and
    correlation of the Laplacians of fused and visible picture."""
    from models.training.filters import ZERO, laplacian

    rows = []
    for pair in pairs:
        channels = as_channels(pair, device)
        fused = fuse(channels).clamp(0, 1)
        visible = channels[:, 1:]
        edges = torch.stack([laplacian(each, ZERO).flatten() for each in (fused, visible)])
        rows.append({
            "ssim_infrared": float(structural_similarity(fused, channels[:, :1])[0]),
            "ssim_visible": float(structural_similarity(fused, channels[:, 1:])[0]),
            "rms_infrared": float(((fused - channels[:, :1]) ** 2).mean().sqrt()),
            "edges_visible": float(torch.corrcoef(edges)[0, 1]),
        })  # fmt: skip
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}


def save_fused(
    fuse: Fuse, pairs: Sequence[InfraredVisiblePair], output: Path, device: torch.device
) -> None:
    """``fused.png``: infrared, visible and fused side by side, a row for each pair."""
    rows = []
    for pair in pairs:
        channels = as_channels(pair, device)
        values = torch.cat((channels, fuse(channels).clamp(0, 1)), dim=1)[0].cpu().numpy()
        rows.append(np.hstack(list(values)))
    widest = max(row.shape[1] for row in rows)
    padded = [np.pad(r, ((0, 0), (0, widest - r.shape[1])), constant_values=1) for r in rows]
    picture = np.rint(np.vstack(padded) * 255).astype(np.uint8)
    replace_file(output / "fused.png", cv2.imencode(".png", picture)[1].tobytes())


def as_channels(pair: InfraredVisiblePair, device: torch.device) -> Tensor:
    """(1, 2, H, W) in [0, 1]."""
    values = pair.read().astype(np.float32) / np.float32(255)
    return torch.from_numpy(values)[None].to(device)
