"""How good a network of the learned decision is on scenes of pictures that training did not see."""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from models.decision.batches import make_batch
from models.decision.network import DecisionNetwork, run_network, sparse_weights
from models.manifest import replace_file
from models.training.training_images import TrainingImages

VALIDATION_SCENES = 64


@torch.inference_mode()
def validate(
    network: DecisionNetwork,
    images: TrainingImages,
    decisiveness: float,
    seed: int,
    device: torch.device,
) -> dict[str, float]:
    """Mean PSNR (dB) of fused luminance on scenes of pictures that training did not see."""
    network.eval()
    random = np.random.default_rng((seed, 1))
    rows: list[tuple[float, float, float]] = []
    for _ in range(VALIDATION_SCENES // 8):
        batch = make_batch(random, images, 160, 8, 2).to(device)
        scores, _ = run_network(network, batch.seen)
        fused = (sparse_weights(scores, decisiveness) * batch.clean).sum(1, keepdim=True)
        error = (batch.clean - batch.reference).abs()
        ideal = batch.clean.gather(1, error.argmin(1, keepdim=True))
        mean = batch.clean.mean(1, keepdim=True)
        rows += list(zip(*(_psnr(p, batch.reference) for p in (fused, ideal, mean)), strict=True))
    network.train()
    fused_db, ideal_db, mean_db = np.mean(rows, axis=0)
    return {"psnr": float(fused_db), "ideal": float(ideal_db), "average": float(mean_db)}


def _psnr(picture: Tensor, reference: Tensor) -> list[float]:
    error = (picture - reference).square().mean((1, 2, 3)) + 1e-6
    return [-10 * math.log10(value) for value in error.tolist()]


@torch.inference_mode()
def save_decisions(
    network: DecisionNetwork,
    images: TrainingImages,
    decisiveness: float,
    seed: int,
    output: Path,
    device: torch.device,
) -> None:
    """``decisions.png``: six scenes: frames, decision, fused picture, truth."""
    network.eval()
    random = np.random.default_rng((seed, 2))
    batch = make_batch(random, images, 160, 6, 2).to(device)
    weights = sparse_weights(run_network(network, batch.seen)[0], decisiveness)
    fused = (weights * batch.seen).sum(1)
    columns = (batch.seen[:, 0], batch.seen[:, 1], weights[:, 0], fused, batch.reference[:, 0])
    rows = torch.cat([column.flatten(0, 1) for column in columns], dim=1).cpu().numpy()
    picture = np.rint(np.clip(rows, 0, 1) * 255).astype(np.uint8)
    replace_file(output / "decisions.png", cv2.imencode(".png", picture)[1].tobytes())
