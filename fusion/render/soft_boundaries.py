"""The frames' own pixels by label, with a transition by guided filter along boundaries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import cv2
import numpy as np

from fusion.contracts import Frames
from fusion.decision import WHOLE, Area, GuidedBoundaries, Labels, Steps, from_steps, to_steps
from fusion.photo import FloatMap, Photo, Pixels, luminance_of
from fusion.refine.guided_filter import Inside, counts, guided_filter
from fusion.render.picking import over_frames, pick
from fusion.threads import in_threads

SNAP = np.float32(1 / 512)
"""Weights nearer than this to 0 or 1 are 0 or 1, so that the frame's pixel comes through unchanged."""
SIDE = 128
"""Of the squares in which the band along boundaries is looked for and mixed. They lie on a fixed grid of
the picture, so that any area comes out as in the whole picture, bit for bit."""


def soft_weights(
    labels: Labels,
    guide: FloatMap,
    frames: Sequence[int],
    boundaries: GuidedBoundaries,
    inside: Inside | None = None,
) -> Iterator[FloatMap]:
    """The weight (H, W) in [0, 1] of each frame of given number: its mask through the guided filter.

    The mask runs from −½ to ½ inside the filter, which is odd: with two frames the second weight is the
    exact mirror of the first, so exchanging the frames exchanges the weights bit for bit.
    """
    centred: FloatMap | None = None
    for number in frames:
        if len(frames) == 2 and centred is not None:
            centred = -centred
        else:
            mask = (labels == number).astype(np.float32) - np.float32(0.5)
            centred = guided_filter(guide, mask, boundaries.radius, boundaries.epsilon, inside)
        weight = np.clip(centred + np.float32(0.5), 0, 1)
        weight[weight < SNAP] = 0
        weight[weight > 1 - SNAP] = 1
        yield weight


def near_boundary(labels: Labels, distance: int) -> np.ndarray:
    """(H, W) bool: pixels with another label within ``distance`` (in a square)."""
    square = np.ones((2 * distance + 1, 2 * distance + 1), dtype=np.uint8)
    result: np.ndarray = cv2.dilate(labels, square) != cv2.erode(labels, square)
    return result


class Square:
    """A square of the fixed grid, and the square with its halo.

    Attributes
    ----------
    inner, outer
        Rows and columns in the picture.
    within
        Those of ``inner`` in ``outer``.
    """

    def __init__(self, top: int, left: int, halo: int, height: int, width: int) -> None:
        self.inner = slice(top, min(top + SIDE, height)), slice(left, min(left + SIDE, width))
        above, before = max(top - halo, 0), max(left - halo, 0)
        self.outer = (
            slice(above, min(top + SIDE + halo, height)),
            slice(before, min(left + SIDE + halo, width)),
        )
        self.within = (
            slice(top - above, self.inner[0].stop - above),
            slice(left - before, self.inner[1].stop - before),
        )


@dataclass
class Sums:
    """Of the pixels mixed in a square: their labels, the weighted sum of the frames' values, that of the
    weights, and the weight of the labelled frame."""

    labels: Labels
    mixed: np.ndarray
    total: np.ndarray
    own: np.ndarray


