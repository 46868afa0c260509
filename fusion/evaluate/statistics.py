"""Means with bootstrap intervals, and ranks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fusion.evaluate.runs import Row
from fusion.metrics import METRICS
from fusion.metrics.catalogue import Direction

RESAMPLES = 10_000
CHUNK = 500
NONE = math.nan


@dataclass(frozen=True)
class Summary:
    """One contender by one metric over the pictures that every contender has a value for.

    Attributes
    ----------
    mean, low, high
        The mean and its 95 % bootstrap interval; NaN for want of pictures (two for an interval).
    count
        How many pictures.
    rank
        Of the mean among the contenders' means: 1 is best, equal ones share the mean of their ranks.
    mean_rank
        The mean over the pictures of the rank on each.
    """

    mean: float
    low: float
    high: float
    count: int
    rank: float
    mean_rank: float


def bootstrap_interval(values: Sequence[float], level: float = 0.95) -> tuple[float, float]:
    """Percentile interval of the mean: 10,000 times as many values, drawn again from ``values``.

    The draws are the same at every call. NaN for fewer than two values.
    """
    if len(values) < 2:
        return NONE, NONE
    numbers = np.asarray(values, np.float64)
    generator = np.random.default_rng(0)
    means = np.concatenate(
        [
            numbers[generator.integers(0, len(numbers), (CHUNK, len(numbers)))].mean(axis=1)
            for _ in range(RESAMPLES // CHUNK)
        ]
    )
    tail = (1 - level) / 2
    low, high = np.quantile(means, [tail, 1 - tail], method="nearest")  # infinity stays infinity
    return float(low), float(high)


def ranks(values: Sequence[float], direction: Direction) -> list[float]:
    """1 for the best. Equal values share the mean of their ranks; NaN has none."""
    badness = [cost(value, direction) for value in values]
    return [
        NONE
        if math.isnan(mine)
        else 1 + sum(other < mine for other in badness) + (badness.count(mine) - 1) / 2
        for mine in badness
    ]


def cost(value: float, direction: Direction) -> float:
    """The value turned so that smaller is better."""
    if direction == "nearest zero":
        return abs(value)
    return value if direction == "lower" else -value


def summarise(rows: Sequence[Row], labels: Sequence[str], key: str) -> dict[str, Summary]:
    """A summary of each contender by its label.

    Only pictures that all contenders have a value for are counted, so that all means are of the same
    pictures. A contender without any value is left out, and does not count for the others.
    """
    values = {
        label: {
            (row.dataset, row.image): row.values[key]
            for row in rows
            if row.method == label and key in row.values and not math.isnan(row.values[key])
        }
        for label in labels
    }
    present = [label for label in labels if values[label]]
    common = [
        image
        for image in (values[present[0]] if present else {})
        if all(image in values[label] for label in present)
    ]
    if not common:
        return {}
    table = np.array([[values[label][image] for label in present] for image in common])
    return summaries(table, present, METRICS[key].direction)


def summaries(
    table: npt.NDArray[np.float64], labels: Sequence[str], direction: Direction
) -> dict[str, Summary]:
    """A summary of each contender from values (pictures, contenders)."""
    means = [float(column.mean()) for column in table.T]
    by_image = np.array([ranks([float(value) for value in line], direction) for line in table])
    made = {}
    for place, (label, rank) in enumerate(zip(labels, ranks(means, direction), strict=True)):
        low, high = bootstrap_interval(table[:, place].tolist())
        made[label] = Summary(
            means[place], low, high, len(table), rank, float(by_image[:, place].mean())
        )
    return made


def groups(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows of each data set, and where there are several, of all together under ``all``."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.dataset, []).append(row)
    return {**found, "all data sets": list(rows)} if len(found) > 1 else found
