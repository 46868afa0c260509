"""Comparing activity maps on a torch device, keeping the best and the second best so far."""

from __future__ import annotations

import torch
from torch import Tensor

from fusion.backends.torch.consistency import UNDECIDED
from fusion.backends.torch.values import to_steps
from fusion.refine.confidence import STEEPNESS, TINY


class RunningTensors:
    """``fusion.activity.comparison.RunningComparison`` on a torch device.

    Attributes
    ----------
    labels
        (H, W) uint8: the frame of largest activity, ``UNDECIDED`` where two are equal.
    best, second
        (H, W) float32: the largest and the second largest activity.
    runner_up
        (H, W) uint8: the frame whose activity is second; None for two frames.
    """

    def __init__(self, shape: tuple[int, int], device: torch.device, frames: int) -> None:
        self.labels = torch.full(shape, UNDECIDED, dtype=torch.uint8, device=device)
        self.best, self.second = (torch.full(shape, -1.0, device=device) for _ in range(2))
        self.runner_up = self.labels.clone() if frames > 2 else None

    def add(self, number: int, activity: Tensor, valid: Tensor | None = None) -> None:
        """Take the activity (H, W) of frame ``number`` into account, where it has picture."""
        if valid is not None:
            activity = torch.where(valid, activity, -1.0)
        larger = activity > self.best
        if self.runner_up is not None:
            self.runner_up.masked_fill_((activity > self.second) & ~larger, number)
            torch.where(larger, self.labels, self.runner_up, out=self.runner_up)
        self.labels.masked_fill_(larger, number)
        self.labels.masked_fill_(activity == self.best, UNDECIDED)
        torch.maximum(self.second, torch.minimum(activity, self.best), out=self.second)
        torch.maximum(self.best, activity, out=self.best)

    def certainty(self, labels: Tensor) -> Tensor:
        """Certainty of the verified ``labels``, from the ratio of best and second activity, in steps."""
        odds = ((self.second.clamp(min=0) + TINY) / (self.best + TINY)).pow_(STEEPNESS)
        return to_steps(torch.where(labels == self.labels, (1 - odds) / (1 + odds), 0.0))
