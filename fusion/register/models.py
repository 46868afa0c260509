"""Motion models: how each parameter of a model moves a point, and the matrix that parameters make."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from fusion.transform import Matrix, normalised

Floats = npt.NDArray[np.float64]
MotionModel = Literal["shift", "similarity", "affine", "homography"]
COUNT: dict[MotionModel, int] = {"shift": 2, "similarity": 4, "affine": 6, "homography": 8}
"""How many parameters each model has."""


def centred(shape: tuple[int, int]) -> Matrix:
    """The matrix from centred coordinates, in which the longer side runs from −1 to 1, to pixels."""
    height, width = shape
    half = max(height, width) / 2
    return np.array([[half, 0, (width - 1) / 2], [0, half, (height - 1) / 2], [0, 0, 1]])


def displacements(model: MotionModel, u: Floats, v: Floats) -> Floats:
    """How points move for each parameter of a model.

    Parameters
    ----------
    model
        Of the motion.
    u, v
        (n,): the points, in centred coordinates.

    Returns
    -------
    Floats
        (n, 2, k): the derivative of x and y by each of the k parameters, near no motion.

    Notes
    -----
    The parameters are tx, ty; for a similarity scale and turn; for an affine motion the four of its
    matrix; for a homography also the two of perspective.

    Examples
    --------
    >>> displacements("similarity", np.array([0.5]), np.array([0.25]))[0].tolist()
    [[1.0, 0.0, 0.5, -0.25], [0.0, 1.0, 0.25, 0.5]]
    """
    one, zero = np.ones_like(u), np.zeros_like(u)
    x, y = [one, zero], [zero, one]
    if model == "similarity":
        x, y = [*x, u, -v], [*y, v, u]
    elif model in ("affine", "homography"):
        x, y = [*x, u, v, zero, zero], [*y, zero, zero, u, v]
    if model == "homography":
        x, y = [*x, u * u, u * v], [*y, u * v, v * v]
    return np.stack([np.stack(x, -1), np.stack(y, -1)], -2)


def matrix_of(model: MotionModel, parameters: Floats, shape: tuple[int, int]) -> Matrix:
    """The matrix, in pixels, of a motion whose parameters are displacements in pixels.

    Parameters
    ----------
    model
        Of the motion.
    parameters
        (k,): what ``displacements`` multiplied with them gives is the motion in pixels, to first order.
    shape
        (H, W) of the picture about whose centre the motion goes.

    Returns
    -------
    Matrix
        (3, 3).

    Examples
    --------
    >>> matrix_of("shift", np.array([2.0, -1.0]), (4, 6)).tolist()
    [[1.0, 0.0, 2.0], [0.0, 1.0, -1.0], [0.0, 0.0, 1.0]]
    """
    centre = centred(shape)
    step = parameters / centre[0, 0]
    small = np.eye(3)
    small[:2, 2] = step[:2]
    if model == "similarity":
        small[:2, :2] += [[step[2], -step[3]], [step[3], step[2]]]
    elif model in ("affine", "homography"):
        small[:2, :2] += step[2:6].reshape(2, 2)
    if model == "homography":
        small[2, :2] = -step[6:8]
    return normalised(centre @ small @ np.linalg.inv(centre))


def project(matrix: Matrix, model: MotionModel, shape: tuple[int, int]) -> Matrix:
    """The motion of a model that is nearest to a matrix over the picture's points, by least squares.

    Examples
    --------
    >>> turned = np.array([[1, 0.1, 0], [-0.1, 1, 0], [0, 0, 1.0]])
    >>> project(turned, "shift", (3, 3)).round(2).tolist()
    [[1.0, 0.0, 0.1], [0.0, 1.0, -0.1], [0.0, 0.0, 1.0]]
    """
    if model == "homography":
        return normalised(matrix)
    height, width = shape
    xs, ys = (
        axis.ravel() for axis in np.meshgrid(np.linspace(0, width - 1, 5), np.linspace(0, height - 1, 5))
    )
    points = np.stack([xs, ys, np.ones_like(xs)])
    centre = centred(shape)
    u, v, _ = np.linalg.inv(centre) @ points
    lies = matrix @ points
    wanted = (lies[:2] / lies[2] - points[:2]).T.ravel()
    parts = displacements(model, u, v).reshape(len(wanted), -1)
    return matrix_of(model, np.linalg.lstsq(parts, wanted, rcond=None)[0], shape)
