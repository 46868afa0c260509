"""``guided-filter``: two layers of every frame, each weighted by saliency that follows the edges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from fusion.contracts import FROM_FORMULA, Context, Frames, Outcome
from fusion.multiscale.coefficient_selection import Planes, as_pixels, planes
from fusion.photo import FloatMap, Photo, Pixels, luminance_of
from fusion.refine.guided_filter import counts, guided_filter
from fusion.registry import register
from fusion.settings import Parameters, parameter
from fusion.threads import row_bands, with_halo

SALIENCY_SIDE = 11
SALIENCY_SIGMA = 5.0
SALIENCY_REACH = SALIENCY_SIDE // 2 + 1
"""Rows around a pixel that its saliency depends on: the Gaussian's, and one of the Laplacian."""
PIXELS_OF_A_BAND = 1 << 21
"""Each takes about a hundred bytes; smaller bands would spend more of their time on their halo."""
BASE_SIDE = 31
LEAST_WEIGHT = np.float32(1e-12)


@dataclass(frozen=True)
class GuidedFilterParameters(Parameters):
    """The two guided filters; the defaults are the published values."""

    base_radius: int = parameter(
        45, "Base radius", "Window radius of the guided filter for the weights of the coarse layer.",
        1, 200, 1, unit="px",
    )
    base_epsilon: float = parameter(
        0.3, "Base softness",
        "ε of that filter, on intensities from 0 to 1: larger gives softer weights.",
        1e-6, 10.0, 0.01,
    )
    detail_filter_radius: int = parameter(
        7, "Detail radius", "Window radius of the guided filter for the weights of the fine layer.",
        1, 100, 1, unit="px",
    )
    detail_epsilon: float = parameter(
        1e-6, "Detail softness",
        "ε of that filter, on intensities from 0 to 1: smaller follows fine edges more closely.",
        1e-6, 1.0, 1e-6,
    )


@register(
    "guided-filter",
    "Guided-filter fusion",
    "Splits every source into a coarse and a fine layer and mixes each by weights that follow the edges "
    "of the picture. Quick, and smooth at boundaries; leaves some blur beside them.",
    GuidedFilterParameters,
    kind="pixels",
    purposes=frozenset({"multifocus", "infrared-visible"}),
    year=2013,
    weakness="Blur of the other source shows around boundaries; noise is taken for sharpness.",
    checked=FROM_FORMULA,
)
def fuse_guided_filter(
    frames: Frames, parameters: GuidedFilterParameters, context: Context
) -> Outcome:
    """Base and detail layer of every frame, each mixed by weights that follow the frame's edges.

    Parameters
    ----------
    frames, context
        As for every method.
    parameters
        Radius and ε of the two guided filters.

    Returns
    -------
    Outcome
        Without a decision: every frame gives a part of every pixel, another one in either layer.

    Notes
    -----
    Li, Kang, Hu, "Image fusion with guided filtering", IEEE TIP 2013,
    DOI 10.1109/TIP.2013.2244222. Runs on the CPU.

    Base layer: 31×31 mean; detail layer: the rest. Saliency: the magnitude of the Laplacian through a
    Gaussian (11×11, σ = 5); the most salient frame's weight is 1, the others' 0, each filtered with its
    own frame as guide (r = 45, ε = 0.3 for the base; r = 7, ε = 1e-6 for the detail), cut to [0, 1] and
    normalised to a sum of 1. Guide and saliency are of the luminance, the weights serve all channels.
    The mean's window and the saliency's mirror the picture outside; the paper does not say. The picture
    is worked through in bands of rows, each with as many rows around it as its values depend on, so that
    they are those of the whole and memory does not grow with the picture.

    Known weakness: the base weights are wide, so that blur of the other frame shows around boundaries;
    saliency of single pixels takes noise for sharpness.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((20, 20), level, np.uint8) for level in (10, 20)])
    >>> outcome = fuse_guided_filter(frames, GuidedFilterParameters(), Context("cpu", no_progress))
    >>> int(outcome.pixels[0, 0])
    15
    """
    pixels = np.empty_like(frames[0].pixels)
    height, width = frames.shape
    bands = row_bands(height, width, PIXELS_OF_A_BAND)
    for number, rows in enumerate(bands):
        context.progress("Blending", number, len(bands))
        pixels[rows] = mix_layers(frames, rows, parameters)
        if not frames.in_memory:
            frames.release()
    context.progress("Blending", len(bands), len(bands))
    context.timer.note("blending")
    return Outcome(pixels, None, "cpu")


