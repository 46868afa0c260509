"""Going on with a training: damaged or foreign checkpoints, the log, and settings that mean nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from models.training.checkpoint import CHECKPOINT, TrainingState, restore_checkpoint, save_checkpoint
from models.training.log import LOG, LossLog
from models.training.settings import TrainingSettings

CPU = torch.device("cpu")


def state_of(width: int) -> TrainingState[nn.Linear]:
    network = nn.Linear(width, 1)
    return TrainingState(network, torch.optim.Adam(network.parameters()), step=7)


@pytest.mark.parametrize("kept", [0, 5, 700])
def test_a_damaged_checkpoint_is_told_in_a_sentence(kept: int, tmp_path: Path) -> None:
    save_checkpoint(state_of(3), TrainingSettings(), tmp_path)
    path = tmp_path / CHECKPOINT
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ValueError, match="is damaged or no checkpoint; remove it"):
        restore_checkpoint(state_of(3), TrainingSettings(), tmp_path, CPU)


@pytest.mark.parametrize("stored", [{"step": 3}, [1, 2], b"hello"])
def test_what_is_no_checkpoint_is_told_in_a_sentence(stored: Any, tmp_path: Path) -> None:
    if isinstance(stored, bytes):
        (tmp_path / CHECKPOINT).write_bytes(stored)
    else:
        torch.save(stored, tmp_path / CHECKPOINT)
    with pytest.raises(ValueError, match="is damaged or no checkpoint"):
        restore_checkpoint(state_of(3), TrainingSettings(), tmp_path, CPU)


def test_a_checkpoint_of_another_network_is_told(tmp_path: Path) -> None:
    save_checkpoint(state_of(3), TrainingSettings(), tmp_path)
    with pytest.raises(ValueError, match="a training of another network"):
        restore_checkpoint(state_of(4), TrainingSettings(), tmp_path, CPU)
    same = state_of(3)
    assert restore_checkpoint(same, TrainingSettings(), tmp_path, CPU)
    assert same.step == 7


def test_the_log_has_each_step_once_after_an_interruption(tmp_path: Path) -> None:
    for done, last in ((0, 390), (200, 300)):
        log = LossLog(tmp_path, done)
        for step in range(done + 1, last + 1):
            log.add(step, {"loss": 1.0}, step)
    steps = [line.partition(",")[0] for line in (tmp_path / LOG).read_text().splitlines()]
    assert steps == ["step", "100", "200", "300"]


def test_a_training_from_the_start_begins_its_log(tmp_path: Path) -> None:
    (tmp_path / LOG).write_text("step,seconds,other\n100,5,0.1\n")
    LossLog(tmp_path, 0)
    assert not (tmp_path / LOG).exists()


@pytest.mark.parametrize(
    "wrong",
    [{"rate": float("nan")}, {"rate": 0.0}, {"last_rate": -1e-5}, {"validation_share": 2.0},
     {"validation_share": -0.1}, {"seed": -1}, {"rate": float("inf")}],
)  # fmt: skip
def test_settings_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong)).replace("_", "-")):
        TrainingSettings(**wrong)
