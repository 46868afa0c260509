"""FusionGAN's content loss: intensities of the infrared picture, gradients of the visible one."""

from __future__ import annotations

from torch import Tensor

from models.training.filters import ZERO, laplacian


def content_losses(fused: Tensor, sources: Tensor) -> tuple[Tensor, Tensor]:
    """(mean (F − IR)², mean (ΔF − ΔVI)²) with the Laplacian Δ.

    Parameters
    ----------
    fused
        (N, 1, H, W) in [-1, 1].
    sources
        (N, 2, H, W) in [-1, 1], infrared before visible.
    """
    intensity = ((fused - sources[:, :1]) ** 2).mean()
    gradient = ((laplacian(fused, ZERO) - laplacian(sources[:, 1:], ZERO)) ** 2).mean()
    return intensity, gradient
