"""Strokes over a result: painted one by one, taken back, and made again without a window."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from fusion.contracts import Frames, Outcome
from fusion.decision import WHOLE, Area, Decision, Labels, Retouched, Steps
from fusion.frames.matching import MatchingFrames
from fusion.frames.sources import Origin
from fusion.photo import Pixels
from fusion.progress import Progress
from fusion.register.registration import Registration
from fusion.render.soft_boundaries import SIDE
from fusion.retouch.open_stroke import OpenStroke, grown
from fusion.retouch.painting import Ground, Key, Painting, Tile, around_all, overlap
from fusion.retouch.placing import placed
from fusion.retouch.sources import Layers, recipes_in
from fusion.retouch.stroke import Brush, Recipe, Retouch, Stroke


@dataclass(eq=False)
class StrokeChange:
    """What one stroke changed, so that it can be taken back and laid again.

    Attributes
    ----------
    stroke
        In pixels of the result.
    keys
        The squares that it changed.
    before, after
        The squares; empty once they were forgotten.
    """

    stroke: Stroke
    keys: tuple[Key, ...]
    before: dict[Key, Tile | None]
    after: dict[Key, Tile]

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        tiles = [*self.before.values(), *self.after.values()]
        return sum(tile.nbytes for tile in tiles if tile is not None)

    def forget(self) -> None:
        """Free the memory; taking the stroke back then computes its squares anew."""
        self.before, self.after = {}, {}


class Retouching:
    """A result, and the strokes on it.

    Parameters
    ----------
    ground
        The computed result.
    layers
        What strokes take their pixels from.

    Attributes
    ----------
    strokes
        In order, in pixels of the result.
    painting
        Their squares.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.retouch.stroke import FrameSource
    >>> frames = MatchingFrames([np.full((1, 3), level, np.uint8) for level in (10, 20)])
    >>> retouching = Retouching(Ground.of(frames[0].pixels), Layers(frames, frames.origins))
    >>> brush = Brush(FrameSource(number=1), radius_px=2, hardness=1)
    >>> change = retouching.add(Stroke(((0.0, 0.0, 1.0),), brush))
    >>> retouching.pixels.tolist()
    [[20, 20, 15]]
    >>> retouching.take_back(change), retouching.pixels.tolist()
    ((slice(0, 1, None), slice(0, 3, None)), [[10, 10, 10]])
    """

    def __init__(self, ground: Ground, layers: Layers) -> None:
        self.painting = Painting(ground, layers)
        self.strokes: list[Stroke] = []

    def begin(self, brush: Brush) -> OpenStroke:
        """A stroke that is to be painted; ``end`` takes it in."""
        return OpenStroke(self.painting, brush)

    def end(self, stroke: OpenStroke) -> StrokeChange:
        """Take a stroke in that was painted."""
        self.strokes.append(stroke.stroke)
        tiles, keys = self.painting.tiles, tuple(stroke.before)
        return StrokeChange(stroke.stroke, keys, stroke.before, {key: tiles[key] for key in keys})

    def cancel(self, stroke: OpenStroke) -> Area | None:
        """Put back what a stroke painted that is not to be; the area that changed."""
        return self._put(stroke.before)

    def add(self, stroke: Stroke, only: Collection[Key] | None = None) -> StrokeChange:
        """Paint a whole stroke, in the squares ``only`` where they are given."""
        painted = OpenStroke(self.painting, stroke.brush, only)
        painted.lay(stroke.points)
        return self.end(painted)

    def take_back(self, change: StrokeChange) -> Area | None:
        """Undo the last stroke; the area that changed."""
        self.strokes.pop()
        if len(change.before) == len(change.keys):
            return self._put(change.before)
        strokes, self.strokes = self.strokes, []
        self._put(dict.fromkeys(change.keys))
        for stroke in strokes:
            self.add(stroke, set(change.keys))
        return self._area(change.keys)

    def lay_again(self, change: StrokeChange) -> Area | None:
        """Redo a stroke that was taken back; the area that changed."""
        if len(change.after) == len(change.keys):
            self.strokes.append(change.stroke)
            return self._put(change.after)
        self.add(change.stroke)
        return self._area(change.keys)

    def area_of(self, change: StrokeChange) -> Area | None:
        """Rows and columns of the squares that a stroke changed."""
        return self._area(change.keys)

    @property
    def pixels(self) -> Pixels:
        """The whole result with its strokes; a copy."""
        height, width = self.painting.ground.shape
        return self.painting.read((slice(0, height), slice(0, width)))

    def decision(self, paint: Callable[..., Pixels] | None = None) -> Decision | None:
        """The decision with the strokes in it, by copies; None where the ground has none.

        ``paint`` makes the pixels again (``Retouched``); None for one that only is to be looked at.
        """
        painting, below = self.painting, self.painting.ground.decision
        if below is None:
            return None
        labels, weight = below.labels.copy(), below.weight_steps.copy()
        tiles = dict(painting.tiles)
        for key, tile in tiles.items():
            assert tile.choice is not None
            labels[painting.square(key)] = tile.choice.labels
            weight[painting.square(key)] = tile.choice.weight
        squares = [(painting.square(key), tile) for key, tile in tiles.items()]
        blending = below.blending if paint is None else Retouched(below, paint)
        return Decision(
            labels, weight, partial(confidence_of, below, squares), below.frames,
            partial(runner_up_of, below, squares), blending,
        )  # fmt: skip

    def _put(self, tiles: dict[Key, Tile | None] | dict[Key, Tile]) -> Area | None:
        for key, tile in tiles.items():
            if tile is None:
                self.painting.tiles.pop(key, None)
            else:
                self.painting.tiles[key] = tile
        return self._area(tiles)

    def _area(self, keys: Collection[Key]) -> Area | None:
        return around_all(self.painting.square(key) for key in keys)


def confidence_of(below: Decision, squares: list[tuple[Area, Tile]]) -> Steps:
    """(H, W) in steps: what strokes painted is sure, since a person chose it."""
    result = below.confidence_steps.copy()
    for area, tile in squares:
        computed = result[area].astype(np.float32)
        share = tile.painted / np.float32(WHOLE)
        result[area] = np.rint(computed + (np.float32(WHOLE) - computed) * share)
    return result


def runner_up_of(below: Decision, squares: list[tuple[Area, Tile]]) -> Labels:
    """(H, W): the runner-up with the strokes in it."""
    result = np.array(below.runner_up)
    for area, tile in squares:
        assert tile.choice is not None
        result[area] = tile.choice.runner_up
    return result


def retouched(
    outcome: Outcome,
    frames: MatchingFrames,
    retouch: Retouch,
    registration: Registration,
    progress: Progress,
    make: Callable[[Recipe], Outcome],
) -> Outcome:
    """An outcome with strokes on it.

    Parameters
    ----------
    outcome
        Pixels, and a decision where the method decides.
    frames
        All registered frames.
    retouch
        The strokes, in pixels of the reference frame.
    registration
        How the frames were registered and cropped.
    progress
        Called stroke by stroke.
    make
        Makes another result that a stroke takes its pixels from.

    Returns
    -------
    Outcome
        Whose decision says what the strokes chose, and renders with them.

    Raises
    ------
    FusionError
        For a stroke whose source is not there.

    Notes
    -----
    Made here. Known weakness: a stroke stays where it was painted; where other settings move a boundary
    it does not follow.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> from fusion.register.registration import FrameReport
    >>> from fusion.retouch.stroke import FrameSource
    >>> frames = MatchingFrames([np.full((1, 3), level, np.uint8) for level in (10, 20)])
    >>> still = (FrameReport("a.png"), FrameReport("b.png"))
    >>> found = Registration("none", 0, (1, 3), (slice(0, 1), slice(0, 3)), still)
    >>> mean = Outcome(np.full((1, 3), 15, np.uint8), None, "cpu")
    >>> stroke = Stroke(((0.0, 0.0, 1.0),), Brush(FrameSource(number=1), radius_px=1, hardness=1))
    >>> no_other = lambda recipe: mean
    >>> retouched(mean, frames, Retouch((stroke,)), found, no_progress, no_other).pixels.tolist()
    [[20, 18, 15]]
    """
    strokes = placed(retouch, registration, frames.origins)
    made = {recipe: make(recipe) for recipe in recipes_in(retouch)}
    layers = Layers(frames, frames.origins, made)
    retouching = Retouching(Ground.of(outcome.pixels, outcome.decision), layers)
    for number, stroke in enumerate(strokes):
        progress("Retouching", number, len(strokes))
        retouching.add(stroke)
        if not frames.in_memory:
            frames.release()
    progress("Retouching", len(strokes), len(strokes))
    shape = retouching.painting.ground.shape
    paint = partial(paint_area, layers.origins, layers.made, strokes, shape)
    return replace(outcome, pixels=retouching.pixels, decision=retouching.decision(paint))


def paint_area(
    origins: Sequence[Origin], made: Mapping[Recipe, Outcome], strokes: Sequence[Stroke],
    shape: tuple[int, int], frames: Frames, area: Area, read: Callable[[Area], Pixels],
) -> Pixels:  # fmt: skip
    """The pixels of an area with strokes on it.

    Parameters
    ----------
    origins, made
        Of the frames, and the other results, that strokes take their pixels from.
    strokes
        In pixels of the picture.
    shape
        (H, W) of the picture.
    frames
        The registered frames, which need not be those of the fusion any more.
    area
        Rows and columns that are wanted.
    read
        Gives the computed pixels of an area.

    Returns
    -------
    Pixels
        Of the area; as in the whole picture, bit for bit.
    """
    squares = grown((aligned(area[0]), aligned(area[1])), 0, shape)
    seen = grown(squares, SIDE, shape)
    known = read(seen)
    ground = Ground(shape, lambda part: known[overlap(seen, part)[1]])
    retouching = Retouching(ground, Layers(frames, origins, made))
    only = set(retouching.painting.keys(area))
    for stroke in strokes:
        retouching.add(stroke, only)
    return retouching.painting.read(area)


def aligned(side: slice) -> slice:
    """A side of an area, grown to whole squares."""
    return slice(side.start // SIDE * SIDE, -(-side.stop // SIDE) * SIDE)
