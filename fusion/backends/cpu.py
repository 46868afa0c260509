"""The processor as a backend; the network may run on a graphics card, tile by tile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from fusion.activity.activity_half_first import (
    add_activity,
    compare_half_first,
    compare_half_only,
    compare_whole,
    stream_of,
)
from fusion.activity.activity_map import gradient_energy
from fusion.activity.comparison import RunningComparison, runner_up_of
from fusion.activity.flat_regions import flat_regions, from_surroundings, without_choice
from fusion.activity.half_size import LARGE, ShareDone
from fusion.activity.leading_frames import LeadingFrames
from fusion.activity.overlaps import overlaps, preferred, with_preferred
from fusion.activity.scores_half_first import leading_half_first, leading_half_only
from fusion.activity.shared_regions import keep_shared
from fusion.backends.base import STEPS_A_FRAME
from fusion.backends.loading import weights_errors_as_fusion_errors
from fusion.contracts import ActivityPlan, Frames, ScorePlan
from fusion.decision import WHOLE, Comparison, GuidedBoundaries, Labels, Rows, Steps
from fusion.frames.luminance import LuminanceStack
from fusion.frames.luminance_range import LuminanceRange
from fusion.frames.validity import only_valid, validity_of
from fusion.photo import Mask, Pixels, luminance
from fusion.progress import Progress
from fusion.refine.confidence import activity_confidence, overturned_share
from fusion.refine.consistency import verified_labels
from fusion.render.soft_boundaries import mix_along_boundaries
from fusion.render.two_best import mix_two_best
from fusion.settings import EXACT, QUICK
from models.protocols import Scorer, SharpnessMeasure
from models.select_backend import load_scorer, load_sharpness


class CpuBackend:
    """The operations of ``Backend`` on the processor.

    Parameters
    ----------
    network_device
        Where the network runs, tile by tile: ``"cpu"`` or ``"cuda"``.
    large
        Pixels (height × width) from which on pictures are decided at half size first, unless the network
        runs on a graphics card, which needs no short cut.
    measure, scorer
        A loaded encoder and a loaded scoring network; None leaves that to ``load``.
    """

    def __init__(
        self,
        network_device: str = "cpu",
        large: int = LARGE,
        measure: SharpnessMeasure | None = None,
        scorer: Scorer | None = None,
    ) -> None:
        self._network_device = network_device
        self._large = large
        self._measure = measure
        self._scorer = scorer

    @property
    def device(self) -> str:
        """``"cpu"`` or ``"cuda"``: where the network ran in the end."""
        network = self._measure or self._scorer
        return self._network_device if network is None else network.device

    def load(self, plan: ActivityPlan | ScorePlan) -> None:
        """Load the network of the plan; torch or OpenVINO are imported here, at the first use."""
        exact = plan.accuracy == EXACT
        with weights_errors_as_fusion_errors():
            if isinstance(plan, ScorePlan):
                self._scorer = self._scorer or load_scorer(plan.network, self._network_device, exact)
            elif plan.encoder is not None:
                self._measure = self._measure or load_sharpness(
                    plan.encoder, self._network_device, exact
                )

    def compare_activity(
        self, frames: Frames, plan: ActivityPlan, progress: Progress
    ) -> Comparison:
        """The frame of largest activity at each pixel, and the two largest activities."""
        flat = flat_regions(frames)
        compared = self._compare(frames, plan, flat, progress)
        compared = with_preferred(compared, overlaps(frames, plan.refinement.priority))
        return without_choice(compared, flat)

    def _compare(
        self, frames: Frames, plan: ActivityPlan, flat: Mask | None, progress: Progress
    ) -> Comparison:
        """The comparison; in flat regions from half size where that is looked at first."""
        if self._measure is None:
            return compare_luminance_gradients(frames, plan, progress)
        report = share_reporter(progress, STEPS_A_FRAME * len(frames))
        shortened = plan.accuracy != EXACT and self._measure.device == "cpu"
        stream, refinement = stream_of(frames, flat), plan.refinement
        if plan.accuracy == QUICK:
            return compare_half_only(self._measure, stream, refinement, self._large, report)
        if shortened:
            return compare_half_first(self._measure, stream, refinement, self._large, report)
        return compare_whole(self._measure, stream, refinement, report)

    def verify_consistency(
        self, compared: Comparison, frames: Frames, disk_radius: int, smallest_area: float
    ) -> Labels:
        """Labels after opening, closing and the removal of small regions."""
        labels = verified_labels(compared.labels, len(frames), disk_radius, smallest_area)
        if len(frames) > 2:
            labels = keep_shared(frames, labels, compared.labels, disk_radius, smallest_area)
        validity = validity_of(frames)
        return labels if validity is None else only_valid(labels, compared.labels, validity)

    def overturned_share(self, compared: Comparison, verified: Labels, frames: Frames) -> float:
        """Of the pixels decided confidently, the share to which the verification gave another frame."""
        return overturned_share(compared, verified, LuminanceRange(frames))

    def mix_along_boundaries(
        self, frames: Frames, verified: Labels, boundaries: GuidedBoundaries
    ) -> tuple[Pixels, Steps]:
        """Pixels, and the weight of the labelled frame."""
        height, width = frames.shape
        return mix_along_boundaries(frames, verified, boundaries, (slice(0, height), slice(0, width)))

    def labels(self, verified: Labels) -> Labels:
        """The labels (H, W)."""
        return verified

    def runner_up(
        self, compared: Comparison, verified: Labels, frames: int
    ) -> Callable[[], Labels] | None:
        """The frame that comes second; None for two frames."""
        return None if frames == 2 else partial(runner_up_of, compared, verified, frames)

    def activity_confidence(
        self, compared: Comparison, verified: Labels, frames: Frames, radius: int
    ) -> Steps | Callable[[], Steps]:
        """The confidence; made later where the frames are in memory, since a file needs none."""
        make = partial(activity_confidence, compared, verified, LuminanceRange(frames), radius)
        return make if frames.in_memory else make()

    def find_leading(self, frames: Frames, plan: ScorePlan, progress: Progress) -> LeadingFrames:
        """The two leading frames at each pixel, and by how much one leads."""
        assert self._scorer is not None
        stack, validity = LuminanceStack(frames), validity_of(frames)
        report = share_reporter(progress, STEPS_A_FRAME)
        shortened = plan.accuracy != EXACT and self._scorer.device == "cpu"
        large = self._large if shortened else None
        find = leading_half_only if plan.accuracy == QUICK else leading_half_first
        flat = flat_regions(frames)
        led = find(self._scorer, stack, plan.decisiveness, large, report, validity, flat)
        found = overlaps(frames, plan.priority)
        if found is not None:
            led.labels, led.second, changed = preferred(led.labels, led.second_labels, found)
            led.weight_steps[changed] = WHOLE
        if flat is not None:
            led.labels, led.second = from_surroundings(
                led.labels, led.second_labels, flat, len(frames)
            )
            led.weight_steps[flat] = WHOLE
        return led if validity is None else keep_valid(led)

    def settle_made_up(self, frames: Frames, led: LeadingFrames, made_up: Mask) -> bool:
        """Decide again where detail was made up; whether anything was changed."""
        changed = led.settle_made_up(frames, made_up)
        if changed and led.validity is not None:
            keep_valid(led)
        return changed

    def mix_leading(self, frames: Frames, led: LeadingFrames) -> Pixels:
        """A mix of the two leading frames where the choice is soft."""
        return mix_two_best(frames, led.labels, led.second, led.weight_steps)

    def leading_maps(self, led: LeadingFrames) -> tuple[Labels, Rows, Steps]:
        """Labels, the frame that comes second, and the weight of the labelled frame."""
        return led.labels, led.second, led.weight_steps

    def score_confidence(
        self, frames: Frames, led: LeadingFrames
    ) -> Steps | Callable[[], Steps]:
        """The confidence; made later where the frames are in memory, since a file needs none."""
        make = partial(led.confidence, LuminanceRange(frames))
        return make if frames.in_memory else make()


def compare_luminance_gradients(
    frames: Frames, plan: ActivityPlan, progress: Progress
) -> Comparison:
    """The comparison by the gradients of the luminance, without a network."""
    running, total = RunningComparison(len(frames), frames.shape), STEPS_A_FRAME * len(frames)
    validity = validity_of(frames)
    for number, photo in enumerate(frames):
        progress("Measuring sharpness", number * STEPS_A_FRAME, total)
        energy = gradient_energy(luminance(photo))
        add_activity(running, number, energy, plan.refinement, validity)
    progress("Measuring sharpness", total, total)
    return running.result()


def share_reporter(progress: Progress, steps: int) -> ShareDone:
    """A function that reports a share of the measuring as progress."""
    return lambda share: progress("Measuring sharpness", round(steps * share), steps)


def keep_valid(led: LeadingFrames) -> LeadingFrames:
    """Correct labels and weights where a frame has no picture, which half size cannot show for every
    pixel: no label names such a frame, and none is mixed."""
    assert led.validity is not None
    second = np.asarray(led.second[0 : len(led.labels)])
    led.labels = only_valid(led.labels, second, led.validity)
    for number, mask in enumerate(led.validity.masks):
        if mask is not None:
            led.weight_steps[(second == number) & ~mask] = WHOLE
    led.weight_steps[second == led.labels] = WHOLE
    return led
