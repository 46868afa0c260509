"""Consistency verification on a device, label for label as ``fusion.refine.consistency`` does it."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from fusion.backends.torch.regions import without_small
from fusion.backends.torch.transfer import Download, upload
from fusion.refine.consistency import nearest_label

UNDECIDED = 255
"""The label of a pixel at which no frame wins."""


def verified_labels(raw: Tensor, frames: int, disk_radius: int, smallest_area: float) -> Tensor:
    """Labels (H, W) uint8 of whole regions from raw ones; see ``fusion.refine.consistency``.

    The nearest region of what remains open is looked for on the CPU, and there only around it.
    """
    smallest = smallest_area * raw.numel() * 2 / frames
    agreed = agreed_labels(raw, frames, disk_radius, smallest)
    for labels, least in ((agreed, smallest), (raw, 0.0)):
        large = large_regions(labels, frames, least)
        if bool(large.all()):
            return labels
        if bool(large.any()):
            known, begun = Download(large), Download(labels)
            nearest = nearest_label(begun.array(), known.array())
            return upload(nearest, raw.device)[:, :, 0]
    return torch.zeros_like(raw)


def agreed_labels(raw: Tensor, frames: int, disk_radius: int, smallest: float) -> Tensor:
    """The label where opening first and closing first agree on it; elsewhere the raw one."""
    decided = raw != UNDECIDED
    claims, claimed = torch.zeros_like(raw), raw.clone()
    for label in range(frames - 1 if frames == 2 else frames):
        mask = raw == label
        pair = verified(torch.stack([mask, decided & ~mask]), disk_radius, smallest)
        own = [(label, pair[0] & ~pair[1])]
        if frames == 2:  # the other label's masks are these two, exchanged
            own.append((1 - label, pair[1] & ~pair[0]))
        for number, mine in own:
            claimed.masked_fill_(mine, number)
            claims += mine
    return torch.where(claims == 1, claimed, raw)


def large_regions(labels: Tensor, frames: int, smallest: float) -> Tensor:
    """Pixels whose 4-connected region of one label has ``smallest`` pixels or more."""
    masks = torch.stack([labels == label for label in range(frames)])
    return without_small(masks, smallest).any(dim=0)


def verified(masks: Tensor, disk_radius: int, smallest: float) -> Tensor:
    """The published order, for masks (m, H, W): open, remove small regions, close, fill small holes."""
    opened = dilated(eroded(masks, disk_radius), disk_radius)
    large = without_small(opened, smallest)
    closed = eroded(dilated(large, disk_radius), disk_radius)
    return ~without_small(~closed, smallest)


def eroded(masks: Tensor, radius: int) -> Tensor:
    """Pixels whose whole disk x² + y² ≤ radius² is set; outside the picture everything counts as set.

    The disk is taken apart into rows, as in ``fusion.refine.bit_masks.erode``.
    """
    height, width = masks.shape[1:]
    result, run = torch.ones_like(masks), masks.clone()
    halves = [math.isqrt(radius**2 - dy**2) for dy in range(radius + 1)]
    for half in range(radius + 1):
        if 0 < half < width:
            run[:, :, half:] &= masks[:, :, :-half]
            run[:, :, :-half] &= masks[:, :, half:]
        for dy in (dy for dy, reach in enumerate(halves) if reach == half and dy < height):
            result[:, : height - dy] &= run[:, dy:]
            result[:, dy:] &= run[:, : height - dy]
    return result


def dilated(masks: Tensor, radius: int) -> Tensor:
    """Pixels with a set one within the disk; outside the picture nothing is set."""
    return ~eroded(~masks, radius)
