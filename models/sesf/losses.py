"""The loss of training: L = λ · (1 − SSIM) + L_p, on luminance in [0, 1]."""

from __future__ import annotations

import torch
from torch import Tensor

from models.sesf.settings import PIXEL_REDUCTIONS
from models.training.structural_similarity import structural_similarity


def pixel_distance(output: Tensor, target: Tensor, reduction: str) -> Tensor:
    """Euclidean distance between output and target.

    ``"picture"``: root mean square of each picture, averaged, so that λ means the same whatever the
    crop and the batch. ``"batch"``: the norm of the whole batch's difference, as in the published code.
    """
    if reduction == "batch":
        return torch.linalg.vector_norm(output - target)
    if reduction == "picture":
        return ((output - target) ** 2).mean(dim=(1, 2, 3)).add(1e-12).sqrt().mean()
    raise ValueError(f"unknown reduction {reduction!r}: it is one of {', '.join(PIXEL_REDUCTIONS)}")


def reconstruction_loss(
    output: Tensor, target: Tensor, ssim_weight: float, reduction: str
) -> tuple[Tensor, float, float]:
    """λ · (1 − SSIM) + L_p, and its two terms as numbers: (loss, 1 − SSIM, L_p)."""
    structure = 1 - structural_similarity(output, target).mean()
    pixels = pixel_distance(output, target, reduction)
    return ssim_weight * structure + pixels, float(structure.detach()), float(pixels.detach())
