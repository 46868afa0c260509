"""A network's field made smooth: what it finds in two passes is one motion without ripples."""

from __future__ import annotations

import numpy as np

from fusion.photo import FloatMap
from fusion.register.cross_fit import Motion
from fusion.register.dense import after, match_densely
from fusion.transform import Transform
from tests.fusion.register.planted_pairs import SHAPE, end_point_error, planted, ripple, turned

TRUTH = Transform(turned(4, (8, -6)))


def test_half_a_field_with_ripples_gives_the_motion_in_two_passes() -> None:
    visible, infrared = (picture / 255 for picture in planted(TRUTH))
    columns, rows = np.arange(SHAPE[1], dtype=np.float64), np.arange(SHAPE[0], dtype=np.float64)
    still = np.stack(np.meshgrid(columns, rows))
    whole = TRUTH.positions(columns, rows) - still
    left = [whole]

    def matcher(fixed: FloatMap, moving: FloatMap) -> FloatMap:
        assert fixed.shape == moving.shape == SHAPE
        found = 0.7 * left[-1] + np.sin(still[:1] / 3)
        left.append(0.3 * left[-1])
        return found.astype(np.float32)

    found = match_densely(visible, infrared, matcher, side=max(SHAPE))
    motion = found.match.motion
    transform = Transform(motion.matrix, displacement=motion.displacement)
    assert len(left) == 3
    assert end_point_error(transform, TRUTH) < 0.15 * end_point_error(Transform(), TRUTH)
    assert ripple(transform) < 0.1
    assert found.match.is_sure


def test_one_after_the_other() -> None:
    shift = np.stack([np.full((20, 30), 2.0), np.full((20, 30), -1.0)]).astype(np.float32)
    motion = Motion(np.array([[1.0, 0, 5], [0, 1, 1], [0, 0, 1]]))
    found = after(motion, shift)
    assert np.allclose(found[:, 5:-5, 5:-5], np.array([7.0, 0.0])[:, None, None], atol=1e-4)
