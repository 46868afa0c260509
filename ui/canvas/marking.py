"""Marks over what a canvas shows: focus peaking, and where the light is clipped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ui.canvas.render import Rendered, sampled
from ui.canvas.viewport import Placement
from ui.pictures.marks import Marks
from ui.pictures.overlays import Scene
from ui.pictures.pyramid import Pyramid

Screen = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

PEAK_COLOUR = (255, 64, 64)
STRIPES = (((255, 60, 60), (0, 0, 0)), ((70, 140, 255), (255, 255, 255)))
"""Two colours each: of highlights, whose stripes rise to the right, and of shadows, which fall."""
STRIPE_PX, HATCH_PX = 4, 3
CLIPPED = 96
"""Where so much of a screen pixel is clipped, of 255, it is marked."""
DIMMED = 0.35
"""How bright the rest is where active places are told by brightness."""


class Peaking(Enum):
    """How active places are told."""

    COLOUR = "colour"
    HATCH = "hatch"
    """Black and white stripes: seen without colours, too."""
    BRIGHTNESS = "brightness"
    """The rest is dimmed."""


@dataclass(frozen=True)
class MarkStyle:
    """What is marked, and how.

    Attributes
    ----------
    peaking
        How active places are told; None for not at all.
    threshold
        The modified Laplacian from which on a place is active, in levels of 255.
    clipping
        Whether clipped places are striped.
    """

    peaking: Peaking | None = None
    threshold: int = 32
    clipping: bool = False

    @property
    def is_on(self) -> bool:
        return self.peaking is not None or self.clipping


def lay_marks(
    style: MarkStyle, marks: Marks, scene: Scene, placement: Placement, rendered: Rendered
) -> Rendered:
    """The pixels of a scene with its marks; ``placement`` and ``rendered`` are of the same canvas."""
    height, width = rendered.pixels.shape[:2]
    begin = rendered.left - placement.left, rendered.top - placement.top
    pixels = rendered.pixels.copy()

    def seen(plane: Pyramid, least: int) -> Mask | None:
        lies = plane_at(plane, scene, placement, rendered)
        return None if lies is None else (lies >= least)

    if style.peaking is not None:
        mark_active(pixels, seen(marks.active, style.threshold), style.peaking, begin)
    if style.clipping:
        for plane, falls in ((marks.dark, True), (marks.bright, False)):
            where = seen(plane, CLIPPED)
            if where is not None and where.any():
                second = stripes((height, width), begin, STRIPE_PX, falls)
                paint(pixels, where & ~second, STRIPES[falls][0])
                paint(pixels, where & second, STRIPES[falls][1])
    return replace(rendered, pixels=pixels)


def plane_at(
    plane: Pyramid, scene: Scene, placement: Placement, rendered: Rendered
) -> Screen | None:
    """(h, w): the part of a plane of marks that lies over rendered pixels of its scene."""
    place = scene.place
    if place.transform is not None:  # marks are no light
        place = replace(place, transform=replace(place.transform, gain=(1.0, 1.0, 1.0)))
    height, width = rendered.pixels.shape[:2]
    found = sampled(
        replace(scene, base=plane, overlay=None, other=None, place=place), placement,
        rendered.left + width, rendered.top + height,
    )  # fmt: skip
    return None if found is None or found[0].shape != (height, width) else found[0]


def mark_active(
    pixels: Screen, active: Mask | None, peaking: Peaking, begin: tuple[int, int]
) -> None:
    """Tell the active places of a picture by colour, stripes or brightness."""
    import cv2

    if active is None:
        return
    if peaking is Peaking.HATCH:
        second = stripes(active.shape, begin, HATCH_PX, falls=False)
        paint(pixels, active & ~second, (255, 255, 255))
        paint(pixels, active & second, (0, 0, 0))
    elif peaking is Peaking.COLOUR:
        paint(pixels, active, PEAK_COLOUR)
    else:
        cv2.copyTo(cv2.convertScaleAbs(pixels, alpha=DIMMED), (~active).view(np.uint8), pixels)


def stripes(shape: tuple[int, ...], begin: tuple[int, int], width_px: int, falls: bool) -> Mask:
    """Every second stripe at 45°, which rises to the right or falls; they lie still on the picture.

    ``begin`` is the x and y of the first pixel, counted from the picture's corner.
    """
    height, width = shape
    first = begin[0] + (-begin[1] if falls else begin[1])
    along = np.arange(first - height * falls, first + width + height * (not falls))
    line = np.ascontiguousarray(((along // width_px) & 1).astype(bool))
    rows = np.lib.stride_tricks.sliding_window_view(line, width)
    return rows[height : 0 : -1] if falls else rows[:height]


def paint(pixels: Screen, where: Mask, colour: tuple[int, int, int]) -> None:
    """One colour where a mask is true."""
    import cv2

    cv2.copyTo(filled(pixels.shape[0], pixels.shape[1], colour), where.view(np.uint8), pixels)


@lru_cache(maxsize=4)
def filled(height: int, width: int, colour: tuple[int, int, int]) -> Screen:
    """(height, width, 3) of one colour."""
    return np.full((height, width, 3), colour, np.uint8)
