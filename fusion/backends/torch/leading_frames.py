"""The two leading frames at each pixel, on a torch device."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from fusion.activity.leading_frames import BLURRED, SHARP, SNAP, STEEPNESS
from fusion.backends.torch.values import to_steps, whole_step
from models.running.tiling import Tile


class LeadingTensors:
    """``fusion.activity.leading_frames.LeadingFrames`` on a torch device, filled in tile by tile.

    Parameters
    ----------
    shape
        (H, W).
    decisiveness
        By how much a lead is multiplied before it becomes a weight.
    device
        Where the maps are.
    valid
        (H, W) bool a frame, where it has picture; None for everywhere.

    Attributes
    ----------
    labels, second
        (H, W) uint8.
    weight, certainty, in_focus
        (H, W) in steps: the share of the first, how certain it is the right one (2P − 1), and the
        probability that it is in focus.
    """

    def __init__(
        self,
        shape: tuple[int, int],
        decisiveness: float,
        device: torch.device,
        valid: Sequence[Tensor | None] = (),
    ) -> None:
        self._decisiveness = decisiveness
        self._valid = valid if any(mask is not None for mask in valid) else ()
        self.labels, self.second = (
            torch.empty(shape, dtype=torch.uint8, device=device) for _ in range(2)
        )
        self.weight, self.certainty, self.in_focus = (
            torch.empty(shape, dtype=torch.int16, device=device) for _ in range(3)
        )

    def put(self, tile: Tile, scores: Tensor, in_focus: Tensor) -> None:
        """Fill in a tile from scores and in-focus probabilities (n, h, w)."""
        area = tile.area()
        if self._valid:
            scores = self._where_valid(scores, area)
        first, second, lead, others, shown = leading(scores, in_focus)
        self.labels[area], self.second[area] = first, second
        weight = ((lead * self._decisiveness + 1) / 2).clamp_(0, 1)
        self.weight[area] = to_steps(torch.where(weight > 1 - float(SNAP), 1.0, weight))
        self.certainty[area] = to_steps(2 / (1 + others) - 1)
        self.in_focus[area] = to_steps((shown - float(BLURRED)) / float(SHARP - BLURRED))
        if self._valid:
            self.weight[area][lead == torch.inf] = whole_step()

    def _where_valid(self, scores: Tensor, area: tuple[slice, slice]) -> Tensor:
        """Scores below all others where a frame has no picture and another one has."""
        everywhere = torch.ones(scores.shape[1:], dtype=torch.bool, device=scores.device)
        valid = torch.stack([everywhere if mask is None else mask[area] for mask in self._valid])
        return torch.where(valid | ~valid.any(dim=0), scores, -torch.inf)


def leading(scores: Tensor, in_focus: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """(h, w) each: the frame with the highest score and the next one (uint8), how far it is ahead, the
    odds of all others against it, and its in-focus probability. Of equal scores the first counts."""
    first = torch.zeros(scores.shape[1:], dtype=torch.uint8, device=scores.device)
    second, best, next_best = first, scores[0], torch.full_like(scores[0], -torch.inf)
    shown = in_focus[0]
    for number in range(1, len(scores)):
        leads, follows = scores[number] > best, scores[number] > next_best
        second = torch.where(leads, first, torch.where(follows, number, second))
        next_best = torch.where(leads, best, torch.maximum(next_best, scores[number]))
        first = torch.where(leads, number, first)
        best = torch.maximum(best, scores[number])
        shown = torch.where(leads, in_focus[number], shown)
    lead = best - next_best
    if len(scores) == 2:
        others = torch.exp(-float(STEEPNESS) * lead)
    else:
        others = torch.exp(float(STEEPNESS) * (scores - best)).sum(dim=0) - 1
    return first.to(torch.uint8), second.to(torch.uint8), lead, others, shown
