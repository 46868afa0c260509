"""What the learned decision is trained for: the fused picture, the choice, what is in focus."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from torch import Tensor

from models.decision.network import sparse_weights

STEEPNESS = 6.0
"""The probability of a frame is softmax(STEEPNESS · score)."""
LEVEL = 1 / 255
_SEEN = 8 * LEVEL
"""A difference between frames of this size counts half as much as a large one."""
_TOLERANCE = 5 * LEVEL
"""A frame counts as in focus with e^(−½) where it is this far from the reference."""


@dataclass(frozen=True)
class LossWeights:
    """How the parts are added up, and how decisive the fused picture is (``sparse_weights``)."""

    picture: float = 1.0
    choice: float = 0.5
    even: float = 0.05
    edges: float = 2.0
    in_focus: float = 0.1
    decisiveness: float = 1.0


@dataclass(frozen=True)
class Truth:
    """``clean`` (B, n, H, W), ``reference`` (B, 1, H, W), ``radius`` (B, n, H, W).

    ``counts`` (B, 1, H, W) is how much each pixel counts; 0 where the scene has ended.
    """

    clean: Tensor
    reference: Tensor
    radius: Tensor
    counts: Tensor


def decision_loss(
    scores: Tensor, in_focus: Tensor, truth: Truth, weights: LossWeights
) -> tuple[Tensor, dict[str, float]]:
    """The sum to be made small, and its parts by name; the scores and the logits
    of the in-focus probabilities are (B, n, H, W).

    The network decides on frames as a camera gave them and is judged on the clean ones, so that it
    learns to choose what is in focus, not to average noise away.
    """
    picture = picture_loss(scores, truth, weights.decisiveness)
    choice = choice_loss(scores, truth, weights)
    focus = in_focus_loss(in_focus, truth)
    total = weights.picture * picture + weights.choice * choice + weights.in_focus * focus
    parts = {"picture": picture, "choice": choice, "in_focus": focus}
    return total, {name: float(part.detach()) for name, part in parts.items()}


def picture_loss(scores: Tensor, truth: Truth, decisiveness: float = 1.0) -> Tensor:
    """Mean and root mean square error of the fused picture, relative to what the frames differ by."""
    fused = (sparse_weights(scores, decisiveness) * truth.clean).sum(dim=1, keepdim=True)
    error = fused - truth.reference
    spread = truth.clean.amax(dim=1, keepdim=True) - truth.clean.amin(dim=1, keepdim=True)
    over = (1, 2, 3)
    share = truth.counts / truth.counts.sum(over, keepdim=True)
    mean = (error.abs() * share).sum(over) / ((spread * share).sum(over) + LEVEL)
    square = ((error.square() * share).sum(over) + 1e-7).sqrt()
    square = square / (((spread.square() * share).sum(over)).sqrt() + LEVEL)
    return (mean + square).mean()


def choice_loss(scores: Tensor, truth: Truth, weights: LossWeights) -> Tensor:
    """Cross-entropy with the frame nearest to the reference, weighted by how much the choice matters.

    Where the frames are alike, the frame that is less out of focus there is asked for with a small
    weight (``even``): smooth regions are then chosen as a whole. Near a change of the best frame the
    weight rises (``edges``).
    """
    likelihood = functional.log_softmax(STEEPNESS * scores, dim=1)
    error = (truth.clean - truth.reference).abs()
    nearest = torch.softmax(-error / LEVEL, dim=1)
    difference = error.amax(dim=1) - error.amin(dim=1)
    matters = difference / (difference + _SEEN)
    matters = matters * (1 + weights.edges * near_change(truth.radius)[:, 0])
    sharper = torch.softmax(-4 * truth.radius, dim=1)
    by_error = -(nearest * likelihood).sum(dim=1) * matters
    by_focus = -(sharper * likelihood).sum(dim=1) * weights.even
    return ((by_error + by_focus) * truth.counts[:, 0]).mean()


def near_change(radius: Tensor, reach: int = 6) -> Tensor:
    """1 within ``reach`` pixels of a change of the frame that is least out of focus, else 0."""
    best = radius.argmin(dim=1, keepdim=True).float()
    high, low = best, -best
    for size, padding in (((2 * reach + 1, 1), (reach, 0)), ((1, 2 * reach + 1), (0, reach))):
        high = functional.max_pool2d(high, size, 1, padding)
        low = functional.max_pool2d(low, size, 1, padding)
    return (high != -low).float()


def in_focus_loss(logits: Tensor, truth: Truth) -> Tensor:
    """Cross-entropy of whether a frame is in focus, that is, its error over 3x3 pixels is small."""
    error = functional.avg_pool2d((truth.clean - truth.reference).square(), 3, 1, 1)
    target = torch.exp(-error / (2 * _TOLERANCE**2))
    return functional.binary_cross_entropy_with_logits(logits, target)
