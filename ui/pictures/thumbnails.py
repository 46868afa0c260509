"""Small pictures of sources for lists, and how sharp a source is, measured on a small picture of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fusion.photo import FloatMap
from ui.pictures.pyramid import Array, Pyramid, as_colour, to_eight_bits
from ui.qt import QImage

Thumbnail = npt.NDArray[np.uint8]
THUMBNAIL_SIDE = 112
"""Pixels: twice what a row of the list shows, for screens with small pixels."""
MEASURED_SIDE = 1024
"""Sharpness is measured at this size: a frame that is sharp anywhere has detail there."""
CELL = 16
"""Side of the cells whose sharpness is compared, in pixels."""
SHARPEST = 0.98
"""The sharpness of a picture is that of its sharpest cells, from this quantile on."""


def thumbnail_of(picture: Pyramid) -> Thumbnail:
    """(h, w, 3) uint8 for a row, from the smallest level that suffices."""
    return reduced(level_for(picture, THUMBNAIL_SIDE), THUMBNAIL_SIDE)


def level_for(picture: Pyramid, side: int) -> Array:
    """The smallest level whose longer side has ``side`` pixels; the largest where none has."""
    enough = [level for level in picture.levels if max(level.shape[:2]) >= side]
    return enough[-1] if enough else picture.levels[0]


def reduced(pixels: Array, side: int) -> Thumbnail:
    """(h, w, 3) uint8 with ``side`` pixels at most, from grey or colour pixels of any type."""
    import cv2

    height, width = pixels.shape[:2]
    share = min(1.0, side / max(height, width))
    size = max(1, round(width * share)), max(1, round(height * share))
    small = to_eight_bits(np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)))
    return np.ascontiguousarray(as_colour(small))


def sharpness_of(pixels: Array) -> float:
    """The gradient energy of the sharpest cells, of a picture reduced to 1024 pixels."""
    cells = cells_of(pixels)
    return 0.0 if cells is None else float(np.sqrt(np.quantile(cells, SHARPEST)))


def cells_of(pixels: Array) -> FloatMap | None:
    """The mean gradient energy of each cell, of a picture reduced to 1024 pixels; None where it has no
    two pixels in a row or column."""
    import cv2

    small = cv2.cvtColor(reduced(pixels, MEASURED_SIDE), cv2.COLOR_RGB2GRAY).astype(np.float32)
    across, down = np.diff(small, axis=1)[:-1], np.diff(small, axis=0)[:, :-1]
    energy = across**2 + down**2
    rows, columns = (max(1, length // CELL) for length in energy.shape)
    if not energy.size:
        return None
    return np.asarray(cv2.resize(energy, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)


def to_image(pixels: Array) -> QImage:
    """An 8-bit image of its own for the screen, from grey or colour pixels of any type."""
    eight = np.ascontiguousarray(as_colour(to_eight_bits(pixels)))
    height, width = eight.shape[:2]
    content = eight.tobytes()
    return QImage(content, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
