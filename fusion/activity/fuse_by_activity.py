"""From a blur map per frame to the fused picture: the road that methods of this kind share."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fusion.activity.activity_half_first import CoarseFirst, Stream, add_frame
from fusion.activity.comparison import Comparison, Sharpest
from fusion.decision import Decision
from fusion.frames.luminance_range import difference
from fusion.photo import FloatMap, LuminanceOf, luminance
from fusion.progress import Progress
from fusion.refine.confidence import confidence
from fusion.refine.consistency import clean_labels
from fusion.registry import Frames, Outcome
from fusion.render.soft_boundaries import blend
from fusion.settings import RefinementParameters
from fusion.stage_timer import StageTimer

Tick = Callable[[int, int], None]
ChangeEnergy = Callable[[FloatMap, Tick], FloatMap]
"""Luminance (H, W) in [0, 1] to change energy (H, W); calls the tick while it works."""

STEPS_A_FRAME = 1000


def fuse_by_sharpness(
    frames: Frames,
    change_energy: ChangeEnergy,
    parameters: RefinementParameters,
    device: Callable[[], str],
    progress: Progress,
    clock: StageTimer | None = None,
    coarse: CoarseFirst | None = None,
) -> Outcome:
    """Fuse by comparing blur maps: Ma et al. 2020, made symmetric, for two frames or many.

    With ``coarse`` large pictures are compared at half size first. ``frames`` is walked through three to
    five times: to compare, to pick and to blend, and for the
    confidence. At any time one frame of a long stack and a few maps of its size are in memory.
    """
    clock = clock or StageTimer()
    if coarse is None:
        sharpest = compare(frames, change_energy, parameters, progress, clock)
    else:
        sharpest = compare_coarse_first(frames, coarse, parameters, progress)
        clock.note("measuring sharpness")
    progress("Cleaning the decision", 0, 2)
    labels = clean_labels(
        sharpest.labels, len(frames), parameters.disk_radius, parameters.smallest_area
    )
    clock.note("cleaning the decision")
    progress("Cleaning the decision", 1, 2)
    apart = difference(frames)
    sureness = partial(confidence, sharpest, labels, apart, parameters.window_radius)
    del sharpest
    progress("Cleaning the decision", 2, 2)
    progress("Blending", 0, 1)
    pixels, weight = blend(
        frames, len(frames), labels, parameters.guide_radius, parameters.guide_epsilon
    )
    progress("Blending", 1, 1)
    clock.note("blending")
    known = sureness if apart.in_memory else sureness()  # a stream is not walked through later
    clock.note("confidence")
    decision = Decision(labels, weight, known, len(frames))
    return Outcome(pixels, decision, device(), clock.timings)


def compare(
    frames: Frames,
    change_energy: ChangeEnergy,
    parameters: RefinementParameters,
    progress: Progress,
    clock: StageTimer | None = None,
) -> Comparison:
    """The sharpest frame at each pixel, by blur map."""
    clock = clock or StageTimer()
    sharpest: Sharpest | None = None
    count = len(frames)
    for number, photo in enumerate(frames):

        def tick(done: int, total: int, number: int = number) -> None:
            inside = STEPS_A_FRAME * done // max(total, 1)
            progress("Measuring sharpness", number * STEPS_A_FRAME + inside, count * STEPS_A_FRAME)

        tick(0, 1)
        energy = change_energy(luminance(photo), tick)
        clock.note("measuring sharpness")
        if sharpest is None:
            sharpest = Sharpest(count, (photo.height, photo.width))
        add_frame(sharpest, number, energy, parameters)
        del energy
        clock.note("comparing blur maps")
        tick(1, 1)
    assert sharpest is not None
    return sharpest.result()


def compare_coarse_first(
    frames: Frames, coarse: CoarseFirst, parameters: RefinementParameters, progress: Progress
) -> Comparison:
    """The same, most of it found at half size."""
    first = next(iter(frames))
    stream = Stream(
        len(frames), (first.height, first.width), lambda: map(LuminanceOf, frames)
    )
    total = STEPS_A_FRAME * len(frames)

    def told(share: float) -> None:
        progress("Measuring sharpness", round(total * share), total)

    return coarse.compare(stream, parameters, told)
