"""A torch device as a backend: all of the work for frames that fit there."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor

from fusion.activity.comparison import runner_up_of
from fusion.activity.flat_regions import flat_regions, from_surroundings
from fusion.activity.leading_frames import score_confidence
from fusion.activity.out_of_focus import settle_out_of_focus
from fusion.activity.overlaps import Overlaps, overlaps, preferred, with_preferred
from fusion.activity.shared_regions import keep_shared
from fusion.backends.base import STEPS_A_FRAME
from fusion.backends.loading import weights_errors_as_fusion_errors
from fusion.backends.torch.comparison import RunningTensors
from fusion.backends.torch.consistency import UNDECIDED, verified_labels
from fusion.backends.torch.leading_frames import LeadingTensors
from fusion.backends.torch.soft_boundaries import mix_along_boundaries
from fusion.backends.torch.transfer import Download, settle, upload, uploaded
from fusion.backends.torch.two_best import mixed
from fusion.backends.torch.validity import only_valid, valid_tensors
from fusion.backends.torch.values import luminance_of, whole_step
from fusion.backends.torch.windows import activity_map
from fusion.contracts import ActivityPlan, Frames, ScorePlan
from fusion.decision import Comparison, GuidedBoundaries, Labels, Rows, Steps, from_steps
from fusion.frames.luminance_range import LuminanceRange
from fusion.photo import FloatMap, Mask, Pixels
from fusion.progress import Progress
from fusion.refine.confidence import confidence_of, overturned_share
from fusion.settings import EXACT
from models.decision.torch_runtime import TorchDecisionRuntime
from models.running.torch_precision import number_type
from models.sesf.torch_runtime import TorchEncoderRuntime


@lru_cache(maxsize=4)
def kept_encoder(name: str, device: str) -> TorchEncoderRuntime:
    """The encoder on the device, kept for the next fusion; raises ``WeightsError``."""
    return TorchEncoderRuntime.load(name, device)


@lru_cache(maxsize=2)
def kept_scorer(name: str, device: str) -> TorchDecisionRuntime:
    """The network on the device, kept for the next fusion; raises ``WeightsError``."""
    return TorchDecisionRuntime.load(name, device)


class VerifiedTensor:
    """Labels (H, W) uint8 on the device, on their way to memory as well."""

    def __init__(self, labels: Tensor) -> None:
        self.tensor = labels
        self._download = Download(labels)
        self._array: Labels | None = None

    def array(self) -> Labels:
        """The labels (H, W), copied into the computer's memory."""
        if self._array is None:
            self._array = self._download.array()
        return self._array