class MixedSquare:
    """A square in which pixels are mixed, since a boundary is in it or near it.

    The picked pixels guide the filter, so the mixed ones are written after all squares are computed.
    Only the frames that are chosen in the square or its halo take part: all others weigh nothing.
    """

    def __init__(
        self,
        square: Square,
        labels: Labels,
        band: np.ndarray,
        chosen: Sequence[int],
        weights: Iterator[FloatMap],
    ) -> None:
        self._square = square
        self._chosen = chosen
        self._band = band
        self._weights = weights
        self._labels = labels
        self._sums: Sums | None = None
        self._pixels: Pixels | None = None

    def takes(self, number: int) -> bool:
        return number in self._chosen

    def add(self, number: int, photo: Photo) -> None:
        pixels = photo.pixels[self._square.inner]
        values = pixels.reshape(pixels.shape[0] * pixels.shape[1], -1)[self._band]
        share = self._share(photo)
        if self._sums is None:
            labels = self._labels[self._square.inner].ravel()[self._band]
            self._sums = Sums(labels, np.zeros_like(values, float), *np.zeros((2, share.size)))
        self._sums.mixed += share[:, None] * values
        self._sums.total += share
        np.copyto(self._sums.own, share, where=self._sums.labels == number)
        self._type = photo.pixels.dtype

    def _share(self, photo: Photo) -> np.ndarray:
        """The weight of the next frame at the mixed pixels, before all are brought to a sum of 1."""
        share: np.ndarray
        share = next(self._weights)[self._square.within].ravel()[self._band].astype(np.float64)
        if photo.validity is not None:
            share *= photo.validity[self._square.inner].ravel()[self._band]
        return share

    def finish(self) -> None:
        """Keep what is written, 7 bytes a pixel of 8-bit colour, and forget the sums."""
        assert self._sums is not None
        total = np.maximum(self._sums.total, 1e-9)
        mixed = self._sums.mixed / total[:, None]
        if self._type != np.float32:
            np.rint(mixed, out=mixed)
        self._pixels = mixed.astype(self._type)
        self._steps = to_steps((self._sums.own / total).astype(np.float32))
        self._sums, self._weights = None, iter(())

    def write(self, pixels: Pixels, weight: Steps, corner: tuple[int, int]) -> None:
        """Write the mixed pixels into ``pixels`` and ``weight``, whose first pixel is at ``corner``."""
        assert self._pixels is not None
        rows, columns = (
            slice(side.start - begin, side.stop - begin)
            for side, begin in zip(self._square.inner, corner, strict=True)
        )
        part = pixels[rows, columns]
        flat = part.reshape(part.shape[0] * part.shape[1], -1)  # a copy: the square is not contiguous
        flat[self._band] = self._pixels
        part[...] = flat.reshape(part.shape)
        weight[rows, columns].flat[self._band] = self._steps


class SharesOfSquare(MixedSquare):
    """A square whose frames are weighed and not mixed.

    Attributes
    ----------
    shares
        For each frame that is chosen in the square or its halo, (n,) in steps: its weight at the pixels
        of ``band``; the weights of all of them are brought to a sum of 1.
    """

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.shares: dict[int, Any] = {}

    def add(self, number: int, photo: Photo) -> None:
        share = self._share(photo)
        self.shares[number] = share

    def finish(self) -> None:
        total = np.maximum(sum(self.shares.values()), 1e-9)
        self.shares = {
            number: to_steps((share / total).astype(np.float32)) for number, share in self.shares.items()
        }
        self._weights = iter(())

    def share_of(self, number: int, into: FloatMap) -> None:
        """Write the weight of a frame, in [0, 1], at the square's mixed pixels into a map (H, W)."""
        part = into[self._square.inner]
        flat = part.ravel()
        flat[self._band] = from_steps(self.shares[number]) if number in self.shares else 0
        part[...] = flat.reshape(part.shape)


S = TypeVar("S", bound=MixedSquare)


