"""From a scene and its placement to screen pixels: only those that show are made."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fusion.transform import Transform
from ui.canvas.viewport import Placement
from ui.pictures.overlays import Overlay, Scene
from ui.pictures.place import Rectangle
from ui.pictures.pyramid import Array, Pyramid, as_colour, to_eight_bits
from ui.pictures.registered import brightened, displaced, registered_values, scaled, warp

Screen = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Rendered:
    """(h, w, 3) RGB pixels, and where on the canvas their corner belongs."""

    pixels: Screen
    left: int
    top: int

    def covers(self, width: int, height: int) -> bool:
        """Whether they fill a canvas of so many screen pixels."""
        return self.pixels.shape[:2] == (height, width) and not (self.left or self.top)


@dataclass(frozen=True)
class Span:
    """The stretch of a canvas, along one axis, on which the picture lies."""

    begin: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.begin


def render(scene: Scene, placement: Placement, width: int, height: int) -> Rendered | None:
    """The part of ``scene`` that shows on a canvas of so many screen pixels; None if there is none.

    ``placement`` is that of the reference frame, in whose pixels scenes lie.
    """
    seen = see(scene, placement, width, height)
    if seen is None:
        return None
    if scene.base is not None and scene.place.transform is not None and moves(scene):
        pixels = as_colour(sample_registered(scene.base, scene.place.transform, seen, to_eight_bits))
    else:
        pixels = compose(scene, seen.own, seen.across, seen.down)
    return Rendered(pixels, seen.across.begin, seen.down.begin)


def sampled(
    scene: Scene, placement: Placement, width: int, height: int
) -> tuple[Array, int, int] | None:
    """The same of a picture without a map, in its own type of number, with left and top."""
    seen = see(scene, placement, width, height)
    if seen is None or scene.base is None:
        return None
    if scene.place.transform is not None and moves(scene):
        pixels = sample_registered(scene.base, scene.place.transform, seen, np.asarray)
    else:
        pixels = sample(scene.base, seen.own, seen.across, seen.down)
    return pixels, seen.across.begin, seen.down.begin


def moves(scene: Scene) -> bool:
    """Whether registering changed the pixels of a scene, or cropped them."""
    base, transform, shown = scene.base, scene.place.transform, scene.shown
    if base is None or transform is None:
        return False
    is_whole = (base.height, base.width) == (shown.height, shown.width)
    return not (is_whole and transform.is_still and not transform.has_gain)


def see(scene: Scene, placement: Placement, width: int, height: int) -> Seen | None:
    """What of a scene lies on a canvas of so many screen pixels; None for nothing."""
    shown = scene.shown
    own = placement.at(shown.left, shown.top)
    across = visible(own.left, shown.width * placement.zoom, width)
    down = visible(own.top, shown.height * placement.zoom, height)
    if across.length <= 0 or down.length <= 0:
        return None
    return Seen(placement, shown, across, down)


@dataclass(frozen=True)
class Seen:
    """How the reference frame lies on a canvas, the part that is shown, and the screen's pixels."""

    placement: Placement
    shown: Rectangle
    across: Span
    down: Span

    @property
    def own(self) -> Placement:
        """How the part that is shown lies on the canvas."""
        return self.placement.at(self.shown.left, self.shown.top)


def sample_registered(
    pyramid: Pyramid, transform: Transform, seen: Seen, convert: Callable[[Array], Array]
) -> Array:
    """A frame where it comes to lie: the pixels that fusing sees from 100 % on, smooth below.

    ``convert`` brings the screen's pixels to the type that is wanted.
    """
    placement, across, down = seen.placement, seen.across, seen.down
    if placement.zoom < 1 or pyramid.full is not None:
        level = pick_level(pyramid, placement.zoom)
        share = level.shape[1] / pyramid.width
        step = 1 / placement.zoom
        from_screen = np.array([
            [step, 0, (across.begin + 0.5 - placement.left) * step - 0.5],
            [0, step, (down.begin + 0.5 - placement.top) * step - 0.5],
            [0, 0, 1],
        ])  # fmt: skip
        if transform.displacement is not None:
            lies = displaced(level, transform, from_screen, share, (down.length, across.length))
            return brightened(convert(lies), transform)
        to_level = scaled(share) @ transform.matrix @ from_screen
        return brightened(convert(warp(level, to_level, across.length, down.length)), transform)
    shown, own = seen.shown, placement.at(seen.shown.left, seen.shown.top)
    columns = indices(across, own.left, own.zoom, shown.width, shown.width) + shown.left
    rows = indices(down, own.top, own.zoom, shown.height, shown.height) + shown.top
    block = registered_values(
        pyramid.levels[0], transform,
        (slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)),
    )  # fmt: skip
    return convert(np.take(np.take(block, columns - columns[0], axis=1), rows - rows[0], axis=0))


