"""The guided filter agrees with its definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fusion.refine.guided_filter import box_mean, guided_filter
from tests.made import texture


def slow_mean(values: np.ndarray, radius: int) -> np.ndarray:
    """Mean over the part of the window that lies inside."""
    result = np.zeros_like(values, dtype=np.float64)
    for y in range(values.shape[0]):
        for x in range(values.shape[1]):
            result[y, x] = values[
                max(y - radius, 0) : y + radius + 1, max(x - radius, 0) : x + radius + 1
            ].mean(dtype=np.float64)
    return result


def slow_guided_filter(guide: np.ndarray, values: np.ndarray, radius: int, epsilon: float) -> np.ndarray:
    """He et al. 2013, algorithm 1, in double precision."""
    guide, values = guide.astype(np.float64), values.astype(np.float64)
    mean_i, mean_p = slow_mean(guide, radius), slow_mean(values, radius)
    covariance = slow_mean(guide * values, radius) - mean_i * mean_p
    a = covariance / (slow_mean(guide * guide, radius) - mean_i**2 + epsilon)
    b = mean_p - a * mean_i
    return slow_mean(a, radius) * guide + slow_mean(b, radius)


def example(seed: int = 0, height: int = 30, width: int = 36) -> tuple[np.ndarray, np.ndarray]:
    guide = texture(height, width, seed, colour=False).astype(np.float32) / 255
    mask = (texture(height, width, seed + 1, colour=False) > 128).astype(np.float32)
    return guide, mask


@given(
    seed=st.integers(0, 50), radius=st.integers(1, 6), epsilon=st.sampled_from([1e-4, 1e-2, 0.1, 1.0])
)
def test_it_agrees_with_a_slow_obvious_version(seed: int, radius: int, epsilon: float) -> None:
    guide, mask = example(seed, 20, 22)
    assert np.allclose(
        guided_filter(guide, mask, radius, epsilon),
        slow_guided_filter(guide, mask, radius, epsilon),
        atol=2e-3 if epsilon < 1e-3 else 1e-4,
    )


def test_a_flat_guide_makes_it_two_box_means() -> None:
    _, mask = example()
    flat = np.full_like(mask, 0.5)
    expected = slow_mean(slow_mean(mask, 4), 4)
    assert np.allclose(guided_filter(flat, mask, 4, 0.1), expected, atol=1e-5)


def test_constant_values_stay_constant() -> None:
    guide, _ = example()
    assert np.allclose(guided_filter(guide, np.full_like(guide, 0.25), 4, 0.1), 0.25, atol=1e-6)


def test_a_tiny_epsilon_copies_a_guide_with_the_same_edge() -> None:
    step = np.zeros((30, 30), dtype=np.float32)
    step[:, 15:] = 1
    assert np.allclose(guided_filter(step, step, 4, 1e-6), step, atol=1e-3)
    softened = guided_filter(step, step, 4, 0.1)
    assert softened[15, 14] == pytest.approx(1 - softened[15, 15], abs=1e-5)
    assert 0.05 < softened[15, 14] < 0.45


def test_negated_values_give_the_negated_result_bit_for_bit() -> None:
    guide, mask = example()
    centred = mask - np.float32(0.5)
    assert np.array_equal(guided_filter(guide, -centred, 4, 0.1), -guided_filter(guide, centred, 4, 0.1))


def test_box_means_shrink_at_the_border() -> None:
    values, _ = example()
    assert np.allclose(box_mean(values, 4), slow_mean(values, 4), atol=1e-5)


def test_pictures_smaller_than_the_window_work() -> None:
    guide, mask = example(0, 5, 7)
    expected = slow_guided_filter(guide, mask, 4, 0.1)
    assert np.allclose(guided_filter(guide, mask, 4, 0.1), expected, atol=1e-4)
