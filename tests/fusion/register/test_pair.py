"""Two frames are registered to a tenth of a pixel, however differently they are blurred and lit."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fusion.photo import Photo
from fusion.register.levels import prepare
from fusion.register.pair import register_pair
from fusion.transform import corner_distance
from tests.made import moved_stack, rough_scene, similarity

SHAPE = (200, 280)


def registered(first, second, model="similarity"):
    return register_pair(prepare(Photo(first)), prepare(Photo(second)), model, 2)


@pytest.mark.parametrize(
    "truth",
    [
        similarity(),
        similarity(shift=(7.3, -4.6)),
        similarity(scale=1.03, turn=0.8, shift=(-3, 2)),
        similarity(scale=0.97, shift=(12, 9)),
    ],
    ids=["still", "shift", "larger and turned", "smaller"],
)
def test_frames_sharp_at_different_places_are_registered(truth):
    first, second = moved_stack([np.eye(3), truth])
    assert corner_distance(registered(first, second).matrix, truth, SHAPE) < 0.1


def test_exposure_and_noise_change_little():
    truth = similarity(scale=1.01, shift=(3, 2))
    first, second = moved_stack([np.eye(3), truth])
    noise = np.random.default_rng(0).normal(0, 3, second.shape)
    second = np.clip(second * 0.8 + 5 + noise, 0, 255).astype(np.uint8)
    assert corner_distance(registered(first, second).matrix, truth, SHAPE) < 0.15


def test_something_that_moves_is_outvoted():
    truth = similarity(shift=(2.5, 1.0))
    first, second = moved_stack([np.eye(3), truth])
    thing = rough_scene(60, 60, seed=9)
    first[70:130, 100:160], second[70:130, 112:172] = thing, thing
    assert corner_distance(registered(first, second).matrix, truth, SHAPE) < 0.15


def test_growing_blur_is_not_taken_for_a_zoom():
    scene = rough_scene(*SHAPE)
    blurred = cv2.GaussianBlur(scene, (0, 0), 4)
    assert corner_distance(registered(scene, blurred).matrix, np.eye(3), SHAPE) < 0.1


def test_a_homography_is_found_where_it_is_asked_for():
    truth = similarity(scale=1.01, turn=3, shift=(4, -3))
    truth[2, :2] = 1.2e-4, -0.8e-4
    first, second = moved_stack([np.eye(3), truth / truth[2, 2]])
    assert corner_distance(registered(first, second, "homography").matrix, truth, SHAPE) < 0.4


def test_a_frame_upside_down_is_found():
    scene = moved_stack([np.eye(3)])[0]
    found = registered(scene, np.ascontiguousarray(scene[::-1, ::-1]))
    assert corner_distance(found.matrix, similarity(turn=180), SHAPE) < 0.1


def test_other_scenes_hardly_agree():
    one, other = rough_scene(*SHAPE, seed=1), rough_scene(*SHAPE, seed=2)
    found = registered(one, other)
    assert found is None or found.inliers < 0.15


def test_flat_pictures_cannot_be_registered():
    flat = np.full((*SHAPE, 3), 90, np.uint8)
    assert registered(flat, flat) is None
