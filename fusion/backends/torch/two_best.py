"""Picking the sources' own pixels by label, and mixing two frames where a choice is soft."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from fusion.backends.torch.values import as_numbers, as_pixels, from_steps, whole_step


def picked(frames: Sequence[Tensor], labels: Tensor) -> Tensor:
    """(H, W, C): each pixel from the frame that its label names, bit for bit."""
    result = frames[0].clone()
    for number, pixels in enumerate(frames[1:], 1):
        torch.where((labels == number)[:, :, None], pixels, result, out=result)
    return result


def mixed(frames: Sequence[Tensor], labels: Tensor, second: Tensor, weight: Tensor) -> Tensor:
    """``weight`` (steps) of the frame in ``labels`` and the rest of that in ``second``, (H, W, C).

    As ``fusion.render.two_best.mix``: the source's own pixel where the weight is whole.
    """
    result = picked(frames, labels)
    soft = (weight != whole_step()).flatten().nonzero().flatten()
    first, other = labels.flatten()[soft], second.flatten()[soft]
    share = from_steps(weight.flatten()[soft])
    channels = result.shape[2]
    total = torch.zeros((len(soft), channels), dtype=torch.float32, device=result.device)
    for number, pixels in enumerate(frames):
        part = torch.where(other == number, 1 - share, 0.0)
        part = torch.where(first == number, share, part)
        total += part[:, None] * as_numbers(pixels.reshape(-1, channels)[soft])
    result.view(-1, channels)[soft] = as_pixels(total, result.dtype)
    return result
