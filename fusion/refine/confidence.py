"""Confidence of a decision by activity: 1 where it is sure or does not matter, 0 where it is a guess."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fusion.decision import Comparison, Labels, Steps, to_steps, undecided
from fusion.frames.luminance_range import LuminanceRange
from fusion.photo import FloatMap
from fusion.threads import in_threads, over_bands

STEEPNESS = 6.0
TINY = float(np.float32(1e-12))
VISIBLE = 3 / 255
"""Luminance difference at which a wrong choice begins to be seen."""
CONFIDENT = 0.9
SAMPLED, EVERY_COLUMN = 300_000, 4
"""A share is estimated from rows that have ``SAMPLED`` pixels in all, every 4th column of them."""


def activity_confidence(
    comparison: Comparison, labels: Labels, luminance_range: LuminanceRange, radius: int
) -> Steps:
    """Confidence of the labels after consistency verification.

    Parameters
    ----------
    comparison
        Of the activity maps.
    labels
        (H, W): the final labels.
    luminance_range
        Of the frames.
    radius
        Half side of the window over which their difference is averaged.

    Returns
    -------
    Steps
        (H, W). With ρ the ratio of the largest activity to the second, the choice is right with the
        probability P = ρ^s / (1 + ρ^s), and the confidence is 2P − 1; it is 0 where the verification
        chose another frame than the one of largest activity. Where the frames hardly differ any choice
        is as good, and it rises to 1.

    Notes
    -----
    Made here. On pairs of known truth, made from photographs that training did not see, P with
    s = ``STEEPNESS`` is rather too low than too high (``benchmarks/decide.py confidence``). Known
    weakness: beside a depth edge the defocused foreground has the larger activity, and the confidence in
    the wrong frame is high.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((1, 2), level, np.uint8) for level in (0, 255)])
    >>> labels = np.zeros((1, 2), np.uint8)
    >>> best, second = np.array([[9, 1]], np.float32), np.array([[1, 1]], np.float32)
    >>> steps = activity_confidence(Comparison(labels, best, second), labels, LuminanceRange(frames), 1)
    >>> (steps / 65532).round(2).tolist()
    [[1.0, 0.0]]
    """

    def certain(rows: slice) -> FloatMap:
        found = certainty_of(comparison.best[rows], comparison.second[rows])
        found[labels[rows] != comparison.labels[rows]] = 0
        return found

    return confidence_of(certain, luminance_range, radius, labels.shape)


def certainty_of(best: FloatMap, second: FloatMap) -> FloatMap:
    """2P − 1, P the probability that the frame of largest activity is the right one."""
    odds = np.power((np.maximum(second, 0) + TINY) / (best + TINY), np.float32(STEEPNESS))  # ρ^−s
    found: FloatMap = (1 - odds) / (1 + odds)
    return found


def confidence_of(
    certain: Callable[[slice], FloatMap],
    luminance_range: LuminanceRange,
    radius: int,
    shape: tuple[int, ...],
) -> Steps:
    """Confidence (H, W) from certainties; it rises to 1 where the frames hardly differ."""
    result = np.empty(shape, np.uint16)
    visible = np.float32(VISIBLE**2)

    def fill(rows: slice) -> None:
        spread = luminance_range.mean_square(rows, radius)
        matters = spread / (spread + visible)
        result[rows] = to_steps(1 - (1 - np.clip(certain(rows), 0, 1)) * matters)

    over_bands(fill, shape[0], shape[1])
    return result


def overturned_share(
    comparison: Comparison, labels: Labels, luminance_range: LuminanceRange
) -> float:
    """Of the pixels decided confidently, the share to which the verification gave another frame.

    Parameters
    ----------
    comparison
        Of the activity maps, with the raw labels.
    labels
        (H, W): after consistency verification.
    luminance_range
        Of the frames.

    Returns
    -------
    float
        From 0 to 1, estimated from a grid of pixels. Only pixels count at which the choice can be seen:
        where the frames' luminances differ by ``VISIBLE`` and more. 0 where there are none.

    Notes
    -----
    Made here. Known weakness: only every 4th column of rows of 300,000 pixels in all is counted, so that
    a few small regions of a large picture can be missed.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((4, 4), level, np.uint8) for level in (0, 255)])
    >>> raw, ones = np.ones((4, 4), np.uint8), np.ones((4, 4), np.float32)
    >>> overturned_share(Comparison(raw, ones, ones / 9), np.zeros_like(raw), LuminanceRange(frames))
    1.0
    """

    def count(row: int) -> tuple[int, int]:
        """How many pixels of a row are confident, and to how many of these another frame was given."""
        rows, columns = slice(row, row + 1), slice(None, None, EVERY_COLUMN)
        best, second = (of[rows][:, columns] for of in (comparison.best, comparison.second))
        sure = certainty_of(best, second) > CONFIDENT
        sure &= comparison.labels[rows, columns] != undecided(comparison.labels)
        sure &= luminance_range.squared(rows)[:, columns] >= VISIBLE**2
        other = labels[rows, columns] != comparison.labels[rows, columns]
        return int(np.count_nonzero(sure)), int(np.count_nonzero(sure & other))

    counts = in_threads(count, range(0, len(labels), max(1, labels.size // SAMPLED)))
    confident, overturned = (sum(part) for part in zip(*counts, strict=True))
    return overturned / confident if confident else 0.0