def mixed_squares(
    labels: Labels,
    area: Area,
    picked: Photo,
    corner: tuple[int, int],
    boundaries: GuidedBoundaries,
    kind: Callable[..., S],
) -> list[S]:
    """The squares of an area in which pixels are mixed; ``picked`` begins at ``corner``."""
    reach = 2 * boundaries.radius
    height, width = labels.shape
    rows, columns = counts(height, width, boundaries.radius)

    def square_at(place: tuple[int, int]) -> S | None:
        """The square whose upper left corner is at ``place``; None where no boundary is near."""
        square = Square(*place, reach, height, width)
        around = labels[square.outer]
        if around.min() == around.max():
            return None
        band = np.flatnonzero(near_boundary(around, reach)[square.within]).astype(np.uint16)
        if not band.size:
            return None
        chosen = np.unique(around).tolist()

        def weights() -> Iterator[FloatMap]:
            inside = rows[square.outer[0]], columns[:, square.outer[1]]
            seen = [slice(s.start - b, s.stop - b) for s, b in zip(square.outer, corner, strict=True)]
            guide = luminance_of(picked, seen[0], seen[1])
            yield from soft_weights(around, guide, chosen, boundaries, inside)

        return kind(square, labels, band, chosen, weights())

    corners = [
        (top, left)
        for top in range(area[0].start, area[0].stop, SIDE)
        for left in range(area[1].start, area[1].stop, SIDE)
    ]
    return [found for found in in_threads(square_at, corners) if found is not None]


def mix_along_boundaries(
    frames: Frames, labels: Labels, boundaries: GuidedBoundaries, area: Area
) -> tuple[Pixels, Steps]:
    """The frames' own pixels by label, mixed along boundaries.

    Parameters
    ----------
    frames
        To be fused; walked through twice.
    labels
        (H, W).
    boundaries
        Radius and ε of the guided filter.
    area
        Rows and columns that are wanted.

    Returns
    -------
    pixels, weight
        (h, w) or (h, w, 3), and (h, w) in steps: the weight of the labelled frame. Each frame's mask
        goes through the filter, which the picked pixels guide; the weights are brought to a sum of 1.
        Farther than twice the filter's radius from a boundary the pixels are the frames' own.

    Notes
    -----
    Ma et al., "SESF-Fuse", 2020, with He et al.'s guided filter. Known weakness: a transition along a
    boundary that lies beside the true edge mixes sharp and defocused pixels.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((4, 40), level, np.uint8) for level in (0, 90)])
    >>> labels = np.zeros((4, 40), np.uint8)
    >>> labels[:, 20:] = 1
    >>> whole = slice(0, 4), slice(0, 40)
    >>> pixels, weight = mix_along_boundaries(frames, labels, GuidedBoundaries(2, 0.1), whole)
    >>> int(pixels[0, 0]), int(pixels[0, 39]), bool(0 < pixels[0, 20] < 90)
    (0, 90, True)
    """
    height, width = labels.shape
    reach = 2 * boundaries.radius
    grid = tuple(
        slice(side.start // SIDE * SIDE, min(-(-side.stop // SIDE) * SIDE, size))
        for side, size in zip(area, (height, width), strict=True)
    )
    seen = tuple(
        slice(max(side.start - reach, 0), min(side.stop + reach, size))
        for side, size in zip(grid, (height, width), strict=True)
    )
    corner = seen[0].start, seen[1].start
    pixels = pick(frames, labels, (seen[0], seen[1]))
    weight = np.full(pixels.shape[:2], WHOLE, dtype=np.uint16)
    squares = mixed_squares(labels, (grid[0], grid[1]), Photo(pixels), corner, boundaries, MixedSquare)
    over_frames(squares, frames)
    in_threads(lambda square: square.write(pixels, weight, corner), squares)
    wanted = tuple(
        slice(side.start - begin, side.stop - begin) for side, begin in zip(area, corner, strict=True)
    )
    return pixels[wanted[0], wanted[1]], weight[wanted[0], wanted[1]]


def shares_along_boundaries(
    frames: Frames, labels: Labels, boundaries: GuidedBoundaries
) -> list[SharesOfSquare]:
    """The weights of the frames where ``mix_along_boundaries`` mixes them, square by square."""
    whole = slice(0, labels.shape[0]), slice(0, labels.shape[1])
    picked = Photo(pick(frames, labels, whole))
    squares = mixed_squares(labels, whole, picked, (0, 0), boundaries, SharesOfSquare)
    over_frames(squares, frames)
    return squares
