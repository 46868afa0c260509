"""A dense displacement field made smooth, by a matrix and splines over few knots: lines stay lines."""

from __future__ import annotations

import numpy as np

from fusion.displacement import Displacement, basis, bending, knots_for
from fusion.photo import FloatMap, Mask
from fusion.register.cross_fit import Motion, solved
from fusion.register.models import Floats, centred, displacements, matrix_of

SPACING = 64.0
"""Pixels from knot to knot."""
STIFFNESS = 0.1
ROUNDS = 8
"""Of weighing down what does not fit."""
STEP = 4
"""Every fourth pixel of the rows and columns is fitted."""
MOST_LOCAL = 8.0
"""Pixels by which the local part moves at most."""


def smooth_motion(field: FloatMap, known: Mask) -> Motion:
    """The motion nearest to a dense field that cannot ripple.

    Parameters
    ----------
    field
        (2, H, W): x and y, in pixels.
    known
        (H, W): where it is to be believed.

    Returns
    -------
    Motion
        An affine matrix, fitted so that a part that moves otherwise does not count, and cubic B-splines
        with bending energy for the rest, of at most 8 pixels.

    Notes
    -----
    Iteratively reweighted least squares (Cauchy). Known weakness: steps of the field, as at the edge of
    what is near, become slopes.

    Examples
    --------
    >>> rows, columns = np.mgrid[:64, :64].astype(np.float32)
    >>> rippled = np.stack([3 + np.sin(columns), 0.02 * columns])
    >>> motion = smooth_motion(rippled, np.ones((64, 64), bool))
    >>> (motion.matrix @ (30, 30, 1)).round().tolist()
    [33.0, 31.0, 1.0]
    """
    shape = known.shape[0], known.shape[1]
    rows, columns = np.arange(0, shape[0], STEP), np.arange(0, shape[1], STEP)
    x, y = (axis.ravel().astype(np.float64) for axis in np.meshgrid(columns, rows))
    wanted = field[:, ::STEP, ::STEP].reshape(2, -1).T.astype(np.float64)
    trusted = known[::STEP, ::STEP].ravel().astype(np.float64)
    u, v, _ = np.linalg.inv(centred(shape)) @ np.stack([x, y, np.ones_like(x)])
    parts = displacements("affine", u, v)
    step, left = robust(parts, wanted, trusted)
    knots = (knots_for(shape[0], SPACING), knots_for(shape[1], SPACING))
    weights = np.einsum(
        "yr,xc->yxrc", basis(rows / SPACING, knots[0]), basis(columns / SPACING, knots[1])
    ).reshape(len(x), -1)
    weighted = weights * trusted[:, None]
    normal = weights.T @ weighted
    scale = np.trace(normal) / len(normal)
    normal = normal + STIFFNESS * scale * bending(*knots)
    local = solved(normal, weighted.T @ left, 1e-4).T.reshape(2, *knots)
    bend = Displacement(local, SPACING)
    longest = bend.longest(shape)
    if longest > MOST_LOCAL:
        bend = Displacement(local * (MOST_LOCAL / longest), SPACING)
    return Motion(matrix_of("affine", step, shape), bend)


def robust(parts: Floats, wanted: Floats, trusted: Floats) -> tuple[Floats, Floats]:
    """Parameters (k,) by which ``parts`` (n, 2, k) give the ``wanted`` (n, 2); what is left (n, 2)."""
    weight = trusted.copy()
    left = wanted
    step = np.zeros(parts.shape[2])
    for _ in range(ROUNDS):
        weighted = parts * weight[:, None, None]
        normal = np.einsum("nik,nil->kl", weighted, parts)
        step = solved(normal, np.einsum("nik,ni->k", weighted, wanted), 1e-9)
        left = wanted - parts @ step
        length = np.hypot(*left.T)
        usual = max(float(np.median(length[trusted > 0])) if trusted.any() else 1.0, 1e-6)
        weight = trusted / (1 + np.square(length / (2 * usual)))
    return step, left
