"""Structural similarity in torch: a loss, and a measure of validation."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


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
