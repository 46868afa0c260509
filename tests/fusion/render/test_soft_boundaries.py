"""Blending keeps the sources' own pixels, stays between them, and is soft only along boundaries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fusion import MatchingFrames
from fusion.decision import WHOLE, GuidedBoundaries, Steps
from fusion.photo import Photo, Pixels, luminance
from fusion.render.picking import pick
from fusion.render.soft_boundaries import SNAP, mix_along_boundaries, soft_weights
from tests.made import texture


def sources(count: int = 2, kind: type = np.uint8, colour: bool = True) -> list[Photo]:
    photos = []
    for seed in range(count):
        pixels = texture(60, 70, seed, colour)
        if kind == np.uint16:
            pixels = pixels.astype(np.uint16) * 257
        elif kind == np.float32:
            pixels = pixels.astype(np.float32) / 255
        photos.append(Photo(pixels))
    return photos


BOUNDARIES = GuidedBoundaries(4, 0.1)


def blend(photos: list[Photo], labels: np.ndarray) -> tuple[Pixels, Steps]:
    whole = slice(0, labels.shape[0]), slice(0, labels.shape[1])
    return mix_along_boundaries(MatchingFrames(photos), labels, BOUNDARIES, whole)


def stripes(count: int) -> np.ndarray:
    labels = np.zeros((60, 70), dtype=np.uint8)
    for number in range(count):
        labels[:, number * 70 // count :] = number
    return labels


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("colour", [True, False])
def test_away_from_boundaries_pixels_are_the_sources_own(kind: type, colour: bool) -> None:
    photos = sources(2, kind, colour)
    pixels, weight = blend(photos, stripes(2))
    assert pixels.dtype == kind
    assert np.array_equal(pixels[:, :26], photos[0].pixels[:, :26])
    assert np.array_equal(pixels[:, 44:], photos[1].pixels[:, 44:])
    assert (weight[:, :26] == WHOLE).all()
    assert (weight[:, 30:40] < WHOLE).any()


@given(seed=st.integers(0, 200), count=st.integers(2, 5))
def test_the_result_lies_between_the_sources(seed: int, count: int) -> None:
    photos = sources(count)
    labels = np.random.default_rng(seed).integers(0, count, (6, 7)).astype(np.uint8)
    pixels, weight = blend(photos, np.kron(labels, np.ones((10, 10), np.uint8)))
    stack = np.stack([photo.pixels for photo in photos])
    assert (pixels >= stack.min(axis=0)).all()
    assert (pixels <= stack.max(axis=0)).all()
    assert weight.max() <= WHOLE


def test_swapping_two_sources_changes_no_pixel_and_mirrors_the_weight() -> None:
    photos = sources()
    one, weight = blend(photos, stripes(2))
    other, mirrored = blend(photos[::-1], 1 - stripes(2))
    assert np.array_equal(one, other)
    assert np.array_equal(weight, mirrored)


def test_weights_sum_to_one_and_are_snapped() -> None:
    photos = sources(3)
    guide = luminance(Photo(pick(MatchingFrames(photos), stripes(3), (slice(0, 60), slice(0, 70)))))
    shares = list(soft_weights(stripes(3), guide, range(3), BOUNDARIES))
    assert np.allclose(sum(shares), 1, atol=0.01)
    for share in shares:
        between = (share > 0) & (share < 1)
        assert share[between].min() >= SNAP
        assert share[between].max() <= 1 - SNAP


def test_mixed_pixels_are_rounded_not_truncated() -> None:
    first = Photo(np.full((40, 40), 100, dtype=np.uint8))
    second = Photo(np.full((40, 40), 101, dtype=np.uint8))
    labels = np.zeros((40, 40), dtype=np.uint8)
    labels[:, 20:] = 1
    pixels, _ = blend([first, second], labels)
    assert (pixels[:, :20] == 100).all()
    assert (pixels[:, 20:] == 101).all()


def test_one_label_everywhere_is_that_source() -> None:
    photos = sources()
    pixels, weight = blend(photos, np.ones((60, 70), dtype=np.uint8))
    assert np.array_equal(pixels, photos[1].pixels)
    assert (weight == WHOLE).all()


def test_picking_does_not_write_into_a_source() -> None:
    photos = sources()
    before = photos[0].pixels.copy()
    blend(photos, stripes(2))
    assert np.array_equal(photos[0].pixels, before)
