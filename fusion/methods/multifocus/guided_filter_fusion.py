"""``guided-filter``: two layers of every frame, each weighted by saliency that follows the edges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from fusion.activity.comparison import Sharpest
from fusion.decision import Decision, Labels
from fusion.frames.luminance_range import difference
from fusion.multiscale.coefficient_selection import CONFIDENCE_RADIUS, Planes, as_pixels, planes
from fusion.photo import FloatMap, Photo, Pixels, luminance
from fusion.progress import Progress
from fusion.refine.confidence import confidence
from fusion.refine.consistency import settled
from fusion.refine.guided_filter import guided_filter
from fusion.registry import Frames, Outcome, register
from fusion.settings import Parameters, parameter
from fusion.stage_timer import StageTimer

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
    kind="transform",
)
def fuse_guided_filter(
    frames: Frames, parameters: Parameters, device: str, progress: Progress
) -> Outcome:
    """Li, Kang, Hu, "Image fusion with guided filtering", IEEE TIP 2013,
    DOI 10.1109/TIP.2013.2244222. Runs on the CPU.

    Base layer: 31×31 mean; detail layer: the rest. Saliency: the magnitude of the Laplacian through a
    Gaussian (11×11, σ = 5); the most salient frame's weight is 1, the others' 0, each filtered with its
    own frame as guide (r = 45, ε = 0.3 for the base; r = 7, ε = 1e-6 for the detail), cut to [0, 1] and
    normalised to a sum of 1. Guide and saliency are of the luminance, the weights serve all channels.
    The mean's window and the saliency's mirror the picture outside; the paper does not say.

    The decision: the label names the most salient frame, its weight is the mean of its shares in the
    two layers. Where they differ the pixel may lie outside the sources.

    Known weakness: the base weights are wide, so that blur of the other frame shows around boundaries;
    saliency of single pixels takes noise for sharpness.
    """
    assert isinstance(parameters, GuidedFilterParameters)
    del device  # box means: a GPU would spend longer on the transfer
    clock = StageTimer()
    sharpest = most_salient(frames, progress)
    labels = settled(sharpest.labels)
    sureness = confidence(sharpest.result(), labels, difference(frames), CONFIDENCE_RADIUS)
    best = sharpest.best
    del sharpest
    clock.note("saliency")
    pixels, weight = mix_layers(frames, best, labels, parameters, progress)
    clock.note("blending")
    return Outcome(pixels, Decision(labels, weight, sureness, len(frames)), "cpu", clock.timings)


def saliency(grey: FloatMap) -> FloatMap:
    """(H, W): how strong the Laplacian is around each pixel."""
    border = cv2.BORDER_REFLECT
    change = np.abs(cv2.Laplacian(grey, cv2.CV_32F, ksize=1, borderType=border))
    side = (SALIENCY_SIDE, SALIENCY_SIDE)
    return np.asarray(cv2.GaussianBlur(change, side, SALIENCY_SIGMA, borderType=border), np.float32)


def most_salient(frames: Frames, progress: Progress) -> Sharpest:
    """The most salient frame at each pixel."""
    sharpest: Sharpest | None = None
    for number, photo in enumerate(frames):
        progress("Measuring sharpness", number, len(frames))
        if sharpest is None:
            sharpest = Sharpest(len(frames), (photo.height, photo.width))
        sharpest.add(number, saliency(luminance(photo)))
    assert sharpest is not None
    progress("Measuring sharpness", len(frames), len(frames))
    return sharpest


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
    frames: Frames,
    best: FloatMap,
    labels: Labels,
    parameters: GuidedFilterParameters,
    progress: Progress,
) -> tuple[Pixels, FloatMap]:
    """The fused pixels, and the labelled frame's mean share in the two layers.

    ``best`` is the largest saliency at each pixel; each frame's own is measured again, which gives the
    same numbers, so that no more than one frame is held.
    """
    like = next(iter(frames))
    mixed = [np.zeros_like(planes(like)) for _ in range(2)]
    total, own = ([np.zeros_like(best) for _ in range(2)] for _ in range(2))
    for number, photo in enumerate(frames):
        progress("Blending", number, len(frames))
        layers = two_layers(planes(photo))
        for which, weight in enumerate(layer_weights(photo, best, parameters)):
            mixed[which] += weight[:, :, None] * layers[which]
            total[which] += weight
            own[which] += np.where(labels == number, weight, 0)
    progress("Blending", len(frames), len(frames))
    fused = sum(part / whole[:, :, None] for part, whole in zip(mixed, total, strict=True))
    share = (own[0] / total[0] + own[1] / total[1]) / 2
    return as_pixels(np.asarray(fused, dtype=np.float32), like), np.clip(share, 0, 1)
