"""The learned decision through OpenVINO is what torch gives, whatever the tiles."""

import numpy as np
import pytest

from models.decision.network import DecisionNetwork, Widths
from models.decision.openvino_runtime import (
    AROUND,
    HIGH,
    HIGHER,
    OpenVinoDecisionRuntime,
    strips_of_parts,
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

    def put(place: Tile, scores: np.ndarray, faithful: np.ndarray) -> None:
        result[0][:, *place.area()] = scores
        result[1][:, *place.area()] = faithful

    scorer.score(frames, put)
    return result


@pytest.mark.parametrize("shape", [(2, 90, 133), (3, 64, 70), (5, 17, 40), (2, 1, 1)])
def test_in_float32_it_is_what_torch_gives(
    network: DecisionNetwork, shape: tuple[int, int, int]
) -> None:
    frames = noise(*shape)
    engine = OpenVinoDecisionRuntime(state_of(network), exact=True)
    assert np.allclose(scored(engine, frames), scored(TorchDecisionRuntime(network), frames), atol=1e-5)


@pytest.mark.parametrize("details", [0, 2])
def test_weights_that_are_shown_less_detail_are_run_as_well(details: int) -> None:
    network = DecisionNetwork(Widths(details=details)).eval()
    frames = noise(2, 60, 50)
    engine = OpenVinoDecisionRuntime(state_of(network), exact=True)
    assert np.allclose(scored(engine, frames), scored(TorchDecisionRuntime(network), frames), atol=1e-5)


def test_the_weights_without_a_level_at_full_size_are_run_as_well() -> None:
    network = load_decision("learned-decision")
    frames = noise(2, 60, 50)
    engine = OpenVinoDecisionRuntime(
        {k: v for k, v in state_of(network).items() if not k.startswith("fine.")}, exact=True
    )
    network.fine = None
    assert np.allclose(scored(engine, frames), scored(TorchDecisionRuntime(network), frames), atol=1e-5)


def test_tiles_do_not_show(network: DecisionNetwork) -> None:
    frames = noise(2, 500, 430)
    state = state_of(network)
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
    engine = OpenVinoDecisionRuntime(state_of(network))
    assert np.array_equal(scored(engine, frames), scored(engine, frames[::-1])[:, ::-1])


def test_the_caller_is_told_of_every_tile_and_can_stop(network: DecisionNetwork) -> None:
    engine = OpenVinoDecisionRuntime(state_of(network), side=384)
    told: list[tuple[int, int]] = []
    engine.score(noise(2, 500, 300), lambda *_: None, lambda *numbers: told.append(numbers))
    assert told == [(1, 2), (2, 2)]

    def stop(_done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        engine.score(noise(2, 500, 300), lambda *_: None, stop)


def test_a_long_picture_gives_two_cores_work(network: DecisionNetwork) -> None:
    told: list[tuple[int, int]] = []
    engine = OpenVinoDecisionRuntime(state_of(network))
    engine.score(noise(2, 300, 700), lambda *_: None, lambda *numbers: told.append(numbers))
    assert told == [(1, 2), (2, 2)]


def test_what_was_got_ready_beside_other_work_gives_the_same(network: DecisionNetwork) -> None:
    frames, wanted = noise(2, 300, 700), np.zeros((10, 22), bool)
    wanted[2:5, 3:9] = True
    found = []
    for ready in (False, True):
        engine, result = OpenVinoDecisionRuntime(state_of(network)), np.zeros(frames.shape, np.float32)

        def put(place: Tile, scores: np.ndarray, _: np.ndarray, into: np.ndarray = result) -> None:
            into[:, *place.area()] = scores

        if ready:
            engine.expect_cells(*frames.shape)
            engine.expect_cells(*frames.shape)
        engine.score(frames, put, wanted=wanted)
        found.append(result)
    assert np.array_equal(*found)
    assert found[0].any()


@pytest.mark.parametrize(("share", "high"), [(1.0, HIGHER), (0.03, HIGH)])
def test_parts_are_higher_where_nearly_all_is_wanted(share: float, high: int) -> None:
    """Less of each is surroundings then; every wanted cell lies in one part, and no two overlap."""
    height, width = 1500, 1600
    wanted = np.random.default_rng(4).random((47, 50)) < share
    strips, shape = strips_of_parts(wanted, 5, height, width)
    assert shape[0] == high * CELL + 2 * AROUND
    held = np.zeros((height, width), int)
    for part in (placed.window.tile for strip in strips for placed in strip):
        held[part.area()] += 1
    assert held.max() == 1
    cells = np.kron(wanted, np.ones((CELL, CELL), int))[:height, :width]
    assert held[cells == 1].min() == 1


def test_unknown_weights_are_refused_with_the_known_names() -> None:
    with pytest.raises(WeightsError, match=r"no weights 'mine'; there are learned-decision"):
        OpenVinoDecisionRuntime.load("mine")


@pytest.mark.parametrize("runs", ["openvino", "torch"])
def test_wanted_cells_are_what_the_whole_picture_gives_there(
    network: DecisionNetwork, runs: str
) -> None:
    frames = noise(2, 500, 430)
    scorer = (
        OpenVinoDecisionRuntime(state_of(network), exact=True)
        if runs == "openvino"
        else TorchDecisionRuntime(network, tile=64)
    )
    wanted = np.zeros((16, 14), bool)
    wanted[3, 2] = wanted[15, 13] = True
    whole = scored(OpenVinoDecisionRuntime(state_of(network), exact=True), frames)
    part = np.full_like(whole, np.nan)

    def put(place: Tile, scores: np.ndarray, faithful: np.ndarray) -> None:
        part[0][:, *place.area()] = scores
        part[1][:, *place.area()] = faithful

    scorer.score(frames, put, wanted=wanted)
    for cell in (np.s_[:, :, 96:128, 64:96], np.s_[:, :, 480:, 416:]):
        assert np.allclose(part[cell], whole[cell], atol=2e-5)
    assert np.isnan(part[:, :, :64]).all()
