"""What trains the mask generator: the initial mask of the guided block, map loss, maximum gradient."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from models.smfuse.settings import GRADIENTS
from models.training.filters import guided_filter, laplacian, repeated_blur


def initial_mask(first: Tensor, second: Tensor, radius: int = 8, epsilon: float = 0.01) -> Tensor:
    """The guided block: 1 where the first picture seems to be in focus, else 0; (N, 1, H, W).

    How much repeated blur changes each picture, smoothed by a guided filter whose guide is the picture
    itself; a tie goes to the second.

    Parameters
    ----------
    first, second
        (N, 1, H, W) in [0, 1].
    radius, epsilon
        Of the guided filter. The published sources name neither.
    """
    first_map, second_map = (
        guided_filter(repeated_blur(picture), picture, radius, epsilon) for picture in (first, second)
    )
    return (first_map > second_map).to(first.dtype)


def joint_gradient(first: Tensor, second: Tensor) -> Tensor:
    """Of two signed gradients the one of larger magnitude, with its own sign.

    The published code takes the sign of their sum, which is arbitrary where they nearly cancel.
    """
    return torch.where(first.abs() >= second.abs(), first, second)


def fused(soft: Tensor, first: Tensor, second: Tensor, gradient: str) -> Tensor:
    """The picture that the maximum-gradient loss looks at.

    Parameters
    ----------
    soft
        M_G in [0, 1].
    first, second
        The sources.
    gradient
        ``"soft"``: mixed with M_G. ``"straight-through"``: picked with the hard mask, whose gradient is
        taken to be M_G's. The published run has no gradient here: its threshold passes none.
    """
    if gradient not in GRADIENTS:
        raise ValueError(f"gradient is one of {', '.join(GRADIENTS)}, not {gradient}")
    mask = soft
    if gradient == "straight-through":
        mask = soft + ((soft > 0.5).to(soft.dtype) - soft).detach()
    return mask * first + (1 - mask) * second


def map_loss(soft: Tensor, initial: Tensor) -> Tensor:
    """Smooth L1 between M_G and the initial mask, both in [0, 1]."""
    return functional.smooth_l1_loss(soft, initial)


def gradient_loss(picture: Tensor, first: Tensor, second: Tensor) -> Tensor:
    """Mean squared difference of the picture's Laplacian and the larger one of the sources'."""
    target = joint_gradient(laplacian(first), laplacian(second))
    return (laplacian(picture) - target).square().mean()
