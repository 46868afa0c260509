"""The loss of training: L = λ · (1 − SSIM) + L_p, on luminance in [0, 1]."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

PIXEL_REDUCTIONS = ("picture", "batch")


def gaussian_window(size: int = 11, sigma: float = 1.5) -> Tensor:
    """A normalised Gaussian of ``size`` samples."""
    offsets = torch.arange(size, dtype=torch.float32) - (size - 1) / 2
    window = torch.exp(-(offsets**2) / (2 * sigma**2))
    return window / window.sum()


def structural_similarity(first: Tensor, second: Tensor) -> Tensor:
    """Mean SSIM of each picture: (N, 1, H, W) twice, values in [0, 1], gives (N,) in [-1, 1].

    Wang et al., "Image quality assessment: from error visibility to structural similarity", IEEE TIP
    2004: Gaussian window of 11 pixels, σ = 1.5, whole windows only, K1 = 0.01, K2 = 0.03, range 1.
    """
    window = gaussian_window().to(first)

    def mean(values: Tensor) -> Tensor:
        rows = functional.conv2d(values, window.view(1, 1, -1, 1))
        return functional.conv2d(rows, window.view(1, 1, 1, -1))

    mean_1, mean_2 = mean(first), mean(second)
    variance_1 = mean(first * first) - mean_1**2
    variance_2 = mean(second * second) - mean_2**2
    covariance = mean(first * second) - mean_1 * mean_2
    c1, c2 = 0.01**2, 0.03**2
    similarity = ((2 * mean_1 * mean_2 + c1) * (2 * covariance + c2)) / (
        (mean_1**2 + mean_2**2 + c1) * (variance_1 + variance_2 + c2)
    )
    return similarity.mean(dim=(1, 2, 3))


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
