"""Blending: the sources' own pixels by label, and a soft transition in a band along boundaries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import cv2
import numpy as np

from fusion.decision import WHOLE, Labels, Steps, to_steps
from fusion.frames.matching import FEW
from fusion.photo import FloatMap, Photo, Pixels, luminance_of
from fusion.refine.guided_filter import Inside, counts, guided_filter
from fusion.registry import Frames
from fusion.threads import in_threads, over_bands

SNAP = np.float32(1 / 512)
"""Weights nearer than this to 0 or 1 are 0 or 1, so that the source's pixel comes through unchanged."""
TILE = 128
"""Side of the squares in which the band along boundaries is looked for and mixed."""


class Part(Protocol):
    """A part of the picture in which frames are mixed."""

    def add(self, number: int, photo: Photo) -> None:
        """Take frame ``number`` into account; all come, in order."""

    def finish(self) -> None:
        """All frames were there: work out the pixels."""


def over_frames(parts: Sequence[Part], frames: Frames) -> None:
    """Let every part see every frame: of a few frames one part at a time, so that what a part needs for
    its work is soon free again; of a long stack one frame at a time."""

    def whole(part: Part) -> None:
        for number, photo in enumerate(photos):
            part.add(number, photo)
        part.finish()

    if len(frames) <= FEW:
        photos = list(frames)
        in_threads(whole, parts)
        return
    for number, photo in enumerate(frames):
        in_threads(lambda part, n=number, p=photo: part.add(n, p), parts)  # type: ignore[misc]
    in_threads(lambda part: part.finish(), parts)


def pick(frames: Frames, labels: Labels) -> Pixels:
    """The initial fusion: each pixel from the frame that its label names."""
    result: Pixels | None = None
    for number, photo in enumerate(frames):
        if result is None:
            result = np.empty_like(photo.pixels)
        fill_in(result, number, photo, labels)
    assert result is not None
    return result


def fill_in(result: Pixels, number: int, photo: Photo, labels: Labels) -> None:
    """The pixels of one frame where it is chosen; those of the first frame everywhere."""

    def fill(rows: slice) -> None:
        if number == 0:
            result[rows] = photo.pixels[rows]
            return
        mask = (labels[rows] == number).view(np.uint8)
        cv2.copyTo(photo.pixels[rows], mask, result[rows])

    over_bands(fill, *labels.shape)


def soft_weights(
    labels: Labels,
    guide: FloatMap,
    frames: int,
    radius: int,
    epsilon: float,
    inside: Inside | None = None,
) -> Iterator[FloatMap]:
    """The weight (H, W) in [0, 1] of one frame after another: its mask through the guided filter.

    The mask runs from −½ to ½ inside the filter, which is odd: with two frames the second weight is the
    exact mirror of the first, so exchanging the sources exchanges the weights bit for bit.
    """
    centred: FloatMap | None = None
    for number in range(frames):
        if frames == 2 and centred is not None:
            centred = -centred
        else:
            mask = (labels == number).astype(np.float32) - np.float32(0.5)
            centred = guided_filter(guide, mask, radius, epsilon, inside)
        weight = np.clip(centred + np.float32(0.5), 0, 1)
        weight[weight < SNAP] = 0
        weight[weight > 1 - SNAP] = 1
        yield weight


def near_boundary(labels: Labels, distance: int) -> np.ndarray:
    """(H, W) bool: pixels with another label within ``distance`` (in a square)."""
    square = np.ones((2 * distance + 1, 2 * distance + 1), dtype=np.uint8)
    result: np.ndarray = cv2.dilate(labels, square) != cv2.erode(labels, square)
    return result


