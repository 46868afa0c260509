"""The first guess of a motion: the same each time, whatever was registered before."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.photo import FloatMap
from fusion.register.levels import Prepared, magnitude
from fusion.register.start import by_phase

PLACES = 16
"""Of a float32 within 64 bytes."""


def noise(*shape: int) -> FloatMap:
    return np.random.default_rng(0).normal(size=shape).astype(np.float32)


def lying_at(values: FloatMap, place: int) -> FloatMap:
    """The same numbers, ``place`` numbers behind a multiple of 64 bytes."""
    room = np.empty(values.nbytes + 256, np.uint8)
    start = -room.ctypes.data % 64 + 4 * place
    moved: FloatMap = room[start : start + values.nbytes].view(np.float32).reshape(values.shape)
    moved[...] = values
    return moved


def test_lengths_are_the_same_wherever_the_numbers_lie_in_memory() -> None:
    """OpenCV rounds them by that, and each run gave other transforms."""
    x, y = noise(2, 397, 401)
    places = [(a, b) for a in range(PLACES) for b in (0, 5)]
    found = {magnitude(lying_at(x, a), lying_at(y, b)).tobytes() for a, b in places}
    assert len(found) == 1
    np.testing.assert_allclose(magnitude(x, y), np.hypot(x, y), rtol=1e-6)


def test_frames_are_left_as_they_were() -> None:
    """OpenCV wrote its window into the frame, of sizes that it need not pad: each pair that came later,
    or in another thread meanwhile, was registered with less of it."""
    picture = np.asarray(cv2.GaussianBlur(noise(240, 300), (0, 0), 2) * 255, np.float32)
    one, other = (Prepared(p, 1.0, p.shape) for p in (picture[:192, :256], picture[4:196, 3:259]))
    before = one.edges.copy(), other.edges.copy()
    matrix = by_phase(one, other)
    np.testing.assert_allclose(matrix[:2, 2], (-3, -4), atol=0.2)
    assert np.array_equal(one.edges, before[0])
    assert np.array_equal(other.edges, before[1])
