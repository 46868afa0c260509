"""Mixing the two leading frames where a choice is soft; one frame's own pixels where it is not."""

from __future__ import annotations

import numpy as np

from fusion.contracts import Frames
from fusion.decision import WHOLE, Area, Labels, Rows, Steps, from_steps
from fusion.photo import Photo, Pixels
from fusion.render.picking import over_frames, pick
from fusion.threads import row_bands


class SoftBand:
    """A band of rows, in which the pixels of a weight below 1 are mixed."""

    def __init__(
        self, rows: slice, maps: tuple[Labels, Rows, Steps], area: Area, pixels: Pixels
    ) -> None:
        top = area[0].start
        self._rows = slice(top + rows.start, top + rows.stop)
        self._columns = area[1]
        self._maps = maps
        self._pixels = pixels[rows]
        self._soft: np.ndarray | None = None

    def takes(self, number: int) -> bool:
        return self._soft is None or number in self._numbers

    def add(self, number: int, photo: Photo) -> None:
        if self._soft is None:
            self._begin()
        assert self._soft is not None
        part = np.where(self._second == number, 1 - self._share, 0)
        np.copyto(part, self._share, where=self._first == number)
        if part.any():
            values = photo.pixels[self._rows, self._columns]
            self._mixed += part[:, None] * values.reshape(self._count, -1)[self._soft]

    def _begin(self) -> None:
        of_labels, of_second, of_weight = self._maps
        labels = of_labels[self._rows, self._columns]
        second = of_second[self._rows][:, self._columns]
        weight = of_weight[self._rows, self._columns]
        self._count = labels.size
        self._soft = np.flatnonzero(weight < WHOLE)
        self._first, self._second = labels.ravel()[self._soft], second.ravel()[self._soft]
        self._numbers = {*np.unique(self._first).tolist(), *np.unique(self._second).tolist()}
        self._share = from_steps(weight.ravel()[self._soft])
        channels = self._pixels.size // self._count
        self._mixed = np.zeros((self._soft.size, channels), np.float32)

    def finish(self) -> None:
        assert self._soft is not None
        if self._pixels.dtype != np.float32:
            np.rint(self._mixed, out=self._mixed)
        flat = self._pixels.reshape(self._count, -1)  # a view: whole rows of an array of its own
        flat[self._soft] = self._mixed.astype(self._pixels.dtype)
        del self._mixed, self._first, self._second, self._share


def mix_two_best(
    frames: Frames, labels: Labels, second: Rows, weight: Steps, area: Area | None = None
) -> Pixels:
    """Mix two frames at each pixel: ``weight`` of the first, the rest of the second.

    Parameters
    ----------
    frames
        Walked through twice.
    labels, second
        (H, W): the frame that leads, and the next.
    weight
        (H, W) in steps.
    area
        Rows and columns that are wanted; None for all.

    Returns
    -------
    Pixels
        (h, w) or (h, w, 3). Where the weight is ``WHOLE`` the pixel is the frame's own, bit for bit;
        elsewhere it lies between the two frames.

    Notes
    -----
    Made here. Known weakness: where both frames are defocused the mix is too.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((1, 2), level, np.uint8) for level in (10, 20)])
    >>> labels, weight = np.array([[1, 0]], np.uint8), np.array([[WHOLE, WHOLE // 4 * 3]], np.uint16)
    >>> mix_two_best(frames, labels, 1 - labels, weight).tolist()
    [[20, 12]]
    """
    area = area or (slice(0, labels.shape[0]), slice(0, labels.shape[1]))
    pixels = pick(frames, labels, area)
    bands = row_bands(pixels.shape[0], pixels.shape[1])
    maps = labels, second, weight
    over_frames([SoftBand(rows, maps, area, pixels) for rows in bands], frames)
    return pixels
