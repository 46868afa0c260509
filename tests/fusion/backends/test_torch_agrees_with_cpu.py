"""Both networks' methods decide and mix on a device as on the CPU."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from fusion import Photo
from fusion.backends.torch import activity as sharpness
from fusion.backends.torch import leading_frames as scores
from fusion.methods.multifocus import learned_decision, sesf
from fusion.methods.multifocus.learned_decision import LearnedDecisionParameters
from fusion.methods.multifocus.sesf import SesfParameters
from fusion.progress import Cancelled, Progress, no_progress
from fusion.registry import Outcome
from fusion.settings import EXACT
from tests.fusion.backends.agreement import DEVICES, as_kind, assert_agree
from tests.made import focus_pair, focus_stack

LEARNED = LearnedDecisionParameters(accuracy=EXACT)
SESF = SesfParameters(accuracy=EXACT)
BOTH = pytest.mark.parametrize("parameters", [LEARNED, SESF], ids=["learned-decision", "sesf"])
ON_DEVICES = pytest.mark.parametrize("device", DEVICES)


def method_of(parameters: Any) -> Any:
    return sesf if isinstance(parameters, SesfParameters) else learned_decision


def there(
    frames: Sequence[np.ndarray], device: str, parameters: Any, progress: Progress = no_progress
) -> Outcome:
    photos = [Photo(frame) for frame in frames]
    outcome: Outcome = method_of(parameters).fuse_there(photos, parameters, device, progress)
    return outcome


def on_the_cpu(frames: Sequence[np.ndarray], parameters: Any) -> Outcome:
    photos = [Photo(frame) for frame in frames]
    outcome: Outcome = method_of(parameters).fuse_a_tile_at_a_time(
        photos, parameters, "cpu", no_progress
    )
    return outcome


@BOTH
@ON_DEVICES
@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("colour", [True, False])
def test_a_pair_is_fused_as_on_the_cpu(
    device: str, kind: type, colour: bool, parameters: Any
) -> None:
    pair = focus_pair(113, 150, colour=colour)
    frames = as_kind([pair.first, pair.second], kind)
    assert_agree(there(frames, device, parameters), on_the_cpu(frames, parameters), frames)


@ON_DEVICES
@pytest.mark.parametrize(
    "parameters",
    [
        SesfParameters(accuracy=EXACT, attention="sse"),
        SesfParameters(accuracy=EXACT, attention="scse", window="gaussian"),
        SesfParameters(accuracy=EXACT, window="gaussian", window_radius=2),
        SesfParameters(accuracy=EXACT, disk_radius=0, smallest_area=0.0),
        SesfParameters(accuracy=EXACT, guide_radius=9, guide_epsilon=0.001),
        LearnedDecisionParameters(accuracy=EXACT, decisiveness=0.7),
    ],
)
def test_other_parameters_give_what_the_cpu_gives(device: str, parameters: Any) -> None:
    pair = focus_pair()
    frames = [pair.first, pair.second]
    assert_agree(there(frames, device, parameters), on_the_cpu(frames, parameters), frames)


@BOTH
@ON_DEVICES
@pytest.mark.parametrize("count", [3, 4])
def test_a_few_frames_are_fused_as_on_the_cpu(device: str, count: int, parameters: Any) -> None:
    frames, _ = focus_stack(count)
    assert_agree(there(frames, device, parameters), on_the_cpu(frames, parameters), frames)


@BOTH
@ON_DEVICES
def test_exchanging_two_sources_exchanges_the_decision_and_changes_no_pixel(
    device: str, parameters: Any
) -> None:
    pair = focus_pair()
    one = there([pair.first, pair.second], device, parameters)
    other = there([pair.second, pair.first], device, parameters)
    assert np.array_equal(one.pixels, other.pixels)
    assert np.array_equal(one.decision.labels, 1 - other.decision.labels)
    assert np.array_equal(one.decision.confidence_steps, other.decision.confidence_steps)


@BOTH
@ON_DEVICES
def test_half_the_bits_decide_alike(
    device: str, parameters: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = focus_pair(201, 303)
    exact = there([pair.first, pair.second], device, parameters)
    for module in (scores, sharpness):
        monkeypatch.setattr(module, "number_type", lambda _device, _exact: torch.float16)
    fast = there([pair.first, pair.second], device, replace(parameters, accuracy="auto"))
    assert (fast.decision.labels == exact.decision.labels).mean() > 0.9995
    apart = fast.pixels.astype(int) - exact.pixels.astype(int)
    assert (np.abs(apart) > 1).mean() < 0.0005


@BOTH
@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (13, 7)])
def test_odd_and_tiny_pictures_work(shape: tuple[int, int], parameters: Any) -> None:
    pair = focus_pair(*shape)
    frames = [pair.first, pair.second]
    assert_agree(there(frames, "cpu", parameters), on_the_cpu(frames, parameters), frames)


@BOTH
def test_identical_sources_come_back_unchanged(parameters: Any) -> None:
    pair = focus_pair()
    result = there([pair.truth, pair.truth], "cpu", parameters)
    assert np.array_equal(result.pixels, pair.truth)
    assert result.decision.confidence.min() > 0.99


@BOTH
def test_it_stops_when_the_progress_function_says_so(parameters: Any) -> None:
    def stop(stage: str, _done: int, _total: int) -> None:
        if stage == "Measuring sharpness":
            raise Cancelled

    pair = focus_pair()
    with pytest.raises(Cancelled):
        there([pair.first, pair.second], "cpu", parameters, stop)
