"""A stack's result as it grows, frame by frame, at the size of a screen: to be looked at meanwhile."""

from __future__ import annotations

from typing import Protocol

import cv2
import numpy as np

from fusion.activity.activity_map import activity_map, gradient_energy
from fusion.contracts import Frames
from fusion.photo import FloatMap, Photo, Pixels, luminance
from fusion.progress import Progress, Repeating
from fusion.register.registration import Registration

MOST_PIXELS = 1_000_000
"""Of the picture that is shown."""
RADIUS = 4
"""Half side of the window of the activity map, in its pixels."""


class Grown(Protocol):
    """What a progress function may have as ``grow``: it is given the picture of the frames so far, the
    registration, how many frames are in it, and of how many."""

    def __call__(
        self, picture: Pixels, registration: Registration, done: int, total: int
    ) -> None: ...


class GrowingResult:
    """The sharpest of the frames so far at each pixel, by the activity map of their luminance.

    Examples
    --------
    >>> near, far = np.full((8, 8), 90, np.uint8), np.full((8, 8), 90, np.uint8)
    >>> far[:, ::2] = 200
    >>> growing = GrowingResult()
    >>> int(growing.add(Photo(near))[4, 4]), int(growing.add(Photo(far))[4, 4])
    (90, 200)
    """

    def __init__(self) -> None:
        self._picture: Pixels | None = None
        self._most: FloatMap | None = None

    def add(self, photo: Photo) -> Pixels:
        """The picture with one frame more, at most ``MOST_PIXELS`` large; it is changed by the next."""
        small = reduced(photo.pixels)
        activity = activity_map(gradient_energy(luminance(Photo(small))), RADIUS)
        if photo.validity is not None:
            size = (activity.shape[1], activity.shape[0])
            seen = cv2.resize(photo.validity.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
            activity[seen == 0] = -1
        if self._picture is None or self._most is None:
            self._picture, self._most = small, activity
            return self._picture
        wins = activity > self._most
        self._picture[wins] = small[wins]
        np.maximum(self._most, activity, out=self._most)
        return self._picture


def reduced(pixels: Pixels) -> Pixels:
    """The pixels at a size of ``MOST_PIXELS`` at most."""
    height, width = pixels.shape[:2]
    share = min(1.0, (MOST_PIXELS / (height * width)) ** 0.5)
    size = max(1, round(width * share)), max(1, round(height * share))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), pixels.dtype)


def grow(frames: Frames, registration: Registration, progress: Progress) -> None:
    """Show a stack's frames as they come together, where the progress function has a ``grow``.

    Parameters
    ----------
    frames
        Those that take part, registered.
    registration
        Of all frames.
    progress
        Called frame by frame; its ``grow`` is a ``Grown``.
    """
    listener = progress.listener("grow") if isinstance(progress, Repeating) else None
    if listener is None:
        return
    growing = GrowingResult()
    for number, photo in enumerate(frames, 1):
        progress("Making a quick preview", number - 1, len(frames))
        listener(growing.add(photo).copy(), registration, number, len(frames))
