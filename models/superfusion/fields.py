"""Displacement fields in torch: (N, 2, H, W), x then y, in pixels; pixel centres at whole numbers."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional


def sample(picture: Tensor, field: Tensor) -> Tensor:
    """``picture`` (N, C, H, W) at p + field(p) for every pixel p, bilinear, 0 outside."""
    height, width = picture.shape[-2:]
    grid = positions(field)
    size = torch.tensor([max(width - 1, 1), max(height - 1, 1)]).to(field)
    grid = 2 * grid.permute(0, 2, 3, 1) / size - 1
    return functional.grid_sample(picture, grid, "bilinear", "zeros", align_corners=True)


def positions(field: Tensor) -> Tensor:
    """p + field(p) for every pixel p, (N, 2, H, W)."""
    height, width = field.shape[-2:]
    rows = torch.arange(height).to(field)[:, None].expand(height, width)
    columns = torch.arange(width).to(field)[None].expand(height, width)
    return field + torch.stack((columns, rows))


def inside(field: Tensor) -> Tensor:
    """(N, 1, H, W): 1 where p + field(p) lies inside the picture, else 0."""
    height, width = field.shape[-2:]
    lies_at = positions(field)
    x, y = lies_at[:, :1], lies_at[:, 1:]
    lies = (x >= 0) & (y >= 0) & (x <= width - 1) & (y <= height - 1)
    return lies.to(field.dtype)


def resized(field: Tensor, size: tuple[int, int]) -> Tensor:
    """A field for a picture of another size (H, W), its displacements in that picture's pixels."""
    height, width = field.shape[-2:]
    scale = torch.tensor([size[1] / width, size[0] / height]).to(field)[:, None, None]
    return functional.interpolate(field, size, mode="bilinear", align_corners=False) * scale


def blurred(values: Tensor, side: int, sigma: float) -> Tensor:
    """Each channel blurred by a Gaussian of ``side`` samples; the border's values go on outside."""
    half = side // 2
    offsets = torch.arange(-half, half + 1).to(values)
    kernel = torch.exp(-(offsets**2) / (2 * sigma**2))
    kernel = kernel / kernel.sum()
    channels = values.shape[1]
    padded = functional.pad(values, (half, half, half, half), mode="replicate")
    rows = functional.conv2d(padded, kernel.view(1, 1, -1, 1).repeat(channels, 1, 1, 1), groups=channels)
    return functional.conv2d(rows, kernel.view(1, 1, 1, -1).repeat(channels, 1, 1, 1), groups=channels)


def box_blurred(values: Tensor, side: int) -> Tensor:
    """The mean over a window of ``side`` pixels, cut at the border, and at the picture's size."""
    sides = [min(side, size - 1 + size % 2) for size in values.shape[-2:]]
    padding = (sides[0] // 2, sides[1] // 2)
    return functional.avg_pool2d(values, tuple(sides), 1, padding, count_include_pad=False)


def mean_length(field: Tensor, truth: Tensor, mask: Tensor) -> Tensor:
    """The end-point error: mean length of the difference of two fields where the mask is 1."""
    length = torch.sqrt(((field - truth) ** 2).sum(dim=1, keepdim=True) + 1e-12)
    return (length * mask).sum() / mask.sum().clamp(min=1)


def gaussian_side(sigma: float) -> int:
    """An odd number of samples that holds a Gaussian."""
    return 2 * math.ceil(2 * sigma) + 1
