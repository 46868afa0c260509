"""Means over windows on the device: activity maps, and the guided filter."""

from __future__ import annotations

import cv2
import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor

from fusion.refine.guided_filter import counts


def box_sum(values: Tensor, radius: int) -> Tensor:
    """Sum over a (2·radius + 1)² window of (H, W) float32; nothing is added outside."""
    side = 2 * radius + 1
    planes = values[None, None]
    across = functional.avg_pool2d(planes, (1, side), 1, (0, radius), divisor_override=1)
    return functional.avg_pool2d(across, (side, 1), 1, (radius, 0), divisor_override=1)[0, 0]


def inside(height: int, width: int, radius: int, device: torch.device) -> Tensor:
    """(H, W): how many pixels of the window around each pixel lie in the picture."""
    rows, columns = (torch.from_numpy(axis).to(device) for axis in counts(height, width, radius))
    return rows * columns


def mirrored(values: Tensor, reach: int) -> Tensor:
    """(H, W) with ``reach`` pixels more on every side, the edge pixel repeated."""
    for axis, size in enumerate(values.shape):
        places = torch.from_numpy(np.pad(np.arange(size), reach, mode="symmetric"))
        values = values.index_select(axis, places.to(values.device))
    return values


def activity_map(energy: Tensor, radius: int, window: str = "box") -> Tensor:
    """``fusion.activity.activity_map.activity_map`` of gradient energy (H, W)."""
    if window == "gaussian":
        mean = gaussian_mean(energy, (radius + 1) / 2)
    else:
        around = box_sum(mirrored(energy, radius), radius)
        mean = around[radius : -radius or None, radius : -radius or None] / (2 * radius + 1) ** 2
    return mean.clamp_(min=0).sqrt_()


def gaussian_mean(values: Tensor, sigma: float) -> Tensor:
    """``cv2.GaussianBlur`` of float32 with the kernel size that OpenCV chooses; mirrored outside."""
    reach = round(sigma * 8 + 1) // 2
    kernel = cv2.getGaussianKernel(2 * reach + 1, sigma, cv2.CV_32F)
    weights = torch.from_numpy(np.asarray(kernel, np.float32).ravel()).to(values.device)
    planes = mirrored(values, reach)[None, None]
    with torch.backends.cudnn.flags(enabled=True, allow_tf32=False):
        across = functional.conv2d(planes, weights[None, None, None, :])
        return functional.conv2d(across, weights[None, None, :, None])[0, 0]


def guided_filter(guide: Tensor, values: Tensor, radius: int, epsilon: float) -> Tensor:
    """``fusion.refine.guided_filter.guided_filter`` of (H, W); odd in ``values`` bit for bit."""
    count = inside(guide.shape[0], guide.shape[1], radius, guide.device)

    def mean(of: Tensor) -> Tensor:
        """Mean over a window that shrinks at the border."""
        return box_sum(of, radius).div_(count)

    mean_guide, mean_values = mean(guide), mean(values)
    covariance = mean(guide * values) - mean_guide * mean_values
    variance = mean(guide * guide) - mean_guide * mean_guide
    slope = covariance / (variance.clamp_(min=0) + epsilon)
    offset = mean_values - slope * mean_guide
    return mean(slope) * guide + mean(offset)
