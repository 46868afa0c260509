"""From a path to weights: dabs along it, and what they leave of what lies below."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from fusion.decision import Area
from fusion.photo import FloatMap
from fusion.retouch.stroke import Brush, Point, Stroke

SPACING = 0.25
"""Distance between two dabs, of their radius."""
SMALLEST_RADIUS = 0.5


@dataclass(frozen=True)
class Dab:
    """One print of the brush.

    Attributes
    ----------
    x, y
        Its centre, in pixels.
    radius_px
        At the pressure there.
    """

    x: float
    y: float
    radius_px: float

    def area(self, shape: tuple[int, int]) -> Area | None:
        """Rows and columns of a picture (H, W) that it can touch; None where it lies outside."""
        reach = self.radius_px + 1
        sides = [
            slice(max(math.floor(at - reach), 0), min(math.ceil(at + reach) + 1, size))
            for at, size in ((self.y, shape[0]), (self.x, shape[1]))
        ]
        return (sides[0], sides[1]) if all(side.start < side.stop for side in sides) else None


class DabWalker:
    """Places dabs along a path that grows point by point.

    The dabs of a path's beginning are the first dabs of the whole path, so that a stroke that is painted
    is the stroke that is made again from its points.

    Parameters
    ----------
    radius_px
        Of the brush, at full pressure.

    Examples
    --------
    >>> walker = DabWalker(4.0)
    >>> [dab.x for point in ((0, 0, 1), (2.5, 0, 1)) for dab in walker.to(point)]
    [0.0, 1.0, 2.0]
    """

    def __init__(self, radius_px: float) -> None:
        self._radius = radius_px
        self._last: Point | None = None
        self._until_next = 0.0

    def to(self, point: Point) -> list[Dab]:
        """The dabs from the last point, whose own is placed, to this one."""
        before, self._last = self._last, point
        if before is None:
            first = self._dab(point, point, 0.0)
            self._until_next = SPACING * first.radius_px
            return [first]
        length, at, dabs = math.hypot(point[0] - before[0], point[1] - before[1]), self._until_next, []
        while at <= length:
            dabs.append(self._dab(before, point, at / length if length else 1.0))
            at += SPACING * dabs[-1].radius_px
        self._until_next = at - length
        return dabs

    def _dab(self, begin: Point, end: Point, share: float) -> Dab:
        x, y, pressure = (a + (b - a) * share for a, b in zip(begin, end, strict=True))
        return Dab(float(x), float(y), max(self._radius * pressure, SMALLEST_RADIUS))


def dabs_of(stroke: Stroke) -> list[Dab]:
    """All dabs of a stroke."""
    walker = DabWalker(stroke.brush.radius_px)
    return [dab for point in stroke.points for dab in walker.to(point)]


def multiply_dab(left: FloatMap, area: Area, dab: Dab, brush: Brush) -> Area | None:
    """Multiply what is left of the ground by what a dab lets through.

    Parameters
    ----------
    left
        (h, w) float32 in [0, 1], changed in place.
    area
        Rows and columns of the picture that ``left`` covers.
    dab, brush
        Where, and with which hardness and flow.

    Returns
    -------
    Area or None
        The part of ``left`` that may have changed; None for none.

    Notes
    -----
    Made here. Each pixel is computed by itself in single precision, so that every area gives the same
    values. The profile is 1 up to hardness × radius and falls to 0 at the radius by a cubic step, over
    one pixel at least. Known weakness: dabs overlap, so a soft brush is a little harder than its single
    dab.

    Examples
    --------
    >>> left = np.ones((1, 9), np.float32)
    >>> changed = multiply_dab(left, (slice(0, 1), slice(0, 9)), Dab(4, 0, 2.0), Brush(hardness=1.0))
    >>> left[0, 1:8].tolist()
    [1.0, 0.5, 0.0, 0.0, 0.0, 0.5, 1.0]
    """
    shape = area[0].stop, area[1].stop
    touched = dab.area(shape)
    if touched is None:
        return None
    rows = slice(max(touched[0].start, area[0].start), touched[0].stop)
    columns = slice(max(touched[1].start, area[1].start), touched[1].stop)
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return None
    own = (
        slice(rows.start - area[0].start, rows.stop - area[0].start),
        slice(columns.start - area[1].start, columns.stop - area[1].start),
    )
    inner = min(brush.hardness * dab.radius_px, dab.radius_px - 0.5)
    outer = max(dab.radius_px, inner + 1)
    across = np.square((np.arange(columns.start, columns.stop) - dab.x).astype(np.float32))
    down = np.square((np.arange(rows.start, rows.stop) - dab.y).astype(np.float32))
    distance = np.sqrt(down[:, None] + across[None, :])
    step = np.clip((np.float32(outer) - distance) * np.float32(1 / (outer - inner)), 0, 1)
    profile = step * step * (np.float32(3) - np.float32(2) * step)
    left[own] *= np.float32(1) - np.float32(brush.flow) * profile
    return own


def ground_left(dabs: Iterable[Dab], brush: Brush, area: Area) -> FloatMap:
    """What dabs leave of the ground in an area: (h, w) float32, 1 where none touches it."""
    left = np.ones((area[0].stop - area[0].start, area[1].stop - area[1].start), np.float32)
    for dab in dabs:
        multiply_dab(left, area, dab, brush)
    return left


def coverage(left: FloatMap, brush: Brush) -> FloatMap:
    """The weight of the stroke, in [0, opacity], from what its dabs leave of the ground."""
    return np.asarray(np.float32(brush.opacity) * (np.float32(1) - left), np.float32)


def weights_of(stroke: Stroke, area: Area) -> FloatMap:
    """The weights of a stroke in a rectangle, before its rim snaps to edges.

    Parameters
    ----------
    stroke
        Its points in pixels of the picture.
    area
        Rows and columns.

    Returns
    -------
    FloatMap
        (h, w) float32 in [0, 1]: the share that the stroke's source takes.

    Notes
    -----
    Made here, as painting programs do it. Known weakness: that of ``multiply_dab``.

    Examples
    --------
    >>> stroke = Stroke(((4.0, 0.0, 1.0),), Brush(radius_px=2, hardness=1, opacity=0.5))
    >>> weights_of(stroke, (slice(0, 1), slice(3, 8))).tolist()
    [[0.5, 0.5, 0.5, 0.25, 0.0]]
    """
    return coverage(ground_left(dabs_of(stroke), stroke.brush, area), stroke.brush)


def touched_area(dabs: Sequence[Dab], shape: tuple[int, int], reach: int = 0) -> Area | None:
    """The rectangle of a picture (H, W) that dabs touch, grown by ``reach``; None for none."""
    areas = [area for area in (dab.area(shape) for dab in dabs) if area is not None]
    if not areas:
        return None
    sides = [
        slice(
            max(min(area[axis].start for area in areas) - reach, 0),
            min(max(area[axis].stop for area in areas) + reach, shape[axis]),
        )
        for axis in (0, 1)
    ]
    return sides[0], sides[1]