def visible(begin: int, length: float, limit: int) -> Span:
    return Span(max(0, begin), min(limit, begin + math.ceil(length)))


def compose(scene: Scene, placement: Placement, across: Span, down: Span) -> Screen:
    """Base and overlay, mixed by the overlay's opacity."""
    overlay = scene.overlay
    if scene.base is None or (overlay and scene.opacity >= 1):
        assert overlay is not None
        return paint_overlay(overlay, placement, across, down)
    base = as_colour(to_eight_bits(sample(scene.base, placement, across, down)))
    if overlay is None or scene.opacity <= 0:
        return base
    over = paint_overlay(overlay, placement, across, down)
    share = round(scene.opacity * 256)
    mixed = base.astype(np.uint16) * np.uint16(256 - share) + over.astype(np.uint16) * np.uint16(share)
    return (mixed >> 8).astype(np.uint8)


def paint_overlay(overlay: Overlay, placement: Placement, across: Span, down: Span) -> Screen:
    return overlay.colours[sample(overlay.pyramid, placement, across, down)]


def sample(pyramid: Pyramid, placement: Placement, across: Span, down: Span) -> Array:
    """The pyramid's pixels for the spans: sharp squares from 100 % on, smooth below."""
    if placement.zoom >= 1 or pyramid.is_labels:
        level = pyramid.levels[0] if placement.zoom >= 1 else pick_level(pyramid, placement.zoom)
        return pick(level, pyramid, placement, across, down)
    return interpolate(pick_level(pyramid, placement.zoom), pyramid, placement, across, down)


def pick_level(pyramid: Pyramid, zoom: float) -> Array:
    """The smallest level that still has a pixel for every pixel of the screen."""
    wanted = pyramid.width * zoom
    fine = [level for level in pyramid.levels if level.shape[1] >= wanted]
    return fine[-1] if fine else pyramid.levels[0]


def pick(level: Array, pyramid: Pyramid, placement: Placement, across: Span, down: Span) -> Array:
    """Nearest neighbour, exact at every zoom."""
    columns = indices(across, placement.left, placement.zoom, level.shape[1], pyramid.width)
    rows = indices(down, placement.top, placement.zoom, level.shape[0], pyramid.height)
    block = level[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if block.shape[:2] == (rows.size, columns.size):  # a pixel of the screen for each of the file
        return block
    picked: Array = np.take(np.take(block, columns - columns[0], axis=1), rows - rows[0], axis=0)
    return picked


def indices(span: Span, offset: int, zoom: float, length: int, full: int) -> npt.NDArray[np.intp]:
    positions = (np.arange(span.begin, span.end) + (0.5 - offset)) * (length / (zoom * full))
    return np.clip(positions.astype(np.intp), 0, length - 1)


def interpolate(level: Array, pyramid: Pyramid, placement: Placement, across: Span, down: Span) -> Array:
    """Bilinear from a level at most twice as fine as the screen."""
    import cv2

    height, width = level.shape[:2]
    step_x, first_x = mapping(across, placement.left, placement.zoom, width, pyramid.width)
    step_y, first_y = mapping(down, placement.top, placement.zoom, height, pyramid.height)
    left, right = crop(first_x, step_x, across.length, width)
    top, bottom = crop(first_y, step_y, down.length, height)
    inverse = np.array([[step_x, 0, first_x - left], [0, step_y, first_y - top]])
    return np.asarray(
        cv2.warpAffine(
            level[top:bottom, left:right], inverse, (across.length, down.length),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE,
        )
    )  # fmt: skip


def mapping(span: Span, offset: int, zoom: float, length: int, full: int) -> tuple[float, float]:
    """Step in the level per screen pixel, and the level's placement under the span's first pixel."""
    step = length / (zoom * full)
    return step, (span.begin + 0.5 - offset) * step - 0.5


def crop(first: float, step: float, count: int, length: int) -> tuple[int, int]:
    """The part of a level that the screen pixels touch: one pixel at the rim of a small picture."""
    last = first + step * (count - 1)
    begin = min(max(0, math.floor(first) - 1), length - 1)
    return begin, max(begin + 1, min(length, math.ceil(last) + 2))
