"""The training loop keeps no loss and no weights that are no numbers, and goes on with what it began."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import pytest
import torch
from torch import nn

from models.training.checkpoint import TrainingState
from models.training.loop import NetworkTraining, resume_or_start, train
from models.training.settings import RunOptions, TrainingSettings
from tests.made import texture

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


def test_a_slow_training_that_is_stopped_goes_on_from_a_minute_before(tmp_path: Path) -> None:
    """With a checkpoint every 200 steps alone, one of 3 seconds a step lost ten minutes."""

    def stop(done: int, _total: int) -> None:
        if done == 7:
            raise KeyboardInterrupt

    every_step = replace(EVERY, checkpoint_seconds=0.0, tick=stop)
    with pytest.raises(KeyboardInterrupt):
        train(OneWeight([], SETTINGS, EVERY), tmp_path, every_step)
    assert resume_or_start(OneWeight([], SETTINGS, EVERY), tmp_path).step == 7
    rare = replace(every_step, checkpoint_seconds=3600.0)
    with pytest.raises(KeyboardInterrupt):
        train(OneWeight([], SETTINGS, EVERY), tmp_path / "rare", rare)
    assert resume_or_start(OneWeight([], SETTINGS, EVERY), tmp_path / "rare").step == 0


def folder_of(place: Path, *seeds: int) -> Path:
    place.mkdir(parents=True)
    for seed in seeds:
        cv2.imwrite(str(place / f"{seed}.png"), texture(24, 24, seed=seed))
    return place


def test_a_training_does_not_go_on_with_other_pictures(tmp_path: Path) -> None:
    first, second = folder_of(tmp_path / "a", 1, 2), folder_of(tmp_path / "b", 3)
    output = tmp_path / "out"
    train(OneWeight([first], SETTINGS, EVERY), output, EVERY)
    moved = first.rename(tmp_path / "moved")
    assert resume_or_start(OneWeight([moved], SETTINGS, EVERY), output).step == SETTINGS.steps
    for folders in ([moved, second], [second]):
        with pytest.raises(ValueError, match=r"with other pictures; choose another --output"):
            train(OneWeight(folders, SETTINGS, EVERY), output, EVERY)
