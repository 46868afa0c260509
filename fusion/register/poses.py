"""The poses of all frames of a stack, solved jointly from matches between pairs of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fusion.register.models import MotionModel, centred, displacements, matrix_of
from fusion.transform import Matrix, normalised

Floats = npt.NDArray[np.float64]
GRID = 4
ROUNDS = 12


@dataclass(frozen=True, eq=False)
class Link:
    """A match between two frames.

    Attributes
    ----------
    first, second
        Their indices.
    matrix
        From pixels of the first to those of the second, at full size.
    sigma
        By how many pixels it is expected to err.
    """

    first: int
    second: int
    matrix: Matrix
    sigma: float


@dataclass(frozen=True)
class Poses:
    """Where all frames lie against the reference.

    Attributes
    ----------
    matrices
        For each frame from pixels of the reference to the frame's; None for a frame that no chain of
        matches joins to the reference.
    closure
        For each link by how many pixels, root mean square over the picture, it disagrees with them.
    """

    matrices: tuple[Matrix | None, ...]
    closure: tuple[float, ...]

    def closure_of(self, number: int, links: Sequence[Link]) -> float:
        """The median disagreement, in pixels, of a frame's links; 0 for a frame without any."""
        own = [
            distance
            for link, distance in zip(links, self.closure, strict=True)
            if number in (link.first, link.second) and np.isfinite(distance)
        ]
        return float(np.median(own)) if own else 0.0


def solve_poses(
    links: Sequence[Link], count: int, reference: int, model: MotionModel, shape: tuple[int, int]
) -> Poses:
    """The poses that agree best with all links.

    Parameters
    ----------
    links
        Matches between pairs of frames.
    count, reference
        How many frames there are, and which of them has the pose identity.
    model
        Of the motion.
    shape
        (H, W) of the frames.

    Returns
    -------
    Poses
        Of all frames that are joined to the reference.

    Notes
    -----
    Gauss-Newton on the distances at a grid of points, with Geman-McClure weights, so that one wrong link
    is outvoted and errors do not add up along the stack. Known weakness: a wrong link that is the only
    one of a frame cannot be told.

    Examples
    --------
    >>> step = np.array([[1.0, 0, 2], [0, 1, 0], [0, 0, 1]])
    >>> links = [Link(0, 1, step, 0.1), Link(1, 2, step, 0.1), Link(0, 2, step @ step, 0.1)]
    >>> solve_poses(links, 3, 1, "shift", (40, 60)).matrices[0][0, 2]
    np.float64(-2.0)
    """
    found = spread(links, count, reference)
    known = [link for link in links if found[link.first] is not None and found[link.second] is not None]
    free = [n for n in range(count) if n != reference and found[n] is not None]
    place = {number: index for index, number in enumerate(free)}
    points, parts = grid(model, shape)
    size = parts.shape[-1]
    if known and free:
        for turn in range(ROUNDS):
            step = improve(known, found, place, points, parts, robust=turn > 0)
            for number, index in place.items():
                before = found[number]
                assert before is not None
                own = step[index * size : (index + 1) * size]
                found[number] = normalised(before @ matrix_of(model, own, shape))
            if np.abs(step).max() < 1e-4:
                break
    closure = [float(np.sqrt(np.mean(np.square(residual(link, found, points))))) for link in links]
    return Poses(tuple(found), tuple(closure))


def largest_group(links: Sequence[Link], count: int) -> list[int]:
    """The frames of the largest group that links join, in order.

    Examples
    --------
    >>> largest_group([Link(0, 1, np.eye(3), 1.0), Link(1, 3, np.eye(3), 1.0)], 4)
    [0, 1, 3]
    """
    group = list(range(count))
    for link in links:
        one, other = group[link.first], group[link.second]
        group = [one if own == other else own for own in group]
    most = max(group, key=group.count)
    return [number for number, own in enumerate(group) if own == most]


def grid(model: MotionModel, shape: tuple[int, int]) -> tuple[Matrix, Floats]:
    """Points all over the picture as columns (x, y, 1), and how each parameter moves them, (n, 2, k)."""
    height, width = shape
    axes = np.meshgrid(np.linspace(0, width - 1, GRID), np.linspace(0, height - 1, GRID))
    points = np.stack([axes[0].ravel(), axes[1].ravel(), np.ones(GRID * GRID)])
    u, v, _ = np.linalg.inv(centred(shape)) @ points
    return points, displacements(model, u, v)


def spread(links: Sequence[Link], count: int, reference: int) -> list[Matrix | None]:
    """Poses along the surest links, from the reference outwards."""
    found: list[Matrix | None] = [None] * count
    found[reference] = np.eye(3)
    left = sorted(links, key=lambda link: link.sigma)
    while True:
        for link in left:
            one, other = found[link.first], found[link.second]
            if one is not None and other is None:
                found[link.second] = normalised(link.matrix @ one)
                break
            if other is not None and one is None:
                found[link.first] = normalised(np.linalg.inv(link.matrix) @ other)
                break
        else:
            return found


def residual(link: Link, found: Sequence[Matrix | None], points: Matrix) -> Floats:
    """(n, 2): by how many pixels a link disagrees with two poses; infinite where one is unknown."""
    one, other = found[link.first], found[link.second]
    if one is None or other is None:
        return np.full((points.shape[1], 2), np.inf)
    through, direct = link.matrix @ one @ points, other @ points
    return np.asarray((through[:2] / through[2] - direct[:2] / direct[2]).T)


def improve(
    links: Sequence[Link],
    found: Sequence[Matrix | None],
    place: dict[int, int],
    points: Matrix,
    parts: Floats,
    robust: bool,
) -> Floats:
    """One Gauss-Newton step for all poses at once."""
    size = parts.shape[-1]
    left, right = np.zeros((size * len(place),) * 2), np.zeros(size * len(place))
    misses = [residual(link, found, points) for link in links]
    ratios = np.array(
        [np.mean(np.square(m)) / link.sigma**2 for m, link in zip(misses, links, strict=True)]
    )
    scale = max(float(np.median(ratios)), 1e-3)
    for link, miss, ratio in zip(links, misses, ratios, strict=True):
        weight = 1 / link.sigma**2 * (1 / (1 + ratio / (4 * scale)) ** 2 if robust else 1.0)
        one, other = found[link.first], found[link.second]
        assert one is not None
        assert other is not None
        jacobians = {link.first: slope(link.matrix @ one, points) @ parts}
        jacobians[link.second] = -(slope(other, points) @ parts)
        for number, jacobian in jacobians.items():
            if number not in place:
                continue
            rows = slice(place[number] * size, (place[number] + 1) * size)
            right[rows] -= weight * np.einsum("nij,ni->j", jacobian, miss)
            for another, partner in jacobians.items():
                if another in place:
                    columns = slice(place[another] * size, (place[another] + 1) * size)
                    left[rows, columns] += weight * np.einsum("nij,nik->jk", jacobian, partner)
    left += 1e-9 * max(np.trace(left) / max(len(left), 1), 1e-12) * np.eye(len(left))
    return np.asarray(np.linalg.solve(left, right))


def slope(matrix: Matrix, points: Matrix) -> Floats:
    """(n, 2, 2): how a point's image moves when the point moves."""
    x, y, w = matrix @ points
    rows = [
        [(matrix[i, j] - value / w * matrix[2, j]) / w for j in (0, 1)] for i, value in ((0, x), (1, y))
    ]
    return np.asarray(np.moveaxis(np.array(rows), -1, 0))
