"""Registering across modalities: planted motions are found, and straight lines stay straight."""

from __future__ import annotations

import numpy as np
import pytest

from fusion.photo import FloatMap
from fusion.register.cross_modal import CrossMatch, match_across
from fusion.transform import Transform
from tests.fusion.register.planted_pairs import (
    SHAPE,
    bend,
    end_point_error,
    planted,
    ripple,
    scene,
    turned,
)

BEND_PX = 1.0


def found(pair: tuple[FloatMap, FloatMap], local: bool = True) -> tuple[CrossMatch, Transform]:
    match = match_across(*pair, local=local)
    assert match is not None
    return match, Transform(match.motion.matrix, displacement=match.motion.displacement)


@pytest.mark.parametrize(
    "truth",
    [turned(0, (12, -9)), turned(6, (-8, 5)), turned(-9, (10, 10)), turned(4, (-6, 3), stretch=0.05)],
)
def test_a_planted_motion_is_found(truth: np.ndarray) -> None:
    match, transform = found(planted(Transform(truth)))
    assert end_point_error(transform, Transform(truth)) < 0.5
    assert match.is_sure


def test_a_bend_is_followed_and_not_ripples() -> None:
    truth = Transform(turned(3, (6, -4)), displacement=bend(5, BEND_PX))
    pair = planted(truth, seed=3)
    _, straight = found(pair, local=False)
    _, bent = found(pair)
    before = end_point_error(Transform(), truth)
    assert end_point_error(bent, truth) < 0.8 * end_point_error(straight, truth) < 0.2 * before
    assert ripple(bent) < 1.5 * ripple(truth)


def test_where_nothing_bends_lines_stay_straight() -> None:
    truth = Transform(turned(5, (-7, 6)))
    _, transform = found(planted(truth, seed=3))
    assert ripple(transform) < 0.1


def test_other_scenes_and_noise_are_not_believed() -> None:
    generator = np.random.default_rng(2)
    noise = generator.normal(128, 20, SHAPE).astype(np.float32)
    match = match_across(scene(1)[: SHAPE[0], : SHAPE[1]], noise)
    assert match is not None
    assert not match.is_sure


def test_tiny_pictures_are_not_registered() -> None:
    assert match_across(np.zeros((30, 90), np.float32), np.zeros((30, 90), np.float32)) is None
