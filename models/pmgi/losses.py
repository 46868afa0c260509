"""PMGI's loss: intensity and gradient of both sources kept in chosen proportions."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from models.pmgi.dimensions import INFRARED_VISIBLE, MULTI_FOCUS
from models.training.filters import ZERO, laplacian


@dataclass(frozen=True)
class Proportions:
    """Weights of the intensity of the first and second source, and of their gradients."""

    intensity: tuple[float, float]
    gradient: tuple[float, float]


PROPORTIONS = {
    INFRARED_VISIBLE: Proportions((1.0, 0.3), (4.0, 5.0)),
    MULTI_FOCUS: Proportions((2.0, 2.0), (3.0, 3.0)),
}
"""Of the published program."""


def fusion_losses(fused: Tensor, sources: Tensor, proportions: Proportions) -> tuple[Tensor, Tensor]:
    """Intensity and gradient part of the loss, means over pixels.

    Parameters
    ----------
    fused
        (N, 1, H, W) in [0, 1].
    sources
        (N, 2, H, W) in [0, 1].
    proportions
        Weights of the four squared differences.
    """
    intensity = gradient = fused.new_zeros(())
    edges = laplacian(fused, ZERO)
    for number in (0, 1):
        source = sources[:, number : number + 1]
        intensity = intensity + proportions.intensity[number] * ((fused - source) ** 2).mean()
        apart = ((edges - laplacian(source, ZERO)) ** 2).mean()
        gradient = gradient + proportions.gradient[number] * apart
    return intensity, gradient
