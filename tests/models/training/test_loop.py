"""The training loop keeps no loss and no weights that are no numbers."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from models.training.checkpoint import TrainingState
from models.training.loop import NetworkTraining, train
from models.training.settings import RunOptions, TrainingSettings

SETTINGS = TrainingSettings(steps=300)
EVERY = RunOptions("cpu", checkpoint_every=100)


class OneWeight(NetworkTraining[nn.Linear, TrainingSettings, float]):
    """A network of one weight that learns to give 1 for 1."""

    factor = 1.0

    def find_pictures(self, folders: Sequence[Path]) -> None:
        pass

    def new_network(self) -> nn.Linear:
        return nn.Linear(1, 1, bias=False)

    def begin(self, state: TrainingState[nn.Linear]) -> None:
        pass

    def batches(self, first_step: int) -> Generator[float, None, None]:
        for _ in range(first_step, self.settings.steps):
            yield self.factor

    def gradients(self, state: TrainingState[nn.Linear], batch: float) -> dict[str, float]:
        loss = (state.network(torch.ones(1, 1)) - 1).square().mean() * batch
        loss.backward()  # type: ignore[no-untyped-call]
        return {"loss": float(loss.detach())}

    def finish(self, state: TrainingState[nn.Linear], output: Path) -> dict[str, Any]:
        return {"folder": output.name, "weight": float(state.network.weight.detach())}

    def summary(self, record: dict[str, Any]) -> str:
        return f"the weight is {record['weight']:.2f}"


class Breaking(OneWeight):
    """One whose gradients are no numbers."""

    def gradients(self, state: TrainingState[nn.Linear], batch: float) -> dict[str, float]:
        parts = super().gradients(state, batch)
        assert state.network.weight.grad is not None
        state.network.weight.grad.fill_(float("nan"))
        return parts


def test_a_loss_that_is_no_number_ends_the_training_and_nothing_is_kept(tmp_path: Path) -> None:
    training = OneWeight([], SETTINGS, EVERY)
    training.factor = float("nan")
    with pytest.raises(ValueError, match=r"at step 1; begin again with a smaller --rate"):
        train(training, tmp_path, EVERY)
    assert not list(tmp_path.iterdir())


def test_weights_that_the_last_step_made_infinite_are_not_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="left the range of numbers"):
        train(Breaking([], replace(SETTINGS, steps=1), EVERY), tmp_path, EVERY)
    assert not list(tmp_path.iterdir())
