"""Training repeats itself, goes on where it stopped, and refuses what cannot work."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import pytest
import torch

from models import cli as command_line
from models.sesf.settings import EncoderTrainingSettings
from models.sesf.training import EncoderTraining
from models.sesf.weights import load_encoder
from models.training.loop import train
from models.training.settings import RunOptions
from tests.made import texture

SMALL = EncoderTrainingSettings(steps=4, batch=2, crop=32, validation_share=0.3)


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    folder = tmp_path / "photographs"
    folder.mkdir()
    for number in range(5):
        cv2.imwrite(str(folder / f"{number}.png"), texture(48, 40 + number, seed=number))
    return folder


def run(
    photographs: Path, output: Path, settings: EncoderTrainingSettings, **options: Any
) -> dict[str, Any]:
    run_options = RunOptions(**{"device": "cpu", **options})
    return train(EncoderTraining([photographs], settings, run_options), output, run_options)


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_encoder("sesf-cse", folder)[0].state_dict()


def same(first: dict[str, torch.Tensor], second: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(first[key], second[key]) for key in first)


def test_training_writes_weights_a_record_and_a_picture(photographs: Path, tmp_path: Path) -> None:
    sentences: list[str] = []
    record = run(photographs, tmp_path / "out", SMALL, report=sentences.append)
    assert (tmp_path / "out" / "reconstruction.png").stat().st_size > 0
    assert json.loads((tmp_path / "out" / "training.json").read_text()) == record
    assert len(record["validation_files"]) == record["photographs"]["validation"] == 2
    assert 0 < record["validation"]["ssim"] < 1
    assert weights(tmp_path / "out")
    assert len(sentences) == 1
    assert sentences[0].startswith("sesf-cse: SSIM 0.")


def test_the_same_seed_gives_the_same_weights_and_another_seed_others(
    photographs: Path, tmp_path: Path
) -> None:
    for name, settings in (("a", SMALL), ("b", SMALL), ("c", replace(SMALL, seed=2))):
        run(photographs, tmp_path / name, settings)
    assert same(weights(tmp_path / "a"), weights(tmp_path / "b"))
    assert not same(weights(tmp_path / "a"), weights(tmp_path / "c"))


def test_a_resumed_training_ends_where_an_unbroken_one_does(
    photographs: Path, tmp_path: Path
) -> None:
    noisy = replace(SMALL, noise=0.05)
    run(photographs, tmp_path / "unbroken", noisy)

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        run(photographs, tmp_path / "broken", noisy, checkpoint_every=2, tick=stop)
    steps: list[int] = []
    run(photographs, tmp_path / "broken", noisy, tick=lambda done, _: steps.append(done))
    assert steps == [3, 4]
    assert same(weights(tmp_path / "unbroken"), weights(tmp_path / "broken"))


def test_a_checkpoint_of_other_settings_is_not_continued(photographs: Path, tmp_path: Path) -> None:
    run(photographs, tmp_path / "out", SMALL)
    with pytest.raises(ValueError, match="other settings"):
        run(photographs, tmp_path / "out", replace(SMALL, rate=1e-2))


def test_learning_lowers_the_error(photographs: Path, tmp_path: Path) -> None:
    before = run(photographs, tmp_path / "before", replace(SMALL, steps=1))
    after = run(photographs, tmp_path / "after", replace(SMALL, steps=60, rate=5e-3))
    assert after["validation"]["psnr"] > before["validation"]["psnr"] + 1


def test_wrong_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="reduction is one of picture, batch, not sum"):
        replace(SMALL, reduction="sum")
    with pytest.raises(ValueError, match="at least 16 pixels"):
        replace(SMALL, crop=8)
    with pytest.raises(ValueError, match="at least 1"):
        replace(SMALL, steps=0)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere"], "there is no folder"),
        (["empty"], "holds no photograph"),
        (["broken"], "cannot be read as a photograph"),
        (["one"], "two photographs at least"),
    ],
)
def test_wrong_folders_give_one_sentence(
    arguments: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("empty", "broken", "one"):
        Path(name).mkdir()
    for number in range(3):
        Path(f"broken/{number}.jpg").write_bytes(b"not a picture")
    cv2.imwrite("one/1.png", texture(40, 40))
    assert command_line.main(["train", *arguments, "-o", "out", "--steps", "1"]) == 1
    printed = capsys.readouterr().err
    assert sentence in printed
    assert printed.count("\n") == 1


@pytest.mark.cuda
def test_training_runs_on_a_gpu(photographs: Path, tmp_path: Path) -> None:
    assert "CPU" not in run(photographs, tmp_path / "out", SMALL, device="cuda")["machine"]
