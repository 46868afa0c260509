"""Packed masks: the same openings, closings and regions as pixel by pixel."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skimage import morphology

from fusion.refine import regions
from fusion.refine.bit_masks import closed, complement, dilate, erode, is_full, opened, pack, unpack
from fusion.refine.regions import without_small, without_small_by_pixels

sides = st.tuples(st.integers(1, 40), st.integers(1, 200))


def random_mask(seed: int, shape: tuple[int, int]) -> np.ndarray:
    generator = np.random.default_rng(seed)
    field = cv2.GaussianBlur(generator.normal(size=shape), (0, 0), generator.uniform(0.3, 5))
    return np.asarray(field > 0).reshape(shape)


@given(st.integers(0, 10_000), sides)
def test_packing_and_unpacking_changes_nothing(seed: int, shape: tuple[int, int]) -> None:
    mask = random_mask(seed, shape)
    words = pack(mask)
    assert np.array_equal(unpack(words, shape[1]), mask)
    assert np.array_equal(unpack(complement(words, shape[1]), shape[1]), ~mask)
    assert is_full(words, shape[1]) == mask.all()


@pytest.mark.parametrize("radius", [0, 1, 2, 5, 50, 63])
def test_a_pixel_grows_to_the_disk_of_the_field(radius: int) -> None:
    side = 2 * radius + 5
    mask = np.zeros((side, side), bool)
    mask[side // 2, side // 2] = True
    grown = unpack(dilate(pack(mask), side, radius), side)
    assert np.array_equal(grown[2:-2, 2:-2], morphology.disk(radius).astype(bool))
    assert np.array_equal(unpack(erode(dilate(pack(mask), side, radius), side, radius), side), mask)


@given(st.integers(0, 10_000), sides, st.integers(0, 9))
def test_opening_and_closing_agree_with_opencv(seed: int, shape: tuple[int, int], radius: int) -> None:
    mask, words = random_mask(seed, shape), pack(random_mask(seed, shape))
    for ours, theirs in ((opened, cv2.MORPH_OPEN), (closed, cv2.MORPH_CLOSE)):
        expected = cv2.morphologyEx(mask.astype(np.uint8), theirs, morphology.disk(radius))
        found = unpack(ours(words, shape[1], radius), shape[1])
        assert np.array_equal(found, np.asarray(expected).reshape(shape))


@given(st.integers(0, 10_000), sides, st.integers(1, 300))
def test_regions_from_runs_agree_with_opencv(seed: int, shape: tuple[int, int], least: int) -> None:
    mask = random_mask(seed, shape)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regions, "MOST_RUNS", 1.0)
        found = unpack(without_small(pack(mask), shape[1], least), shape[1])
    assert np.array_equal(found, without_small_by_pixels(mask, least))


def test_a_mask_of_noise_is_looked_at_pixel_by_pixel() -> None:
    mask = np.random.default_rng(1).random((50, 70)) < 0.5
    found = unpack(without_small(pack(mask), 70, 4), 70)
    assert np.array_equal(found, without_small_by_pixels(mask, 4))


def test_a_spiral_is_one_region() -> None:
    spiral = np.zeros((33, 33), bool)
    for ring in range(0, 16, 2):
        spiral[ring, ring : 33 - ring] = spiral[ring : 33 - ring, 32 - ring] = True
        spiral[32 - ring, ring : 33 - ring] = spiral[ring + 2 : 33 - ring, ring] = True
        spiral[ring + 2, ring : ring + 3] = True
    assert np.array_equal(unpack(without_small(pack(spiral), 33, spiral.sum()), 33), spiral)
    assert not unpack(without_small(pack(spiral), 33, spiral.sum() + 1), 33).any()
