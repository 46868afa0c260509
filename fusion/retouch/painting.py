"""Painting: the squares of a result on which strokes lie, each computed by itself.

All that a stroke does happens in squares of a fixed grid of the picture. So a rectangle comes out as in
the whole picture, and a stroke that grows under the pen as the one that is made from its points, bit for
bit; and undoing one puts back the squares that it changed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from fusion.decision import WHOLE, Area, Decision, Steps
from fusion.photo import FloatMap, Photo, Pixels, luminance_of
from fusion.refine.guided_filter import counts
from fusion.render.soft_boundaries import SIDE
from fusion.retouch.brightness import block_sums, matched, to_light
from fusion.retouch.choice import Choice, painted_choice, with_frame
from fusion.retouch.sources import Layer, Layers
from fusion.retouch.stroke import Brush, StrokeSource

Key = tuple[int, int]
"""Row and column of a square in the grid."""
MOST_MATCHED = 64_000_000
"""Bytes of pixels of matched brightness that are kept, since the brush comes back to them."""


@dataclass(frozen=True, eq=False)
class Ground:
    """The computed result, on which strokes lie.

    Attributes
    ----------
    shape
        (H, W).
    read
        Gives the pixels of an area; they are not changed.
    decision
        None where the method decides nothing, or where it is not wanted.
    """

    shape: tuple[int, int]
    read: Callable[[Area], Pixels]
    decision: Decision | None = None

    @staticmethod
    def of(pixels: Pixels, decision: Decision | None = None) -> Ground:
        """A result's pixels and decision."""
        return Ground((pixels.shape[0], pixels.shape[1]), lambda area: pixels[area], decision)


@dataclass(frozen=True, eq=False)
class Tile:
    """A square on which strokes lie.

    Attributes
    ----------
    pixels
        (h, w) or (h, w, 3).
    painted
        (h, w) in steps: how much of it strokes gave.
    choice
        None where the ground has no decision.
    """

    pixels: Pixels
    painted: Steps
    choice: Choice | None

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        choice = 0 if self.choice is None else 4 * self.choice.labels.nbytes
        return self.pixels.nbytes + self.painted.nbytes + choice


