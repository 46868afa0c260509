"""A smooth displacement beside a matrix: cubic B-splines over few knots, so that it cannot ripple."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
TAPS = 4
"""Knots on which a value depends along each axis."""


@dataclass(frozen=True, eq=False)
class Displacement:
    """A smooth displacement of the pixels of a picture.

    Attributes
    ----------
    knots
        (2, rows, columns) float64: x and y, in pixels of the picture that is displaced; four of each at
        least.
    spacing
        Pixels of the reference from knot to knot.
    origin
        (x, y) of the reference's pixel at which the second knot of each axis lies.

    Notes
    -----
    Between knots uniform cubic B-splines, beyond the outermost the border's value.

    Examples
    --------
    >>> shift = Displacement(np.stack([np.full((4, 4), 2.0), np.full((4, 4), -1.0)]), 8.0)
    >>> shift.at(np.arange(3.0), np.arange(2.0))[:, 0, 0].round(6).tolist()
    [2.0, -1.0]
    >>> round(shift.longest((2, 3)), 6)
    2.236068
    """

    knots: Floats
    spacing: float
    origin: tuple[float, float] = (0.0, 0.0)

    def at(self, x: Floats, y: Floats) -> Floats:
        """(2, h, w): how far the pixels of columns ``x`` (w,) and rows ``y`` (h,) are displaced.

        Each value is made of the same sums whatever is asked for beside it.
        """
        first, across = taps((x - self.origin[0]) / self.spacing, self.knots.shape[2])
        top, down = taps((y - self.origin[1]) / self.spacing, self.knots.shape[1])
        rows = sum(down[n][:, None] * self.knots[:, top + n] for n in range(TAPS))
        result = sum(across[n] * rows[:, :, first + n] for n in range(TAPS))
        return np.asarray(result, np.float64)

    def longest(self, shape: tuple[int, int]) -> float:
        """The longest displacement, in pixels, over a picture of shape (H, W); looked up at eight points
        between knots."""
        step = self.spacing / 8
        y, x = (np.append(np.arange(0.0, size - 1, step), size - 1) for size in shape)
        return float(np.hypot(*self.at(x, y)).max())

    def after_crop(self, top: int, left: int) -> Displacement:
        """The same for a reference of which ``top`` rows and ``left`` columns were cut off."""
        return Displacement(self.knots, self.spacing, (self.origin[0] - left, self.origin[1] - top))

    def reduced(self, share: float) -> Displacement:
        """The same between pictures reduced to ``share`` of their size; above 1 it enlarges."""
        x, y = (share * (value + 0.5) - 0.5 for value in self.origin)
        return Displacement(self.knots * share, self.spacing * share, (x, y))


def knots_for(size: int, spacing: float) -> int:
    """How many knots an axis of ``size`` pixels needs."""
    return max(TAPS, int(np.ceil((size - 1) / spacing)) + TAPS - 1)


def taps(at: Floats, knots: int) -> tuple[npt.NDArray[np.intp], Floats]:
    """For positions in spacings: the first knot of each, and (4, n) the weights of four from there."""
    at = np.clip(at, 0.0, knots - TAPS + 1.0)
    first = np.minimum(at.astype(np.intp), knots - TAPS)
    t = at - first
    weights = np.stack([
        (1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3
    ])  # fmt: skip
    return first, weights / 6


def basis(at: Floats, knots: int) -> Floats:
    """(n, knots): the weight of every knot at positions in spacings."""
    first, weights = taps(at, knots)
    result = np.zeros((len(at), knots))
    rows = np.arange(len(at))
    for number in range(TAPS):
        result[rows, first + number] = weights[number]
    return result


def bending(rows: int, columns: int) -> Floats:
    """(n, n) for n = rows · columns knots: what a quadratic form with it gives is the bending energy.

    The sum of squared second differences of the knots across, down and, twice, mixed.
    """
    down, across = second_differences(rows), second_differences(columns)
    mixed = np.kron(first_differences(rows), first_differences(columns))
    parts = (np.kron(down, np.eye(columns)), np.kron(np.eye(rows), across), np.sqrt(2) * mixed)
    return np.asarray(sum(part.T @ part for part in parts), np.float64)


def first_differences(count: int) -> Floats:
    """(count − 1, count)."""
    return np.diff(np.eye(count), axis=0)


def second_differences(count: int) -> Floats:
    """(count − 2, count)."""
    return np.diff(np.eye(count), n=2, axis=0)
