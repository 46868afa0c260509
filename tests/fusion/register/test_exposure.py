"""Gains: found under defocus and clipping, and exactly 1 where exposure did not change."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fusion.frames.registered import brightened
from fusion.photo import Photo
from fusion.register.exposure import GainLink, compare_light, light_of, solve_gains
from fusion.register.levels import reduced_encoded
from tests.made import rough_scene


def light_at(pixels):
    return light_of(*reduced_encoded(Photo(pixels), 720))


def gain_between(first, second):
    found = compare_light(light_at(first), light_at(second), np.eye(3))
    links = [] if found is None else [GainLink(0, 1, *found)]
    return solve_gains(links, 2, 0)[1]


@pytest.mark.parametrize("factor", [0.6, 0.96, 1.04, 1.4])
def test_a_gain_is_found_though_one_frame_is_blurred(factor):
    scene = rough_scene(200, 280)
    other = cv2.GaussianBlur(brightened(scene, (factor, factor, factor)), (0, 0), 4)
    assert np.allclose(gain_between(scene, other), 1 / factor, rtol=0.02)


def test_white_balance_is_evened_for_each_channel():
    scene = rough_scene(200, 280)
    found = gain_between(scene, brightened(scene, (1.1, 1.0, 0.9)))
    assert np.allclose(found, (1 / 1.1, 1.0, 1 / 0.9), rtol=0.02)


@pytest.mark.parametrize("factor", [1.0, 1.3])
def test_colour_is_not_evened_to_a_frame_that_has_none(factor):
    """A green circuit board beside its grey picture got 1.5 times its blue."""
    scene = (rough_scene(200, 280) * (0.4, 0.9, 0.3)).astype(np.uint8)
    grey = cv2.cvtColor(scene, cv2.COLOR_RGB2GRAY)
    brighter = brightened(np.repeat(grey[:, :, None], 3, axis=2), (factor,) * 3)
    assert np.allclose(gain_between(scene, brighter), 1 / factor, rtol=0.03)
    assert np.allclose(gain_between(brighter, scene), factor, rtol=0.03)


def test_clipped_places_do_not_count():
    scene = np.clip(rough_scene(200, 280).astype(int) + 70, 0, 255).astype(np.uint8)
    assert np.allclose(gain_between(scene, brightened(scene, (1.3, 1.3, 1.3))), 1 / 1.3, rtol=0.03)


def test_blur_alone_changes_no_gain():
    scene = rough_scene(200, 280)
    assert gain_between(scene, cv2.GaussianBlur(scene, (0, 0), 6)) == (1.0, 1.0, 1.0)


def test_a_black_frame_has_no_gain():
    assert gain_between(rough_scene(80, 80), np.zeros((80, 80, 3), np.uint8)) == (1.0, 1.0, 1.0)


def test_a_channel_that_a_frame_lacks_is_no_exposure():
    """Of an infrared picture in false colours, say: the gain was 78,702, which no record can hold."""
    scene = rough_scene(200, 280)
    without_blue = brightened(scene, (1 / 1.3, 1 / 1.3, 0))
    gain = gain_between(scene, without_blue)
    assert np.allclose(gain, (1.3, 1.3, 1.0), rtol=0.03)
    assert np.allclose(gain_between(without_blue, scene), (1 / 1.3, 1 / 1.3, 1.0), rtol=0.03)
