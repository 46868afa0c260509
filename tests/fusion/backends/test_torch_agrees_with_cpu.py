"""Both networks' methods decide and mix on a torch device as on the processor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import torch

from fusion import Cancelled, MatchingFrames, Photo
from fusion.backends.base import Backend
from fusion.backends.cpu import CpuBackend
from fusion.backends.torch import backend as torch_backend
from fusion.backends.torch.backend import TorchBackend
from fusion.contracts import ActivityPlan, Context, Outcome, Plan, ScorePlan
from fusion.decision import Decision
from fusion.methods.multifocus.learned_decision import (
    LearnedDecisionParameters,
    plan_learned_decision,
)
from fusion.methods.multifocus.sesf import SesfParameters, plan_sesf
from fusion.pipeline import decide_by_activity, decide_by_scores
from fusion.progress import Progress, no_progress
from fusion.settings import AUTO, EXACT
from tests.fusion.backends.agreement import DEVICES, as_kind, assert_agree
from tests.made import focus_pair, focus_stack

NEVER = 10**12
PLANS: dict[str, Plan] = {
    "learned-decision": plan_learned_decision(LearnedDecisionParameters(accuracy=EXACT)),
    "sesf": plan_sesf(SesfParameters(accuracy=EXACT)),
}
BOTH = pytest.mark.parametrize("plan", list(PLANS.values()), ids=list(PLANS))
ON_DEVICES = pytest.mark.parametrize("device", DEVICES)


def carry_out(
    backend: Backend, sources: Sequence[np.ndarray], plan: Plan, progress: Progress = no_progress
) -> Outcome:
    frames, context = MatchingFrames(list(sources)), Context(backend.device, progress)
    if isinstance(plan, ActivityPlan):
        return decide_by_activity(backend, frames, plan, context)
    return decide_by_scores(backend, frames, plan, context)


def on_cpu(sources: Sequence[np.ndarray], plan: Plan) -> Outcome:
    return carry_out(CpuBackend(large=NEVER), sources, plan)


def decision_of(outcome: Outcome) -> Decision:
    assert outcome.decision is not None
    return outcome.decision


@BOTH
@ON_DEVICES
@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("colour", [True, False])
def test_a_pair_is_fused_as_on_the_cpu(device: str, kind: type, colour: bool, plan: Plan) -> None:
    pair = focus_pair(113, 150, colour=colour)
    frames = as_kind([pair.first, pair.second], kind)
    assert_agree(carry_out(TorchBackend(device), frames, plan), on_cpu(frames, plan), frames)


@ON_DEVICES
@pytest.mark.parametrize(
    "plan",
    [
        plan_sesf(SesfParameters(accuracy=EXACT, attention="sse")),
        plan_sesf(SesfParameters(accuracy=EXACT, attention="scse", window="gaussian")),
        plan_sesf(SesfParameters(accuracy=EXACT, window="gaussian", window_radius=2)),
        plan_sesf(SesfParameters(accuracy=EXACT, disk_radius=0, smallest_area=0.0)),
        plan_sesf(SesfParameters(accuracy=EXACT, guide_radius=9, guide_epsilon=0.001)),
        plan_learned_decision(LearnedDecisionParameters(accuracy=EXACT, decisiveness=0.7)),
    ],
)
def test_other_parameters_give_what_the_cpu_gives(device: str, plan: Plan) -> None:
    pair = focus_pair()
    frames = [pair.first, pair.second]
    assert_agree(carry_out(TorchBackend(device), frames, plan), on_cpu(frames, plan), frames)


@BOTH
@ON_DEVICES
@pytest.mark.parametrize("count", [3, 5])
def test_stacks_are_fused_as_on_the_cpu(device: str, count: int, plan: Plan) -> None:
    frames, _ = focus_stack(count)
    found, expected = carry_out(TorchBackend(device), frames, plan), on_cpu(frames, plan)
    assert_agree(found, expected, frames)
    same = decision_of(found).runner_up == decision_of(expected).runner_up
    assert same.mean() > 0.9  # frames that are blurred alike tie


@BOTH
@ON_DEVICES
def test_exchanging_two_sources_exchanges_the_decision_and_changes_no_pixel(
    device: str, plan: Plan
) -> None:
    pair, backend = focus_pair(), TorchBackend(device)
    one = carry_out(backend, [pair.first, pair.second], plan)
    other = carry_out(backend, [pair.second, pair.first], plan)
    assert np.array_equal(one.pixels, other.pixels)
    assert np.array_equal(decision_of(one).labels, 1 - decision_of(other).labels)
    assert np.array_equal(decision_of(one).confidence_steps, decision_of(other).confidence_steps)


@ON_DEVICES
@pytest.mark.parametrize("name", list(PLANS))
def test_half_the_bits_decide_alike(
    device: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = focus_pair(201, 303)
    frames = [pair.first, pair.second]
    exact = carry_out(TorchBackend(device), frames, PLANS[name])
    monkeypatch.setattr(torch_backend, "number_type", lambda _device, _exact: torch.float16)
    fast_plan: Plan = (
        ActivityPlan(SesfParameters(), "sesf-cse", AUTO)
        if name == "sesf"
        else ScorePlan("learned-decision", 4.0, AUTO)
    )
    fast = carry_out(TorchBackend(device), frames, fast_plan)
    assert (decision_of(fast).labels == decision_of(exact).labels).mean() > 0.9995
    difference = fast.pixels.astype(int) - exact.pixels.astype(int)
    assert (np.abs(difference) > 1).mean() < 0.0005


@BOTH
@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (13, 7)])
def test_odd_and_tiny_pictures_work(shape: tuple[int, int], plan: Plan) -> None:
    pair = focus_pair(*shape)
    frames = [pair.first, pair.second]
    assert_agree(carry_out(TorchBackend("cpu"), frames, plan), on_cpu(frames, plan), frames)


@BOTH
def test_identical_sources_come_back_unchanged(plan: Plan) -> None:
    pair = focus_pair()
    result = carry_out(TorchBackend("cpu"), [pair.truth, pair.truth], plan)
    assert np.array_equal(result.pixels, pair.truth)
    assert decision_of(result).confidence.min() > 0.99


@BOTH
def test_it_stops_when_the_progress_function_says_so(plan: Plan) -> None:
    def stop(stage: str, _done: int, _total: int) -> None:
        if stage == "Measuring sharpness":
            raise Cancelled

    pair = focus_pair()
    with pytest.raises(Cancelled):
        carry_out(TorchBackend("cpu"), [pair.first, pair.second], plan, stop)


@BOTH
@ON_DEVICES
def test_what_has_no_picture_is_taken_from_the_frame_that_has(device: str, plan: Plan) -> None:
    pair, full = focus_pair(), np.ones((96, 128), bool)
    full[:, :40] = False
    noise = np.random.default_rng(5).integers(0, 255, pair.first.shape, np.uint8)
    first = np.where(full[:, :, None], pair.first, noise)
    frames = MatchingFrames([Photo(first, validity=full), Photo(pair.second)])
    context = Context(device, no_progress)
    decide = decide_by_activity if isinstance(plan, ActivityPlan) else decide_by_scores
    outcome = decide(TorchBackend(device), frames, plan, context)  # type: ignore[arg-type]
    assert (decision_of(outcome).labels[:, :40] == 1).all()
    assert np.array_equal(outcome.pixels[:, :30], pair.second[:, :30])
