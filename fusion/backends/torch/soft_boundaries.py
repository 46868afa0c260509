"""Blending on the device: the sources' own pixels by label, and a soft transition along boundaries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from fusion.backends.torch.two_best import picked
from fusion.backends.torch.values import as_numbers, as_pixels, luminance_of, to_steps, whole_step
from fusion.backends.torch.windows import box_sum, guided_filter, inside
from fusion.render.soft_boundaries import SNAP


def mix_along_boundaries(
    frames: Sequence[Tensor],
    labels: Tensor,
    radius: int,
    epsilon: float,
    valid: Sequence[Tensor | None] = (),
) -> tuple[Tensor, Tensor]:
    """Fused pixels (H, W, C), and the weight (H, W) of the labelled frame in steps.

    As ``fusion.render.soft_boundaries``: frames are mixed within twice the radius of a boundary, and
    outside that band the pixels are the frames' own, bit for bit.
    """
    pixels = picked(frames, labels)
    weight = torch.full(labels.shape, whole_step(), dtype=torch.int16, device=labels.device)
    band = near_boundary(labels, len(frames), 2 * radius).flatten().nonzero().flatten()
    if not len(band):
        return pixels, weight
    channels = pixels.shape[2]
    here = labels.flatten()[band]
    mixed = torch.zeros((len(band), channels), dtype=torch.float64, device=labels.device)
    total, own = (torch.zeros(len(band), dtype=torch.float64, device=labels.device) for _ in range(2))
    shares = soft_weights(labels, luminance_of(pixels), len(frames), radius, epsilon)
    for number, (frame, share) in enumerate(zip(frames, shares, strict=True)):
        part = share.flatten()[band].double()
        mask = valid[number] if valid else None
        if mask is not None:
            part = part * mask.flatten()[band]
        mixed += part[:, None] * as_numbers(frame.reshape(-1, channels)[band])
        total += part
        own = torch.where(here == number, part, own)
    total.clamp_(min=1e-9)
    pixels.view(-1, channels)[band] = as_pixels(mixed / total[:, None], pixels.dtype)
    weight.view(-1)[band] = to_steps((own / total).float())
    return pixels, weight


def near_boundary(labels: Tensor, frames: int, distance: int) -> Tensor:
    """(H, W) bool: pixels with another label within ``distance`` (in a square)."""
    most = inside(labels.shape[0], labels.shape[1], distance, labels.device)
    result = torch.zeros(labels.shape, dtype=torch.bool, device=labels.device)
    for label in range(frames - 1):  # where none of these meets another, there is only the last
        found = box_sum((labels == label).float(), distance)
        result |= (found > 0) & (found < most)
    return result


def soft_weights(
    labels: Tensor, guide: Tensor, frames: int, radius: int, epsilon: float
) -> Iterator[Tensor]:
    """The weight (H, W) of one frame after another, as ``fusion.render.soft_boundaries`` gives it."""
    centred: Tensor | None = None
    for number in range(frames):
        if frames == 2 and centred is not None:
            centred = -centred
        else:
            centred = guided_filter(guide, (labels == number).float() - 0.5, radius, epsilon)
        weight = (centred + 0.5).clamp_(0, 1)
        weight[weight < float(SNAP)] = 0
        weight[weight > 1 - float(SNAP)] = 1
        yield weight
