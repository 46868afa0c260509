"""``laplacian-pyramid``: at each scale the strongest detail, whichever frame it comes from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from fusion.contracts import FROM_FORMULA, Context, Frames, Outcome
from fusion.multiscale.coefficient_selection import (
    DetailParameters,
    MaxAbsSelection,
    Planes,
    as_pixels,
    planes,
)
from fusion.multiscale.frame_range import keep_rows_in_range
from fusion.photo import Photo
from fusion.progress import Progress
from fusion.registry import register
from fusion.settings import parameter
from fusion.threads import row_bands, with_halo

PIXELS_OF_A_BAND = 1 << 20
LOWEST_SIDE = 16
"""The pyramid ends before its smaller side would fall below this."""


@dataclass(frozen=True)
class LaplacianPyramidParameters(DetailParameters):
    """How deep the pyramid goes and how its coefficients are compared."""

    pyramid_levels: int = parameter(
        0, "Pyramid levels",
        "How many scales of detail are told apart. 0: as many as the size of the picture allows.",
        0, 12, 1,
    )


@register(
    "laplacian-pyramid",
    "Laplacian pyramid",
    "Splits every source into details of all sizes and keeps the strongest of each. Leaves no hard "
    "seams and copes with fine crossing structures; also keeps the strongest noise.",
    LaplacianPyramidParameters,
    kind="pixels",
    purposes=frozenset({"multifocus", "infrared-visible"}),
    year=1983,
    weakness="Keeps the strongest noise too, and the blur of the foreground beside depth edges.",
    checked=FROM_FORMULA,
)
def fuse_laplacian_pyramid(
    frames: Frames, parameters: LaplacianPyramidParameters, context: Context
) -> Outcome:
    """At each level of a Laplacian pyramid the coefficients of largest magnitude.

    Parameters
    ----------
    frames, context
        As for every method.
    parameters
        Levels, and the window of the comparison.

    Returns
    -------
    Outcome
        Without a decision: a pixel is put together from coefficients of several frames. It lies in the
        range that these have there.

    Notes
    -----
    Burt, Adelson, "The Laplacian pyramid as a compact image code", IEEE Trans. Communications 1983,
    DOI 10.1109/TCOM.1983.1095851; the choice of the largest magnitude: Burt, "The pyramid as a
    structure for efficient computation", 1984. Runs on the
    processor.

    The lowest level is averaged. The result is clipped to the range of the frames' values at each pixel,
    which the paper does not do (``fusion.multiscale.frame_range``). The kernel is
    [1 4 6 4 1] / 16 (a = 0.375 of the paper), the picture mirrored outside without the edge pixel
    repeated, since OpenCV enlarges in no other way. The paper is about grey pictures; here the channels
    of a pixel are chosen together. A window before the comparison is the step of Burt and Kolczynski
    (ICCV 1993).

    Known weakness: noise is detail too; beside depth edges the blur of the foreground is kept at coarse
    scales.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((20, 20), level, np.uint8) for level in (10, 20)])
    >>> outcome = fuse_laplacian_pyramid(
    ...     frames, LaplacianPyramidParameters(), Context("cpu", no_progress)
    ... )
    >>> int(outcome.pixels[0, 0])
    15
    """
    levels, lowest = choose_below(frames, parameters, context.progress)
    smaller = collapse([level.values for level in levels], lowest)
    del levels, lowest
    context.timer.note("pyramids")
    pixels = np.empty_like(frames[0].pixels)
    height, width = frames.shape
    bands = row_bands(height, width, PIXELS_OF_A_BAND)
    for number, rows in enumerate(bands):
        context.progress("Blending", number, len(bands))
        fused = strongest_detail(frames, rows, parameters.detail_radius)
        fused += enlarged_rows(smaller, 0, rows, frames.shape)
        keep_rows_in_range(fused, frames, rows)
        pixels[rows] = as_pixels(fused, frames[0])
        if not frames.in_memory:
            frames.release()
    context.progress("Blending", len(bands), len(bands))
    context.timer.note("blending")

    return Outcome(pixels, None, "cpu")


def choose_below(
    frames: Frames, parameters: LaplacianPyramidParameters, progress: Progress
) -> tuple[list[MaxAbsSelection], Planes]:
    """The strongest detail of each level below the finest, and the mean of the lowest levels.

    The finest level, three quarters of all, is worked through in bands of rows later on.
    """
    bands: list[MaxAbsSelection] = []
    lowest: Planes | None = None
    count = parameters.pyramid_levels or level_count(*frames.shape)
    for number, photo in enumerate(frames):
        progress("Measuring sharpness", number, len(frames))
        details, low = analyse(halved(photo), count - 1)
        if lowest is None:
            bands = [MaxAbsSelection(detail) for detail in details]
            lowest = np.zeros_like(low)
        for band, detail in zip(bands, details, strict=True):
            band.add(detail, parameters.detail_radius)
        lowest += low
    assert lowest is not None
    progress("Measuring sharpness", len(frames), len(frames))
    return bands, lowest / np.float32(len(frames))


def halved(photo: Photo) -> Planes:
    """The picture at the second level, made from bands of rows."""
    height, width = photo.height, photo.width
    channels = 1 if photo.is_grey else 3
    result = np.empty(((height + 1) // 2, (width + 1) // 2, channels), np.float32)
    for rows in row_bands(*result.shape[:2], PIXELS_OF_A_BAND // 4):
        result[rows] = halved_rows(photo, rows)
    return result


def halved_rows(photo: Photo, rows: slice) -> Planes:
    """Some rows of the second level, each made of five of the picture."""
    first, last = max(rows.start - 1, 0), rows.stop + 1
    picture = planes(photo, slice(2 * first, min(2 * last, photo.height)))
    return halve(picture)[rows.start - first : rows.stop - first]


def rows_below(rows: slice, height: int) -> slice:
    """The rows of the second level of which some rows of the picture are made when it is enlarged."""
    return slice(max(rows.start // 2 - 1, 0), min((rows.stop + 1) // 2 + 1, (height + 1) // 2))


def enlarged_rows(below: Planes, begin: int, rows: slice, shape: tuple[int, int]) -> Planes:
    """Some rows of the second level at the size of the picture (H, W) ``shape``.

    ``below`` has at least ``rows_below``, and begins with row ``begin`` of the second level.
    """
    height, width = shape
    needed = rows_below(rows, height)
    top, bottom = 2 * needed.start, min(2 * needed.stop, height)
    part = below[needed.start - begin : needed.stop - begin]
    like = np.broadcast_to(np.float32(0), (bottom - top, width, 1))
    return enlarge(part, like)[rows.start - top : rows.stop - top]


def strongest_detail(frames: Frames, rows: slice, radius: int) -> Planes:
    """(h, W, C): some rows of the finest level, from the frame of largest magnitude at each pixel."""
    around, inside = with_halo(rows, radius, frames.shape[0])
    needed = rows_below(around, frames.shape[0])
    selection: MaxAbsSelection | None = None
    for photo in frames:
        below = halved_rows(photo, needed)
        detail = planes(photo, around) - enlarged_rows(below, needed.start, around, frames.shape)
        if selection is None:
            selection = MaxAbsSelection(detail)
        selection.add(detail, radius)
    assert selection is not None
    return selection.values[inside]


def level_count(height: int, width: int) -> int:
    """How often the picture can be halved before its smaller side falls below ``LOWEST_SIDE``."""
    return max(1, math.floor(math.log2(max(1, min(height, width) / LOWEST_SIDE))))


def analyse(picture: Planes, count: int) -> tuple[list[Planes], Planes]:
    """The Laplacian pyramid: ``count`` levels of detail, the finest first, and what is left."""
    details = []
    for _ in range(count):
        smaller = halve(picture)
        details.append(picture - enlarge(smaller, picture))
        picture = smaller
    return details, picture


def halve(picture: Planes) -> Planes:
    """The next coarser level."""
    result = cv2.pyrDown(picture, borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(result, dtype=np.float32).reshape(*result.shape[:2], -1)


def collapse(details: Sequence[Planes], lowest: Planes) -> Planes:
    """The picture from its Laplacian pyramid: the inverse of ``analyse``."""
    result = lowest
    for detail in reversed(details):
        result = enlarge(result, detail) + detail
    return result


def enlarge(picture: Planes, like: Planes) -> Planes:
    """``picture`` at the size of the next finer level, odd sizes too."""
    height, width = like.shape[:2]
    result = cv2.pyrUp(picture, dstsize=(width, height), borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(result, dtype=np.float32).reshape(height, width, -1)
