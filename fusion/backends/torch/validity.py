"""Where frames have picture, on a torch device."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from fusion.contracts import Frames


def valid_tensors(frames: Frames, device: torch.device) -> list[Tensor | None]:
    """(H, W) bool a frame; None for a frame that has picture everywhere."""
    masks = (frames[number].validity for number in range(len(frames)))
    return [None if mask is None else torch.from_numpy(mask).to(device) for mask in masks]


def only_valid(labels: Tensor, raw: Tensor, valid: Sequence[Tensor | None]) -> Tensor:
    """Labels as they are where their frame has picture; elsewhere the raw label, if its frame has, else
    the first frame that has (``fusion.frames.validity.only_valid``)."""
    if all(mask is None for mask in valid):
        return labels
    result = torch.zeros_like(labels)
    everywhere = torch.ones(labels.shape, dtype=torch.bool, device=labels.device)
    masks = [everywhere if mask is None else mask for mask in valid]
    for number in reversed(range(len(masks))):
        result.masked_fill_(masks[number], number)
    for wanted in (raw, labels):
        for number, mask in enumerate(masks):
            result.masked_fill_((wanted == number) & mask, number)
    return torch.where(torch.stack(masks).any(dim=0), result, labels)
