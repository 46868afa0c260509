"""The learned decision through OpenVINO is what torch gives, whatever the tiles."""

import numpy as np
import pytest

from models.decision.network import DecisionNetwork, Widths
from models.decision.openvino_runtime import (
    LOW_RUN,
    MOST_GRAPHS,
    RUN_HALO,
    TALL_RUN,
    OpenVinoDecisionRuntime,
    strips_of,
    windows_of_runs,
)
from models.decision.torch_runtime import TorchDecisionRuntime
from models.decision.weights import load_decision
from models.manifest import State, WeightsError
from models.protocols import Scorer
from models.running.tiling import CELL, Tile
from tests.made import focus_pair

DECISIVENESS = 4.0
UNSURE = 0.02
"""Leads below this are noise of bfloat16 where frames hardly differ: a hundredth of a plain lead."""


def state_of(network: DecisionNetwork) -> State:
    return {name: values.numpy() for name, values in network.state_dict().items()}


def noise(count: int, height: int, width: int) -> np.ndarray:
    return np.random.default_rng(2).random((count, height, width), dtype=np.float32)


def scored(scorer: Scorer, frames: np.ndarray) -> np.ndarray:
    """Scores and probabilities, (2, n, H, W)."""
    result = np.full((2, *frames.shape), np.nan, np.float32)

    def put(place: Tile, scores: np.ndarray, in_focus: np.ndarray) -> None:
        result[0][:, *place.area()] = scores
        result[1][:, *place.area()] = in_focus

    scorer.score(frames, put)
    return result


@pytest.mark.parametrize("shape", [(2, 90, 133), (3, 64, 70), (5, 17, 40), (2, 1, 1)])
def test_in_float32_it_is_what_torch_gives(
    network: DecisionNetwork, shape: tuple[int, int, int]
) -> None:
    frames = noise(*shape)
    openvino = OpenVinoDecisionRuntime(state_of(network), exact=True)
    expected = scored(TorchDecisionRuntime(network), frames)
    assert np.allclose(scored(openvino, frames), expected, atol=1e-5)


@pytest.mark.parametrize("details", [0, 2])
def test_weights_that_are_shown_less_detail_are_run_as_well(details: int) -> None:
    network = DecisionNetwork(Widths(details=details)).eval()
    frames = noise(2, 60, 50)
    openvino = OpenVinoDecisionRuntime(state_of(network), exact=True)
    expected = scored(TorchDecisionRuntime(network), frames)
    assert np.allclose(scored(openvino, frames), expected, atol=1e-5)


def test_the_weights_without_a_level_at_full_size_are_run_as_well() -> None:
    network = load_decision("learned-decision")
    frames = noise(2, 60, 50)
    openvino = OpenVinoDecisionRuntime(
        {k: v for k, v in state_of(network).items() if not k.startswith("fine.")}, exact=True
    )
    network.fine = None
    expected = scored(TorchDecisionRuntime(network), frames)
    assert np.allclose(scored(openvino, frames), expected, atol=1e-5)


def test_tiles_do_not_show(narrow: DecisionNetwork) -> None:
    frames = noise(2, 500, 130)
    state = state_of(narrow)
    whole = scored(OpenVinoDecisionRuntime(state, exact=True), frames)
    tiled = scored(OpenVinoDecisionRuntime(state, exact=True, side=384), frames)
    assert np.isfinite(tiled).all()
    assert np.allclose(whole, tiled, atol=2e-5)


def test_in_bfloat16_it_takes_the_same_frame_wherever_one_leads() -> None:
    pair = focus_pair(300, 400, colour=False)
    frames = np.stack([pair.first, pair.second]).astype(np.float32) / 255
    exact = scored(OpenVinoDecisionRuntime.load("learned-decision", exact=True), frames)[0]
    fast = scored(OpenVinoDecisionRuntime.load("learned-decision"), frames)[0]
    leads, fast_leads = (scores[0] - scores[1] for scores in (exact, fast))
    plain = np.abs(leads) > UNSURE
    assert plain.mean() > 0.9
    assert ((leads > 0) == (fast_leads > 0))[plain].mean() > 0.999
    weights = [np.clip((DECISIVENESS * lead + 1) / 2, 0, 1) for lead in (leads, fast_leads)]
    assert np.abs(weights[0] - weights[1]).mean() < 2e-3


def test_exchanging_two_frames_exchanges_their_scores_bit_for_bit(network: DecisionNetwork) -> None:
    frames = noise(2, 64, 48)
    openvino = OpenVinoDecisionRuntime(state_of(network))
    assert np.array_equal(scored(openvino, frames), scored(openvino, frames[::-1])[:, ::-1])


