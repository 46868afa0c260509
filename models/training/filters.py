"""What several trainings compare pictures by, in torch: the Laplacian, repeated blur, box means."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

MIRRORED, ZERO = "reflect", "constant"
"""What is taken to lie outside a picture."""
LAPLACIAN = ((0.0, 1.0, 0.0), (1.0, -4.0, 1.0), (0.0, 1.0, 0.0))
LOW_PASS = ((0.0947, 0.1183, 0.0947), (0.1183, 0.1478, 0.1183), (0.0947, 0.1183, 0.0947))
"""The Gaussian of MFF-GAN's published code; it sums to 0.9998."""


def convolved(
    pictures: Tensor, kernel: tuple[tuple[float, ...], ...], outside: str = MIRRORED
) -> Tensor:
    """Pictures (N, 1, H, W) with a 3×3 kernel; outside they are mirrored (the edge pixel not repeated)
    or zero."""
    weights = torch.tensor(kernel, dtype=pictures.dtype, device=pictures.device)[None, None]
    return functional.conv2d(functional.pad(pictures, (1, 1, 1, 1), mode=outside), weights)


def laplacian(pictures: Tensor, outside: str = MIRRORED) -> Tensor:
    """The signed Laplacian over four neighbours of pictures (N, 1, H, W)."""
    return convolved(pictures, LAPLACIAN, outside)


def repeated_blur(pictures: Tensor) -> Tensor:
    """How much each pixel changes when the picture is blurred twice: |I − LP(LP(I))|, (N, 1, H, W).

    What is in focus changes more than what is blurred already.
    """
    return (pictures - convolved(convolved(pictures, LOW_PASS), LOW_PASS)).abs()


def box_mean(values: Tensor, radius: int) -> Tensor:
    """Means over squares of 2 × ``radius`` + 1 pixels; at the border over what there is of them."""
    return functional.avg_pool2d(
        values, 2 * radius + 1, stride=1, padding=radius, count_include_pad=False
    )


def guided_filter(values: Tensor, guide: Tensor, radius: int, epsilon: float) -> Tensor:
    """The guided filter of He et al.: ``values`` smoothed along the edges of ``guide``, (N, 1, H, W)."""
    mean_guide, mean_values = box_mean(guide, radius), box_mean(values, radius)
    variance = box_mean(guide * guide, radius) - mean_guide**2
    covariance = box_mean(guide * values, radius) - mean_guide * mean_values
    slope = covariance / (variance + epsilon)
    offset = mean_values - slope * mean_guide
    return box_mean(slope, radius) * guide + box_mean(offset, radius)
