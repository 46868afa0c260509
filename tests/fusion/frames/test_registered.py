"""Registered frames: resampled once, lossless where nothing moves, invalid where there is no picture."""

from __future__ import annotations

import numpy as np
import pytest

from fusion.frames.matching import MatchingFrames
from fusion.frames.registered import brightened, common_area, register_frames, registered
from fusion.photo import Photo
from fusion.transform import Transform
from tests.made import rough_scene, similarity

WHOLE = slice(0, 200), slice(0, 280)


def of_type(kind):
    scene = rough_scene(200, 280)
    if kind == "uint8":
        return scene
    return scene.astype(np.uint16) * 257 if kind == "uint16" else (scene / 255).astype(np.float32)


@pytest.mark.parametrize("kind", ["uint8", "uint16", "float32"])
def test_whole_pixel_motion_changes_no_value(kind):
    photo = Photo(of_type(kind))
    lies = registered(photo, Transform(similarity(shift=(3, -2))), WHOLE)
    assert lies.pixels.dtype == photo.pixels.dtype
    assert np.array_equal(lies.pixels[2:, :277], photo.pixels[:198, 3:])


@pytest.mark.parametrize("kind", ["uint8", "uint16", "float32"])
def test_there_and_back_little_is_lost(kind):
    photo = Photo(of_type(kind))
    there = registered(photo, Transform(similarity(shift=(0.5, 0.5))), WHOLE)
    again = registered(there, Transform(similarity(shift=(-0.5, -0.5))), WHOLE)
    inner = np.s_[20:-20, 20:-20]
    error = np.abs(again.pixels[inner].astype(float) - photo.pixels[inner]).mean() / photo.white
    assert error < 0.004


def test_a_frame_that_does_not_move_is_itself():
    photo = Photo(of_type("uint8"))
    assert registered(photo, Transform(), WHOLE) is photo


def test_what_a_frame_does_not_have_is_invalid():
    lies = registered(Photo(of_type("uint8")), Transform(similarity(shift=(-10, 0))), WHOLE)
    assert lies.validity is not None
    assert not lies.validity[:, :10].any()
    assert lies.validity[:, 10:].all()


def test_invalid_pixels_move_with_the_frame():
    mask = np.ones((200, 280), bool)
    mask[50:60, 100:120] = False
    photo = Photo(of_type("uint8"), validity=mask)
    lies = registered(photo, Transform(similarity(shift=(5, 0))), (slice(0, 200), slice(0, 270)))
    assert lies.validity is not None
    assert not lies.validity[50:60, 95:115].any()
    assert lies.validity.sum() >= 200 * 270 - 12 * 22


def test_bands_meet_without_a_seam():
    photo = Photo(np.tile(of_type("uint8"), (6, 5, 1)))
    transform = Transform(similarity(1.01, 0.3, (2.3, 1.7), *photo.pixels.shape[:2]))
    whole = registered(photo, transform, (slice(50, 1100), slice(50, 1300))).pixels
    part = registered(photo, transform, (slice(300, 400), slice(200, 300))).pixels
    assert np.abs(whole[250:350, 150:250].astype(int) - part).max() <= 1


def test_a_gain_of_two_is_a_stop_in_linear_light():
    grey = np.full((4, 4, 3), 188, np.uint8)  # half of the light
    assert np.all(brightened(grey, (1.0, 0.5, 2.0))[0, 0] == (188, 137, 255))


def test_frames_are_replaced_in_their_store_and_filled_from_the_others():
    scene = of_type("uint8")
    frames = MatchingFrames([scene, scene], budget=100)
    register_frames(frames, [Transform(), Transform(similarity(shift=(-10, 0)))], WHOLE)
    assert not frames.in_memory
    assert np.array_equal(frames[1].pixels[:, :10], scene[:, :10])
    assert np.array_equal(frames[1].pixels[:, 10:], scene[:, :-10])


def test_frames_apart_have_no_common_area():
    assert common_area([similarity(shift=(300, 0))], (200, 280)) is None
