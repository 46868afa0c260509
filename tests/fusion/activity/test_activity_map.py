"""The activity map is the published one, and borders see no false edge."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fusion.activity.activity_map import activity_map, gradient_energy
from tests.made import texture


def grey(height: int, width: int, seed: int = 0) -> np.ndarray:
    return texture(height, width, seed, colour=False).astype(np.float32) / 255


def slow_activity_map(plane: np.ndarray, radius: int) -> np.ndarray:
    """√(RF² + CF²) by the definition, mirrored outside."""
    height, width = plane.shape
    energy = np.zeros((height, width))
    for y in range(height):
        for x in range(width):
            left = plane[y, max(x - 1, 0)]
            above = plane[max(y - 1, 0), x]
            energy[y, x] = (plane[y, x] - left) ** 2 + (plane[y, x] - above) ** 2
    around = np.pad(energy, radius, mode="symmetric")
    result = np.zeros((height, width))
    for y in range(height):
        for x in range(width):
            result[y, x] = np.sqrt(around[y : y + 2 * radius + 1, x : x + 2 * radius + 1].mean())
    return result


@given(
    height=st.integers(12, 24), width=st.integers(12, 24), radius=st.integers(1, 5),
    seed=st.integers(0, 99),
)
def test_it_agrees_with_a_slow_obvious_version(height: int, width: int, radius: int, seed: int) -> None:
    plane = grey(height, width, seed)
    fast = activity_map(gradient_energy(plane), radius)
    assert np.allclose(fast, slow_activity_map(plane, radius), rtol=1e-4, atol=1e-6)


def test_a_flat_picture_has_none() -> None:
    assert activity_map(gradient_energy(np.full((20, 20), 0.4, dtype=np.float32)), 5).max() == 0


def test_sharp_detail_scores_above_the_same_detail_blurred() -> None:
    import cv2

    plane = grey(40, 40)
    blurred = cv2.GaussianBlur(plane, (0, 0), 2)
    assert (activity_map(gradient_energy(plane), 5) > activity_map(gradient_energy(blurred), 5)).all()


@pytest.mark.parametrize("window", ["box", "gaussian"])
def test_a_single_change_spreads_over_its_window_with_its_energy_kept(window: str) -> None:
    energy = np.zeros((61, 61), dtype=np.float32)
    energy[30, 30] = 1
    squared = activity_map(energy, 5, window) ** 2
    assert squared.sum() == pytest.approx(1, rel=1e-3)
    assert squared[30, 30] == squared.max()
    reach = 5 if window == "box" else 13
    assert squared[30, 30 + reach + 1] == pytest.approx(0, abs=1e-6)
    if window == "box":
        assert squared[30, 35] == pytest.approx(1 / 121)
