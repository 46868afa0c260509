"""Gaussian noise that belongs to a place: a pixel has the same number in whatever tile it lies."""

from __future__ import annotations

import numpy as np

from models.arrays import FloatMap

_SQUARE = 128
"""Side in pixels of the squares, from the upper left corner on, whose numbers are made together."""


def noise_at(seed: int, step: int, area: tuple[slice, slice]) -> FloatMap:
    """Standard Gaussian numbers of an area of the picture.

    Parameters
    ----------
    seed
        From 0 on.
    step
        Of the diffusion: another one has other numbers.
    area
        Rows and columns in pixels of the whole picture.

    Returns
    -------
    FloatMap
        (h, w) float32; independent of each other, and a function of seed, step, row and column alone.

    Examples
    --------
    >>> whole = noise_at(1, 0, (slice(0, 300), slice(0, 200)))
    >>> part = noise_at(1, 0, (slice(100, 150), slice(120, 180)))
    >>> bool((whole[100:150, 120:180] == part).all())
    True
    """
    rows, columns = area
    result = np.empty((rows.stop - rows.start, columns.stop - columns.start), np.float32)
    for top in range(rows.start // _SQUARE * _SQUARE, rows.stop, _SQUARE):
        for left in range(columns.start // _SQUARE * _SQUARE, columns.stop, _SQUARE):
            square = _square(seed, step, top // _SQUARE, left // _SQUARE)
            begin, end = max(top, rows.start), min(top + _SQUARE, rows.stop)
            first, last = max(left, columns.start), min(left + _SQUARE, columns.stop)
            across = slice(first - columns.start, last - columns.start)
            cut = square[begin - top : end - top, first - left : last - left]
            result[begin - rows.start : end - rows.start, across] = cut
    return result


def _square(seed: int, step: int, row: int, column: int) -> FloatMap:
    """The numbers of one square, by Box and Muller from a counting generator."""
    bits = np.random.Philox(key=seed, counter=[0, step, row, column])
    half = _SQUARE * _SQUARE // 2
    whole = bits.random_raw(2 * half) >> np.uint64(11)
    uniform = (whole.astype(np.float64) + 0.5) * 2.0**-53
    radius = np.sqrt(-2 * np.log(uniform[:half]))
    angle = 2 * np.pi * uniform[half:]
    numbers = np.concatenate((radius * np.cos(angle), radius * np.sin(angle)))
    return numbers.reshape(_SQUARE, _SQUARE).astype(np.float32)
