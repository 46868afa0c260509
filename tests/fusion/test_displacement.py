"""Displacements: splines over few knots."""

from __future__ import annotations

import numpy as np
import pytest

from fusion.displacement import Displacement, bending, knots_for

SPACING = 16.0


def some(rows: int = 7, columns: int = 8, seed: int = 1) -> Displacement:
    return Displacement(np.random.default_rng(seed).normal(size=(2, rows, columns)), SPACING)


def test_parts_are_the_same_as_the_whole() -> None:
    bend = some()
    x, y = np.arange(70.0), np.arange(50.0)
    whole = bend.at(x, y)
    assert np.array_equal(whole[:, 13:29, 40:], bend.at(x[40:], y[13:29]))


def test_it_goes_on_smoothly_and_never_beyond_its_knots() -> None:
    bend = some()
    values = bend.at(np.arange(0, 70, 0.25), np.arange(0, 50, 0.25))
    assert np.abs(np.diff(values, axis=2)).max() < 0.25
    assert np.hypot(*values).max() <= 1.05 * bend.longest((50, 70))


def test_a_crop_cuts_it_and_a_share_shrinks_it() -> None:
    bend = some()
    x, y = np.arange(30.0), np.arange(20.0)
    assert np.allclose(bend.after_crop(5, 7).at(x, y), bend.at(x + 7, y + 5))
    centres = 2 * x + 0.5, 2 * y + 0.5
    assert np.allclose(bend.reduced(0.5).at(x, y), bend.at(*centres) / 2)


@pytest.mark.parametrize("size", [1, 16, 17, 100])
def test_knots_reach_to_the_last_pixel(size: int) -> None:
    count = knots_for(size, SPACING)
    ramp = np.broadcast_to((np.arange(count) - 1) * SPACING, (2, 4, count))
    x = np.arange(size, dtype=np.float64)
    assert np.allclose(Displacement(ramp, SPACING).at(x, np.zeros(1))[0, 0], x)


def test_what_is_straight_has_no_bending_energy() -> None:
    rows, columns = np.mgrid[:5, :6].astype(np.float64)
    energy = bending(5, 6)
    straight, bent = (2 + 3 * rows - columns).ravel(), (rows * columns).ravel()
    assert abs(straight @ energy @ straight) < 1e-9
    assert bent @ energy @ bent > 1
