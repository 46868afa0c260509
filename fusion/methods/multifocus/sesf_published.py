"""``sesf-published``: the published program to the letter, slips included, for labs that compare.

It differs from ``sesf`` in what the published code does otherwise: luminance weights 0.2125, 0.7154,
0.0721; features with zeros outside the picture; window sums; ties to the second source; a consistency
verification that treats the sources differently; a guided filter that adds three single-channel fits on
0..255, so that its map leaves [0, 1]; and truncation instead of rounding.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from fusion.backends.loading import weights_errors_as_fusion_errors
from fusion.contracts import Context, Frames, Outcome
from fusion.decision import Decision, ExactShare
from fusion.device import device_title
from fusion.errors import FusionError
from fusion.frames.validity import validity_of
from fusion.methods.multifocus.sesf import attention_parameter
from fusion.photo import FloatMap, Mask, Pixels
from fusion.progress import Progress
from fusion.registry import register
from fusion.render import render
from fusion.settings import RefinementParameters

LUMINANCE = np.array([0.2125, 0.7154, 0.0721])
MOST_PIXELS = 6_000_000
"""About 5 GB: 64 features of the whole picture are held at once, as in the published program."""
DoubleMap = npt.NDArray[np.float64]
Tick = Callable[[int, int], None]
"""``tick(done, total)`` while something goes on; it may raise to stop it."""
PERCENT = 100
BAND = 400_000
"""Pixels that are worked through between two looks at whether to go on."""


@dataclass(frozen=True)
class Steps:
    """Progress of a stage, in hundredths, of which parts are counted by what does them."""

    progress: Progress
    stage: str
    total: int
    begin: int = 0

    def report(self, done: float) -> None:
        self.progress(self.stage, self.begin + round(done), self.total)

    def part(self, first: int, last: int) -> Tick:
        """Counts from ``first`` to ``last`` hundredths."""
        return lambda done, total: self.report(first + (last - first) * done / max(total, 1))


@dataclass(frozen=True)
class PublishedParameters(RefinementParameters):
    """The published parameters; ε acts on intensities from 0 to 255 here, where it is nearly nothing."""

    attention: str = attention_parameter()


@register(
    "sesf-published",
    "SESF as published",
    "The published program step by step, with its truncation and its one-sided consistency check: for "
    "comparing with printed tables. Two 8-bit sources.",
    PublishedParameters,
    kind="decision",
    most_frames=2,
    year=2020,
    weakness="Treats its two sources differently, loses levels by truncation, and takes much memory.",
    checked="Compared step by step with the published program.",
    order_matters=True,
)
def fuse_published(
    frames: Frames, parameters: PublishedParameters, context: Context
) -> Outcome:
    """The program of Ma et al. 2020, to the letter.

    Parameters
    ----------
    frames
        Two of 8 bits.
    parameters
        The published ones by default; the area limit is kept whatever it removes.
    context
        As for every method.

    Returns
    -------
    Outcome
        Its map, cut to [0, 1], is the decision; the pixels are mixed by the map as it is, and truncated.

    Raises
    ------
    FusionError
        For frames of another type, pictures whose features would fill the memory, and missing weights.

    Notes
    -----
    Ma et al., "SESF-Fuse", Neural Computing and Applications, 2020, DOI 10.1007/s00521-020-05358-9, and
    its published code. Known weakness: exchanging the two sources changes the result.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((12, 12), level, np.uint8) for level in (10, 20)])
    >>> outcome = fuse_published(frames, PublishedParameters(), Context("cpu", no_progress))
    >>> outcome.pixels.shape
    (12, 12)
    """
    timer, progress = context.timer, context.progress
    first, second = (photo.pixels for photo in frames)
    if first.dtype != np.uint8:
        raise FusionError(
            "published-needs-8-bits",
            "the published preset works on 8-bit sources; take the method sesf",
        )
    refuse_large(first)
    progress("Loading the network", 0, 1)
    runtime = load_encoder_runtime(parameters.attention, context.device)
    timer.note("loading the network")
    sums = []
    for number, pixels in enumerate((first, second)):
        steps = Steps(progress, "Measuring sharpness", 2 * PERCENT, number * PERCENT)
        features = runtime.features(published_luminance(pixels), steps.part(0, 85))
        sums.append(window_sums(features, parameters.window_radius, steps.part(85, PERCENT)))
        del features
    first_is_sharper = sums[0] > sums[1]
    timer.note("measuring sharpness")
    smallest = parameters.smallest_area * first_is_sharper.size
    steps = Steps(progress, "Verifying the decision", PERCENT)
    checked = published_consistency(first_is_sharper, parameters.disk_radius, smallest, steps)
    timer.note("verifying the decision")
    share = published_guided_filter(
        np.where(expand(checked, first), first, second).astype(np.float64),
        checked.astype(np.float64),
        parameters.guide_radius,
        parameters.guide_epsilon,
        Steps(progress, "Blending", PERCENT).part(0, 90),
    )
    decision = as_decision(keep_valid(share, frames))
    pixels = render(frames, decision)
    progress("Blending", PERCENT, PERCENT)
    timer.note("blending")
    return Outcome(pixels, decision, device_title(runtime.device))


def refuse_large(pixels: Pixels) -> None:
    """Raise for pictures whose features would fill the memory of most computers."""
    height, width = pixels.shape[:2]
    if height * width > MOST_PIXELS:
        raise FusionError(
            "too-large-for-published",
            "the published preset would need too much memory for {width} × {height} pixels; take the "
            "method sesf, or smaller pictures",
            width=width, height=height,
        )  # fmt: skip


def load_encoder_runtime(attention: str, device: str):  # type: ignore[no-untyped-def]
    """The trained encoder in torch, whose features are wanted as they are; imported at the first use."""
    from models.sesf.torch_runtime import TorchEncoderRuntime

    with weights_errors_as_fusion_errors():
        return TorchEncoderRuntime.load(f"sesf-{attention}", device)


def expand(values: npt.NDArray[np.generic], like: npt.NDArray[np.generic]) -> np.ndarray:
    """(H, W) as (H, W, 1) beside a colour picture."""
    return values[:, :, None] if like.ndim == 3 else values


def published_luminance(pixels: Pixels) -> FloatMap:
    """Luminance in [0, 1] of 8-bit pixels; the network was trained with other weights."""
    scaled = pixels.astype(np.float64) / 255
    return (scaled if pixels.ndim == 2 else scaled @ LUMINANCE).astype(np.float32)


def window_sums(features: FloatMap, radius: int, tick: Tick) -> FloatMap:
    """Squared left and upper differences, features 0 outside, summed over channels and window."""
    energy = np.zeros(features.shape[1:], dtype=np.float32)
    for number, plane in enumerate(features):
        tick(number, len(features))
        energy += np.square(np.diff(plane, axis=1, prepend=0))
        energy += np.square(np.diff(plane, axis=0, prepend=0))
    side = (2 * radius + 1, 2 * radius + 1)
    sums = cv2.boxFilter(
        energy, cv2.CV_32F, side, normalize=False, borderType=cv2.BORDER_CONSTANT
    )
    return np.asarray(sums, dtype=np.float32)


def published_consistency(mask: Mask, radius: int, smallest: float, steps: Steps) -> Mask:
    """Open by a disk, remove regions of fewer than ``smallest`` pixels, close, fill holes as small."""
    from skimage.morphology import (  # imported when first used: it takes a third of a second
        closing,
        disk,
        opening,
        remove_small_holes,
        remove_small_objects,
    )

    element, most = disk(radius), math.ceil(smallest) - 1
    reach = 2 * radius
    opened = in_bands(mask, reach, lambda m: opening(m, element, mode="ignore"), steps.part(0, 45))
    large = remove_small_objects(opened, max_size=most)
    closed = in_bands(large, reach, lambda m: closing(m, element, mode="ignore"), steps.part(50, 95))
    result = np.asarray(remove_small_holes(closed, max_size=most), np.bool_)
    steps.report(PERCENT)
    return result


def in_bands(mask: Mask, reach: int, operation: Callable[[Mask], Mask], tick: Tick) -> Mask:
    """What an operation that sees so many rows around gives of the whole, band by band."""
    height, width = mask.shape
    result = np.empty_like(mask)
    bands = bands_of(height, width)
    for number, rows in enumerate(bands):
        tick(number, len(bands))
        begin = max(rows.start - reach, 0)
        part = operation(mask[begin : rows.stop + reach])
        result[rows] = part[rows.start - begin : rows.stop - begin]
    return result


def bands_of(length: int, across: int) -> list[slice]:
    """Bands of lines that are worked through in a fraction of a second, so that work can be stopped."""
    lines = max(BAND // across, 1)
    return [slice(*span) for span in pairwise([*range(0, length, lines), length])]


def published_guided_filter(
    guide: DoubleMap, values: DoubleMap, radius: int, epsilon: float, tick: Tick
) -> DoubleMap:
    """Three single-channel fits whose slopes are added (neither the colour filter nor a mean).

    The order of the operations is the published one to the last digit, since truncation turns a
    difference in the last digit into a whole grey level.
    """
    planes = [guide] if guide.ndim == 2 else [guide[:, :, c] for c in range(3)]
    done, total = itertools.count(), 3 + 4 * len(planes)

    def sums(plane: DoubleMap) -> DoubleMap:
        number = next(done)
        return running_sums(plane, radius, lambda: tick(number, total))

    count = sums(np.ones_like(values))

    def mean(plane: DoubleMap) -> DoubleMap:
        return sums(plane) / count

    mean_values = mean(values)
    slopes, slope_sums = [], np.zeros_like(values)
    for plane in planes:
        mean_plane = mean(plane)
        covariance = mean(plane * values) - mean_plane * mean_values
        slope = covariance / (mean(plane * plane) - mean_plane * mean_plane + epsilon)
        slopes.append(slope)
        slope_sums += slope * mean_plane
    result = np.zeros_like(values)
    for plane, slope in zip(planes, slopes, strict=True):
        result += mean(slope) * plane
    return result + mean(mean_values - slope_sums)


def running_sums(plane: DoubleMap, radius: int, check: Callable[[], None]) -> DoubleMap:
    """Window sums by cumulative sums, rows first, cut at the border, as published."""
    height, width = plane.shape
    result = np.empty_like(plane)
    for columns in bands_of(width, height):
        check()
        result[:, columns] = sums_down(plane[:, columns], radius)
    for rows in bands_of(height, width):
        check()
        result[rows] = sums_down(result[rows].T, radius).T
    return result


def sums_down(plane: DoubleMap, radius: int) -> DoubleMap:
    """Of each column the sums over windows of 2 · radius + 1."""
    length = len(plane)
    sums = np.cumsum(plane, axis=0)
    positions = np.arange(length)
    upper = sums[np.minimum(positions + radius, length - 1)]
    inner = positions[positions > radius] - radius - 1
    upper[length - len(inner) :] -= sums[inner]
    return upper


def keep_valid(share: DoubleMap, frames: Frames) -> DoubleMap:
    """The share of the first frame, 1 and 0 where only it, or only the second, has picture."""
    validity = validity_of(frames)
    if validity is not None:
        first, second = validity[slice(None), slice(None)]
        share[first & ~second] = 1
        share[second & ~first] = 0
    return share


def as_decision(share: DoubleMap) -> Decision:
    """The map as a decision; its confidence is the distance of the map from ½, times 2."""
    inside = np.clip(share, 0, 1).astype(np.float32)
    labels = (inside < 0.5).astype(np.uint8)
    weight = np.maximum(inside, 1 - inside)
    return Decision(labels, weight, 2 * weight - 1, 2, blending=ExactShare(share))
