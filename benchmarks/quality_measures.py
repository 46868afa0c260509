"""What the table of quality says of one result, and means over many."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.contenders import Contender
from benchmarks.pairs import psnr
from benchmarks.quality_sets import Case, Map
from fusion import Photo
from fusion.metrics import score

WITHOUT_TRUTH = ("Q_G", "Q_W", "Q_CV", "Q_CB", "Q_MI", "Q_NCIE")
WITH_TRUTH = ("PSNR_reference", "SSIM_reference", "GMSD_reference", "DeltaE2000_reference")
WHOLE = "PSNR_whole"
NEAR_EDGES = "PSNR_edges"
EDGE_RADIUS = 15

Values = dict[str, float]


def measure(case: Case, fused: Photo, crop_border: int) -> Values:
    """The numbers of one result. Against the truth `crop_border` pixels on each side are left out."""
    sources = [photo.pixels for photo in case.frames]
    if case.truth is None:
        return score(sources, fused.pixels, keys=WITHOUT_TRUTH)
    values = score(sources, fused.pixels, case.truth.pixels, WITH_TRUTH, crop_border)
    values[WHOLE] = psnr(fused, case.truth, 0)
    if case.sharpest is not None:
        values[NEAR_EDGES] = psnr_near_edges(fused, case.truth, case.sharpest, crop_border)
    return values


def psnr_near_edges(fused: Photo, truth: Photo, sharpest: Map, border: int) -> float:
    """PSNR (dB) of 8-bit values within `EDGE_RADIUS` of where the sharpest frame changes; else NaN."""
    inside = np.s_[border : fused.height - border, border : fused.width - border]
    band = edge_band(sharpest)[inside]
    error = fused.pixels[inside][band].astype(np.float64) - truth.pixels[inside][band]
    if error.size == 0:
        return math.nan
    mean = float(np.mean(error**2))
    return 10 * math.log10(255**2 / mean) if mean > 0 else math.inf


def edge_band(sharpest: Map, radius: float = EDGE_RADIUS) -> npt.NDArray[np.bool_]:
    """Where a pixel is at most `radius` from one whose neighbour has another sharpest source."""
    far = np.ones(sharpest.shape, np.uint8)
    across, down = sharpest[:, 1:] != sharpest[:, :-1], sharpest[1:] != sharpest[:-1]
    for changed, one, other in (
        (across, np.s_[:, 1:], np.s_[:, :-1]),
        (down, np.s_[1:], np.s_[:-1]),
    ):
        far[one][changed] = 0
        far[other][changed] = 0
    if far.all():
        return np.zeros(sharpest.shape, np.bool_)
    return np.asarray(cv2.distanceTransform(far, cv2.DIST_L2, cv2.DIST_MASK_PRECISE) <= radius)


def chosen(frames: Sequence[Photo], choice: Map) -> Photo:
    """Each pixel from the frame that `choice` names."""
    pixels = frames[0].pixels.copy()
    for number, photo in enumerate(frames):
        pixels[choice == number] = photo.pixels[choice == number]
    return Photo(pixels)


def closest_frame(case: Case, side: int = 1) -> Map:
    """For each pixel the frame whose value is closest to the truth, which no method can know.

    With ``side`` the frame that is closest in the mean over a square of so many pixels around it.
    """
    assert case.truth is not None
    truth = case.truth.pixels.astype(np.float32)
    errors = [np.sum((photo.pixels - truth) ** 2, axis=2) for photo in case.frames]
    if side > 1:
        errors = [cv2.blur(error, (side, side)) for error in errors]
    return np.argmin(errors, axis=0).astype(np.uint8)


def means(rows: Iterable[Values]) -> Values:
    """The mean of each number over pictures; a NaN does not count."""
    rows = list(rows)
    return {key: _mean([row[key] for row in rows]) for key in (rows[0] if rows else ())}


def _mean(values: list[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan


def set_means(contender: Contender, cases: Iterable[Case], crop_border: int = 16) -> Values:
    """Means of one contender over a set."""
    return means(measure(case, contender.fuse(case.frames), crop_border) for case in cases)
