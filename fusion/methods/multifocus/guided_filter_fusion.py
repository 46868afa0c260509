"""``guided-filter``: two layers of every frame, each weighted by saliency that follows the edges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from fusion.contracts import Context, Frames, Outcome
from fusion.multiscale.coefficient_selection import Planes, as_pixels, planes
from fusion.photo import FloatMap, Photo, Pixels, luminance
from fusion.progress import Progress
from fusion.refine.guided_filter import guided_filter
from fusion.registry import register
from fusion.settings import Parameters, parameter

SALIENCY_SIDE = 11
SALIENCY_SIGMA = 5.0
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
    The mean's window and the saliency's mirror the picture outside; the paper does not say.

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
    best = largest_saliency(frames, context.progress)
    context.timer.note("saliency")
    pixels = mix_layers(frames, best, parameters, context.progress)
    context.timer.note("blending")
    return Outcome(pixels, None, "cpu")


def saliency(grey: FloatMap) -> FloatMap:
    """(H, W): how strong the Laplacian is around each pixel."""
    border = cv2.BORDER_REFLECT
    change = np.abs(cv2.Laplacian(grey, cv2.CV_32F, ksize=1, borderType=border))
    side = (SALIENCY_SIDE, SALIENCY_SIDE)
    return np.asarray(cv2.GaussianBlur(change, side, SALIENCY_SIGMA, borderType=border), np.float32)


def largest_saliency(frames: Frames, progress: Progress) -> FloatMap:
    """(H, W): the largest saliency of all frames."""
    best = np.full(frames.shape, -1, np.float32)
    for number, photo in enumerate(frames):
        progress("Measuring sharpness", number, len(frames))
        np.maximum(best, saliency(luminance(photo)), out=best)
    progress("Measuring sharpness", len(frames), len(frames))
    return best


def two_layers(picture: Planes) -> tuple[Planes, Planes]:
    """Base and detail of (H, W, C); their sum is the picture."""
    side = (BASE_SIDE, BASE_SIDE)
    blurred = cv2.boxFilter(picture, cv2.CV_32F, side, borderType=cv2.BORDER_REFLECT)
    base = np.asarray(blurred, dtype=np.float32).reshape(picture.shape)
    return base, picture - base


def layer_weights(
    photo: Photo, best: FloatMap, parameters: GuidedFilterParameters
) -> Iterator[FloatMap]:
    """The weights (H, W) of one frame, not normalised: for its base, then for its detail."""
    grey = luminance(photo)
    leads = (saliency(grey) == best).astype(np.float32)  # equal saliency: every such frame leads
    for radius, epsilon in (
        (parameters.base_radius, parameters.base_epsilon),
        (parameters.detail_filter_radius, parameters.detail_epsilon),
    ):
        weight = np.clip(guided_filter(grey, leads, radius, epsilon), 0, 1)
        yield weight + LEAST_WEIGHT


def mix_layers(
    frames: Frames, best: FloatMap, parameters: GuidedFilterParameters, progress: Progress
) -> Pixels:
    """The fused pixels.

    ``best`` is the largest saliency at each pixel; each frame's own is measured again, which gives the
    same numbers, so that no more than one frame is held.
    """
    like = frames[0]
    mixed = [np.zeros_like(planes(like)) for _ in range(2)]
    total = [np.zeros_like(best) for _ in range(2)]
    for number, photo in enumerate(frames):
        progress("Blending", number, len(frames))
        layers = two_layers(planes(photo))
        for which, weight in enumerate(layer_weights(photo, best, parameters)):
            mixed[which] += weight[:, :, None] * layers[which]
            total[which] += weight
    progress("Blending", len(frames), len(frames))
    fused = sum(part / whole[:, :, None] for part, whole in zip(mixed, total, strict=True))
    return as_pixels(np.asarray(fused, dtype=np.float32), like)
