"""How often each value occurs in a picture, and how much of it is clipped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fusion.photo import LUMINANCE_RGB, Photo
from fusion.transform import Transform
from ui.pictures.overlays import Scene
from ui.pictures.place import Rectangle
from ui.pictures.pyramid import Array

BINS, BAND = 256, 256
"""Columns of the histogram; rows of the picture that are counted at once."""
RED, GREEN, BLUE, LUMINANCE = range(4)
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Histogram:
    """Counts of pixels.

    Attributes
    ----------
    counts
        (4, 256): of red, green, blue and luminance, from black to white; of 16 bits and numbers with a
        point each column holds an equal part of the range.
    shadows, highlights
        (4,): pixels whose value is 0, and white, in the file's own numbers.
    pixels
        How many were counted.
    white
        The value of white: 255, 65535 or 1.
    """

    counts: Counts
    shadows: Counts
    highlights: Counts
    pixels: int
    white: float

    @property
    def is_grey(self) -> bool:
        """Whether all channels are the same."""
        return bool((self.counts[RED] == self.counts[LUMINANCE]).all()
                    and (self.counts[BLUE] == self.counts[LUMINANCE]).all())  # fmt: skip


def histogram_of(
    scene: Scene, area: Rectangle | None = None, tick: Callable[[], None] = lambda: None
) -> Histogram | None:
    """The histogram of a picture as it is shown, in its file's own values; of an area of it.

    ``area`` is in pixels of what is shown; None for all of it. ``tick`` is called before each band; it
    may raise. None where there is no picture.
    """
    base = scene.base
    if base is None:
        return None
    stored = base.levels[0] if base.values is None else base.values
    transform = scene.place.transform
    width, height = scene.shown.width, scene.shown.height
    if transform is None or base.full is not None:  # a reduced picture is counted as it was taken
        transform = None
        share = stored.shape[1] / width
        height, width = stored.shape[:2]
        area = None if area is None else scaled(area, share)
    area = (area or Rectangle(0, 0, width, height)).within(width, height)
    total = nothing(stored)
    for top in range(area.top, area.top + area.height, BAND):
        tick()
        rows = slice(top, min(top + BAND, area.top + area.height))
        columns = slice(area.left, area.left + area.width)
        if transform is None:
            total = added(total, stored[rows, columns], None)
        else:
            total = added(total, *aligned(scene, stored, transform, rows, columns))
    return total


def aligned(
    scene: Scene, stored: Array, transform: Transform, rows: slice, columns: slice
) -> tuple[Array, npt.NDArray[np.bool_] | None]:
    """A part of a frame as it lies in the result, and where there is picture."""
    from fusion.frames.registered import registered

    left, top = scene.shown.left, scene.shown.top
    part = registered(
        Photo(stored), transform,
        (slice(rows.start + top, rows.stop + top), slice(columns.start + left, columns.stop + left)),
    )  # fmt: skip
    return part.pixels, part.validity


def nothing(stored: Array) -> Histogram:
    """A histogram of no pixels, of a picture's type of number."""
    white = float(np.iinfo(stored.dtype).max) if stored.dtype.kind == "u" else 1.0
    none = np.zeros(4, np.int64)
    return Histogram(np.zeros((4, BINS), np.int64), none, none, 0, white)


def added(before: Histogram, pixels: Array, valid: npt.NDArray[np.bool_] | None) -> Histogram:
    """The same with more pixels; those without picture are not counted."""
    flat = pixels.reshape(-1, 1 if pixels.ndim == 2 else pixels.shape[2])
    if valid is not None:
        flat = flat[valid.reshape(-1)]
    if flat.shape[1] == 1:
        flat = np.repeat(flat, 3, axis=1)
    luminance = flat @ np.array(LUMINANCE_RGB)
    channels = [*flat.T, luminance if flat.dtype.kind == "f" else np.rint(luminance).astype(flat.dtype)]
    counts = np.stack([count(channel, before.white) for channel in channels])
    dark = np.array([np.count_nonzero(channel <= 0) for channel in channels])
    bright = np.array([np.count_nonzero(channel >= before.white) for channel in channels])
    return Histogram(
        before.counts + counts, before.shadows + dark, before.highlights + bright,
        before.pixels + len(flat), before.white,
    )  # fmt: skip


def count(channel: Array, white: float) -> Counts:
    """(256,): how many values lie in each part of the range."""
    if channel.dtype == np.uint8:
        columns = channel
    elif channel.dtype == np.uint16:
        columns = channel >> 8
    else:
        columns = np.clip(channel * (BINS / white), 0, BINS - 1).astype(np.uint8)
    return np.bincount(columns, minlength=BINS)


def scaled(area: Rectangle, share: float) -> Rectangle:
    """An area of a picture that is reduced."""
    return Rectangle(
        int(area.left * share), int(area.top * share),
        max(1, round(area.width * share)), max(1, round(area.height * share)),
    )  # fmt: skip
