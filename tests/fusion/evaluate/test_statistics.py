"""Intervals and ranks of known data."""

import math

import numpy as np
import pytest

from fusion.evaluate.runs import Row
from fusion.evaluate.statistics import bootstrap_interval, ranks, summarise

NAN = math.nan


def test_the_interval_is_that_of_the_normal_law_for_many_values() -> None:
    values = np.random.default_rng(1).normal(10, 2, 400)
    low, high = bootstrap_interval(list(values))
    half = 1.96 * values.std() / 20
    assert low == pytest.approx(values.mean() - half, abs=0.02)
    assert high == pytest.approx(values.mean() + half, abs=0.02)
    assert (low, high) == bootstrap_interval(list(values))


def test_the_interval_of_equal_values_is_a_point_and_of_one_value_unknown() -> None:
    assert bootstrap_interval([3.0] * 5) == (3.0, 3.0)
    assert all(math.isnan(end) for end in bootstrap_interval([3.0]))


def test_ranks_follow_the_direction_and_share_ties() -> None:
    assert ranks([1, 3, 2], "higher") == [3, 1, 2]
    assert ranks([1, 3, 2], "lower") == [1, 3, 2]
    assert ranks([-0.1, 0.5, 0.1], "nearest zero") == [1.5, 3, 1.5]
    assert ranks([math.inf, 30, math.inf], "higher") == [1.5, 3, 1.5]
    assert str(ranks([NAN, 2, 1], "lower")) == "[nan, 2.0, 1.0]"


def test_means_are_over_the_pictures_that_all_have() -> None:
    values = {"a": [1.0, 2.0, 9.0], "b": [2.0, 3.0, None], "c": [None] * 3}
    rows = [
        Row("d", str(image), label, {} if value is None else {"Q_CV": value})
        for label, column in values.items()
        for image, value in enumerate(column)
    ]
    made = summarise(rows, ["a", "b", "c"], "Q_CV")
    assert set(made) == {"a", "b"}
    assert (made["a"].mean, made["a"].count, made["a"].rank, made["a"].mean_rank) == (1.5, 2, 1, 1)
    assert (made["b"].mean, made["b"].rank) == (2.5, 2)
