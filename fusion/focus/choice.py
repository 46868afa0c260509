"""From a blur map per frame to the fused picture: the road that methods of this kind share."""

from __future__ import annotations

import time
from collections.abc import Callable

from fusion.focus.blend import blend
from fusion.focus.blur_map import blur_map
from fusion.focus.cleaning import clean_labels
from fusion.focus.comparison import Sharpest
from fusion.focus.confidence import confidence
from fusion.focus.decision import Decision
from fusion.methods.registry import Frames, Outcome
from fusion.photo import FloatMap, luminance
from fusion.progress import Progress
from fusion.settings import RefinementParameters

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
) -> Outcome:
    """Fuse by comparing blur maps: Ma et al. 2020, made symmetric, for two frames or many.

    ``frames`` is walked through three times: to compare, to pick and to blend. At any time one frame
    and a few maps of its size are in memory.
    """
    clock = Clock()
    sharpest = compare(frames, change_energy, parameters, progress)
    clock.note("blur maps")
    progress("Cleaning the decision", 0, 2)
    labels = clean_labels(
        sharpest.labels, len(frames), parameters.disk_radius, parameters.smallest_area
    )
    progress("Cleaning the decision", 1, 2)
    sureness = confidence(sharpest, labels, parameters.window_radius)
    del sharpest
    progress("Cleaning the decision", 2, 2)
    clock.note("decision")
    progress("Blending", 0, 1)
    pixels, weight = blend(
        frames, len(frames), labels, parameters.guide_radius, parameters.guide_epsilon
    )
    progress("Blending", 1, 1)
    clock.note("blending")
    decision = Decision(labels, weight, sureness, len(frames))
    return Outcome(pixels, decision, device(), clock.timings)


def compare(
    frames: Frames,
    change_energy: ChangeEnergy,
    parameters: RefinementParameters,
    progress: Progress,
) -> Sharpest:
    """The sharpest frame at each pixel, by blur map."""
    sharpest: Sharpest | None = None
    count = len(frames)
    for number, photo in enumerate(frames):

        def tick(done: int, total: int, number: int = number) -> None:
            inside = STEPS_A_FRAME * done // max(total, 1)
            progress("Measuring sharpness", number * STEPS_A_FRAME + inside, count * STEPS_A_FRAME)

        tick(0, 1)
        grey = luminance(photo)
        energy = change_energy(grey, tick)
        sharpness = blur_map(energy, parameters.window_radius, parameters.window)
        if sharpest is None:
            sharpest = Sharpest(count, (photo.height, photo.width))
        sharpest.add(number, sharpness, grey)
        tick(1, 1)
    assert sharpest is not None
    return sharpest


class Clock:
    """Seconds between notes, by name."""

    def __init__(self) -> None:
        self.timings: dict[str, float] = {}
        self._last = time.perf_counter()

    def note(self, name: str) -> None:
        now = time.perf_counter()
        self.timings[name] = now - self._last
        self._last = now