def saliency(grey: FloatMap) -> FloatMap:
    """(H, W): how strong the Laplacian is around each pixel."""
    border = cv2.BORDER_REFLECT
    change = np.abs(cv2.Laplacian(grey, cv2.CV_32F, ksize=1, borderType=border))
    side = (SALIENCY_SIDE, SALIENCY_SIDE)
    return np.asarray(cv2.GaussianBlur(change, side, SALIENCY_SIGMA, borderType=border), np.float32)


def largest_saliency(frames: Frames, rows: slice) -> FloatMap:
    """(h, w): the largest saliency of all frames in some rows."""
    best: FloatMap | None = None
    for photo in frames:
        measured = saliency_of_rows(photo, rows)
        best = measured if best is None else np.maximum(best, measured, out=best)
    assert best is not None
    return best


def saliency_of_rows(photo: Photo, rows: slice) -> FloatMap:
    """(h, w): the saliency in some rows, as it is in the whole picture."""
    around, inside = with_halo(rows, SALIENCY_REACH, photo.height)
    return saliency(luminance_of(photo, around))[inside]


def two_layers(picture: Planes) -> tuple[Planes, Planes]:
    """Base and detail of (H, W, C); their sum is the picture."""
    side = (BASE_SIDE, BASE_SIDE)
    blurred = cv2.boxFilter(picture, cv2.CV_32F, side, borderType=cv2.BORDER_REFLECT)
    base = np.asarray(blurred, dtype=np.float32).reshape(picture.shape)
    return base, picture - base


def layer_weights(
    photo: Photo, best: FloatMap, rows: slice, parameters: GuidedFilterParameters
) -> Iterator[FloatMap]:
    """The weights (h, w) of one frame in some rows, not normalised: for its base, then for its detail.

    ``best`` is the largest saliency in the rows and the halo of the filters around them.
    """
    around, inside = with_halo(rows, reach_of(parameters), photo.height)
    grey = luminance_of(photo, around)
    # Equal saliency: every such frame leads. It is measured again, which gives the same numbers.
    leads = (saliency_of_rows(photo, around) == best).astype(np.float32)
    for radius, epsilon in (
        (parameters.base_radius, parameters.base_epsilon),
        (parameters.detail_filter_radius, parameters.detail_epsilon),
    ):
        down, across = counts(photo.height, photo.width, radius)
        filtered = guided_filter(grey, leads, radius, epsilon, (down[around], across))
        yield np.clip(filtered[inside], 0, 1) + LEAST_WEIGHT


def reach_of(parameters: GuidedFilterParameters) -> int:
    """How many rows around a band its weights depend on; the saliency reaches further by its own."""
    return 2 * max(parameters.base_radius, parameters.detail_filter_radius)


def mix_layers(frames: Frames, rows: slice, parameters: GuidedFilterParameters) -> Pixels:
    """The fused pixels of some rows."""
    height, width = frames.shape
    like, shown = frames[0], rows.stop - rows.start
    best = largest_saliency(frames, with_halo(rows, reach_of(parameters), height)[0])
    channels = 1 if like.is_grey else 3
    mixed = [np.zeros((shown, width, channels), np.float32) for _ in range(2)]
    total = [np.zeros((shown, width), np.float32) for _ in range(2)]
    around, inside = with_halo(rows, BASE_SIDE // 2, height)
    for photo in frames:
        layers = two_layers(planes(photo, around))
        for which, weight in enumerate(layer_weights(photo, best, rows, parameters)):
            mixed[which] += weight[:, :, None] * layers[which][inside]
            total[which] += weight
    fused = sum(part / whole[:, :, None] for part, whole in zip(mixed, total, strict=True))
    return as_pixels(np.asarray(fused, dtype=np.float32), like)
