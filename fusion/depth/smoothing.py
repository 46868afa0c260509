"""Smoothing along edges: values spread from where they are sure, and stop at edges of a picture."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import NamedTuple

import cv2
import numpy as np

from fusion.photo import FloatMap
from fusion.progress import Progress
from fusion.threads import in_threads

PASSES = 3
COARSE = 8
"""The surroundings of a pixel that no sure value reaches are taken from a map so many times smaller."""
COARSE_REACH = 4.0
"""Reach in the smaller map over that in the full one."""
LEAST_WEIGHT = np.float32(1e-5)
"""Weight of what comes from there, against a mean weight of 1."""
NEAR_REACH, FAR_WEIGHT = 1 / 3, np.float32(0.3)
"""Where values are sure, those within a third of the reach count; what comes from farther away has a
weight of 0.3 beside them, which matters where they are not."""
LINES = 2048
"""Lines that are solved at once; with fewer the time goes into calls."""


class Reach(NamedTuple):
    """Distance over which a value's influence falls to 1/e, and the step of the guide that does so."""

    px: float
    contrast: float


def smooth_along_edges(
    values: FloatMap,
    weight: FloatMap,
    guide: FloatMap,
    reach: float,
    contrast: float,
    progress: Progress,
) -> FloatMap:
    """The weighted mean of the values around each pixel, over paths that cross no edge of the guide.

    Parameters
    ----------
    values, weight
        (H, W) float32; a weight of 0 leaves a value out.
    guide
        (H, W) float32 in [0, 1], whose edges are kept.
    reach
        Distance in pixels over which a value's influence falls to 1/e where the guide is flat.
    contrast
        A step of the guide that holds back all but 1/e.
    progress
        Called after each pass.

    Returns
    -------
    FloatMap
        (H, W) float32, between the smallest and the largest value.

    Notes
    -----
    Min et al., "Fast global image smoothing based on weighted least squares", IEEE TIP 2014,
    DOI 10.1109/TIP.2014.2366600: (1 + λL) u = f is solved along columns and rows in turn, for values
    times weights and for the weights, whose quotient is the result. Made here: where no weight reaches,
    the same at an eighth of the size takes over; where values are sure, only those nearby count.

    Known weakness: an edge without contrast lets one surface's values into the other.

    Examples
    --------
    >>> from fusion.progress import no_progress
    >>> guide = np.repeat(np.float32([[0, 0, 1, 1]]), 4, axis=0)
    >>> values = np.repeat(np.float32([[1, 9, 9, 5]]), 4, axis=0)
    >>> weight = np.repeat(np.float32([[1, 0, 0, 1]]), 4, axis=0)
    >>> smooth_along_edges(values, weight, guide, 50, 0.02, no_progress)[0].round(2).tolist()
    [1.0, 1.0, 5.0, 5.0]
    """
    done = count(1)

    def report() -> None:
        progress("Smoothing the depth", next(done), 3 * PASSES)

    weight = weight / np.float32(max(weight.mean(dtype=np.float64), 1e-12))
    found = surroundings(values, weight, guide, Reach(reach, contrast), report)
    for trust, distance in ((LEAST_WEIGHT, reach), (FAR_WEIGHT, NEAR_REACH * reach)):
        part, whole = values * weight + found * trust, weight + trust
        found = solve(part, whole, guide, Reach(distance, contrast), report)
    return np.clip(found, values.min(), values.max())


def surroundings(
    values: FloatMap, weight: FloatMap, guide: FloatMap, reach: Reach, report: Callable[[], None]
) -> FloatMap:
    """(H, W): the weighted mean from farther away, by the same means at a small size."""
    height, width = values.shape
    size = (max(width // COARSE, 1), max(height // COARSE, 1))
    part, whole, small = (
        np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)
        for plane in (values * weight, weight, guide)
    )
    mean = np.float32(part.sum(dtype=np.float64) / max(whole.sum(dtype=np.float64), 1e-12))
    part, whole = part + mean * LEAST_WEIGHT**2, whole + LEAST_WEIGHT**2
    farther = Reach(COARSE_REACH * reach.px / COARSE, reach.contrast)
    far = solve(part, whole, small, farther, report)
    full = cv2.resize(far, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(full, np.float32)


def solve(
    part: FloatMap, whole: FloatMap, guide: FloatMap, reach: Reach, report: Callable[[], None]
) -> FloatMap:
    """The quotient of two planes, each smoothed along the edges of the guide; both are overwritten."""
    across = np.ascontiguousarray(guide.T)
    for number in range(PASSES):
        strength = reach.px**2 * 1.5 * 4 ** (PASSES - 1 - number) / (4**PASSES - 1)
        solve_columns(part, whole, guide, strength, reach.contrast)
        part, whole = np.ascontiguousarray(part.T), np.ascontiguousarray(whole.T)
        solve_columns(part, whole, across, strength, reach.contrast)
        part, whole = np.ascontiguousarray(part.T), np.ascontiguousarray(whole.T)
        report()
    part /= whole
    return part


def solve_columns(
    part: FloatMap, whole: FloatMap, guide: FloatMap, strength: float, contrast: float
) -> None:
    """Solve (1 + λL) u = f in place for each column of two planes that share their matrix."""
    width = part.shape[1]

    def work(left: int) -> None:
        columns = slice(left, min(left + LINES, width))
        planes = np.stack([part[:, columns], whole[:, columns]], axis=1)
        solve_tridiagonal(planes, bonds(guide[:, columns], strength, contrast))
        part[:, columns], whole[:, columns] = planes[:, 0], planes[:, 1]

    in_threads(work, range(0, width, LINES))


def bonds(guide: FloatMap, strength: float, contrast: float) -> FloatMap:
    """(H - 1, W): λ times how strongly each pixel holds on to the one below it."""
    step = np.abs(guide[1:] - guide[:-1])
    held: FloatMap = np.exp(step * np.float32(-1 / contrast)) * np.float32(strength)
    return held


def solve_tridiagonal(planes: FloatMap, bond: FloatMap) -> None:
    """Thomas's algorithm down the first axis of (H, 2, W), in place; ``bond`` is (H - 1, W)."""
    height = len(planes)
    upper = np.empty_like(bond)
    for row in range(height):
        pivot = np.ones(planes.shape[2], np.float32)
        if row:
            pivot += bond[row - 1] * (1 - upper[row - 1])
            planes[row] += bond[row - 1] * planes[row - 1]
        if row < height - 1:
            pivot += bond[row]
            upper[row] = bond[row] / pivot
        planes[row] /= pivot
    for row in range(height - 2, -1, -1):
        planes[row] += upper[row] * planes[row + 1]
