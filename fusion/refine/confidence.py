"""Confidence: how sure the choice of a frame is, or how little it matters."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fusion.activity.comparison import Comparison
from fusion.decision import Labels, Steps, to_steps
from fusion.frames.luminance_range import Difference, mean_square
from fusion.photo import FloatMap
from fusion.threads import over_bands

STEEPNESS = 6.0
TINY = float(np.float32(1e-12))
VISIBLE = 3 / 255
"""Luminance difference at which a wrong choice begins to be seen."""


def confidence(sharpest: Comparison, labels: Labels, apart: Difference, radius: int) -> Steps:
    """Confidence (H, W) of the cleaned ``labels``, in steps.

    With ρ the ratio of the largest blur map to the second, the choice is right with the probability
    P = ρ^s / (1 + ρ^s), and the confidence is 2P − 1; it is 0 where cleaning chose another frame than
    the sharpest. Where the frames hardly differ any choice is as good, and it rises to 1.

    With s = ``STEEPNESS`` it errs on the careful side on pairs of known truth, made from photographs
    that training did not see (``benchmarks/decide.py confidence``, table in ``docs/lab/sesf.md``).
    """

    def sure(rows: slice) -> FloatMap:
        best, second = sharpest.best[rows], np.maximum(sharpest.second[rows], 0)
        odds = np.power((second + TINY) / (best + TINY), np.float32(STEEPNESS))  # ρ^−s
        found: FloatMap = (1 - odds) / (1 + odds)  # 2P − 1
        found[labels[rows] != sharpest.labels[rows]] = 0
        return found

    return confidence_of(sure, apart, radius, labels.shape)


def confidence_of(
    sure: Callable[[slice], FloatMap], apart: Difference, radius: int, shape: tuple[int, ...]
) -> Steps:
    """Of how sure the choice is, by strips of rows; where frames hardly differ it does not matter."""
    result = np.empty(shape, np.uint16)
    visible = np.float32(VISIBLE**2)

    def fill(rows: slice) -> None:
        spread = mean_square(apart, rows, radius, shape[0])
        matters = spread / (spread + visible)
        result[rows] = to_steps(1 - (1 - np.clip(sure(rows), 0, 1)) * matters)

    over_bands(fill, shape[0], shape[1])
    return result
