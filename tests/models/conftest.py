"""Networks in these tests are tiny: a second thread costs more than it gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from models.decision.network import DecisionNetwork, Widths


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def network() -> DecisionNetwork:
    """The decision network untrained; its last layer too, which training begins at zero."""
    return untrained(Widths())


@pytest.fixture(scope="session")
def narrow() -> DecisionNetwork:
    """The same with few channels: it sees as far, and is quicker."""
    return untrained(Widths((8, 8, 8, 8), (4, 4, 4, 4), fine=4, details=1))


def untrained(widths: Widths) -> DecisionNetwork:
    torch.manual_seed(1)
    made = DecisionNetwork(widths).eval()
    assert made.fine is not None
    torch.nn.init.normal_(made.fine.head.weight, std=0.2)
    return made
