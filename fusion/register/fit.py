"""Fitting the motion between two frames at one size: robust, symmetric Gauss-Newton over windows."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from fusion.photo import FloatMap
from fusion.register.levels import Level
from fusion.register.models import MotionModel, displacements, matrix_of
from fusion.transform import Matrix, normalised

Floats = npt.NDArray[np.float64]
CELL = 10
"""Side of a cell in pixels; a window is 3 × 3 cells."""
FEWEST_WINDOWS = 20
AGREEING_PX = 0.5
"""A window agrees with the motion if its own shift differs by less."""
ALIKE = 0.5
"""Correlation of the two frames that a window must have."""


@dataclass(frozen=True)
class Windows:
    """What each window says about the motion that is left.

    Attributes
    ----------
    u, v
        (n,): centres, in centred coordinates.
    normal, right
        (n, 2, 2) and (n, 2): the normal equations of the window's shift.
    shift
        (n, 2): the shift that explains the window best, in pixels.
    residual
        (n,): squared difference that this shift leaves.
    textured
        How many windows show texture in both frames, alike or not.
    """

    u: Floats
    v: Floats
    normal: Floats
    right: Floats
    shift: Floats
    residual: Floats
    textured: int

    def __len__(self) -> int:
        return len(self.u)


@dataclass(frozen=True)
class Fit:
    """A fitted motion.

    Attributes
    ----------
    matrix
        From pixels of the first frame to those of the second, at this size.
    windows, weight
        What was compared at last, and how much each window counted, (n,).
    miss
        (n,): by how many pixels each window's own shift disagrees with the motion.
    information
        (k, k): inverse covariance of the parameters, up to the unit of the residuals.
    """

    matrix: Matrix
    windows: Windows
    weight: Floats
    miss: Floats
    information: Floats

    @property
    def agreeing(self) -> float:
        """How many windows agree with the motion."""
        return float((self.miss < AGREEING_PX).sum())

    @property
    def inliers(self) -> float:
        """Share of the textured windows that agree with the motion, 0 to 1."""
        return self.agreeing / max(self.windows.textured, 1)


def compare(first: Level, second: Level, matrix: Matrix) -> Windows:
    """What each window says about the motion that is left after ``matrix``."""
    height, width = first.shape
    size = (width, height)
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    moved: FloatMap = np.asarray(
        cv2.warpPerspective(second.values, matrix, size, flags=flags, borderValue=-1e4), np.float32
    )
    inside = cv2.erode((moved > -1e3).astype(np.uint8), np.ones((5, 5), np.uint8))
    textured = cv2.warpPerspective(
        second.textured, matrix, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    one = first.values
    np.copyto(moved, one, where=moved <= -1e3)
    gx, gy = (slope(one + moved, x, y) for x, y in ((1, 0), (0, 1)))
    error = one - moved
    maps = [windowed(x) for x in (gx * gx, gx * gy, gy * gy, gx * error, gy * error, error * error)]
    own, others = windowed(one * one), windowed(moved * moved)
    product = (own + others - maps[5]) / 2 / np.sqrt(np.maximum(own * others, 1e-6))
    seen = windowed(np.where(inside > 0, np.minimum(textured, first.textured), np.float32(-1))) > 0.6
    use = seen & (product > ALIKE)
    rows, columns = maps[0].shape
    ys, xs = np.mgrid[0:rows, 0:columns]
    half = max(height, width) / 2
    u = ((xs * CELL + 1.5 * CELL - 0.5) - (width - 1) / 2) / half
    v = ((ys * CELL + 1.5 * CELL - 0.5) - (height - 1) / 2) / half
    xx, xy, yy, bx, by, ee = (x[use].astype(np.float64) for x in maps)
    det = xx * yy - xy * xy + 1e-12
    shift = np.stack([(yy * bx - xy * by) / det, (xx * by - xy * bx) / det], -1)
    residual = np.maximum(ee - (bx * shift[:, 0] + by * shift[:, 1]), 1e-6)
    normal = np.stack([np.stack([xx, xy], -1), np.stack([xy, yy], -1)], -2)
    return Windows(u[use], v[use], normal, np.stack([bx, by], -1), shift, residual, int(seen.sum()))


def slope(values: FloatMap, x: int, y: int) -> FloatMap:
    """The gradient of the mean of two pictures whose sum is given, in one direction."""
    return np.asarray(np.float32(0.25) * cv2.Sobel(values, cv2.CV_32F, x, y, ksize=1), np.float32)


def windowed(values: FloatMap) -> FloatMap:
    """The mean over windows of 3 × 3 cells, one window a cell, those that lie inside."""
    rows, columns = values.shape[0] // CELL, values.shape[1] // CELL
    cells = cv2.resize(
        values[: rows * CELL, : columns * CELL], (columns, rows), interpolation=cv2.INTER_AREA
    )
    return np.asarray(cv2.blur(cells, (3, 3))[1:-1, 1:-1], np.float32)


@dataclass(frozen=True)
class Solution:
    """The motion that the windows agree on.

    Attributes
    ----------
    parameters, information
        (k,) and (k, k): the parameters, and their inverse covariance.
    weight, miss
        (n,): how much each window counts, and by how many pixels it disagrees.
    """

    parameters: Floats
    information: Floats
    weight: Floats
    miss: Floats


def solve(windows: Windows, model: MotionModel, use: npt.NDArray[np.bool_] | None = None) -> Solution:
    """The motion that is left, from all windows or those that ``use`` names.

    Geman-McClure weights on each window's distance from the motion, by its own uncertainty.
    """
    parts = displacements(model, windows.u, windows.v)
    count = parts.shape[-1]
    used = np.ones(len(windows)) if use is None else use.astype(np.float64)
    chosen = used > 0
    turned = np.swapaxes(parts, 1, 2) @ windows.normal
    normals = (turned @ parts).reshape(len(windows), -1)
    rights = (np.swapaxes(parts, 1, 2) @ windows.right[:, :, None])[:, :, 0]
    (xx, xy), (_, yy) = windows.normal.transpose(1, 2, 0)
    certain = used / windows.residual**0.75
    robust = np.ones(len(windows))
    for _ in range(8):
        weight = certain * robust
        left = (weight @ normals).reshape(count, count)
        ridge = 1e-9 * np.trace(left) * np.eye(count)
        found = np.linalg.solve(left + ridge, weight @ rights)
        miss = windows.shift - parts @ found
        x, y = miss.T
        distance = (xx * x * x + 2 * xy * x * y + yy * y * y) / windows.residual
        robust = 1 / (1 + distance / (0.5 * np.median(distance[chosen]) + 1e-12)) ** 2
    return Solution(found, left, used * robust, np.hypot(*miss.T))


def fit(first: Level, second: Level, matrix: Matrix, model: MotionModel, steps: int) -> Fit | None:
    """Fit a motion in at most ``steps`` steps from ``matrix`` on; None where too little is alike."""
    shape = first.shape
    result = None
    for _ in range(steps):
        windows = compare(first, second, matrix)
        if len(windows) < FEWEST_WINDOWS:
            return None
        solved = solve(windows, model)
        matrix = matrix @ matrix_of(model, solved.parameters, shape)
        result = Fit(normalised(matrix), windows, solved.weight, solved.miss, solved.information)
        if np.abs(solved.parameters).sum() < 0.003:
            break
    return result
