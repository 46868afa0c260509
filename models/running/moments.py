"""Mean and variance of a map over a picture, gathered tile by tile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]


@dataclass
class Moments:
    """Of each channel: the count of pixels, their mean, and the sum of squared deviations from it.

    Chan, Golub and LeVeque's update: no large sums are subtracted, so that nothing is lost to rounding.

    Examples
    --------
    >>> moments = Moments.none(1)
    >>> moments.add(2, np.array([1.0]), np.array([2.0]))  # of 0 and 2
    >>> moments.add(1, np.array([4.0]), np.array([0.0]))
    >>> moments.mean.tolist(), moments.variance.round(4).tolist()
    ([2.0], [2.6667])
    """

    count: int
    mean: Values
    deviations: Values

    @classmethod
    def none(cls, channels: int) -> Moments:
        """Of no pixels."""
        return cls(0, np.zeros(channels), np.zeros(channels))

    def add(self, count: int, mean: npt.ArrayLike, deviations: npt.ArrayLike) -> None:
        """Take in further pixels: their count, mean and sum of squared deviations, a channel each."""
        total = self.count + count
        difference = np.asarray(mean, np.float64).ravel() - self.mean
        self.mean = self.mean + difference * (count / total)
        apart = difference**2 * (self.count * count / total)
        self.deviations = self.deviations + np.asarray(deviations, np.float64).ravel() + apart
        self.count = total

    @property
    def variance(self) -> Values:
        """Of all pixels taken in, (C,)."""
        return self.deviations / self.count
