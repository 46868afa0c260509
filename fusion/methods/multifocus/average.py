"""``average``: the mean of all sources, the baseline below which no method should fall."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fusion.activity.activity_map import change_energy
from fusion.activity.fuse_by_activity import Tick, compare
from fusion.decision import Decision
from fusion.frames.luminance_range import difference
from fusion.photo import FloatMap, Pixels
from fusion.progress import Progress
from fusion.refine.confidence import confidence
from fusion.refine.consistency import settled
from fusion.registry import Frames, Outcome, register
from fusion.settings import Parameters, RefinementParameters
from fusion.stage_timer import StageTimer

COMPARISON = RefinementParameters()


@dataclass(frozen=True)
class AverageParameters(Parameters):
    """None."""


@register(
    "average",
    "Average",
    "The mean of all sources, sharp or not. Every region stays partly blurred; the baseline that each "
    "other method must beat.",
    AverageParameters,
    kind="transform",
)
def fuse_average(
    frames: Frames, parameters: Parameters, device: str, progress: Progress
) -> Outcome:
    """The mean of each pixel over all sources, rounded to the sources' type.

    The decision: the label names the sharpest frame (by spatial frequency), its weight is 1/N
    everywhere, since it gives no more than the others, and the confidence is 1 only where the sources
    hardly differ, since elsewhere nothing is chosen.

    Known weakness: the more frames, the less each region keeps of its one sharp frame.
    """
    assert isinstance(parameters, AverageParameters)
    del device  # additions: a GPU would spend longer on the transfer
    clock = StageTimer()

    def energy(luminance: FloatMap, tick: Tick) -> FloatMap:
        tick(0, 1)
        return change_energy(luminance)

    sharpest = compare(frames, energy, COMPARISON, progress)
    labels = settled(sharpest.labels)
    sharpest = replace(sharpest, second=sharpest.best)  # no frame is preferred to another
    sureness = confidence(sharpest, labels, difference(frames), COMPARISON.window_radius)
    del sharpest
    clock.note("decision")
    pixels = mean(frames, progress)
    clock.note("blending")
    weight = np.full(labels.shape, 1 / len(frames), dtype=np.float32)
    return Outcome(pixels, Decision(labels, weight, sureness, len(frames)), "cpu", clock.timings)


def mean(frames: Frames, progress: Progress) -> Pixels:
    """The mean of the frames: exact sums of whole numbers, so that their order cannot matter."""
    like = next(iter(frames)).pixels
    total = np.zeros(like.shape, dtype=np.float64)
    for number, photo in enumerate(frames):
        progress("Blending", number, len(frames))
        np.add(total, photo.pixels, out=total)
    progress("Blending", len(frames), len(frames))
    total /= len(frames)
    if like.dtype != np.float32:
        np.rint(total, out=total)
    return total.astype(like.dtype)
