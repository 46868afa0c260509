"""``stationary-wavelet``: the strongest wavelet coefficients, by a transform without decimation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fusion.contracts import FROM_FORMULA, Context, Frames, Outcome
from fusion.errors import FusionError
from fusion.multiscale.coefficient_selection import (
    DetailParameters,
    MaxAbsSelection,
    Planes,
    as_pixels,
    planes,
)
from fusion.multiscale.frame_range import keep_in_range
from fusion.photo import FloatMap, Photo
from fusion.progress import Progress
from fusion.registry import register
from fusion.settings import parameter

WAVELETS = ("haar", "db2", "sym4")
MOST_PIXELS = 12_000_000
"""About 7 GB with the default levels; nothing is worked through in strips yet."""
STRIP = 400_000
"""Pixels that are worked through between two looks at whether to go on."""


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
        "How many scales of detail are told apart; each takes three more maps of the picture's size.",
        1, 6, 1,
    )


@register(
    "stationary-wavelet",
    "Stationary wavelet",
    "Splits every source into upright, level and oblique details of several sizes and keeps the "
    "strongest of each. Takes much memory, so pictures of up to 12 megapixels only.",
    StationaryWaveletParameters,
    kind="pixels",
    purposes=frozenset({"multifocus", "infrared-visible"}),
    year=1997,
    weakness="Keeps the strongest noise too, spreads around depth edges, and takes much memory.",
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

    Raises
    ------
    FusionError
        For pictures whose bands would fill the memory of most computers.

    Notes
    -----
    Rockinger, "Image sequence fusion using a shift-invariant wavelet transform", ICIP 1997, with the
    transform of PyWavelets. Runs on the CPU.

    In each band the coefficient of largest magnitude, the lowest band averaged, the result clipped to
    the range of the frames' values at each pixel (``fusion.multiscale.frame_range``). The paper is about
    grey pictures; here the channels of a pixel are chosen together. The picture is mirrored outside, as
    far as the filters reach.

    Known weakness: noise is detail too; strong coefficients spread around depth edges; and the bands of
    one frame and of the result are in memory, 3·levels + 1 float maps for each channel of either.

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
    like = frames[0]
    refuse_large(like)
    bands, lowest = choose(frames, parameters, context.progress)
    context.timer.note("wavelets")
    fused = rebuild([band.values for band in bands], lowest, parameters.wavelet, context.progress)
    fused = np.asarray(inside(fused, like.height, like.width, margin_of(parameters)))
    keep_in_range(fused, frames)
    pixels = as_pixels(fused, like)
    del fused
    context.timer.note("blending")

    return Outcome(pixels, None, "cpu")


def refuse_large(photo: Photo) -> None:
    """Raise for pictures whose bands would fill the memory of most computers."""
    if photo.height * photo.width > MOST_PIXELS:
        raise FusionError(
            "too-large-for-wavelets",
            "the stationary wavelet would need too much memory for {width} × {height} pixels; take the "
            "Laplacian pyramid, or smaller pictures",
            width=photo.width, height=photo.height,
        )  # fmt: skip


def choose(
    frames: Frames, parameters: StationaryWaveletParameters, progress: Progress
) -> tuple[list[MaxAbsSelection], Planes]:
    """The strongest coefficients of each band, and the mean of the lowest bands."""
    bands: list[MaxAbsSelection] = []
    lowest: Planes | None = None
    count, margin = len(frames), margin_of(parameters)
    for number, photo in enumerate(frames):
        progress("Measuring sharpness", number, count)
        picture = widen(planes(photo), margin, 2**parameters.wavelet_levels)

        def check(number: int = number) -> None:
            progress("Measuring sharpness", number, count)

        details, low = analyse(picture, parameters.wavelet, parameters.wavelet_levels, check)
        if lowest is None:
            bands = [MaxAbsSelection(detail) for detail in details]
            lowest = np.zeros_like(low)
        for band, detail in zip(bands, details, strict=True):
            check()
            band.add(detail, parameters.detail_radius)
        lowest += low
    assert lowest is not None
    progress("Measuring sharpness", count, count)
    return bands, lowest / np.float32(count)


def margin_of(parameters: StationaryWaveletParameters) -> int:
    """How far the filters reach, in pixels."""
    import pywt

    reach = pywt.Wavelet(parameters.wavelet).dec_len - 1
    return int(reach * (2**parameters.wavelet_levels - 1))


def widen(picture: Planes, margin: int, multiple: int) -> Planes:
    """``picture`` with a mirrored margin, and more below and right up to sides of a ``multiple``."""
    more = [margin + (-(side + 2 * margin)) % multiple for side in picture.shape[:2]]
    return np.pad(picture, ((margin, more[0]), (margin, more[1]), (0, 0)), mode="symmetric")


def inside(widened: FloatMap, height: int, width: int, margin: int) -> FloatMap:
    """The picture's own part of a widened one."""
    return widened[margin : margin + height, margin : margin + width]


def analyse(
    picture: Planes, wavelet: str, levels: int, check: Callable[[], None]
) -> tuple[list[Planes], Planes]:
    """Three bands of detail a level, the coarsest first, and the lowest band, all (H, W, C).

    ``check`` is called after every few rows; it may raise to stop.
    """
    import pywt

    height, width, channels = picture.shape
    found = np.empty((3 * levels + 1, height, width, channels), np.float32)
    for rows, around, inner in strips(height, width, wavelet, levels):
        check()
        by_channel = np.ascontiguousarray(picture[around].transpose(2, 0, 1))  # twice as fast
        lowest, *details = pywt.swt2(
            by_channel, wavelet, levels, axes=(1, 2), trim_approx=True, norm=True
        )
        for band, values in zip(found, [lowest, *(b for level in details for b in level)], strict=True):
            band[rows] = values[:, inner].transpose(1, 2, 0)
    return list(found[1:]), found[0]


def rebuild(bands: list[Planes], lowest: Planes, wavelet: str, progress: Progress) -> Planes:
    """The picture from its bands: the inverse of ``analyse``."""
    import pywt

    height, width, _ = lowest.shape
    picture = np.empty_like(lowest)
    for rows, around, inner in strips(height, width, wavelet, len(bands) // 3):
        progress("Blending", rows.start, height)
        parts = [band[around] for band in bands]
        levels = [tuple(parts[first : first + 3]) for first in range(0, len(parts), 3)]
        whole = pywt.iswt2([lowest[around], *levels], wavelet, norm=True, axes=(0, 1))
        picture[rows] = whole[inner]
    progress("Blending", height, height)
    return picture


def strips(
    height: int, width: int, wavelet: str, levels: int
) -> Iterator[tuple[slice, npt.NDArray[np.intp], slice]]:
    """Rows that are worked through in a fraction of a second, so that the work can be stopped.

    Of each strip its rows, the rows that the filters see for it (the transform takes the picture to be
    repeated), and where its own are among these. The values are those of the whole at once; with the
    longer filters but for the last bit, since their sums are ordered otherwise.
    """
    import pywt

    multiple = 2**levels
    reach = (pywt.Wavelet(wavelet).dec_len - 1) * (multiple - 1)
    halo = -(-reach // multiple) * multiple
    step = max(STRIP // width, 2 * halo, multiple) // multiple * multiple
    for begin in range(0, height, step):
        end = min(begin + step, height)
        around = np.arange(begin - halo, end + halo) % height
        yield slice(begin, end), around, slice(halo, halo + end - begin)
