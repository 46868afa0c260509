"""``laplacian-pyramid``: at each scale the strongest detail, whichever frame it comes from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from fusion.contracts import Context, Frames, Outcome
from fusion.multiscale.coefficient_selection import (
    DetailParameters,
    MaxAbsSelection,
    Planes,
    as_pixels,
    planes,
)
from fusion.multiscale.frame_range import keep_in_range
from fusion.progress import Progress
from fusion.registry import register
from fusion.settings import parameter

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
    like = frames[0]
    bands, lowest = choose(frames, parameters, context.progress)
    context.timer.note("pyramids")
    fused = collapse([band.values for band in bands], lowest)
    keep_in_range(fused, frames)
    pixels = as_pixels(fused, like)
    context.timer.note("blending")

    return Outcome(pixels, None, "cpu")


def choose(
    frames: Frames, parameters: LaplacianPyramidParameters, progress: Progress
) -> tuple[list[MaxAbsSelection], Planes]:
    """The strongest detail of each level, the finest first, and the mean of the lowest levels."""
    bands: list[MaxAbsSelection] = []
    lowest: Planes | None = None
    for number, photo in enumerate(frames):
        progress("Measuring sharpness", number, len(frames))
        count = parameters.pyramid_levels or level_count(photo.height, photo.width)
        details, low = analyse(planes(photo), count)
        if lowest is None:
            bands = [MaxAbsSelection(detail) for detail in details]
            lowest = np.zeros_like(low)
        for band, detail in zip(bands, details, strict=True):
            band.add(detail, parameters.detail_radius)
        lowest += low
    assert lowest is not None
    progress("Measuring sharpness", len(frames), len(frames))
    return bands, lowest / np.float32(len(frames))


def level_count(height: int, width: int) -> int:
    """How often the picture can be halved before its smaller side falls below ``LOWEST_SIDE``."""
    return max(1, math.floor(math.log2(max(1, min(height, width) / LOWEST_SIDE))))


def analyse(picture: Planes, count: int) -> tuple[list[Planes], Planes]:
    """The Laplacian pyramid: ``count`` levels of detail, the finest first, and what is left."""
    details = []
    for _ in range(count):
        halved = cv2.pyrDown(picture, borderType=cv2.BORDER_REFLECT_101)
        smaller: Planes = np.asarray(halved, dtype=np.float32).reshape(*halved.shape[:2], -1)
        details.append(picture - enlarge(smaller, picture))
        picture = smaller
    return details, picture


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
