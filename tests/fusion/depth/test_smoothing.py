"""Smoothing along edges solves what it says, and keeps within its values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fusion.depth.smoothing import bonds, smooth_along_edges, solve_tridiagonal
from fusion.progress import no_progress


def test_the_columns_are_solved_exactly() -> None:
    generator = np.random.default_rng(0)
    height, width = 40, 3
    guide = generator.uniform(0, 1, (height, width)).astype(np.float32)
    given_values = generator.uniform(0, 1, (height, 2, width)).astype(np.float32)
    bond = bonds(guide, 30.0, 0.3)
    solved = given_values.copy()
    solve_tridiagonal(solved, bond)
    for column in range(width):
        matrix = np.eye(height)
        for row in range(height - 1):
            strength = bond[row, column]
            matrix[row, row] += strength
            matrix[row + 1, row + 1] += strength
            matrix[row, row + 1] -= strength
            matrix[row + 1, row] -= strength
        for plane in range(2):
            expected = np.linalg.solve(matrix, given_values[:, plane, column])
            np.testing.assert_allclose(solved[:, plane, column], expected, rtol=1e-4)


@settings(max_examples=20, deadline=None)
@given(
    height=st.integers(1, 40), width=st.integers(1, 40), seed=st.integers(0, 99),
    reach=st.sampled_from([0.5, 10.0, 200.0]),
)  # fmt: skip
def test_the_result_lies_between_the_values(
    height: int, width: int, seed: int, reach: float
) -> None:
    generator = np.random.default_rng(seed)
    values, weight, guide = generator.uniform(0, 1, (3, height, width)).astype(np.float32)
    weight[weight < 0.5] = 0
    result = smooth_along_edges(values, weight, guide, reach, 0.05, no_progress)
    assert result.shape == values.shape
    assert np.isfinite(result).all()
    assert result.min() >= values.min()
    assert result.max() <= values.max()


def test_without_any_weight_it_is_a_mean() -> None:
    values = np.random.default_rng(1).uniform(0, 9, (30, 30)).astype(np.float32)
    nothing = np.zeros_like(values)
    result = smooth_along_edges(values, nothing, nothing, 30, 0.02, no_progress)
    assert np.isfinite(result).all()


def test_a_sure_value_spreads_to_the_edge_and_not_over_it() -> None:
    guide = np.zeros((40, 80), np.float32)
    guide[:, 40:] = 1
    values, weight = np.full((40, 80), 5, np.float32), np.zeros((40, 80), np.float32)
    values[20, 5], weight[20, 5] = 1, 1
    values[20, 75], weight[20, 75] = 9, 1
    result = smooth_along_edges(values, weight, guide, 30, 0.02, no_progress)
    assert result[:, :40].max() < 1.2
    assert result[:, 40:].min() > 8.8


def test_brightness_of_the_weights_does_not_matter() -> None:
    generator = np.random.default_rng(2)
    values, weight, guide = generator.uniform(0, 1, (3, 30, 30)).astype(np.float32)
    one = smooth_along_edges(values, weight, guide, 20, 0.1, no_progress)
    other = smooth_along_edges(values, weight * 0.01, guide, 20, 0.1, no_progress)
    assert one == pytest.approx(other, abs=1e-4)
