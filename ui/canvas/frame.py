"""The pixels that a canvas shows, kept: dragging the picture makes only those that come into sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import ceil

import numpy as np
import numpy.typing as npt

from ui.canvas.render import Rendered
from ui.canvas.viewport import Placement
from ui.pictures.place import Rectangle
from ui.qt import QColor, QImage

Screen = npt.NDArray[np.uint8]
Render = Callable[[Placement, int, int], Rendered | None]
"""Makes the pixels of a canvas of so many screen pixels, (h, w, 3) RGB, as ``ui.canvas.render`` does."""


class Frame:
    """One canvas full of pixels, in the screen's own.

    Attributes
    ----------
    step
        New pixels are made once for so many by so many: more than 1 while the zoom changes on a large
        canvas.
    """

    def __init__(self) -> None:
        self.step = 1
        self._pixels: Screen = np.zeros((0, 0, 4), np.uint8)
        self._placement = Placement(1.0, 0, 0)
        self._lacking: list[Rectangle] = []
        self._ground: tuple[int, int, int] = (0, 0, 0)

    def forget(self) -> None:
        """What was kept is no longer what is shown."""
        self._pixels = np.zeros((0, 0, 4), np.uint8)

    def forget_part(self, part: Rectangle) -> None:
        """The same of a part of the canvas."""
        self._lacking.append(part)

    def bring(
        self, make: Render, placement: Placement, width: int, height: int, ground: QColor
    ) -> QImage:
        """The whole canvas; only what was not kept is made. The image lives as long as the frame."""
        colour = (ground.blue(), ground.green(), ground.red())
        before = self._placement
        is_known = self._pixels.shape[:2] == (height, width) and self._ground == colour
        if not is_known or before.zoom != placement.zoom:
            if self._pixels.shape[:2] != (height, width):
                self._pixels = np.empty((height, width, 4), np.uint8)
            self._lacking = [Rectangle(0, 0, width, height)]
        elif before != placement:
            self._move(placement.left - before.left, placement.top - before.top)
        self._placement, self._ground = placement, colour
        parts = [part.within(width, height) for part in self._lacking]
        self._lacking = []
        for part in parts:
            if part.width and part.height:
                self._make(make, part)
        content = self._pixels.data
        return QImage(content, width, height, 4 * width, QImage.Format.Format_RGB32)  # type: ignore[call-overload]

    def _move(self, dx: int, dy: int) -> None:
        """What stays in sight is moved; the strips that come into sight are lacking."""
        height, width = self._pixels.shape[:2]
        if abs(dx) >= width or abs(dy) >= height:
            self._lacking = [Rectangle(0, 0, width, height)]
            return
        moved = np.empty_like(self._pixels)
        moved[sides(dy, height), sides(dx, width)] = self._pixels[sides(-dy, height), sides(-dx, width)]
        self._pixels = moved
        self._lacking = [replace(part, left=part.left + dx, top=part.top + dy) for part in self._lacking]
        if dx:
            self._lacking.append(Rectangle(0 if dx > 0 else width + dx, 0, abs(dx), height))
        if dy:
            self._lacking.append(Rectangle(0, 0 if dy > 0 else height + dy, width, abs(dy)))

    def _make(self, make: Render, part: Rectangle) -> None:
        """Make the pixels of a part where the picture lies under it; elsewhere is the ground."""
        import cv2  # here, and not above: the window opens before a picture needs it

        rows = slice(part.top, part.top + part.height)
        columns = slice(part.left, part.left + part.width)
        target = self._pixels[rows, columns]
        placement = self._placement
        here = replace(placement, left=placement.left - part.left, top=placement.top - part.top)
        step = self.step
        if step > 1:
            here = Placement(here.zoom / step, here.left // step, here.top // step)
        size = ceil(part.width / step), ceil(part.height / step)
        rendered = make(here, *size)
        if rendered is None or not rendered.covers(*size):
            target[...] = (*self._ground, 255)
        if rendered is None:
            return
        colours = cv2.cvtColor(rendered.pixels, cv2.COLOR_RGB2BGRA)
        if step > 1:
            colours = cv2.resize(colours, None, fx=step, fy=step, interpolation=cv2.INTER_NEAREST)
        height, width = colours.shape[:2]
        inside = target[step * rendered.top :, step * rendered.left :][:height, :width]
        np.copyto(inside, colours[: inside.shape[0], : inside.shape[1]])


def sides(by: int, length: int) -> slice:
    """The stretch of an axis that a move by so many pixels fills with what was there before."""
    return slice(max(by, 0), length + min(by, 0))
