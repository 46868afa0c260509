"""``stationary-wavelet``: the strongest wavelet coefficients, by a transform without decimation."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fusion.contracts import FROM_FORMULA, Context, Frames, Outcome
from fusion.multiscale.coefficient_selection import (
    DetailParameters,
    MaxAbsSelection,
    Planes,
    as_pixels,
    planes,
)
from fusion.photo import Photo
from fusion.registry import register
from fusion.settings import parameter

WAVELETS = ("haar", "db2", "sym4")
TILE_VALUES = 24_000_000
"""Coefficients of one frame that are worked through at a time: a hundred megabytes, in half a second."""


@dataclass(frozen=True)
class StationaryWaveletParameters(DetailParameters):
    """The transform, and how its coefficients are compared."""

    wavelet: str = parameter(
        "haar", "Wavelet",
        "haar: the shortest and the classical choice. db2, sym4: longer and smoother.",
        choices=WAVELETS,
    )
    wavelet_levels: int = parameter(
        4, "Wavelet levels",
        "How many scales of detail are told apart; six reach far and take long.",
        1, 6, 1,
    )


@register(
    "stationary-wavelet",
    "Stationary wavelet",
    "Splits every source into upright, level and oblique details of several sizes and keeps the "
    "strongest of each. Slower than the pyramid.",
    StationaryWaveletParameters,
    kind="pixels",
    purposes=frozenset({"multifocus", "infrared-visible"}),
    year=1997,
    weakness="Keeps the strongest noise too, spreads around depth edges, and is slow.",
    checked=FROM_FORMULA,
)
def fuse_stationary_wavelet(
    frames: Frames, parameters: StationaryWaveletParameters, context: Context
) -> Outcome:
    """In each band of a wavelet transform without decimation the coefficients of largest magnitude.

    Parameters
    ----------
    frames, context
        As for every method.
    parameters
        Wavelet, levels, and the window of the comparison.

    Returns
    -------
    Outcome
        Without a decision: a pixel is put together from coefficients of several frames. It lies in the
        range that these have there.

    Notes
    -----
    Rockinger, "Image sequence fusion using a shift-invariant wavelet transform", ICIP 1997, with the
    transform of PyWavelets. Runs on the CPU.

    In each band the coefficient of largest magnitude, the lowest band averaged, the result clipped to
    the range of the frames' values at each pixel (as in ``fusion.multiscale.frame_range``). The paper is
    about grey pictures; here the channels of a pixel are chosen together. The picture is mirrored
    outside, as far as filters and window reach. Tiles are worked through one after the other, each of
    all frames, with so much around it that the pixels are those of the whole at once; with the longer
    filters but for the last bit, since their sums are ordered otherwise.

    Known weakness: noise is detail too, and strong coefficients spread around depth edges.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((20, 20), level, np.uint8) for level in (10, 20)])
    >>> outcome = fuse_stationary_wavelet(
    ...     frames, StationaryWaveletParameters(), Context("cpu", no_progress)
    ... )
    >>> int(outcome.pixels[0, 0])
    15
    """
    like, count = frames[0], len(frames)
    down, across = (spans(side, parameters, channels_of(like)) for side in frames.shape)
    tiles = [(rows, columns) for rows in down for columns in across]
    pixels = np.empty_like(like.pixels)
    for number, (rows, columns) in enumerate(tiles):

        def tick(done: int, before: int = number * (count + 1)) -> None:
            context.progress("Blending", before + done, len(tiles) * (count + 1))

        fused = fused_tile(frames, rows, columns, parameters, tick)
        pixels[rows.own, columns.own] = as_pixels(fused, like)
        if not frames.in_memory:
            frames.release()
    context.progress("Blending", 1, 1)
    context.timer.note("wavelets")

    return Outcome(pixels, None, "cpu")


@dataclass(frozen=True)
class Span:
    """A tile along one axis.

    Attributes
    ----------
    own
        Its pixels of the picture.
    around
        Indices of the pixels that are transformed for it, mirrored outside the picture.
    inside
        Where its own stand among these.
    """

    own: slice
    around: npt.NDArray[np.intp]
    inside: slice


def channels_of(photo: Photo) -> int:
    return 1 if photo.is_grey else 3


def spans(side: int, parameters: StationaryWaveletParameters, channels: int) -> list[Span]:
    """The tiles along an axis of ``side`` pixels, each with what filters and window see around it.

    The transform takes its input to be repeated and its length to be a multiple of 2^levels.
    """
    levels = parameters.wavelet_levels
    halo = reach_of(parameters.wavelet, levels) + parameters.detail_radius
    widest = math.isqrt(TILE_VALUES // (channels * (3 * levels + 1)))
    step = max(widest - 2 * halo, halo, 16)
    found = []
    for begin in range(0, side, step):
        end = min(begin + step, side)
        length = end - begin + 2 * halo
        indices = np.arange(begin - halo, begin - halo + length + -length % 2**levels) % (2 * side)
        around = np.minimum(indices, 2 * side - 1 - indices)
        found.append(Span(slice(begin, end), around, slice(halo, halo + end - begin)))
    return found


def reach_of(wavelet: str, levels: int) -> int:
    """How far the filters of a transform and its inverse reach together, to either side, in pixels."""
    import pywt

    return int((pywt.Wavelet(wavelet).dec_len - 1) * (2**levels - 1))


def fused_tile(
    frames: Frames, rows: Span, columns: Span, parameters: StationaryWaveletParameters,
    tick: Callable[[int], None],
) -> Planes:  # fmt: skip
    """(h, w, C): the fused values of a tile; ``tick`` is called with the frames that are done."""
    bands: list[MaxAbsSelection] = []
    lowest = low = high = np.zeros(0, np.float32)
    for number, photo in enumerate(frames):
        tick(number)
        around = planes(photo, np.ix_(rows.around, columns.around))
        own = around[rows.inside, columns.inside]
        details, rest = analyse(around, parameters.wavelet, parameters.wavelet_levels)
        if not bands:
            bands = [MaxAbsSelection(detail) for detail in details]
            lowest, low, high = np.zeros_like(rest), own, own
        for band, detail in zip(bands, details, strict=True):
            band.add(detail, parameters.detail_radius)
        lowest += rest
        low, high = np.minimum(low, own), np.maximum(high, own)
    tick(len(frames))
    mean = lowest / np.float32(len(frames))
    whole = rebuild([band.values for band in bands], mean, parameters.wavelet)
    fused: Planes = np.clip(whole[rows.inside, columns.inside], low, high)
    return fused


def analyse(picture: Planes, wavelet: str, levels: int) -> tuple[list[Planes], Planes]:
    """Three bands of detail a level, the coarsest first, and the lowest band, all (H, W, C)."""
    import pywt

    by_channel = np.ascontiguousarray(picture.transpose(2, 0, 1))  # twice as fast
    lowest, *details = pywt.swt2(by_channel, wavelet, levels, axes=(1, 2), trim_approx=True, norm=True)
    return [band.transpose(1, 2, 0) for level in details for band in level], lowest.transpose(1, 2, 0)


def rebuild(bands: Sequence[Planes], lowest: Planes, wavelet: str) -> Planes:
    """The picture from its bands: the inverse of ``analyse``."""
    import pywt

    levels = [tuple(bands[first : first + 3]) for first in range(0, len(bands), 3)]
    picture: Planes = pywt.iswt2([lowest, *levels], wavelet, norm=True, axes=(0, 1))
    return picture
