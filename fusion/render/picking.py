"""Picking: each pixel from the frame that its label names, bit for bit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import cv2
import numpy as np

from fusion.contracts import Frames
from fusion.decision import Area, Labels
from fusion.photo import Photo, Pixels
from fusion.threads import in_threads, over_bands

AT_ONCE = 256
"""Squares or bands that are mixed in one walk through frames in files: memory."""


class Mixer(Protocol):
    """A band or square of the picture in which frames are mixed."""

    def takes(self, number: int) -> bool:
        """Whether frame ``number`` has a part in it."""

    def add(self, number: int, photo: Photo) -> None:
        """Add frame ``number``; called for all frames that it takes, in order."""

    def finish(self) -> None:
        """Compute the pixels, after the last frame was added."""


def over_frames(mixers: Sequence[Mixer], frames: Frames) -> None:
    """Add every frame to every mixer.

    Where the frames are in memory, mixer by mixer, so that its memory is soon free again; where they are
    in files, frame by frame, ``AT_ONCE`` mixers in each walk.
    """

    def whole(mixer: Mixer) -> None:
        for number in range(len(frames)):
            if mixer.takes(number):
                mixer.add(number, frames[number])
        mixer.finish()

    if frames.in_memory:
        in_threads(whole, mixers)
        return
    for first in range(0, len(mixers), AT_ONCE):
        some = mixers[first : first + AT_ONCE]
        for number, photo in enumerate(frames):
            taking = [mixer for mixer in some if mixer.takes(number)]
            in_threads(lambda mixer, n=number, p=photo: mixer.add(n, p), taking)  # type: ignore[misc]
        in_threads(lambda mixer: mixer.finish(), some)


def pick(frames: Frames, labels: Labels, area: Area) -> Pixels:
    """The pixels of each label's frame: the initial fusion.

    Parameters
    ----------
    frames
        To be fused.
    labels
        (H, W): frame numbers.
    area
        Rows and columns that are wanted.

    Returns
    -------
    Pixels
        (h, w) or (h, w, 3): the area's pixels, each from the frame that its label names.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((1, 2), level, np.uint8) for level in (10, 20)])
    >>> pick(frames, np.array([[1, 0]], np.uint8), (slice(0, 1), slice(0, 2))).tolist()
    [[20, 10]]
    """
    result: Pixels | None = None
    wanted = labels[area]
    for number, photo in enumerate(frames):
        pixels = photo.pixels[area]
        if result is None:
            result = np.empty(pixels.shape, pixels.dtype)
        fill_in(result, number, pixels, wanted)
    assert result is not None
    return result


def fill_in(result: Pixels, number: int, pixels: Pixels, labels: Labels) -> None:
    """Copy the pixels of one frame to where it is chosen; those of the first frame everywhere."""

    def fill(rows: slice) -> None:
        if number == 0:
            result[rows] = pixels[rows]
            return
        mask = (labels[rows] == number).view(np.uint8)
        cv2.copyTo(pixels[rows], mask, result[rows])

    over_bands(fill, *labels.shape)
