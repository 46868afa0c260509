"""The losses of MFF-GAN, on luma in [-1, 1]."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from models.training.filters import box_mean, laplacian, repeated_blur

REAL, FAKE = (0.7, 1.2), (0.0, 0.3)
"""The discriminator's targets are drawn anew from these ranges for every sample and step."""


@dataclass(frozen=True)
class ContentWeights:
    """β1 and β2, and the side of the mean over the repeated blur (1: none, as published)."""

    intensity: float = 1.0
    gradient: float = 5.0
    decision_side: int = 1


def decision(near: Tensor, far: Tensor, side: int = 1) -> Tensor:
    """The adaptive decision block: 1 where the far-focused picture is the sharper one, else 0.

    Pixel by pixel, by how much repeated blur changes each; a tie goes to the near-focused one. In even
    areas it is noise, which means over ``side`` × ``side`` pixels lessen.
    """
    near_map, far_map = repeated_blur(near), repeated_blur(far)
    if side > 1:
        near_map, far_map = box_mean(near_map, side // 2), box_mean(far_map, side // 2)
    return (far_map > near_map).to(near.dtype)


def content_loss(fused: Tensor, near: Tensor, far: Tensor, weights: ContentWeights) -> dict[str, Tensor]:
    """``L_int`` and ``L_grad``: squared distance to the sharper source, of values and of Laplacians."""
    from_far = decision(near, far, weights.decision_side)
    gradient = laplacian(fused)
    parts = {"L_int": (fused, near, far), "L_grad": (gradient, laplacian(near), laplacian(far))}
    return {
        name: (from_far * (made - b).square() + (1 - from_far) * (made - a).square()).mean()
        for name, (made, a, b) in parts.items()
    }


def joint_gradient(near: Tensor, far: Tensor) -> Tensor:
    """The larger of the sources' absolute Laplacians: what the discriminator takes for real."""
    return torch.maximum(laplacian(near).abs(), laplacian(far).abs())


def distance_to(judged: Tensor, targets: tuple[float, float], generator: torch.Generator) -> Tensor:
    """Mean squared distance of the discriminator's answers (N, 1) to targets drawn from a range."""
    low, high = targets
    drawn = torch.rand(judged.shape, generator=generator) * (high - low) + low
    return (judged - drawn.to(judged)).square().mean()
