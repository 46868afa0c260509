"""Mixing two frames where a choice is soft, and taking one frame's own pixels where it is not."""

from __future__ import annotations

import numpy as np

from fusion.activity.upsampled_map import Rows
from fusion.decision import WHOLE, Labels, Steps, from_steps
from fusion.photo import Photo, Pixels
from fusion.registry import Frames
from fusion.render.soft_boundaries import over_frames, pick
from fusion.threads import row_bands


class SoftStrip:
    """A strip of rows; its soft pixels are gathered, mixed and put back."""

    def __init__(
        self, rows: slice, labels: Labels, second: Rows, weight: Steps, pixels: Pixels
    ) -> None:
        self._labels, self._second_of, self._weight = labels[rows], second, weight[rows]
        self._pixels = pixels[rows].reshape(self._labels.size, -1)  # a view: whole rows
        self._rows = rows
        self._soft: np.ndarray | None = None

    def add(self, number: int, photo: Photo) -> None:
        if self._soft is None:
            self._soft = np.flatnonzero(self._weight < WHOLE)
            self._first = self._labels.ravel()[self._soft]
            self._second = self._second_of[self._rows].ravel()[self._soft]
            self._share = from_steps(self._weight.ravel()[self._soft])
            self._mixed = np.zeros((self._soft.size, self._pixels.shape[1]), np.float32)
        part = np.where(self._second == number, 1 - self._share, 0)
        np.copyto(part, self._share, where=self._first == number)
        if part.any():
            values = photo.pixels[self._rows].reshape(self._pixels.shape)[self._soft]
            self._mixed += part[:, None] * values

    def finish(self) -> None:
        if self._pixels.dtype != np.float32:
            np.rint(self._mixed, out=self._mixed)
        self._pixels[self._soft] = self._mixed.astype(self._pixels.dtype)
        del self._mixed, self._first, self._second, self._share


def mix(frames: Frames, labels: Labels, second: Rows, weight: Steps) -> Pixels:
    """``weight`` of the frame in ``labels`` and the rest of the frame in ``second``.

    Where ``weight`` is ``WHOLE`` the pixel is the source's own, bit for bit; elsewhere it lies between
    the two sources. Walks through ``frames`` twice.
    """
    pixels = pick(frames, labels)
    parts = [SoftStrip(rows, labels, second, weight, pixels) for rows in row_bands(*labels.shape)]
    over_frames(parts, frames)
    return pixels
