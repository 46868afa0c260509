"""Training the learned decision: it learns, repeats itself, goes on, and refuses what cannot work."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import cv2
import pytest
import torch

from models import cli as command_line
from models.decision import validation
from models.decision.settings import DecisionTrainingSettings
from models.decision.training import DecisionTraining
from models.decision.weights import load_decision
from models.manifest import WeightsError, read_manifest
from models.training.checkpoint import CHECKPOINT, TrainingState
from models.training.loop import resume_or_start, run_steps, train
from models.training.settings import RunOptions
from tests.made import grey_texture

SMALL = DecisionTrainingSettings(
    steps=3, batch=1, crop=32, widths="8,8", growth="8,8", fine=4, details=1, validation_share=0.3
)
HERE = RunOptions("cpu", workers=0)


@pytest.fixture(scope="module")
def photographs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photographs")
    for number in range(4):
        cv2.imwrite(str(folder / f"{number}.png"), grey_texture(90, 80 + number, seed=number))
    return folder


@pytest.fixture(scope="module", autouse=True)
def few_validation_scenes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "VALIDATION_SCENES", 16)
        yield


@pytest.fixture(scope="module")
def trained(photographs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A training that learned for a while, with all that it writes."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    output = tmp_path_factory.mktemp("trained")
    longer = replace(SMALL, steps=100, rate=1e-2, last_rate=2e-3)
    train(DecisionTraining([photographs], longer, HERE), output, HERE)
    torch.set_num_threads(threads)
    return output


def run(
    photographs: Path, output: Path, settings: DecisionTrainingSettings, **options: Any
) -> TrainingState:
    """The state after the last step, without validation."""
    training = DecisionTraining([photographs], settings, HERE)
    state = resume_or_start(training, output)
    run_steps(training, state, output, replace(HERE, **options))
    return state


@pytest.mark.parametrize("workers", [1, 3])
def test_who_makes_the_scenes_changes_no_weight_and_starts_no_process(
    photographs: Path, tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise AssertionError("a copy of a process with threads may hang")

    alone = run(photographs, tmp_path / "alone", SMALL)
    monkeypatch.setattr(os, "fork", refuse)
    threads = cv2.getNumThreads()
    training = DecisionTraining([photographs], SMALL, replace(HERE, workers=workers))
    state = resume_or_start(training, tmp_path / "helped")
    run_steps(training, state, tmp_path / "helped", HERE)
    assert same(alone, state)
    assert cv2.getNumThreads() == threads


def same(first: TrainingState, second: TrainingState) -> bool:
    states = first.network.state_dict(), second.network.state_dict()
    return all(torch.equal(states[0][key], states[1][key]) for key in states[0])


def test_a_short_training_already_beats_the_average(trained: Path) -> None:
    figures = json.loads((trained / "training.json").read_text())["figures"]
    assert figures["average"] + 1 < figures["psnr"] < figures["ideal"]


def test_training_writes_weights_a_record_and_a_picture(trained: Path) -> None:
    record = json.loads((trained / "training.json").read_text())
    assert cv2.imread(str(trained / "decisions.png")).shape == (960, 800, 3)
    assert record["training"]["photographs"] == 3
    assert len(record["validation_files"]) == 1
    assert load_decision("learned-decision", trained).widths.channels == (8, 8)
    assert list(read_manifest(trained, "decision")) == ["learned-decision"]
    log = (trained / "log.csv").read_text().splitlines()
    assert log[0] == "step,seconds,picture,choice,in_focus"
    assert len(log) == 2


def test_the_same_seed_gives_the_same_weights_and_another_seed_others(
    photographs: Path, tmp_path: Path
) -> None:
    first, again, other = (
        run(photographs, tmp_path / str(number), replace(SMALL, seed=seed))
        for number, seed in enumerate((1, 1, 2))
    )
    assert same(first, again)
    assert not same(first, other)


def test_a_resumed_training_ends_where_an_unbroken_one_does(
    photographs: Path, tmp_path: Path
) -> None:
    unbroken = run(photographs, tmp_path / "unbroken", SMALL)

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        run(photographs, tmp_path / "broken", SMALL, checkpoint_every=1, tick=stop)
    steps: list[int] = []
    resumed = run(photographs, tmp_path / "broken", SMALL, tick=lambda done, _: steps.append(done))
    assert steps == [2, 3]
    assert same(unbroken, resumed)


def test_other_settings_do_not_go_on_from_a_checkpoint(photographs: Path, trained: Path) -> None:
    with pytest.raises(ValueError, match="other settings"):
        resume_or_start(DecisionTraining([photographs], replace(SMALL, rate=1e-4), HERE), trained)


def test_a_checkpoint_with_the_names_of_before_is_continued(
    photographs: Path, tmp_path: Path
) -> None:
    run(photographs, tmp_path, SMALL)
    saved = torch.load(tmp_path / CHECKPOINT, weights_only=True)
    saved["settings"]["faithful_weight"] = saved["settings"].pop("in_focus_weight")
    torch.save(saved, tmp_path / CHECKPOINT)
    assert resume_or_start(DecisionTraining([photographs], SMALL, HERE), tmp_path).step == 3


def test_a_training_can_begin_with_the_weights_of_another(
    photographs: Path, trained: Path, tmp_path: Path
) -> None:
    settings = replace(SMALL, start=str(trained))
    begun = resume_or_start(DecisionTraining([photographs], settings, HERE), tmp_path)
    expected = load_decision("learned-decision", trained).state_dict()
    assert all(torch.equal(value, expected[key]) for key, value in begun.network.state_dict().items())


def test_weights_of_other_widths_are_no_start(
    photographs: Path, trained: Path, tmp_path: Path
) -> None:
    wider = replace(SMALL, widths="16,8", start=str(trained))
    with pytest.raises(ValueError, match="other widths"):
        resume_or_start(DecisionTraining([photographs], wider, HERE), tmp_path)


def test_weights_of_another_name_and_changed_ones_are_refused(trained: Path, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="there are no weights 'other'; there are learned-decision"):
        load_decision("other", trained)
    name = "learned-decision.safetensors"
    (tmp_path / "manifest.json").write_bytes((trained / "manifest.json").read_bytes())
    (tmp_path / name).write_bytes((trained / name).read_bytes()[:-1] + b"x")
    with pytest.raises(WeightsError, match="SHA-256"):
        load_decision("learned-decision", tmp_path)


def test_the_command_line_trains_it_with_the_option_of_before_too(
    photographs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {**asdict(replace(SMALL, steps=1)), "faithful_weight": 0.2}
    del given["in_focus_weight"], given["start"]
    options = [f"--{name.replace('_', '-')}={value}" for name, value in given.items()]
    folders = ["train", "--method", "learned-decision", str(photographs), "-o", str(tmp_path / "out")]
    assert command_line.main([*folders, *options]) == 0
    shown = capsys.readouterr()
    assert "learned-decision: psnr" in shown.out
    assert "note: --faithful-weight is now --in-focus-weight" in shown.err
    record = json.loads((tmp_path / "out" / "training.json").read_text())
    assert record["settings"]["in_focus_weight"] == 0.2


def test_one_photograph_is_not_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "photographs"
    folder.mkdir()
    cv2.imwrite(str(folder / "only.png"), grey_texture(90, 90, seed=1))
    arguments = ["--method", "learned-decision", "-o", str(tmp_path / "out"), "--steps", "1"]
    assert command_line.main(["train", str(folder), *arguments]) == 1
    assert "fewer than two photographs" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--crop", "100"], "multiple of 16"),
        (["--widths", "8,8"], "a number for each level"),
        (["--growth", "8,8,8,no"], "growth is '8,8,8,no'"),
        (["--fine", "-1"], "fine is at least 0"),
        (["--frames", "1,2"], "at least 2"),
        (["--frames", "two"], "frames is 'two'"),
        (["--start", "nowhere"], "nowhere"),
    ],
)
def test_wrong_settings_are_one_sentence(
    wrong: list[str], said: str, photographs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["train", "--method", "learned-decision", str(photographs), "-o", str(tmp_path / "o")]
    assert command_line.main([*arguments, "--steps", "1", *wrong]) == 1
    complaint = capsys.readouterr().err
    assert said in complaint
    assert complaint.count("\n") == 1