class Painting:
    """A result with strokes on it.

    Parameters
    ----------
    ground
        The computed result.
    layers
        What strokes take their pixels from.

    Attributes
    ----------
    tiles
        The squares that are not as computed.

    Notes
    -----
    A stroke mixes two pixels in single precision and rounds to the result's type, so that one of full
    opacity gives the source's own pixels.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((1, 2), level, np.uint8) for level in (10, 20)])
    >>> painting = Painting(Ground.of(frames[0].pixels), Layers(frames, frames.origins))
    >>> painting.read((slice(0, 1), slice(1, 2))).tolist(), painting.tiles
    ([[10]], {})
    """

    def __init__(self, ground: Ground, layers: Layers) -> None:
        self.ground = ground
        self.layers = layers
        self.tiles: dict[Key, Tile] = {}
        self._matched: OrderedDict[tuple[StrokeSource, Key], Pixels] = OrderedDict()
        self._sums: dict[tuple[StrokeSource | str, Key], FloatMap] = {}
        self._lock = threading.Lock()

    def square(self, key: Key) -> Area:
        """Rows and columns of a square."""
        sides = [
            slice(at * SIDE, min((at + 1) * SIDE, size))
            for at, size in zip(key, self.ground.shape, strict=True)
        ]
        return sides[0], sides[1]

    def keys(self, area: Area) -> list[Key]:
        """The squares that an area touches."""
        rows, columns = (range(side.start // SIDE, -(-side.stop // SIDE)) for side in area)
        return [(row, column) for row in rows for column in columns]

    def new_tile(self, key: Key) -> Tile:
        """A square as it is now, in arrays of its own."""
        area, known = self.square(key), self.tiles.get(key)
        if known is not None:
            choice = None if known.choice is None else known.choice.copy()
            return Tile(known.pixels.copy(), known.painted.copy(), choice)
        pixels = np.array(self.ground.read(area))
        decision = self.ground.decision
        choice = None if decision is None else Choice.of(decision, area).copy()
        return Tile(pixels, np.zeros(pixels.shape[:2], np.uint16), choice)

    def lay(
        self, tile: Tile, below: Tile, key: Key, part: Area, brush: Brush, weights: FloatMap
    ) -> None:
        """Lay a stroke over a part of a square.

        Parameters
        ----------
        tile
            Gets the pixels and maps.
        below
            The square before the stroke.
        key, part
            Which square, and rows and columns in it.
        brush
            Of the stroke.
        weights
            (h, w) in [0, 1], of the part.
        """
        layer = self._layer(brush)
        if layer.validity is not None:
            weights = weights * layer.validity[self.square(key)][part]
        pixels = self._pixels(layer, brush, key)[part]
        tile.pixels[part] = mixed(below.pixels[part], pixels, weights)
        painted = below.painted[part].astype(np.float32)
        aim = np.float32(0 if brush.erases else WHOLE)
        tile.painted[part] = np.rint(painted + (aim - painted) * weights)
        if tile.choice is None or below.choice is None:
            return
        before = below.choice.part(part)
        decision = self.ground.decision if brush.erases else layer.decision
        if layer.frame is not None:
            tile.choice.take(part, with_frame(before, layer.frame, weights))
        elif decision is not None:
            above = Choice.of(decision, self.square(key)).part(part)
            tile.choice.take(part, painted_choice(before, above, weights))

    def guide(self, brush: Brush, area: Area) -> FloatMap:
        """The luminance that a stroke's rim follows: of the result and of the source, half of each."""
        ground = luminance(self.ground.read(area))
        if brush.erases:
            return ground
        source = luminance(self._layer(brush).pixels[area])
        return np.asarray((ground + source) * np.float32(0.5))

    def inside(self, area: Area, radius: int) -> tuple[FloatMap, FloatMap]:
        """How many samples of each window around an area's pixels lie in the picture."""
        rows, columns = counts(*self.ground.shape, radius)
        return rows[area[0]], columns[:, area[1]]

    def read(self, area: Area) -> Pixels:
        """The pixels of an area as they are now; a copy."""
        result = np.array(self.ground.read(area))
        self.paste(result, area, lambda tile: tile.pixels)
        return result

    def paste(
        self, values: np.ndarray, area: Area, of_tile: Callable[[Tile], np.ndarray]
    ) -> None:
        """Write what the painted squares have into an array that covers an area."""
        for key in self.keys(area):
            tile = self.tiles.get(key)
            if tile is not None:
                inside, within = overlap(self.square(key), area)
                values[inside] = of_tile(tile)[within]

    def _layer(self, brush: Brush) -> Layer:
        if brush.source is None:
            return Layer(np.empty(0, np.uint8))
        return self.layers[brush.source]

    def _pixels(self, layer: Layer, brush: Brush, key: Key) -> Pixels:
        """The pixels that a stroke lays over a square."""
        area = self.square(key)
        if brush.erases:
            return self.ground.read(area)
        if not brush.matches:
            return layer.pixels[area]
        with self._lock:
            known = self._matched.pop((brush.source, key), None)
        if known is None:
            known = self._match(layer, brush, key)
        with self._lock:
            self._matched[brush.source, key] = known
            if len(self._matched) * known.nbytes > MOST_MATCHED:
                self._matched.popitem(last=False)
        return known

    def _match(self, layer: Layer, brush: Brush, key: Key) -> Pixels:
        """A layer's pixels in a square, as bright as the result around them."""
        around = [
            near for near in neighbours(key)
            if all(0 <= at * SIDE < size for at, size in zip(near, self.ground.shape, strict=True))
        ]  # fmt: skip
        sums = [
            {near: self._sums_of(source, near, read) for near in around}
            for source, read in (("below", self.ground.read), (brush.source, layer.pixels.__getitem__))
        ]
        return matched(layer.pixels[self.square(key)], key, sums[1], sums[0])

    def _sums_of(
        self, source: StrokeSource | str, key: Key, read: Callable[[Area], Pixels]
    ) -> FloatMap:
        """The light of a square's blocks; kept, since every neighbour asks for it."""
        known = self._sums.get((source, key))
        if known is None:
            known = self._sums[source, key] = block_sums(to_light(read(self.square(key))))
        return known


def mixed(below: Pixels, above: Pixels, weights: FloatMap) -> Pixels:
    """Two pixels by the share of the one above, each by itself, rounded to their type."""
    share = weights[:, :, None] if below.ndim == 3 else weights
    first, second = np.asarray(below, np.float32), np.asarray(above, np.float32)
    values = first + share * (second - first)
    if below.dtype == np.float32:
        return np.asarray(np.where(share == 1, second, values), np.float32)
    return np.asarray(np.rint(values)).astype(below.dtype)


def neighbours(key: Key) -> list[Key]:
    """A square and the eight around it."""
    return [(key[0] + down, key[1] + across) for down in (-1, 0, 1) for across in (-1, 0, 1)]


def luminance(pixels: Pixels) -> FloatMap:
    """(h, w) in [0, 1]."""
    return luminance_of(Photo(pixels), slice(None))


def overlap(square: Area, area: Area) -> tuple[Area, Area]:
    """Where a square and an area overlap: rows and columns in the area, and in the square."""
    sides = [
        slice(max(one.start, other.start), max(min(one.stop, other.stop), one.start, other.start))
        for one, other in zip(square, area, strict=True)
    ]
    in_area, in_square = (
        tuple(slice(s.start - o.start, s.stop - o.start) for s, o in zip(sides, origin, strict=True))
        for origin in (area, square)
    )
    return (in_area[0], in_area[1]), (in_square[0], in_square[1])


def around_all(areas: Iterable[Area]) -> Area | None:
    """The smallest area that holds all of them; None for none."""
    known = list(areas)
    if not known:
        return None
    sides = [
        slice(min(area[axis].start for area in known), max(area[axis].stop for area in known))
        for axis in (0, 1)
    ]
    return sides[0], sides[1]
