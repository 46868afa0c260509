"""Training repeats itself, goes on where it stopped, and refuses what cannot work."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from models import __main__ as command_line
from models.sesf.training import TrainingSettings, train
from models.sesf.weights import load_encoder
from models.training.photographs import (
    CropSampler,
    find_photographs,
    mean_and_deviation,
    split_photographs,
)
from tests.made import texture

SMALL = TrainingSettings(steps=4, batch=2, crop=32, validation_share=0.3)


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    folder = tmp_path / "photographs"
    folder.mkdir()
    for number in range(5):
        cv2.imwrite(str(folder / f"{number}.png"), texture(48, 40 + number, seed=number))
    return folder


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_encoder("sesf-cse", folder)[0].state_dict()


def same(first: dict[str, torch.Tensor], second: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(first[key], second[key]) for key in first)


def test_training_writes_weights_a_record_and_a_picture(photographs: Path, tmp_path: Path) -> None:
    record = train([photographs], tmp_path / "out", SMALL, "cpu")
    assert (tmp_path / "out" / "reconstruction.png").stat().st_size > 0
    assert json.loads((tmp_path / "out" / "training.json").read_text()) == record
    assert len(record["validation_files"]) == record["photographs"]["validation"] == 2
    assert 0 < record["validation"]["ssim"] < 1
    assert weights(tmp_path / "out")


def test_the_same_seed_gives_the_same_weights_and_another_seed_others(
    photographs: Path, tmp_path: Path
) -> None:
    for name, settings in (("a", SMALL), ("b", SMALL), ("c", replace(SMALL, seed=2))):
        train([photographs], tmp_path / name, settings, "cpu")
    assert same(weights(tmp_path / "a"), weights(tmp_path / "b"))
    assert not same(weights(tmp_path / "a"), weights(tmp_path / "c"))


def test_a_resumed_training_ends_where_an_unbroken_one_does(
    photographs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noisy = replace(SMALL, noise=0.05)
    train([photographs], tmp_path / "unbroken", noisy, "cpu")

    original = CropSampler.batch

    def broken(self: CropSampler, step: int, count: int) -> np.ndarray:
        if step == 3:
            raise KeyboardInterrupt
        return original(self, step, count)

    with monkeypatch.context() as patch:
        patch.setattr(CropSampler, "batch", broken)
        with pytest.raises(KeyboardInterrupt):
            train([photographs], tmp_path / "broken", noisy, "cpu", checkpoint_every=2)
    train([photographs], tmp_path / "broken", noisy, "cpu")
    assert same(weights(tmp_path / "unbroken"), weights(tmp_path / "broken"))


def test_a_checkpoint_of_other_settings_is_not_continued(photographs: Path, tmp_path: Path) -> None:
    train([photographs], tmp_path / "out", SMALL, "cpu")
    with pytest.raises(ValueError, match="other settings"):
        train([photographs], tmp_path / "out", replace(SMALL, rate=1e-2), "cpu")


def test_learning_lowers_the_error(photographs: Path, tmp_path: Path) -> None:
    before = train([photographs], tmp_path / "before", replace(SMALL, steps=1), "cpu")
    after = train([photographs], tmp_path / "after", replace(SMALL, steps=60, rate=5e-3), "cpu")
    assert after["validation"]["psnr"] > before["validation"]["psnr"] + 1


def test_the_split_is_complete_disjoint_and_repeatable(photographs: Path) -> None:
    paths = find_photographs([photographs])
    training, validation = split_photographs(paths, 0.3, 1)
    assert sorted(training + validation) == paths
    assert not set(training) & set(validation)
    assert (training, validation) == split_photographs(paths, 0.3, 1)


def test_crops_have_the_asked_size_even_from_smaller_photographs(photographs: Path) -> None:
    batch = CropSampler(find_photographs([photographs]), crop=64, seed=1).batch(0, 5)
    assert batch.shape == (5, 1, 64, 64)
    assert batch.dtype == np.float32
    assert 0 <= batch.min() < batch.max() <= 1


def test_the_cache_of_photographs_is_bounded(photographs: Path) -> None:
    sampler = CropSampler(find_photographs([photographs]), crop=32, seed=1, cache_mb=0)
    first = sampler.batch(0, 8)
    assert len(sampler._cache) == 1
    assert np.array_equal(first, sampler.batch(0, 8))


def test_mean_and_deviation_are_those_of_all_pixels(photographs: Path) -> None:
    paths = find_photographs([photographs])
    mean, deviation = mean_and_deviation(paths)
    assert 0.4 < mean < 0.6
    assert 0.05 < deviation < 0.4


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
    record = train([photographs], tmp_path / "out", SMALL, "cuda")
    assert "CPU" not in record["machine"]
