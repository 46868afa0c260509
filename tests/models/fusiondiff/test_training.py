"""Training repeats itself, goes on where it stopped, learns, and takes pairs and photographs."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from models.fusiondiff.pairs import TripleSampler, load_triple
from models.fusiondiff.settings import DiffusionTrainingSettings
from models.fusiondiff.training import DiffusionTraining
from models.fusiondiff.weights import weights_name
from models.manifest import State, find_entry, read_state
from models.training.checkpoint import TrainingState
from models.training.focus_pairs import PairFiles
from models.training.loop import train
from models.training.settings import RunOptions
from tests.made import grey_texture, texture

SMALL = DiffusionTrainingSettings(steps=4, batch=2, crop=16, validation_share=0.3)


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    folder = tmp_path / "photographs"
    folder.mkdir()
    for number in range(5):
        cv2.imwrite(str(folder / f"{number}.png"), texture(48, 40 + number, seed=number))
    return folder


def run(
    folder: Path, output: Path, settings: DiffusionTrainingSettings, **options: Any
) -> dict[str, Any]:
    run_options = RunOptions(**{"device": "cpu", **options})
    return train(DiffusionTraining([folder], settings, run_options), output, run_options)


def weights(folder: Path) -> State:
    return read_state(find_entry(weights_name("small"), "fusiondiff", folder), folder)


def same(first: State, second: State) -> bool:
    return all(np.array_equal(first[key], second[key]) for key in first)


def test_it_writes_half_precision_weights_a_record_and_a_picture(
    photographs: Path, tmp_path: Path
) -> None:
    said: list[str] = []
    record = run(photographs, tmp_path / "out", replace(SMALL, pairs=2), report=said.append)
    assert (tmp_path / "out" / "fused.png").stat().st_size > 0
    assert json.loads((tmp_path / "out" / "training.json").read_text()) == record
    assert record["training"] == len(record["training_files"]) == 2
    assert len(record["validation_files"]) == record["validation"] == 2
    assert not set(record["training_files"]) & set(record["validation_files"])
    assert (tmp_path / "out" / "fusiondiff.safetensors").stat().st_size < 1.5e6
    assert all(values.dtype == np.float32 for values in weights(tmp_path / "out").values())
    assert said[0].startswith("fusiondiff: ")


def test_the_same_seed_gives_the_same_weights_interrupted_or_not(
    photographs: Path, tmp_path: Path
) -> None:
    run(photographs, tmp_path / "unbroken", SMALL)

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        run(photographs, tmp_path / "broken", SMALL, checkpoint_every=2, tick=stop)
    run(photographs, tmp_path / "broken", SMALL)
    run(photographs, tmp_path / "other", replace(SMALL, seed=2))
    assert same(weights(tmp_path / "unbroken"), weights(tmp_path / "broken"))
    assert not same(weights(tmp_path / "unbroken"), weights(tmp_path / "other"))


def test_a_training_can_begin_from_another_ones_weights(photographs: Path, tmp_path: Path) -> None:
    run(photographs, tmp_path / "first", SMALL)
    still = replace(SMALL, steps=1, rate=1e-9, last_rate=1e-9)
    later = replace(still, start=str(tmp_path / "first"), first_step=4)
    run(photographs, tmp_path / "later", later)
    first, second = weights(tmp_path / "first"), weights(tmp_path / "later")
    assert all(np.allclose(first[key], second[key], atol=1e-6) for key in first)


def test_learning_lowers_the_error(photographs: Path, tmp_path: Path) -> None:
    record = run(photographs, tmp_path / "out", replace(SMALL, steps=100, batch=4, rate=5e-3))
    assert record["figures"]["fused"] > record["figures"]["mean"] + 0.3


def test_a_photograph_gives_the_same_pair_again_and_one_source_is_sharp_at_each_pixel(
    photographs: Path,
) -> None:
    path = photographs / "1.png"
    triple = load_triple(path, 1, 7, 4.0)
    assert triple.shape == (3, 1, 48, 41)
    assert np.array_equal(triple, load_triple(path, 1, 7, 4.0))
    assert not np.array_equal(triple, load_triple(path, 1, 8, 4.0))
    near, far, truth = triple[:, 0].astype(int)
    assert np.array_equal(load_triple(path, 3, 7, 4.0)[2].shape, (3, 48, 41))
    assert np.minimum(abs(near - truth), abs(far - truth)).mean() < 0.5 * abs(near - far).mean()


def test_pairs_of_files_are_taken_as_they_are_and_need_a_truth(tmp_path: Path) -> None:
    names = [tmp_path / f"1_{part}.png" for part in ("A", "B", "all_in_focus")]
    for number, path in enumerate(names):
        cv2.imwrite(str(path), grey_texture(20, 24, seed=number))
    triple = load_triple(PairFiles("1", *names), 1, 1, 8.0)
    assert np.array_equal(triple[1, 0], grey_texture(20, 24, seed=1))
    with pytest.raises(ValueError, match="no truth"):
        load_triple(PairFiles("1", *names[:2]), 1, 1, 8.0)
    cv2.imwrite(str(names[1]), texture(20, 25))
    with pytest.raises(ValueError, match="differ in size"):
        load_triple(PairFiles("1", *names), 1, 1, 8.0)


def test_crops_depend_on_seed_and_step_alone() -> None:
    triple = np.random.default_rng(1).integers(0, 255, (3, 1, 40, 40), dtype=np.uint8)
    one, other = (TripleSampler([triple], 16, 1) for _ in range(2))
    one.batch(0, 3)
    assert np.array_equal(one.batch(5, 3), other.batch(5, 3))
    assert one.batch(5, 3).shape == (3, 3, 1, 16, 16)
    assert not np.array_equal(one.batch(5, 3), one.batch(6, 3))
    with pytest.raises(ValueError, match="no pair is as large"):
        TripleSampler([triple], 48, 1)


def test_wrong_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="form is one of small, full, not huge"):
        replace(SMALL, form="huge")
    with pytest.raises(ValueError, match="multiple of 8"):
        replace(SMALL, crop=20)
    with pytest.raises(ValueError, match="pairs"):
        replace(SMALL, pairs=-1)


def test_the_full_form_learns_from_colour_pairs(photographs: Path) -> None:
    settings = replace(SMALL, form="full", steps=1, batch=1, pairs=2)
    training = DiffusionTraining([photographs], settings, RunOptions("cpu"))
    network = training.new_network()
    batch = next(training.batches(0))
    assert batch.shape == (1, 3, 3, 16, 16)
    parts = training.gradients(TrainingState(network, torch.optim.Adam(network.parameters())), batch)
    assert 0.2 < parts["squared error"] < 5
    assert all(parameter.grad is not None for parameter in network.parameters())
