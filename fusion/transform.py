"""Where a frame lies against the reference: a matrix, perhaps a smooth displacement, and gains."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from fusion.displacement import Displacement

Matrix = npt.NDArray[np.float64]
"""(3, 3): takes pixel (x, y, 1) to another picture's pixel; pixel centres at whole numbers."""
Gain = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Transform:
    """Where a frame lies against the reference, and how bright it is.

    Attributes
    ----------
    matrix
        (3, 3): takes pixel (x, y, 1) of the reference to the frame's pixel.
    gain
        For red, green and blue: the frame times the gain is as bright as the reference, in linear light.
    displacement
        Added to where the matrix takes a pixel; None where the matrix says all.

    Examples
    --------
    >>> Transform().is_still, Transform(gain=(1.1, 1.0, 1.0)).has_gain
    (True, True)
    """

    matrix: Matrix = field(default_factory=lambda: np.eye(3))
    gain: Gain = (1.0, 1.0, 1.0)
    displacement: Displacement | None = None

    @property
    def is_still(self) -> bool:
        """Whether no pixel moves."""
        return self.displacement is None and bool(np.array_equal(self.matrix, np.eye(3)))

    @property
    def has_gain(self) -> bool:
        """Whether brightness changes."""
        return self.gain != (1.0, 1.0, 1.0)

    def after_crop(self, top: int, left: int) -> Transform:
        """The transform for a reference of which ``top`` rows and ``left`` columns were cut off."""
        offset = np.array([[1.0, 0, left], [0, 1, top], [0, 0, 1]])
        bend = self.displacement
        return Transform(
            self.matrix @ offset, self.gain, None if bend is None else bend.after_crop(top, left)
        )

    def reduced(self, share: float) -> Transform:
        """The transform between pictures reduced to ``share`` of their size; above 1 it enlarges."""
        bend = self.displacement
        return Transform(
            reduced(self.matrix, share), self.gain, None if bend is None else bend.reduced(share)
        )

    def positions(self, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> Matrix:
        """(2, h, w): where the pixels of columns ``x`` (w,) and rows ``y`` (h,) come to lie."""
        matrix, y_down = self.matrix, y[:, None]
        lies = [matrix[n, 0] * x + matrix[n, 1] * y_down + matrix[n, 2] for n in range(3)]
        at: Matrix = np.stack([lies[0] / lies[2], lies[1] / lies[2]])
        return at if self.displacement is None else at + self.displacement.at(x, y)


def reduced(matrix: Matrix, share: float) -> Matrix:
    """The same motion between pictures reduced to ``share`` of their size; above 1 it enlarges."""
    scale = np.array([[share, 0, 0.5 * share - 0.5], [0, share, 0.5 * share - 0.5], [0, 0, 1]])
    return normalised(scale @ matrix @ inverse(scale))


def normalised(matrix: Matrix) -> Matrix:
    """The matrix with 1 in its lower right corner."""
    result: Matrix = matrix / matrix[2, 2]
    return result


def inverse(matrix: Matrix) -> Matrix:
    """The motion back."""
    return normalised(np.asarray(np.linalg.inv(matrix), np.float64))


def corners(shape: tuple[int, int]) -> Matrix:
    """The four corners of a picture of shape (H, W), as columns (x, y, 1)."""
    height, width = shape
    return np.array(
        [[0, width - 1, 0, width - 1], [0, 0, height - 1, height - 1], [1, 1, 1, 1]], np.float64
    )


def moved(matrix: Matrix, points: Matrix) -> Matrix:
    """(2, n): where points, given as columns (x, y, 1), come to lie."""
    lies = matrix @ points
    result: Matrix = lies[:2] / lies[2]
    return result


def corner_distance(one: Matrix, other: Matrix, shape: tuple[int, int]) -> float:
    """By how many pixels two transforms differ at the four corners of a picture (H, W), on average.

    Examples
    --------
    >>> corner_distance(np.eye(3), np.array([[1.0, 0, 3], [0, 1, 4], [0, 0, 1]]), (10, 20))
    5.0
    """
    points = corners(shape)
    return float(np.hypot(*(moved(one, points) - moved(other, points))).mean())
