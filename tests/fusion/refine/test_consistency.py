"""The verification drops what is too small to be believed, and treats all frames alike."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skimage import morphology

from fusion.decision import undecided
from fusion.refine.bit_masks import pack, unpack
from fusion.refine.consistency import nearest_in, nearest_label, verified, verified_labels
from fusion.refine.regions import without_small


def remove_small(mask: np.ndarray, smallest: float) -> np.ndarray:
    width = mask.shape[1]
    return unpack(without_small(pack(mask), width, smallest), width)


def halves(height: int = 100, width: int = 120) -> np.ndarray:
    labels = np.zeros((height, width), dtype=np.uint8)
    labels[:, width // 2 :] = 1
    return labels


def random_labels(seed: int, frames: int = 2, height: int = 60, width: int = 70) -> np.ndarray:
    generator = np.random.default_rng(seed)
    fields = [
        cv2.GaussianBlur(generator.normal(size=(height, width)), (0, 0), 3) for _ in range(frames)
    ]
    labels = np.argmax(fields, axis=0).astype(np.uint8)
    labels[generator.random(labels.shape) < 0.02] = 255
    return labels


def test_a_speck_smaller_than_the_disk_goes() -> None:
    labels = halves()
    labels[40:44, 20:24] = 1
    labels[60:63, 90:95] = 0
    assert np.array_equal(verified_labels(labels, 2, 5, 0.0), halves())


def test_regions_below_the_smallest_area_go_and_those_above_stay() -> None:
    labels = halves(200, 200)
    labels[20:38, 20:38] = 1  # 324 pixels, smaller than 0.01 · 40,000
    labels[100:140, 30:70] = 1  # 1,600 pixels
    checked = verified_labels(labels, 2, 5, 0.01)
    assert (checked[20:38, 20:38] == 0).all()
    assert (checked[105:135, 35:65] == 1).all()


def test_a_region_of_exactly_the_smallest_area_stays() -> None:
    mask = np.zeros((20, 20), dtype=np.uint8)
    mask[5:10, 5:10] = 1
    assert remove_small(mask, 25).sum() == 25
    assert remove_small(mask, 25.5).sum() == 0


def test_regions_that_touch_at_a_corner_only_are_two() -> None:
    mask = np.zeros((20, 20), dtype=np.uint8)
    mask[2:6, 2:6] = 1
    mask[6:10, 6:10] = 1
    assert remove_small(mask, 17).sum() == 0


def test_one_mask_in_the_published_order_agrees_with_scikit_image() -> None:
    mask = (random_labels(3) == 0).astype(np.uint8)
    element, smallest = morphology.disk(5), 42
    expected = morphology.opening(mask.astype(bool), element)
    expected = morphology.remove_small_objects(expected, max_size=smallest - 1, connectivity=1)
    expected = morphology.closing(expected.astype(bool), element)
    expected = morphology.remove_small_holes(expected, max_size=smallest - 1, connectivity=1)
    found = unpack(verified(pack(mask), mask.shape[1], 5, smallest), mask.shape[1])
    assert np.array_equal(found, expected)


@given(seed=st.integers(0, 10_000), radius=st.integers(0, 6), area=st.sampled_from([0.0, 0.005, 0.02]))
def test_swapping_two_sources_swaps_the_map(seed: int, radius: int, area: float) -> None:
    labels = random_labels(seed)
    swapped = np.where(labels == 255, 255, 1 - labels).astype(np.uint8)
    assert np.array_equal(
        verified_labels(swapped, 2, radius, area), 1 - verified_labels(labels, 2, radius, area)
    )


@given(seed=st.integers(0, 10_000), order=st.permutations([0, 1, 2, 3]))
def test_permuting_a_stack_permutes_the_map(seed: int, order: list[int]) -> None:
    labels = random_labels(seed, 4)
    lookup = np.full(256, 255, dtype=np.uint8)
    lookup[:4] = order
    permuted = verified_labels(lookup[labels], 4, 3, 0.01)
    assert np.array_equal(permuted, lookup[verified_labels(labels, 4, 3, 0.01)])


@given(seed=st.integers(0, 10_000), frames=st.integers(2, 5))
def test_every_pixel_gets_a_frame(seed: int, frames: int) -> None:
    checked = verified_labels(random_labels(seed, frames), frames, 5, 0.01)
    assert checked.max() < frames


def test_undecided_pixels_take_the_label_of_the_nearest_region() -> None:
    labels = halves()
    labels[:, 50:70] = 255
    checked = verified_labels(labels, 2, 5, 0.01)
    assert np.array_equal(checked[:, :58], halves()[:, :58])
    assert np.array_equal(checked[:, 62:], halves()[:, 62:])


def test_where_no_region_is_large_enough_the_raw_choice_stands() -> None:
    labels = np.indices((40, 40)).sum(axis=0).astype(np.uint8) // 8 % 2
    assert np.array_equal(verified_labels(labels, 2, 0, 0.25), labels)


def test_identical_frames_leave_everything_to_the_first() -> None:
    labels = np.full((30, 30), 255, dtype=np.uint8)
    assert (verified_labels(labels, 2, 5, 0.01) == 0).all()


def test_the_smallest_area_shrinks_as_frames_grow_in_number() -> None:
    labels = np.zeros((100, 200), dtype=np.uint8)
    for number in range(10):
        labels[:, number * 20 : number * 20 + 20] = number
    labels[45:57, 5:17] = 9  # 144 pixels: below 0.01 · 20,000 but above a fifth of it
    assert (verified_labels(labels, 10, 2, 0.01)[47:55, 7:15] == 9).all()


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_the_undecided_label_is_no_frame(kind: type) -> None:
    assert undecided(np.zeros((2, 2), dtype=kind)) == np.iinfo(kind).max


def test_nearest_label_leaves_known_pixels_alone() -> None:
    labels = random_labels(1)
    known = labels != 255
    assert np.array_equal(nearest_label(labels, known)[known], labels[known])


@given(
    seed=st.integers(0, 10_000), height=st.integers(1, 120), width=st.integers(2, 120),
    share=st.floats(0.0, 0.99), size=st.sampled_from([1, 4, 9]),
)  # fmt: skip
def test_gap_by_gap_the_nearest_label_is_that_of_the_whole_picture(
    seed: int, height: int, width: int, share: float, size: int
) -> None:
    generator = np.random.default_rng(seed)
    labels = generator.integers(0, 3, (height, width)).astype(np.uint8)
    cells = generator.random((-(-height // size), -(-width // size))) < share
    known = np.kron(cells, np.ones((size, size), bool))[:height, :width].astype(bool)
    known[0, 0] = True
    assert np.array_equal(nearest_label(labels, known), nearest_in(labels, known))
