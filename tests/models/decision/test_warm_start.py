"""Trained weights begin the training of a network that is shown more, or has a narrower level."""

import pytest
import torch

from models.decision.network import DecisionNetwork, Widths, run_network
from models.decision.warm_start import AGREEMENT, adapted, strongest

OLD = Widths(growth=(16, 20, 24, 32), details=0)


def untrained(widths: Widths) -> DecisionNetwork:
    torch.manual_seed(3)
    network = DecisionNetwork(widths).eval()
    if network.fine:
        torch.nn.init.normal_(network.fine.head.weight, std=0.1)
    return network


@torch.inference_mode()
def test_a_network_that_is_shown_more_begins_with_the_same_decision() -> None:
    old = untrained(OLD)
    new = DecisionNetwork(Widths(growth=OLD.growth)).eval()
    new.load_state_dict(adapted(old.state_dict(), new))
    assert new.fine is not None
    head = new.fine.head.weight
    assert (head == AGREEMENT).sum() == new.widths.details
    head[head == AGREEMENT] = 0
    frames = torch.rand(1, 2, 48, 64)
    for found, expected in zip(run_network(new, frames), run_network(old, frames), strict=True):
        assert torch.allclose(found, expected, atol=1e-5)


@torch.inference_mode()
def test_channels_that_do_nothing_are_the_first_to_go() -> None:
    old = untrained(OLD)
    for layer in range(2):
        old.encoders[3].convolutions[layer].weight[5:7] = 0
        old.encoders[3].convolutions[layer].bias[5:7] = 0
    new = DecisionNetwork(Widths(growth=(16, 20, 24, 30), details=0)).eval()
    new.load_state_dict(adapted(old.state_dict(), new))
    frames = torch.rand(1, 3, 48, 64)
    for found, expected in zip(run_network(new, frames), run_network(old, frames), strict=True):
        assert torch.allclose(found, expected, atol=1e-5)


def test_a_missing_level_begins_untrained() -> None:
    old, new = untrained(Widths(fine=0)), DecisionNetwork(Widths())
    state = adapted(old.state_dict(), new)
    assert new.fine is not None
    assert torch.equal(state["fine.stem.weight"], new.fine.stem.weight)
    assert torch.equal(state["head.weight"], old.head.weight)


def test_another_network_is_refused() -> None:
    with pytest.raises(ValueError, match="other widths"):
        adapted(untrained(Widths((16, 16, 16, 16))).state_dict(), DecisionNetwork(Widths()))


def test_the_strongest_keep_their_order() -> None:
    assert strongest(torch.tensor([3.0, 1.0, 4.0, 2.0]), 2).tolist() == [0, 2]
