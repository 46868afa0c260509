"""Pairs are found by their names, split by scene, and cropped together."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from models.training.infrared_visible import (
    InfraredVisibleSampler,
    find_infrared_visible,
    read_infrared,
    split_pairs,
)
from tests.made import texture


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five pairs whose visible picture is the infrared one inverted, and one picture alone."""
    for number in range(5):
        infrared = texture(60, 70, seed=number, colour=False)
        cv2.imwrite(str(tmp_path / f"{number}_ir.png"), infrared)
        cv2.imwrite(str(tmp_path / f"{number}_vi.png"), 255 - infrared)
    cv2.imwrite(str(tmp_path / "alone_ir.png"), infrared)
    return tmp_path


def test_pairs_are_found_by_their_names(folder: Path) -> None:
    pairs = find_infrared_visible([folder])
    assert [pair.name for pair in pairs] == list("01234")
    assert pairs[0].read().shape == (2, 60, 70)


def test_infrared_of_16_bits_goes_from_black_to_white(folder: Path) -> None:
    values = 9000 + 20 * texture(60, 70, seed=1, colour=False).astype(np.uint16)
    cv2.imwrite(str(folder / "1_ir.png"), values)
    infrared = find_infrared_visible([folder])[1].read()[0]
    shares = (values - values.min()) / (values.max() - values.min())
    assert np.abs(infrared / 255 - shares).max() < 0.003


def test_temperatures_with_holes_go_from_black_to_white(tmp_path: Path) -> None:
    values = np.linspace(280, 320, 12, dtype=np.float32).reshape(3, 4)
    values[1, 1] = np.nan
    cv2.imwrite(str(tmp_path / "1_ir.tif"), values)
    infrared = read_infrared(tmp_path / "1_ir.tif")
    assert (infrared[0, 0], infrared[1, 1], infrared[2, 3]) == (0, 0, 255)
    cv2.imwrite(str(tmp_path / "2_ir.tif"), np.full((3, 4), np.nan, np.float32))
    with pytest.raises(ValueError, match="holds no numbers"):
        read_infrared(tmp_path / "2_ir.tif")


def test_a_pair_that_cannot_validate_is_told_before_the_training(folder: Path) -> None:
    pairs = find_infrared_visible([folder])
    unseen = split_pairs(pairs, 0.2, 1)[1][0]
    cv2.imwrite(str(unseen.visible), texture(50, 70))
    with pytest.raises(ValueError, match="differ in size"):
        split_pairs(pairs, 0.2, 1)


def test_no_scene_is_in_both_parts(folder: Path) -> None:
    training, validation = split_pairs(find_infrared_visible([folder]), 0.4, 1)
    assert (len(training), len(validation)) == (3, 2)
    assert not {pair.name for pair in training} & {pair.name for pair in validation}


def test_both_pictures_are_cropped_turned_and_reduced_alike(folder: Path) -> None:
    sampler = InfraredVisibleSampler(find_infrared_visible([folder]), 32, 1)
    batch = sampler.batch(7, 6)
    assert batch.shape == (6, 2, 32, 32)
    assert np.allclose(batch[:, 0] + batch[:, 1], 1, atol=0.01)
    assert np.array_equal(batch, sampler.batch(7, 6))
    assert not np.array_equal(batch, sampler.batch(8, 6))


def test_gamma_changes_each_picture_by_itself(folder: Path) -> None:
    batch = InfraredVisibleSampler(find_infrared_visible([folder]), 32, 1, 2.0).batch(0, 4)
    assert 0 <= batch.min() <= batch.max() <= 1
    assert np.abs(batch[:, 0] + batch[:, 1] - 1).max() > 0.1


def test_folders_without_pairs_are_refused(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "photograph.png"), texture(30, 30))
    with pytest.raises(ValueError, match="no pair NAME_ir"):
        find_infrared_visible([tmp_path])


def test_pairs_of_two_sizes_or_too_small_are_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="smaller than a crop of 64 pixels"):
        InfraredVisibleSampler(find_infrared_visible([folder]), 64, 1)
    cv2.imwrite(str(folder / "0_vi.png"), texture(60, 71))
    with pytest.raises(ValueError, match="differ in size"):
        find_infrared_visible([folder])[0].read()
