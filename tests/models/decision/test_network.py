"""The decision network: small, and blind to the order of frames."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from models.decision.dimensions import HALO
from models.decision.network import DecisionNetwork, best_other, run_network, sparse_weights


def test_it_has_fewer_than_300_000_parameters(network: DecisionNetwork) -> None:
    assert sum(parameter.numel() for parameter in network.parameters()) == 298_746


def test_it_is_built_of_the_project_s_own_squeeze_and_excitation(network: DecisionNetwork) -> None:
    from models.attention import SpatialExcitation

    found = [part for part in network.modules() if isinstance(part, SpatialExcitation)]
    assert len(found) == 16


@torch.inference_mode()
def test_exchanging_two_frames_exchanges_their_scores_bit_for_bit(network: DecisionNetwork) -> None:
    frames = torch.rand(1, 2, 64, 48)
    scores, in_focus = run_network(network, frames)
    turned, turned_in_focus = run_network(network, frames.flip(1))
    assert torch.equal(scores, turned.flip(1))
    assert torch.equal(in_focus, turned_in_focus.flip(1))


@torch.inference_mode()
@pytest.mark.parametrize("order", [(2, 0, 1), (1, 0, 2), (2, 1, 0)])
def test_permuting_frames_permutes_their_scores(
    network: DecisionNetwork, order: tuple[int, ...]
) -> None:
    frames = torch.rand(1, 3, 48, 48)
    scores, _ = run_network(network, frames)
    permuted, _ = run_network(network, frames[:, list(order)])
    assert torch.allclose(scores[:, list(order)], permuted, atol=1e-5)


def test_each_frame_is_shown_the_best_of_the_others() -> None:
    features = torch.tensor([3.0, 1.0, 2.0]).reshape(3, 1, 1, 1)
    assert best_other(features, 3).flatten().tolist() == [2.0, 3.0, 3.0]
    assert best_other(features[:2], 2).flatten().tolist() == [1.0, 3.0]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-3, 3, width=32), min_size=2, max_size=6))
def test_weights_sum_to_one_and_a_clear_lead_takes_all(values: list[float]) -> None:
    scores = torch.tensor(values).reshape(1, -1, 1, 1)
    weights = sparse_weights(scores).flatten()
    assert weights.min() >= 0
    assert weights.sum().item() == pytest.approx(1, abs=1e-5)
    ordered = sorted(values)
    if ordered[-1] - ordered[-2] >= 1.001:
        assert weights.max().item() == pytest.approx(1, abs=1e-6)
        assert weights.argmax().item() == int(np.argmax(values))


def test_the_halo_covers_all_that_a_pixel_depends_on(network: DecisionNetwork) -> None:
    frames = torch.rand(1, 2, 320, 320, requires_grad=True)
    scores, _ = run_network(network, frames)
    scores[0, 0, 160, 160].backward()
    assert frames.grad is not None
    rows = frames.grad.abs().sum((0, 1, 3)).nonzero().flatten()
    assert 160 - int(rows.min()) <= HALO
    assert int(rows.max()) - 160 <= HALO
