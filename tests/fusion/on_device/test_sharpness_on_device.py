"""sesf on a device decides and blends as on the CPU."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import torch

from fusion import Cancelled, Photo
from fusion.clock import Clock
from fusion.focus.choice import fuse_by_sharpness
from fusion.methods.registry import Outcome
from fusion.methods.sesf import SesfParameters, load_runtime
from fusion.on_device import sharpness
from fusion.progress import Progress, no_progress
from tests.fusion.on_device.agreement import DEVICES, agree, as_kind
from tests.made import focus_pair, focus_stack

PARAMETERS = SesfParameters(accuracy="exact")


def there(
    frames: Sequence[np.ndarray],
    device: str = "cpu",
    parameters: SesfParameters = PARAMETERS,
    progress: Progress = no_progress,
) -> Outcome:
    runtime = sharpness.loaded(f"sesf-{parameters.attention}", device)
    photos, exact = [Photo(frame) for frame in frames], parameters.accuracy == "exact"
    return sharpness.fuse_by_sharpness(runtime, photos, parameters, exact, progress, Clock())


def on_the_cpu(frames: Sequence[np.ndarray], parameters: SesfParameters = PARAMETERS) -> Outcome:
    measure = load_runtime(parameters.attention, "cpu", exact=True)
    photos = [Photo(frame) for frame in frames]
    return fuse_by_sharpness(photos, measure.change_energy, parameters, lambda: "cpu", no_progress)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("colour", [True, False])
def test_a_pair_is_fused_as_on_the_cpu(device: str, kind: type, colour: bool) -> None:
    pair = focus_pair(113, 150, colour=colour)
    frames = as_kind([pair.first, pair.second], kind)
    agree(there(frames, device), on_the_cpu(frames), frames)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize(
    "parameters",
    [
        SesfParameters(accuracy="exact", attention="sse"),
        SesfParameters(accuracy="exact", attention="scse", window="gaussian"),
        SesfParameters(accuracy="exact", window="gaussian", window_radius=2),
        SesfParameters(accuracy="exact", disk_radius=0, smallest_area=0.0),
        SesfParameters(accuracy="exact", guide_radius=9, guide_epsilon=0.001),
    ],
)
def test_other_parameters_give_what_the_cpu_gives(device: str, parameters: SesfParameters) -> None:
    pair = focus_pair()
    frames = [pair.first, pair.second]
    agree(there(frames, device, parameters), on_the_cpu(frames, parameters), frames)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("count", [3, 4])
def test_a_few_frames_are_fused_as_on_the_cpu(device: str, count: int) -> None:
    frames, _ = focus_stack(count)
    agree(there(frames, device), on_the_cpu(frames), frames)


@pytest.mark.parametrize("device", DEVICES)
def test_exchanging_two_sources_exchanges_the_decision_and_changes_no_pixel(device: str) -> None:
    pair = focus_pair()
    one, other = there([pair.first, pair.second], device), there([pair.second, pair.first], device)
    assert np.array_equal(one.pixels, other.pixels)
    assert np.array_equal(one.decision.labels, 1 - other.decision.labels)
    assert np.array_equal(one.decision.confidence_steps, other.decision.confidence_steps)


@pytest.mark.parametrize("device", DEVICES)
def test_half_the_bits_decide_alike(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = focus_pair(201, 303)
    exact = there([pair.first, pair.second], device)
    monkeypatch.setattr(sharpness, "number_type", lambda _device, _exact: torch.float16)
    fast = there([pair.first, pair.second], device, SesfParameters())
    assert (fast.decision.labels == exact.decision.labels).mean() > 0.9995
    apart = fast.pixels.astype(int) - exact.pixels.astype(int)
    assert (np.abs(apart) > 1).mean() < 0.0005


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (13, 7)])
def test_odd_and_tiny_pictures_work(shape: tuple[int, int]) -> None:
    pair = focus_pair(*shape)
    frames = [pair.first, pair.second]
    agree(there(frames), on_the_cpu(frames), frames)


def test_identical_sources_come_back_unchanged() -> None:
    pair = focus_pair()
    result = there([pair.truth, pair.truth])
    assert np.array_equal(result.pixels, pair.truth)
    assert result.decision.confidence.min() > 0.99


def test_it_stops_when_the_progress_function_says_so() -> None:
    def stop(stage: str, _done: int, _total: int) -> None:
        if stage == "Measuring sharpness":
            raise Cancelled

    pair = focus_pair()
    with pytest.raises(Cancelled):
        there([pair.first, pair.second], progress=stop)
