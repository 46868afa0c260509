"""Where pictures lie over each other: in pixels of the reference frame, which cropping does not move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.register.registration import Area, Registration
from fusion.transform import Transform, moved
from ui.document.fused import Fused

Point = tuple[float, float]


@dataclass(frozen=True)
class Rectangle:
    """A part of the reference frame, in its pixels."""

    left: int
    top: int
    width: int
    height: int

    @staticmethod
    def of(area: Area) -> Rectangle:
        """The rectangle of rows and columns."""
        rows, columns = area
        return Rectangle(
            columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start
        )

    def within(self, width: int, height: int) -> Rectangle:
        """What of it lies in a picture of this size; it may have no pixels."""
        left, top = min(max(self.left, 0), width), min(max(self.top, 0), height)
        right, bottom = min(self.left + self.width, width), min(self.top + self.height, height)
        return Rectangle(left, top, max(right - left, 0), max(bottom - top, 0))


@dataclass(frozen=True)
class Place:
    """Where a picture lies.

    Attributes
    ----------
    size
        Height and width of the reference frame; None for those of the picture itself.
    area
        The part of the reference frame that the picture shows; None for all of it.
    transform
        From the reference to the picture, for a frame that is shown registered; None for a picture that
        lies in ``area`` as it is.
    outline
        Corners of the crop, drawn over the picture: in its own pixels, from corner to corner.
    """

    size: tuple[int, int] | None = None
    area: Rectangle | None = None
    transform: Transform | None = None
    outline: tuple[Point, ...] = ()


def of_result(fused: Fused) -> Place:
    """Where a result lies."""
    return Place(fused.size, Rectangle.of(fused.area))


def of_frame(registration: Registration, number: int) -> Place:
    """Where a frame lies once it is registered, cropped as the result is."""
    transform = registration.frames[number].transform
    return Place(registration.size, Rectangle.of(registration.area), transform)


def of_source(registration: Registration | None, number: int) -> Place:
    """Where a source lies as it was taken, with the outline of the crop in it."""
    if registration is None or not registration.is_cropped:
        return Place()
    rows, columns = registration.area
    left, right = columns.start - 0.5, columns.stop - 0.5
    top, bottom = rows.start - 0.5, rows.stop - 0.5
    corners = np.array([[left, right, right, left], [top, top, bottom, bottom], [1, 1, 1, 1]])
    lies = moved(registration.frames[number].transform.matrix, corners)
    outline = tuple((float(x) + 0.5, float(y) + 0.5) for x, y in lies.T)
    return Place(registration.size, outline=outline)