class TorchBackend:
    """The operations of ``Backend`` on a torch device.

    Parameters
    ----------
    device
        ``"cuda"``, or another device of torch.
    """

    BYTES_A_PIXEL: ClassVar[dict[type, int]] = {ActivityPlan: 120, ScorePlan: 60}
    """At least what a pixel takes in maps of the whole picture, beside frames and luminance."""

    def __init__(self, device: str) -> None:
        self.device = device
        self._device = torch.device(device)
        self._encoder: TorchEncoderRuntime | None = None
        self._scorer: TorchDecisionRuntime | None = None
        self._sources: list[Tensor] = []

    def load(self, plan: ActivityPlan | ScorePlan) -> None:
        """Load the network of the plan."""
        with weights_errors_as_fusion_errors():
            if isinstance(plan, ScorePlan):
                self._scorer = kept_scorer(plan.network, self.device)
            elif plan.encoder is not None:
                self._encoder = kept_encoder(plan.encoder, self.device)

    @torch.inference_mode()
    def compare_activity(
        self, frames: Frames, plan: ActivityPlan, progress: Progress
    ) -> RunningTensors:
        """The frame of largest activity at each pixel, and the two largest activities."""
        assert self._encoder is not None
        running, count = RunningTensors(frames.shape, self._device, len(frames)), len(frames)
        kind = number_type(self._device, plan.accuracy == EXACT)
        refinement, valid = plan.refinement, valid_tensors(frames, self._device)
        self._sources = []
        for number, source in enumerate(uploaded(frames, self._device)):

            def tick(done: int, total: int, number: int = number) -> None:
                within = STEPS_A_FRAME * done // total
                progress(
                    "Measuring sharpness", number * STEPS_A_FRAME + within, count * STEPS_A_FRAME
                )

            tick(0, 1)
            self._sources.append(source)
            energy = self._encoder.gradient_energy_tensor(luminance_of(source), kind, tick)
            activity = activity_map(energy, refinement.window_radius, refinement.window)
            running.add(number, activity, valid[number])
            del energy, activity
        found = overlaps(frames, refinement.priority)
        if found is not None:
            wins = with_preferred(as_arrays(running), found)
            running.labels = upload(wins.labels, self._device)[:, :, 0]
            running.runner_up = upload(np.asarray(wins.runner_up), self._device)[:, :, 0]
        flat = flat_regions(frames)
        if flat is not None:
            running.labels.masked_fill_(torch.from_numpy(flat).to(self._device), UNDECIDED)
        settle(self._device)
        return running

    @torch.inference_mode()
    def verify_consistency(
        self, compared: RunningTensors, frames: Frames, disk_radius: int, smallest_area: float
    ) -> VerifiedTensor:
        """Labels after opening, closing and the removal of small regions."""
        labels = verified_labels(compared.labels, len(frames), disk_radius, smallest_area)
        if len(frames) > 2:
            coming = Download(labels), Download(compared.labels)
            arrays = [each.array() for each in coming]
            kept = keep_shared(frames, arrays[0], arrays[1], disk_radius, smallest_area)
            labels = labels if kept is arrays[0] else upload(kept, self._device)[:, :, 0]
        labels = only_valid(labels, compared.labels, valid_tensors(frames, self._device))
        settle(self._device)
        return VerifiedTensor(labels)

    def overturned_share(
        self, compared: RunningTensors, verified: VerifiedTensor, frames: Frames
    ) -> float:
        """Of the pixels decided confidently, the share to which the verification gave another frame."""
        return overturned_share(as_arrays(compared), verified.array(), LuminanceRange(frames))

    @torch.inference_mode()
    def mix_along_boundaries(
        self, frames: Frames, verified: VerifiedTensor, boundaries: GuidedBoundaries
    ) -> tuple[Pixels, Steps]:
        """Pixels, and the weight of the labelled frame."""
        valid = valid_tensors(frames, self._device)
        fused, weight = mix_along_boundaries(
            self._sources, verified.tensor, boundaries.radius, boundaries.epsilon, valid
        )
        coming = Download(fused), Download(weight)
        return self._as_pixels(coming[0], frames), coming[1].array(np.uint16)

    def labels(self, verified: VerifiedTensor) -> Labels:
        """The labels (H, W) in memory."""
        return verified.array()

    def runner_up(
        self, compared: RunningTensors, verified: VerifiedTensor, frames: int
    ) -> Callable[[], Labels] | None:
        """The frame that comes second; None for two frames."""
        if frames == 2:
            return None
        return lambda: runner_up_of(as_arrays(compared), verified.array(), frames)

    @torch.inference_mode()
    def activity_confidence(
        self, compared: RunningTensors, verified: VerifiedTensor, frames: Frames, radius: int
    ) -> Steps | Callable[[], Steps]:
        """The confidence; made later where the frames are in memory."""
        certain, shape = compared.certainty(verified.tensor), frames.shape

        def make() -> Steps:
            steps = Download(certain).array(np.uint16)

            def certain_of(rows: slice) -> FloatMap:
                return from_steps(steps[rows])

            return confidence_of(certain_of, LuminanceRange(frames), radius, shape)

        return make if frames.in_memory else make()

    @torch.inference_mode()
    def find_leading(self, frames: Frames, plan: ScorePlan, progress: Progress) -> LeadingTensors:
        """The two leading frames at each pixel, and by how much one leads."""
        assert self._scorer is not None
        self._sources = list(uploaded(frames, self._device))
        luminances = torch.stack([luminance_of(pixels) for pixels in self._sources])
        valid = valid_tensors(frames, self._device)
        led = LeadingTensors(frames.shape, plan.decisiveness, self._device, valid)

        def tick(done: int, total: int) -> None:
            progress("Measuring sharpness", STEPS_A_FRAME * done // total, STEPS_A_FRAME)

        tick(0, 1)
        kind = number_type(self._device, plan.accuracy == EXACT)
        self._scorer.score_tensor(luminances, led.put, kind, tick)
        found = overlaps(frames, plan.priority)
        if found is not None:
            self._prefer(led, found)
        flat = flat_regions(frames)
        if flat is not None:
            self._settle_flat(led, flat, len(frames))
        settle(self._device)
        return led

    def _prefer(self, led: LeadingTensors, found: Overlaps) -> None:
        """Let the preferred frame lead wherever things overlap, unmixed."""
        coming = [Download(values) for values in (led.labels, led.second)]
        labels, second, changed = preferred(coming[0].array(), coming[1].array(), found)
        led.labels, led.second = (upload(each, self._device)[:, :, 0] for each in (labels, second))
        led.weight.masked_fill_(torch.from_numpy(changed).to(self._device), whole_step())

    def _settle_flat(self, led: LeadingTensors, flat: Mask, frames: int) -> None:
        """Give flat regions the labels of their surroundings, unmixed."""
        coming = [Download(values) for values in (led.labels, led.second)]
        labels, second = (each.array() for each in coming)
        found = from_surroundings(labels, second, flat, frames)
        led.labels, led.second = (upload(values, self._device)[:, :, 0] for values in found)
        led.weight.masked_fill_(torch.from_numpy(flat).to(self._device), whole_step())

    def settle_made_up(self, frames: Frames, led: LeadingTensors, made_up: Mask) -> bool:
        """Decide again where detail was made up; whether anything was changed."""
        labels, second = (Download(values).array() for values in (led.labels, led.second))
        weight, in_focus = (Download(steps).array(np.uint16) for steps in (led.weight, led.in_focus))
        if not settle_out_of_focus(frames, labels, second, weight, in_focus, made_up):
            return False
        led.labels, led.second = (upload(each, self._device)[:, :, 0] for each in (labels, second))
        led.weight = torch.from_numpy(weight.view(np.int16)).to(self._device)
        return True

    @torch.inference_mode()
    def mix_leading(self, frames: Frames, led: LeadingTensors) -> Pixels:
        """A mix of the two leading frames where the choice is soft."""
        fused = Download(mixed(self._sources, led.labels, led.second, led.weight))
        return self._as_pixels(fused, frames)

    def leading_maps(self, led: LeadingTensors) -> tuple[Labels, Rows, Steps]:
        """Labels, the frame that comes second, and the weight of the labelled frame."""
        coming = [Download(values) for values in (led.labels, led.second, led.weight)]
        return coming[0].array(), coming[1].array(), coming[2].array(np.uint16)

    def score_confidence(
        self, frames: Frames, led: LeadingTensors
    ) -> Steps | Callable[[], Steps]:
        """The confidence; made later where the frames are in memory."""
        certainty, in_focus = led.certainty, led.in_focus

        def make() -> Steps:
            one, other = (Download(steps).array(np.uint16) for steps in (certainty, in_focus))
            return score_confidence(one, other, LuminanceRange(frames))

        return make if frames.in_memory else make()

    def _as_pixels(self, coming: Download, frames: Frames) -> Pixels:
        like = frames[0].pixels
        return coming.array(like.dtype.type).reshape(like.shape)


def as_arrays(compared: RunningTensors) -> Comparison:
    """The comparison, copied into the computer's memory."""
    tensors = compared.labels, compared.best, compared.second
    labels, best, second = (Download(values).array() for values in tensors)
    runner_up = None if compared.runner_up is None else Download(compared.runner_up).array()
    return Comparison(labels, best, second, runner_up)
