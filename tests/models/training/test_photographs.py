"""Photographs are found, split and cropped the same way every time."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from models.training.photographs import (
    CropSampler,
    find_photographs,
    mean_and_deviation,
    split_photographs,
)
from tests.made import texture


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    folder = tmp_path / "photographs"
    folder.mkdir()
    for number in range(5):
        cv2.imwrite(str(folder / f"{number}.png"), texture(48, 40 + number, seed=number))
    return folder


def test_the_split_is_complete_disjoint_and_repeatable(photographs: Path) -> None:
    paths = find_photographs([photographs])
    training, validation = split_photographs(paths, 0.3, 1)
    assert sorted(training + validation) == paths
    assert not set(training) & set(validation)
    assert (training, validation) == split_photographs(paths, 0.3, 1)


def test_hidden_files_are_no_photographs(photographs: Path) -> None:
    (photographs / "._0.png").write_bytes(b"what macOS leaves on other disks")
    assert [path.name for path in find_photographs([photographs])] == [f"{n}.png" for n in range(5)]


def test_crops_have_the_asked_size_even_from_smaller_photographs(photographs: Path) -> None:
    batch = CropSampler(find_photographs([photographs]), crop=64, seed=1).batch(0, 5)
    assert batch.shape == (5, 1, 64, 64)
    assert batch.dtype == np.float32
    assert 0 <= batch.min() < batch.max() <= 1


def test_the_cache_of_photographs_is_bounded(photographs: Path) -> None:
    """A photograph that is not kept has to be read again."""
    samplers = [
        CropSampler(find_photographs([photographs]), crop=32, seed=1, cache_mb=size) for size in (0, 1)
    ]
    first, second = (sampler.batch(0, 20) for sampler in samplers)
    assert np.array_equal(first, second)
    for path in photographs.iterdir():
        path.unlink()
    assert np.array_equal(samplers[1].batch(0, 20), first)
    with pytest.raises(FileNotFoundError):
        samplers[0].batch(0, 20)


def test_mean_and_deviation_are_those_of_all_pixels(photographs: Path) -> None:
    paths = find_photographs([photographs])
    mean, deviation = mean_and_deviation(paths)
    assert 0.4 < mean < 0.6
    assert 0.05 < deviation < 0.4
