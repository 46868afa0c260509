"""Fitting a motion between two modalities: linear steps on blurred orientations, gathered in cells."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from fusion.displacement import Displacement, basis, bending, knots_for
from fusion.photo import FloatMap, Mask
from fusion.register.models import Floats, MotionModel, centred, displacements, matrix_of
from fusion.register.orientation import blurred, orientation
from fusion.transform import Matrix, corner_distance, normalised

CELL = 8
"""Side, in pixels, of the cells over which the equations of pixels are summed."""
ROBUST = 3.0
"""Differences beyond so many times the usual count less and less."""


@dataclass(frozen=True)
class Motion:
    """A matrix, and a smooth displacement that is added: from the first picture to the second."""

    matrix: Matrix
    displacement: Displacement | None = None

    def positions(self, shape: tuple[int, int]) -> tuple[FloatMap, FloatMap]:
        """Where the pixels of a picture of shape (h, w) come to lie: x and y."""
        height, width = shape
        columns, rows = np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64)
        x, y, w = (
            self.matrix[n, 0] * columns + self.matrix[n, 1] * rows[:, None] + self.matrix[n, 2]
            for n in range(3)
        )
        x, y = x / w, y / w
        if self.displacement is not None:
            more = self.displacement.at(columns, rows)
            x, y = x + more[0], y + more[1]
        return x.astype(np.float32), y.astype(np.float32)


@dataclass(frozen=True)
class Cells:
    """The linear equations of a step, summed cell by cell, (rows, columns) each.

    ``xx``, ``xy`` and ``yy`` are the sums of products of the slopes, ``x`` and ``y`` those of slope and
    difference.
    """

    xx: FloatMap
    xy: FloatMap
    yy: FloatMap
    x: FloatMap
    y: FloatMap

    def of(self, chosen: Mask | None) -> Cells:
        """The same with only the cells of the blocks (n, n) that are chosen; None for all of them."""
        if chosen is None:
            return self
        rows, columns = (
            np.arange(count) * side // count
            for count, side in zip(self.xx.shape, chosen.shape, strict=True)
        )
        kept = chosen[rows][:, columns]
        return Cells(*(values * kept for values in vars(self).values()))


class Fixed:
    """The picture that stays, with its orientation.

    Parameters
    ----------
    luminance
        (h, w) float32.
    """

    def __init__(self, luminance: FloatMap) -> None:
        self.orientation = orientation(luminance)
        self.shape = luminance.shape[0], luminance.shape[1]

    def seen(self, moving: FloatMap, motion: Motion) -> tuple[FloatMap, FloatMap]:
        """The orientation (2, h, w) of the moving picture as it comes to lie, and where it is known."""
        x, y = motion.positions(self.shape)
        height, width = moving.shape
        known = ((x >= 0) & (y >= 0) & (x <= width - 1) & (y <= height - 1)).astype(np.uint8)
        known = cv2.erode(known, np.ones((7, 7), np.uint8), borderType=cv2.BORDER_REPLICATE)
        lies = cv2.remap(moving, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        mask = known.astype(np.float32)
        return orientation(np.asarray(lies, np.float32)) * mask, mask

    def cells(self, moving: FloatMap, motion: Motion, sigma: float) -> Cells:
        """The equations of a step from a motion, orientations blurred by ``sigma``."""
        lies, mask = self.seen(moving, motion)
        lies, wanted = blurred(lies, sigma), blurred(self.orientation * mask, sigma)
        away = wanted - lies
        usual = 1.5 * float(np.median(np.abs(away[:, ::2, ::2]))) + 1e-9
        weight = mask / (1 + np.square(away / (ROBUST * usual)))
        gx, gy = (
            np.stack([cv2.Sobel(c, cv2.CV_32F, *d, ksize=3, scale=1 / 8) for c in lies])
            for d in ((1, 0), (0, 1))
        )
        products = (gx * gx, gx * gy, gy * gy, gx * away, gy * away)
        return Cells(*(summed((weight * product).sum(axis=0)) for product in products))


def moved_by(before: Motion, after: Motion, shape: tuple[int, int]) -> float:
    """How far, in pixels, the corners of a picture come to lie from where they lay, on average."""
    return corner_distance(before.matrix, after.matrix, shape)


def summed(values: FloatMap) -> FloatMap:
    """Means over cells, (rows, columns)."""
    height, width = values.shape
    size = (max(1, width // CELL), max(1, height // CELL))
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)


def cell_centres(shape: tuple[int, int], cells: tuple[int, ...]) -> tuple[Floats, Floats]:
    """x of the columns and y of the rows of cells, in pixels of a picture of shape (h, w)."""
    ys, xs = (
        (np.arange(count) + 0.5) * size / count - 0.5
        for size, count in zip(shape, cells, strict=True)
    )
    return np.asarray(xs, np.float64), np.asarray(ys, np.float64)


def global_step(cells: Cells, motion: Motion, model: MotionModel, shape: tuple[int, int]) -> Motion:
    """The motion after a step of its matrix by a model, to be applied before what there is."""
    xs, ys = cell_centres(shape, cells.xx.shape)
    x, y = (axis.ravel() for axis in np.meshgrid(xs, ys))
    u, v, _ = np.linalg.inv(centred(shape)) @ np.stack([x, y, np.ones_like(x)])
    parts = displacements(model, u, v)
    left, right = equations(cells, parts[:, 0], parts[:, 1])
    step = solved(left, right, 1e-6)
    return replace(motion, matrix=normalised(motion.matrix @ matrix_of(model, step, shape)))


def local_step(
    cells: Cells, motion: Motion, spacing: float, stiffness: float, shape: tuple[int, int]
) -> Motion:
    """The motion after a step of its displacement, whose bending energy costs ``stiffness``."""
    xs, ys = cell_centres(shape, cells.xx.shape)
    rows, columns = (knots_for(size, spacing) for size in shape)
    across, down = basis(xs / spacing, columns), basis(ys / spacing, rows)
    weights = np.einsum("yr,xc->yxrc", down, across).reshape(len(ys) * len(xs), rows * columns)
    none = np.zeros_like(weights)
    left, right = equations(cells, np.hstack([weights, none]), np.hstack([none, weights]))
    scale = stiffness * np.trace(left) / len(left)
    before = np.zeros((2, rows * columns))
    if motion.displacement is not None:
        before = motion.displacement.knots.reshape(2, -1)
    energy = np.kron(np.eye(2), bending(rows, columns))
    step = solved(left + scale * energy, right - scale * energy @ before.ravel(), 1e-4)
    knots = (before + step.reshape(2, -1)).reshape(2, rows, columns)
    return replace(motion, displacement=Displacement(knots, spacing))


def equations(cells: Cells, across: Floats, down: Floats) -> tuple[Floats, Floats]:
    """Both sides of the normal equations, for (n, k) derivatives of x and y by k parameters."""
    xx, xy, yy, x, y = (values.astype(np.float64).ravel() for values in vars(cells).values())
    left = across.T @ (xx[:, None] * across + xy[:, None] * down)
    left += down.T @ (xy[:, None] * across + yy[:, None] * down)
    return left, across.T @ x + down.T @ y


def solved(left: Floats, right: Floats, damping: float) -> Floats:
    """The solution, damped where the equations say nothing."""
    size = max(float(np.trace(left)) / len(left), 1e-12)
    return np.asarray(np.linalg.solve(left + damping * size * np.eye(len(left)), right))
