"""A stroke while it is painted: it grows point by point, and only what a point changes is computed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np

from fusion.decision import Area
from fusion.photo import FloatMap, Mask
from fusion.retouch.painting import Key, Painting, Tile, around_all, neighbours, overlap
from fusion.retouch.rasterising import Dab, DabWalker, coverage, multiply_dab
from fusion.retouch.snapping import filter_radius, held_by_edges
from fusion.retouch.stroke import Brush, Point, Stroke
from fusion.threads import in_threads

FEW = 12
"""So many squares are computed sooner than threads begin."""


class OpenStroke:
    """Paints into a ``Painting`` as points come.

    Parameters
    ----------
    painting
        Its squares are replaced.
    brush
        How it paints.
    only
        The squares that are wanted; None for all.

    Attributes
    ----------
    before
        The squares that it changed, as they were; None for one that was as computed.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.retouch.painting import Ground
    >>> from fusion.retouch.sources import Layers
    >>> from fusion.retouch.stroke import FrameSource
    >>> frames = MatchingFrames([np.full((1, 9), level, np.uint8) for level in (10, 20)])
    >>> painting = Painting(Ground.of(frames[0].pixels), Layers(frames, frames.origins))
    >>> stroke = OpenStroke(painting, Brush(FrameSource(number=1), radius_px=2, hardness=1))
    >>> stroke.lay([(4.0, 0.0, 1.0)])
    (slice(0, 1, None), slice(1, 8, None))
    >>> painting.read((slice(0, 1), slice(0, 9))).tolist()
    [[10, 10, 15, 20, 20, 20, 15, 10, 10]]
    """

    def __init__(self, painting: Painting, brush: Brush, only: Collection[Key] | None = None) -> None:
        self._painting = painting
        self._brush = brush
        self._only = None if only is None else set(only)
        self._known = None if only is None else {key for one in only for key in neighbours(one)}
        self._walker = DabWalker(brush.radius_px)
        self._points: list[Point] = []
        self._left: dict[Key, FloatMap] = {}
        self._below: dict[Key, Tile] = {}
        self._kept: dict[Key, tuple[Mask, FloatMap]] = {}
        self.before: dict[Key, Tile | None] = {}

    @property
    def stroke(self) -> Stroke:
        """The stroke so far, in pixels of the picture."""
        return Stroke(tuple(self._points), self._brush)

    def lay(self, points: Iterable[Point]) -> Area | None:
        """Go on to further points.

        Parameters
        ----------
        points
            x and y in pixels of the picture (not of the reference), and pressure.

        Returns
        -------
        Area or None
            Rows and columns that changed; None for none.
        """
        dabs: list[Dab] = []
        for point in points:
            self._points.append(point)
            dabs += self._walker.to(point)
        parts = self._take_in(dabs)
        if self._brush.snaps:
            parts = self._near(parts)
        if self._only is not None:
            parts = {key: part for key, part in parts.items() if key in self._only}
        for key in parts:
            self._begin(key)
        if len(parts) > FEW:
            in_threads(self._compute, parts.items())
        else:
            for of_square in parts.items():
                self._compute(of_square)
        squares = {key: self._painting.square(key) for key in parts}
        return around_all(shifted(part, squares[key]) for key, part in parts.items())

    def _take_in(self, dabs: Iterable[Dab]) -> dict[Key, Area]:
        """Multiply the ground that is left by every dab; for each square the part that changed."""
        painting, changed = self._painting, dict[Key, list[Area]]()
        for dab in dabs:
            area = dab.area(painting.ground.shape)
            for key in painting.keys(area) if area is not None else ():
                if self._known is not None and key not in self._known:
                    continue
                square = painting.square(key)
                if key not in self._left:
                    size = square[0].stop - square[0].start, square[1].stop - square[1].start
                    self._left[key] = np.ones(size, np.float32)
                part = multiply_dab(self._left[key], square, dab, self._brush)
                if part is not None:
                    changed.setdefault(key, []).append(part)
        found = {key: around_all(parts) for key, parts in changed.items()}
        return {key: part for key, part in found.items() if part is not None}

    def _near(self, parts: dict[Key, Area]) -> dict[Key, Area]:
        """The whole squares that the guided filter may change, where these parts did."""
        reach, painting = 2 * filter_radius(self._brush.radius_px), self._painting
        keys = dict[Key, Area]()
        for key, part in parts.items():
            area = grown(shifted(part, painting.square(key)), reach, painting.ground.shape)
            for near in painting.keys(area):
                square = painting.square(near)
                keys[near] = shifted(square, (slice(-square[0].start, 0), slice(-square[1].start, 0)))
        return keys

    def _begin(self, key: Key) -> None:
        """Take a square in, the first time that it changes."""
        if key not in self.before:
            painting = self._painting
            self.before[key] = painting.tiles.get(key)
            new = painting.new_tile(key)
            self._below[key] = self.before[key] or painting.new_tile(key)
            painting.tiles[key] = new

    def _compute(self, of_square: tuple[Key, Area]) -> None:
        key, part = of_square
        weights = self._weights(key)[part]
        tile = self._painting.tiles[key]
        self._painting.lay(tile, self._below[key], key, part, self._brush, weights)

    def _weights(self, key: Key) -> FloatMap:
        """The stroke's weights in a square."""
        brush = self._brush
        if key not in self._left:
            rows, columns = self._painting.square(key)
            return np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.float32)
        weights = coverage(self._left[key], brush)
        return weights * self._held(key) if brush.snaps else weights

    def _held(self, key: Key) -> FloatMap:
        """How much of the stroke the edges let through in a square; kept as long as its mask is."""
        brush, painting = self._brush, self._painting
        radius, square = filter_radius(brush.radius_px), painting.square(key)
        outer = grown(square, 2 * radius, painting.ground.shape)
        mask = np.zeros((outer[0].stop - outer[0].start, outer[1].stop - outer[1].start), np.bool_)
        for near in painting.keys(outer):
            if near in self._left:
                inside, within = overlap(painting.square(near), outer)
                mask[inside] = self._left[near][within] < 1
        known = self._kept.get(key)
        if known is not None and np.array_equal(known[0], mask):
            return known[1]
        if mask.all():
            held = np.ones(self._left[key].shape, np.float32)
        else:
            guide, counted = painting.guide(brush, outer), painting.inside(outer, radius)
            held = held_by_edges(mask, guide, radius, counted)[overlap(square, outer)[0]]
        self._kept[key] = mask, held
        return held


def shifted(part: Area, square: Area) -> Area:
    """A part of a square as rows and columns of the picture."""
    top, left = square[0].start, square[1].start
    return (
        slice(part[0].start + top, part[0].stop + top),
        slice(part[1].start + left, part[1].stop + left),
    )


def grown(area: Area, reach: int, shape: tuple[int, int]) -> Area:
    """An area with so many rows and columns around it, within the picture (H, W)."""
    sides = [
        slice(max(side.start - reach, 0), min(side.stop + reach, size))
        for side, size in zip(area, shape, strict=True)
    ]
    return sides[0], sides[1]
