"""Fusing by blur maps on a device, from the sources' pixels to the fused ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from fusion.backends.torch.consistency import UNDECIDED, clean_labels
from fusion.backends.torch.soft_boundaries import blend
from fusion.backends.torch.transfer import Download, settle, uploaded
from fusion.backends.torch.values import luminance_of, to_steps
from fusion.backends.torch.windows import blur_map
from fusion.decision import Decision, Steps, from_steps
from fusion.device import device_title
from fusion.frames.luminance_range import OfFew
from fusion.photo import FloatMap, Photo
from fusion.progress import Progress
from fusion.refine.confidence import STEEPNESS, TINY, confidence_of
from fusion.registry import Outcome
from fusion.settings import RefinementParameters
from fusion.stage_timer import StageTimer
from models.running.torch_precision import number_type
from models.sesf.torch_runtime import TorchEncoderRuntime

STEPS_A_FRAME = 1000


@lru_cache(maxsize=4)
def loaded(name: str, device: str) -> TorchEncoderRuntime:
    """The encoder on the device, kept for the next fusion; raises ``WeightsError``."""
    return TorchEncoderRuntime.load(name, device)


class Sharpest:
    """``fusion.activity.comparison.Sharpest`` on a device: labels (H, W) uint8, best and second values."""

    def __init__(self, shape: tuple[int, int], device: torch.device) -> None:
        self.labels = torch.full(shape, UNDECIDED, dtype=torch.uint8, device=device)
        self.best, self.second = (torch.full(shape, -1.0, device=device) for _ in range(2))

    def add(self, number: int, values: Tensor) -> None:
        """Take the blur map of frame ``number`` into account."""
        self.labels.masked_fill_(values > self.best, number)
        self.labels.masked_fill_(values == self.best, UNDECIDED)
        torch.maximum(self.second, torch.minimum(values, self.best), out=self.second)
        torch.maximum(self.best, values, out=self.best)

    def sure(self, labels: Tensor) -> Tensor:
        """How sure the cleaned ``labels`` are by the ratio of best and second, in steps."""
        odds = ((self.second.clamp(min=0) + TINY) / (self.best + TINY)).pow_(STEEPNESS)
        return to_steps(torch.where(labels == self.labels, (1 - odds) / (1 + odds), 0.0))


@torch.inference_mode()
def fuse_by_sharpness(
    runtime: TorchEncoderRuntime,
    photos: Sequence[Photo],
    parameters: RefinementParameters,
    exact: bool,
    progress: Progress,
    clock: StageTimer,
) -> Outcome:
    """Fuse by the encoder's blur maps on its device.

    Raises ``torch.cuda.OutOfMemoryError`` where the smallest tile does not fit.
    """
    device, count = torch.device(runtime.device), len(photos)
    sharpest = Sharpest((photos[0].height, photos[0].width), device)
    sources: list[Tensor] = []
    for number, source in enumerate(uploaded(photos, device)):

        def tick(done: int, total: int, number: int = number) -> None:
            within = STEPS_A_FRAME * done // total
            progress("Measuring sharpness", number * STEPS_A_FRAME + within, count * STEPS_A_FRAME)

        tick(0, 1)
        sources.append(source)
        kind = number_type(device, exact)
        energy = runtime.gradient_energy_tensor(luminance_of(source), kind, tick)
        sharpest.add(number, blur_map(energy, parameters.window_radius, parameters.window))
        del energy
    settle(device)
    clock.note("measuring sharpness")
    progress("Cleaning the decision", 0, 2)
    labels = clean_labels(
        sharpest.labels, count, parameters.disk_radius, parameters.smallest_area
    )
    found, sure = Download(labels), sharpest.sure(labels)
    del sharpest
    settle(device)
    clock.note("cleaning the decision")
    progress("Cleaning the decision", 2, 2)
    progress("Blending", 0, 1)
    fused, weight = map(
        Download, blend(sources, labels, parameters.guide_radius, parameters.guide_epsilon)
    )
    known = found.array(), weight.array(np.uint16)
    pixels = fused.array(photos[0].pixels.dtype.type).reshape(photos[0].pixels.shape)
    progress("Blending", 1, 1)
    clock.note("blending")

    def sureness() -> Steps:
        steps = Download(sure).array(np.uint16)

        def sure_of(rows: slice) -> FloatMap:
            return from_steps(steps[rows])

        return confidence_of(sure_of, OfFew(list(photos)), parameters.window_radius, steps.shape)

    decision = Decision(*known, sureness, count)
    return Outcome(pixels, decision, device_title(runtime.device), clock.timings)
