"""Connected regions of masks on the device, found from their runs as in ``fusion.refine.regions``."""

from __future__ import annotations

import torch
from torch import Tensor


def without_small(masks: Tensor, smallest: float) -> Tensor:
    """Masks (m, H, W), bool, without their 4-connected regions of fewer than ``smallest`` pixels."""
    count, height, width = masks.shape
    lines = torch.zeros((count, height + 1, width + 1), dtype=torch.bool, device=masks.device)
    lines[:, :height, :width] = masks  # an empty row and column, so that no two rows or masks touch
    flat = lines.flatten()
    before, after = torch.zeros_like(flat), torch.zeros_like(flat)
    before[1:], after[:-1] = flat[:-1], flat[1:]
    first, last = (flat & ~before).nonzero().flatten(), (flat & ~after).nonzero().flatten()
    region = regions_of(first, last, width + 1)
    areas = torch.zeros_like(first).scatter_add_(0, region, last - first + 1)
    keep = areas[region] >= smallest
    if bool(keep.all()):
        return masks
    changes = torch.zeros(flat.shape, dtype=torch.int32, device=masks.device)
    changes[first[keep]] = 1
    changes[last[keep] + 1] -= 1  # a run never begins right after another
    kept = changes.cumsum(0, dtype=torch.int32).view(lines.shape)[:, :height, :width]
    return kept > 0


def regions_of(first: Tensor, last: Tensor, row: int) -> Tensor:
    """The region of each run, named by the number of its first run; ``row`` is the pixels of one row."""
    begin = torch.searchsorted(last, first - row)  # the runs above that it touches
    count = torch.searchsorted(first, last - row, right=True) - begin
    lower = torch.repeat_interleave(torch.arange(len(first), device=first.device), count)
    offset = torch.repeat_interleave(begin - count.cumsum(0) + count, count)
    return joined(len(first), lower, torch.arange(len(lower), device=first.device) + offset)


def joined(count: int, one: Tensor, other: Tensor) -> Tensor:
    """For each of ``count`` runs the smallest number of a run that pairs connect it to, in any number of
    steps."""
    parent = torch.arange(count, device=one.device)
    while len(one):
        a, b = parent[one], parent[other]
        apart = a != b
        one, other, a, b = one[apart], other[apart], a[apart], b[apart]
        parent.scatter_reduce_(0, torch.maximum(a, b), torch.minimum(a, b), "amin")
        while True:
            further = parent[parent]
            if torch.equal(further, parent):
                break
            parent = further
    return parent
