"""The learned decision on a device, from the sources' pixels to the fused ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from fusion.activity.leading_frames import BLURRED, SHARP, SNAP, STEEPNESS, confidence_of
from fusion.backends.torch.transfer import Download, settle, uploaded
from fusion.backends.torch.two_best import mixed
from fusion.backends.torch.values import luminance_of, to_steps
from fusion.decision import Decision, Steps
from fusion.device import device_title
from fusion.frames.luminance_range import OfFew
from fusion.photo import Photo
from fusion.progress import Progress
from fusion.registry import Outcome
from fusion.stage_timer import StageTimer
from models.decision.torch_runtime import TorchDecisionRuntime
from models.running.tiling import Tile
from models.running.torch_precision import number_type

STEPS = 1000
"""In which the progress is told."""


@lru_cache(maxsize=2)
def loaded(name: str, device: str) -> TorchDecisionRuntime:
    """The network on the device, kept for the next fusion; raises ``WeightsError``."""
    return TorchDecisionRuntime.load(name, device)


class Leading:
    """The two leading frames at each pixel, on the device; fill it tile by tile.

    Attributes
    ----------
    labels, second
        (H, W) uint8.
    weight, sure, faithful
        (H, W) in steps: the share of the first, how sure it is the right one, and how faithful.
    """

    def __init__(self, shape: tuple[int, int], decisiveness: float, device: torch.device) -> None:
        self._decisiveness = decisiveness
        self.labels, self.second = (
            torch.empty(shape, dtype=torch.uint8, device=device) for _ in range(2)
        )
        self.weight, self.sure, self.faithful = (
            torch.empty(shape, dtype=torch.int16, device=device) for _ in range(3)
        )

    def put(self, place: Tile, scores: Tensor, faithful: Tensor) -> None:
        """What ``ScoredChoice.put`` does, for a tile of scores and probabilities (n, h, w)."""
        area = place.area()
        first, second, lead, others, shown = leading(scores, faithful)
        self.labels[area], self.second[area] = first, second
        weight = ((lead * self._decisiveness + 1) / 2).clamp_(0, 1)
        self.weight[area] = to_steps(torch.where(weight > 1 - float(SNAP), 1.0, weight))
        self.sure[area] = to_steps(2 / (1 + others) - 1)
        self.faithful[area] = to_steps((shown - float(BLURRED)) / float(SHARP - BLURRED))


def leading(scores: Tensor, faithful: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """(h, w) each: the frame with the highest score and the next one (uint8), how far it is ahead, the
    odds of all others against it, and how faithful it is. Of equal scores the first frame's counts."""
    first = torch.zeros(scores.shape[1:], dtype=torch.uint8, device=scores.device)
    second, best, next_best = first, scores[0], torch.full_like(scores[0], -torch.inf)
    shown = faithful[0]
    for number in range(1, len(scores)):
        leads, follows = scores[number] > best, scores[number] > next_best
        second = torch.where(leads, first, torch.where(follows, number, second))
        next_best = torch.where(leads, best, torch.maximum(next_best, scores[number]))
        first = torch.where(leads, number, first)
        best = torch.maximum(best, scores[number])
        shown = torch.where(leads, faithful[number], shown)
    lead = best - next_best
    if len(scores) == 2:
        others = torch.exp(-float(STEEPNESS) * lead)
    else:
        others = torch.exp(float(STEEPNESS) * (scores - best)).sum(dim=0) - 1
    return first.to(torch.uint8), second.to(torch.uint8), lead, others, shown


@torch.inference_mode()
def fuse_by_scores(
    runtime: TorchDecisionRuntime,
    photos: Sequence[Photo],
    decisiveness: float,
    exact: bool,
    progress: Progress,
    clock: StageTimer,
) -> Outcome:
    """Fuse with the learned decision on the runtime's device.

    Raises ``torch.cuda.OutOfMemoryError`` where the smallest tile does not fit.
    """
    device = torch.device(runtime.device)
    sources = list(uploaded(photos, device))
    luminances = torch.stack([luminance_of(pixels) for pixels in sources])
    clock.note("luminance")
    choice = Leading((photos[0].height, photos[0].width), decisiveness, device)

    def tick(done: int, total: int) -> None:
        progress("Measuring sharpness", STEPS * done // total, STEPS)

    tick(0, 1)
    runtime.score_tensor(luminances, choice.put, number_type(device, exact), tick)
    del luminances
    labels, weight = Download(choice.labels), Download(choice.weight)
    settle(device)
    clock.note("measuring sharpness")
    progress("Blending", 0, 1)
    fused = Download(mixed(sources, choice.labels, choice.second, choice.weight))
    known = labels.array(), weight.array(np.uint16)
    pixels = fused.array(photos[0].pixels.dtype.type).reshape(photos[0].pixels.shape)
    progress("Blending", 1, 1)
    clock.note("blending")
    sure, faithful = choice.sure, choice.faithful

    def sureness() -> Steps:
        one, other = (Download(steps).array(np.uint16) for steps in (sure, faithful))
        return confidence_of(one, other, OfFew(list(photos)))

    decision = Decision(*known, sureness, len(photos))
    return Outcome(pixels, decision, device_title(runtime.device), clock.timings)
