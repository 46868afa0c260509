"""Training the learned decision: it learns, repeats itself, goes on, and refuses what cannot work."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import pytest
import torch

from models import __main__ as command_line
from models.decision.losses import LossWeights, Truth, choice_loss, decision_loss, picture_loss
from models.decision.training import DecisionTrainingSettings, train_decision
from models.decision.weights import load_decision
from models.manifest import WeightsError, read_manifest
from tests.made import grey_texture

SMALL = DecisionTrainingSettings(
    steps=4, batch=2, crop=32, widths="8,8,8,8", growth="8,8,8,8", validation_share=0.3
)


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    folder = tmp_path / "photographs"
    folder.mkdir()
    for number in range(4):
        cv2.imwrite(str(folder / f"{number}.png"), grey_texture(90, 80 + number, seed=number))
    return folder


def train(photographs: Path, output: Path, settings: DecisionTrainingSettings, every: int = 250):
    return train_decision([photographs], output, settings, "cpu", every, workers=0)


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_decision("learned-decision", folder).state_dict()


def same(first: dict[str, torch.Tensor], second: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(first[key], second[key]) for key in first)


def test_training_writes_weights_a_record_and_a_picture(photographs: Path, tmp_path: Path) -> None:
    record = train(photographs, tmp_path / "out", SMALL)
    assert json.loads((tmp_path / "out" / "training.json").read_text()) == record
    assert cv2.imread(str(tmp_path / "out" / "decisions.png")).shape == (960, 800, 3)
    assert record["training"]["photographs"] == 3
    assert len(record["validation_files"]) == 1
    assert record["figures"]["average"] < record["figures"]["ideal"]
    assert weights(tmp_path / "out")
    assert read_manifest(tmp_path / "out") == {}


def test_the_same_seed_gives_the_same_weights_and_another_seed_others(
    photographs: Path, tmp_path: Path
) -> None:
    for name, settings in (("a", SMALL), ("b", SMALL), ("c", replace(SMALL, seed=2))):
        train(photographs, tmp_path / name, settings)
    assert same(weights(tmp_path / "a"), weights(tmp_path / "b"))
    assert not same(weights(tmp_path / "a"), weights(tmp_path / "c"))


def test_a_resumed_training_ends_where_an_unbroken_one_does(
    photographs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(photographs, tmp_path / "unbroken", SMALL)
    from models.decision import training

    real = training.one_step
    calls = []

    def stops_at_the_third(*arguments):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(training, "one_step", stops_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            train(photographs, tmp_path / "broken", SMALL, every=2)
    train(photographs, tmp_path / "broken", SMALL)
    assert same(weights(tmp_path / "unbroken"), weights(tmp_path / "broken"))


def test_other_settings_do_not_go_on_from_a_checkpoint(photographs: Path, tmp_path: Path) -> None:
    train(photographs, tmp_path / "out", SMALL)
    with pytest.raises(ValueError, match="other settings"):
        train(photographs, tmp_path / "out", replace(SMALL, rate=1e-4))


def test_a_training_can_begin_with_the_weights_of_another(photographs: Path, tmp_path: Path) -> None:
    train(photographs, tmp_path / "first", SMALL)
    gentle = replace(SMALL, steps=1, rate=0.0, last_rate=0.0, start=str(tmp_path / "first"))
    train(photographs, tmp_path / "second", gentle)
    assert same(weights(tmp_path / "first"), weights(tmp_path / "second"))


def test_a_short_training_already_beats_the_average(photographs: Path, tmp_path: Path) -> None:
    longer = replace(SMALL, steps=150, batch=4, crop=64, rate=5e-3)
    figures = train(photographs, tmp_path / "out", longer)["figures"]
    assert figures["psnr"] > figures["average"] + 0.3


def test_the_command_line_trains_it(
    photographs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["train", "--method", "learned-decision", str(photographs), "-o", str(tmp_path / "out")]
    small = ["--steps", "1", "--batch", "1", "--crop", "32", "--widths", "8,8,8,8"]
    growth = ["--growth", "8,8,8,8", "--validation-share", "0.3"]
    assert command_line.main([*arguments, *small, *growth]) == 0
    assert "learned-decision: psnr" in capsys.readouterr().out


def test_one_photograph_is_not_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cv2.imwrite(str(tmp_path / "only.png"), grey_texture(90, 90, seed=1))
    arguments = ["--method", "learned-decision", "-o", str(tmp_path / "out"), "--steps", "1"]
    assert command_line.main(["train", str(tmp_path), *arguments]) == 1
    assert "fewer than two photographs" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--crop", "100"], "multiple of 16"),
        (["--widths", "8,8"], "a number for each level"),
        (["--growth", "8,8,8,no"], "growth is '8,8,8,no'"),
        (["--fine", "-1"], "fine at least 0"),
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


def test_weights_of_other_widths_are_no_start(photographs: Path, tmp_path: Path) -> None:
    train(photographs, tmp_path / "first", replace(SMALL, steps=1))
    wider = replace(SMALL, widths="16,8,8,8", start=str(tmp_path / "first"))
    with pytest.raises(ValueError, match="other widths"):
        train(photographs, tmp_path / "second", wider)


def test_weights_of_another_kind_are_refused(photographs: Path, tmp_path: Path) -> None:
    train(photographs, tmp_path / "out", replace(SMALL, steps=1))
    with pytest.raises(WeightsError, match="there are no weights 'other'"):
        load_decision("other", tmp_path / "out")
    path = tmp_path / "out" / "learned-decision.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(WeightsError, match="SHA-256"):
        load_decision("learned-decision", tmp_path / "out")


def truth() -> Truth:
    """Two frames; the first is right on the left half, the second on the right."""
    reference = torch.rand(1, 1, 16, 16)
    clean = reference.repeat(1, 2, 1, 1)
    clean[:, 0, :, 8:] += 0.2
    clean[:, 1, :, :8] += 0.2
    radius = torch.zeros(1, 2, 16, 16)
    radius[:, 0, :, 8:] = 4
    radius[:, 1, :, :8] = 4
    return Truth(clean, reference, radius, torch.ones(1, 1, 16, 16))


def right_scores() -> torch.Tensor:
    scores = torch.zeros(1, 2, 16, 16)
    scores[:, 0, :, :8] = 1.5
    scores[:, 1, :, 8:] = 1.5
    return scores


def test_a_wrong_choice_where_nothing_counts_costs_nothing_and_at_the_rim_more() -> None:
    wrong_above = right_scores()
    wrong_above[:, :, :4] = wrong_above[:, :, :4].flip(1)
    losses = []
    for above in (0.0, 1.0, 5.0):
        counts = torch.ones(1, 1, 16, 16)
        counts[:, :, :4] = above
        judged = replace(truth(), counts=counts)
        losses.append(
            (
                float(picture_loss(wrong_above, judged)),
                float(choice_loss(wrong_above, judged, LossWeights())),
            )
        )
    for nothing, once, five in zip(*losses, strict=True):
        assert nothing < 0.02
        assert 10 * nothing < once < five


def test_losses_are_small_for_the_right_choice_and_large_for_the_wrong_one() -> None:
    right, wrong = right_scores(), right_scores().flip(1)
    assert picture_loss(right, truth()) < 0.01
    assert picture_loss(wrong, truth()) > 1.5
    assert choice_loss(right, truth(), LossWeights()) < 0.01
    assert choice_loss(wrong, truth(), LossWeights()) > 5


def test_knowing_which_frame_is_faithful_is_rewarded() -> None:
    knows = torch.where(right_scores() > 0, 6.0, -6.0)
    honest = decision_loss(right_scores(), knows, truth(), LossWeights())[0]
    wrong = decision_loss(right_scores(), -knows, truth(), LossWeights())[0]
    assert honest + 0.3 < wrong