def test_every_step_is_reported_and_the_caller_can_stop(narrow: DecisionNetwork) -> None:
    openvino, ticks = OpenVinoDecisionRuntime(state_of(narrow), side=384), []
    openvino.score(noise(2, 500, 300), lambda *_: None, lambda *numbers: ticks.append(numbers))
    total = ticks[0][1]
    assert ticks == [(number, total) for number in range(1, total + 1)]

    def stop(_done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        openvino.score(noise(2, 500, 300), lambda *_: None, stop)


def test_a_long_picture_gives_two_cores_work(narrow: DecisionNetwork) -> None:
    tiles: list[Tile] = []
    openvino = OpenVinoDecisionRuntime(state_of(narrow))
    openvino.score(noise(2, 300, 700), lambda tile, *_: tiles.append(tile))
    assert len(tiles) >= 2


def test_what_was_got_ready_beside_other_work_gives_the_same(narrow: DecisionNetwork) -> None:
    frames, wanted = noise(2, 300, 700), np.zeros((10, 22), bool)
    wanted[2:5, 3:9] = True
    found = []
    for ready in (False, True):
        openvino, result = OpenVinoDecisionRuntime(state_of(narrow)), np.zeros(frames.shape, np.float32)

        def put(place: Tile, scores: np.ndarray, _: np.ndarray, into: np.ndarray = result) -> None:
            into[:, *place.area()] = scores

        if ready:
            openvino.expect_cells(*frames.shape)
            openvino.expect_cells(*frames.shape)
        openvino.score(frames, put, wanted=wanted)
        found.append(result)
    assert np.array_equal(*found)
    assert found[0].any()


@pytest.mark.parametrize(("share", "high"), [(1.0, TALL_RUN), (0.03, LOW_RUN)])
def test_runs_are_taller_where_nearly_all_is_wanted(share: float, high: int) -> None:
    """Less of each is surroundings then; every wanted cell lies in one run, and no two overlap."""
    height, width = 1500, 1600
    wanted = np.random.default_rng(4).random((47, 50)) < share
    windows, shape = windows_of_runs(wanted, 5, height, width)
    strips = strips_of(windows, shape[1], width)
    assert shape[0] == high * CELL + 2 * RUN_HALO
    held = np.zeros((height, width), int)
    for run in (placed.window.tile for strip in strips for placed in strip):
        held[run.area()] += 1
    assert held.max() == 1
    cells = np.kron(wanted, np.ones((CELL, CELL), int))[:height, :width]
    assert held[cells == 1].min() == 1


def test_graphs_of_many_sizes_are_not_all_kept(narrow: DecisionNetwork) -> None:
    runtime = OpenVinoDecisionRuntime(state_of(narrow))
    keys = []
    for side in range(64, 64 + 16 * (MOST_GRAPHS + 2), 16):
        scored(runtime, noise(2, side, side))
        keys.append((2, *runtime.whole_shape(2, side, side)))
    assert len(set(keys)) == MOST_GRAPHS + 2
    assert [runtime.has_begun(key) for key in keys] == [False] * 2 + [True] * MOST_GRAPHS


def test_unknown_weights_are_refused_with_the_known_names() -> None:
    with pytest.raises(WeightsError, match=r"no weights 'mine'; there are learned-decision"):
        OpenVinoDecisionRuntime.load("mine")


@pytest.mark.parametrize("runs", ["openvino", "torch"])
def test_wanted_cells_are_what_the_whole_picture_gives_in_their_place(
    narrow: DecisionNetwork, runs: str
) -> None:
    frames = noise(2, 500, 430)
    scorer = (
        OpenVinoDecisionRuntime(state_of(narrow), exact=True)
        if runs == "openvino"
        else TorchDecisionRuntime(narrow, tile=64)
    )
    wanted = np.zeros((16, 14), bool)
    wanted[3, 2] = wanted[15, 13] = True
    whole = scored(OpenVinoDecisionRuntime(state_of(narrow), exact=True), frames)
    part = np.full_like(whole, np.nan)

    def put(place: Tile, scores: np.ndarray, in_focus: np.ndarray) -> None:
        part[0][:, *place.area()] = scores
        part[1][:, *place.area()] = in_focus

    scorer.score(frames, put, wanted=wanted)
    for cell in (np.s_[:, :, 96:128, 64:96], np.s_[:, :, 480:, 416:]):
        assert np.allclose(part[cell], whole[cell], atol=2e-5)
    assert np.isnan(part[:, :, :64]).all()
