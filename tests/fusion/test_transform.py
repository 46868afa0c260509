"""Transforms: what they say of pixels, and how they change with the size of pictures."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from fusion.transform import Transform, corner_distance, inverse, moved, reduced

small = some.floats(-0.05, 0.05)
shifts = some.floats(-20, 20)


@given(small, small, shifts, shifts, some.floats(0.1, 1.0))
def test_a_motion_reduced_and_enlarged_again_is_the_same(a, b, x, y, share):
    matrix = np.array([[1 + a, b, x], [-b, 1 + a, y], [0, 0, 1]])
    assert np.allclose(reduced(reduced(matrix, share), 1 / share), matrix, atol=1e-6)


@given(small, small, shifts, shifts)
def test_the_motion_back_undoes_the_motion(a, b, x, y):
    matrix = np.array([[1 + a, b, x], [-b, 1 + a, y], [0, 0, 1]])
    assert corner_distance(inverse(matrix) @ matrix, np.eye(3), (300, 400)) < 1e-6


def test_pixel_centres_are_at_whole_numbers_at_every_size():
    twice = reduced(np.array([[1.0, 0, 4], [0, 1, 0], [0, 0, 1]]), 0.5)
    assert twice[0, 2] == 2


def test_after_a_crop_the_frame_lies_where_it_lay():
    whole = Transform(np.array([[1.1, 0, 3], [0, 1.1, -2], [0, 0, 1]]))
    cropped = whole.after_crop(top=5, left=7)
    there = np.array([[10.0], [20.0], [1.0]])
    here = there - np.array([[7.0], [5.0], [0.0]])
    assert np.allclose(moved(cropped.matrix, here), moved(whole.matrix, there))