class Border:
    """A square of the picture with a boundary in it or near it.

    The picked pixels guide the filter, so the mixed ones are kept aside until all squares are done.
    """

    def __init__(self, place: Place, band: np.ndarray, weights: Iterator[FloatMap]) -> None:
        self._place = place
        self._band = band
        self._weights = weights
        self._labels = place.labels[place.inner].ravel()[band]
        self._mixed: np.ndarray | None = None
        self._total = np.zeros(band.size)
        self._own = np.zeros(band.size)
        self._pixels: Pixels | None = None

    def add(self, number: int, photo: Photo) -> None:
        pixels = photo.pixels[self._place.inner]
        values = pixels.reshape(pixels.shape[0] * pixels.shape[1], -1)[self._band]
        share = next(self._weights)[self._place.within].ravel()[self._band].astype(np.float64)
        part = share[:, None] * values
        self._mixed = part if self._mixed is None else self._mixed + part
        self._total += share
        np.copyto(self._own, share, where=self._labels == number)
        self._type = photo.pixels.dtype

    def finish(self) -> None:
        assert self._mixed is not None
        total = np.maximum(self._total, 1e-9)
        mixed = self._mixed / total[:, None]
        if self._type != np.float32:
            np.rint(mixed, out=mixed)
        self._pixels = mixed.astype(self._type)
        self._steps = to_steps((self._own / total).astype(np.float32))
        self._mixed, self._weights = None, iter(())

    def write(self, pixels: Pixels, weight: Steps) -> None:
        """Put the outcome in its place."""
        assert self._pixels is not None
        part = pixels[self._place.inner]
        flat = part.reshape(part.shape[0] * part.shape[1], -1)  # a copy: the square is not contiguous
        flat[self._band] = self._pixels
        part[...] = flat.reshape(part.shape)
        shares = weight[self._place.inner]
        shares.flat[self._band] = self._steps


class Place:
    """A square, and the square with its halo.

    Attributes
    ----------
    inner, outer
        Rows and columns in the picture.
    within
        Those of ``inner`` in ``outer``.
    """

    def __init__(self, labels: Labels, top: int, left: int, halo: int) -> None:
        height, width = labels.shape
        self.labels = labels
        self.inner = slice(top, min(top + TILE, height)), slice(left, min(left + TILE, width))
        above, before = max(top - halo, 0), max(left - halo, 0)
        self.outer = slice(above, top + TILE + halo), slice(before, left + TILE + halo)
        self.within = (
            slice(top - above, self.inner[0].stop - above),
            slice(left - before, self.inner[1].stop - before),
        )


def borders(labels: Labels, picked: Photo, count: int, radius: int, epsilon: float) -> list[Border]:
    """The squares in which something is to be mixed."""
    reach = 2 * radius
    height, width = labels.shape
    rows, columns = counts(height, width, radius)

    def border_at(corner: tuple[int, int]) -> Border | None:
        """The part of the band in the square at ``corner``; None where there is none."""
        place = Place(labels, *corner, reach)
        around = labels[place.outer]
        if around.min() == around.max():
            return None
        band = np.flatnonzero(near_boundary(around, reach)[place.within])
        if not band.size:
            return None

        def weights() -> Iterator[FloatMap]:
            inside = rows[place.outer[0]], columns[:, place.outer[1]]
            guide = luminance_of(picked, *place.outer)
            yield from soft_weights(around, guide, count, radius, epsilon, inside)

        return Border(place, band, weights())

    corners = [(top, left) for top in range(0, height, TILE) for left in range(0, width, TILE)]
    return [border for border in in_threads(border_at, corners) if border is not None]


def blend(
    frames: Frames, count: int, labels: Labels, radius: int, epsilon: float
) -> tuple[Pixels, Steps]:
    """Fused pixels, and the weight (H, W) of the labelled frame in steps.

    The first walk through ``frames`` picks by label; that picture guides the filter. The second walk
    mixes the sources in the band that the filter reaches: twice its radius on either side of a
    boundary. Outside that band the pixels are the sources' own.
    """
    pixels = pick(frames, labels)
    weight = np.full(labels.shape, WHOLE, dtype=np.uint16)
    parts = borders(labels, Photo(pixels), count, radius, epsilon)
    over_frames(parts, frames)
    in_threads(lambda part: part.write(pixels, weight), parts)
    return pixels, weight
