"""A fused luminance with the chroma of its sources, each weighted by how colourful it is there."""

from __future__ import annotations

import numpy as np

from fusion.contracts import Frames
from fusion.photo import FloatMap, Pixels, luminance_of
from fusion.threads import over_bands

RED, BLUE = np.float32(1.402), np.float32(1.772)
"""Of BT.601: R = Y + 1.402 Cr, B = Y + 1.772 Cb."""
LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)


def with_weighted_chroma(fused: FloatMap, frames: Frames) -> Pixels:
    """A fused luminance with the chroma of frames that show one scene.

    Parameters
    ----------
    fused
        (H, W), in [0, 1]; what lies outside is cut off.
    frames
        Grey or in colours.

    Returns
    -------
    Pixels
        Of the frames' shape and type, rounded where that is whole.

    Notes
    -----
    Cb and Cr are the means of the frames', weighted by their distance from grey, |C - 128| in 8 bits, as
    DeepFuse, MFF-GAN and PMGI have it. Known weakness: where one frame is out of focus the colour of its
    blur counts, and more so than a greyer sharp frame's.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.uint8([[[200, 100, 50]]]), np.uint8([[[90, 90, 90]]])])
    >>> with_weighted_chroma(np.float32([[124.2 / 255]]), frames).tolist()
    [[[200, 100, 50]]]
    """
    first = frames[0]
    result, white = np.empty_like(first.pixels), np.float32(first.white)

    def fill(rows: slice) -> None:
        values = np.clip(fused[rows], 0, 1)
        if not first.is_grey:
            values = coloured(values, frames, rows)
        result[rows] = values * white if result.dtype == np.float32 else np.rint(values * white)

    over_bands(fill, *frames.shape)
    return result


def coloured(luminance: FloatMap, frames: Frames, rows: slice) -> FloatMap:
    """Rows of a luminance (h, W) in the frames' colours, (h, W, 3) in [0, 1]."""
    sums = np.zeros((2, *luminance.shape), np.float32)
    weights = np.zeros_like(sums)
    for photo in frames:
        grey, scale = luminance_of(photo, rows), np.float32(1 / photo.white)
        for number, (channel, factor) in enumerate(((0, RED), (2, BLUE))):
            chroma = (photo.pixels[rows, :, channel] * scale - grey) / factor
            distance = np.abs(chroma)
            sums[number] += distance * chroma
            weights[number] += distance
    red, blue = np.divide(sums, weights, out=np.zeros_like(sums), where=weights > 0)
    result = np.empty((*luminance.shape, 3), np.float32)
    result[..., 0] = luminance + RED * red
    result[..., 2] = luminance + BLUE * blue
    result[..., 1] = luminance - (LUMINANCE[0] * RED * red + LUMINANCE[2] * BLUE * blue) / LUMINANCE[1]
    return np.clip(result, 0, 1, out=result)
