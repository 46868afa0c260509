"""Motion models: parameters, matrices, and the nearest motion of a simpler model."""

from __future__ import annotations

import numpy as np
import pytest

from fusion.register.models import COUNT, centred, displacements, matrix_of, project
from fusion.transform import corner_distance, moved

SHAPE = (90, 140)


@pytest.mark.parametrize("model", COUNT)
def test_small_parameters_move_points_as_their_derivatives_say(model):
    parameters = np.random.default_rng(0).normal(size=COUNT[model]) * 0.01
    points = np.array([[10.0, 100, 70], [5, 80, 40], [1, 1, 1]])
    u, v, _ = np.linalg.inv(centred(SHAPE)) @ points
    expected = displacements(model, u, v) @ parameters
    seen = (moved(matrix_of(model, parameters, SHAPE), points) - points[:2]).T
    assert np.allclose(seen, expected, atol=1e-4)


@pytest.mark.parametrize("model", COUNT)
def test_a_motion_of_a_model_is_its_own_nearest(model):
    parameters = np.random.default_rng(1).normal(size=COUNT[model]) * 0.5
    matrix = matrix_of(model, parameters, SHAPE)
    assert corner_distance(project(matrix, model, SHAPE), matrix, SHAPE) < 1e-6


def test_the_nearest_shift_of_a_zoom_about_the_centre_is_none():
    zoom = matrix_of("similarity", np.array([0, 0, 3.0, 0]), SHAPE)
    assert corner_distance(project(zoom, "shift", SHAPE), np.eye(3), SHAPE) < 1e-6
