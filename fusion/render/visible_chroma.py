"""Infrared and visible: the luminances are fused, and the chroma stays that of the visible frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from fusion.contracts import Frames, Outcome
from fusion.photo import FloatMap, Photo, Pixels, luminance, luminance_of
from fusion.threads import over_bands


class LuminanceFrames:
    """The luminances of frames as grey frames of float32 in [0, 1]; all are in memory.

    Parameters
    ----------
    frames
        Grey or in colours.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((1, 1, 3), level, np.uint8) for level in (0, 51)])
    >>> [round(float(photo.pixels[0, 0]), 4) for photo in LuminanceFrames(frames)]
    [0.0, 0.2]
    """

    in_memory = True

    def __init__(self, frames: Frames) -> None:
        self._photos = [
            replace(photo, pixels=luminance(photo), profile=None, values=None) for photo in frames
        ]
        frames.release()
        self.shape = frames.shape

    def __len__(self) -> int:
        return len(self._photos)

    def __iter__(self) -> Iterator[Photo]:
        return iter(self._photos)

    def __getitem__(self, number: int, /) -> Photo:
        return self._photos[number]

    def release(self) -> None:
        """Nothing can be read again."""


def luminances(frames: Frames) -> FloatMap:
    """The luminances of an infrared and a visible frame.

    Parameters
    ----------
    frames
        Two: infrared, visible.

    Returns
    -------
    FloatMap
        (2, H, W) float32 in [0, 1], as encoded in the files (BT.601 weights, no linearisation).

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> luminances(MatchingFrames([np.full((1, 2), level, np.uint8) for level in (0, 255)])).tolist()
    [[[0.0, 0.0]], [[1.0, 1.0]]]
    """
    return np.stack([luminance(photo) for photo in frames])


def with_visible_chroma(fused: FloatMap, visible: Photo) -> Pixels:
    """A fused luminance with the chroma of the visible frame.

    Parameters
    ----------
    fused
        (H, W), in [0, 1]; what lies outside is cut off.
    visible
        The visible frame.

    Returns
    -------
    Pixels
        Of the visible frame's shape and type, rounded where that is whole. Where the fused luminance is
        the visible one the pixels are the visible frame's own.

    Notes
    -----
    Y of YCbCr (BT.601) is replaced and Cb, Cr stay, which is the same as adding the difference of the
    luminances to each of R, G and B. Known weakness: where that leaves the type's range it is cut off,
    so that strong colours fade where the infrared is bright.

    Examples
    --------
    >>> visible = Photo(np.uint8([[[200, 100, 50]]]))
    >>> with_visible_chroma(np.float32([[0.6]]), visible).tolist()
    [[[229, 129, 79]]]
    """
    result = np.empty_like(visible.pixels)
    white = np.float32(visible.white)

    def fill(rows: slice) -> None:
        values = np.clip(fused[rows], 0, 1)
        if visible.is_grey:
            mixed = values * white
        else:
            more = (values - luminance_of(visible, rows)) * white
            mixed = np.clip(visible.pixels[rows] + more[:, :, None], 0, white)
        result[rows] = mixed if result.dtype == np.float32 else np.rint(mixed)

    over_bands(fill, visible.height, visible.width)
    return result


def fuse_luminances(frames: Frames, fuse: Callable[[Frames], Outcome]) -> Outcome:
    """Fuse the luminances of an infrared and a visible frame by a method for frames that are alike.

    Parameters
    ----------
    frames
        Two: infrared, visible.
    fuse
        Fuses grey frames of float32.

    Returns
    -------
    Outcome
        In the frames' type, with the visible frame's chroma, and without a decision: it would say which
        frame gave a pixel, and each pixel has the chroma of one.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((1, 1), level, np.uint8) for level in (10, 90)])
    >>> brightest = lambda grey: Outcome(np.maximum(grey[0].pixels, grey[1].pixels), None, "cpu")
    >>> fuse_luminances(frames, brightest).pixels.tolist()
    [[90]]
    """
    outcome = fuse(LuminanceFrames(frames))
    pixels = with_visible_chroma(np.asarray(outcome.pixels, np.float32), frames[1])
    return replace(outcome, pixels=pixels, decision=None)
