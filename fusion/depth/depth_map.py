"""The depth map: at which place of the stack, between its frames too, each pixel is sharpest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fusion.contracts import Frames
from fusion.decision import Decision, Labels, from_steps
from fusion.depth.focus_peak import FocusPeak, measure_peak
from fusion.depth.smoothing import smooth_along_edges
from fusion.errors import FusionError
from fusion.frames.distinct import DistinctFrames
from fusion.photo import FloatMap
from fusion.progress import Progress, no_progress
from fusion.settings import Parameters, parameter

NEAR_FIRST, NEAR_LAST = "first", "last"
LEAST_SURE, LEAST_CLEAR = 0.1, 0.02
"""What a decision's confidence and the peak's are raised by, so that neither alone leaves a pixel out: a
decision is unsure between two frames that are equally sharp, where the depth is not."""


@dataclass(frozen=True)
class DepthParameters(Parameters):
    """Window of the activity, and how far and how strictly the depth is smoothed.

    Attributes
    ----------
    window_radius
        Half side of the activity's window, in pixels.
    smoothness
        Distance in pixels over which the depth spreads from where it is sure; 0 leaves it as measured.
    edge_contrast
        Step of the luminance, from 0 to 1, that holds the smoothing back.

    Examples
    --------
    >>> DepthParameters(smoothness=0).window_radius
    5
    """

    window_radius: int = parameter(
        5, "Window radius", "Half side of the window over which sharpness is summed.", 1, 50, 1,
        unit="px",
    )  # fmt: skip
    smoothness: float = parameter(
        30.0, "Smoothing reach",
        "How far the depth spreads from where it is sure to where it is not; 0 leaves it as measured.",
        0.0, 500.0, 1.0, unit="px",
    )  # fmt: skip
    edge_contrast: float = parameter(
        0.02, "Edge contrast",
        "A step of the luminance, from 0 to 1, that holds the smoothing back; smaller keeps more edges.",
        0.001, 1.0, 0.001,
    )  # fmt: skip


@dataclass(frozen=True)
class DepthMap:
    """At which place of the stack each pixel is sharpest.

    Attributes
    ----------
    index
        (H, W) float32 in frame numbers, from 0 to ``frames`` - 1; 2.5 lies midway between the third and
        the fourth frame.
    confidence
        (H, W) float32 in [0, 1]: 1 where the peak of the sharpness is clear, 0 where no frame is sharper
        than the others, and the depth comes from the surroundings.
    frames
        How many frames the stack has.

    Raises
    ------
    FusionError
        Where the two maps differ in size.

    Examples
    --------
    >>> depth = DepthMap(np.array([[0, 2]], np.float32), np.ones((1, 2), np.float32), frames=3)
    >>> depth.nearness("last").tolist()
    [[0.0, 1.0]]
    """

    index: FloatMap
    confidence: FloatMap
    frames: int

    def __post_init__(self) -> None:
        if self.index.shape != self.confidence.shape or self.index.ndim != 2:
            raise FusionError(
                "depth-and-confidence-differ",
                "the depth map and its confidence are not of one size; take both from one stack",
            )

    def nearness(self, near: str = NEAR_FIRST) -> FloatMap:
        """(H, W) in [0, 1]: 1 at the nearest frame, which is the ``"first"`` or the ``"last"``."""
        share = self.index / np.float32(max(self.frames - 1, 1))
        return np.asarray(1 - share if near == NEAR_FIRST else share, np.float32)


def depth_of(
    frames: Frames,
    decision: Decision | None = None,
    parameters: DepthParameters | None = None,
    progress: Progress = no_progress,
    numbers: Sequence[int] | None = None,
) -> DepthMap:
    """The depth of each pixel, in frame numbers.

    Parameters
    ----------
    frames
        Registered, in the order of their focus distances. Each is read once.
    decision
        Of a fusion of the same frames: the peak is then looked for beside its labels, which are more
        often right, above all beside edges. None takes the frame of largest activity.
    parameters
        Window and smoothing; None for the defaults.
    progress
        Called with the stage and how much of it is done; may raise ``Cancelled``.
    numbers
        For each of the frames its number in the stack that decision and depth are about, where some of
        the stack are left out; None where none is.

    Returns
    -------
    DepthMap
        Depth and confidence, (H, W) each.

    Raises
    ------
    FusionError
        For fewer than two frames, or a decision of another size or number of frames.

    Notes
    -----
    Nayar, Nakagawa, "Shape from focus", IEEE TPAMI 1994, DOI 10.1109/34.308479: a Gaussian through the
    activity of the sharpest frame and its two neighbours; the activity is that of ``spatial-frequency``.
    Then smoothed along the edges of the sharpest luminance, weighted by the confidence
    (``smooth_along_edges``). Memory does not depend on the number of frames: about 28 bytes a pixel.

    Known weakness: mirrors, glass and blurred edges of near things show the depth of what is seen sharp
    there; of two frames, and at the first and the last frame, nothing lies beyond to refine with.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> sharp = np.random.default_rng(0).integers(0, 255, (24, 24), np.uint8)
    >>> flat = np.full_like(sharp, 128)
    >>> depth = depth_of(MatchingFrames([flat, sharp, flat]))
    >>> depth.index.shape, float(depth.index[12, 12].round(2))
    ((24, 24), 1.0)
    """
    numbers = range(len(frames)) if numbers is None else numbers
    check_frames(frames, numbers, decision)
    parameters = parameters or DepthParameters()
    labels = None if decision is None else among(decision.labels, numbers)
    peak = measure_peak(frames, parameters.window_radius, labels, progress)
    index = peak.index
    if parameters.smoothness:
        index = smooth_along_edges(
            index, weight_of(peak, decision), peak.luminance, parameters.smoothness,
            parameters.edge_contrast, progress,
        )  # fmt: skip
    count = numbers[-1] + 1 if decision is None else decision.frames
    index = np.clip(index, 0, len(frames) - 1)
    if len(frames) < count:
        index = np.interp(index, np.arange(len(frames)), numbers).astype(np.float32)
    return DepthMap(index, peak.confidence, count)


def depth_of_used(
    frames: Frames,
    used: Sequence[int],
    decision: Decision | None = None,
    parameters: DepthParameters | None = None,
    progress: Progress = no_progress,
) -> DepthMap:
    """``depth_of`` for the frames of a stack that took part in a fusion; equal ones count as one."""
    distinct = DistinctFrames(frames, used)
    return depth_of(distinct, decision, parameters, progress, distinct.numbers)


def among(labels: Labels, numbers: Sequence[int]) -> Labels:
    """Labels that name frames by their number in the stack, as positions in ``numbers``."""
    if numbers == range(len(numbers)):
        return labels
    places = np.zeros(max(int(labels.max()), numbers[-1]) + 1, labels.dtype)
    places[list(numbers)] = np.arange(len(numbers))
    return np.asarray(places[labels], labels.dtype)


def weight_of(peak: FocusPeak, decision: Decision | None) -> FloatMap:
    """(H, W), 0 or more: how much each pixel's depth counts when it is smoothed."""
    if decision is None:
        return peak.confidence * np.sqrt(peak.detail)
    sure = from_steps(decision.confidence_steps) + np.float32(LEAST_SURE)
    return sure * np.sqrt(peak.confidence + np.float32(LEAST_CLEAR))


def check_frames(frames: Frames, numbers: Sequence[int], decision: Decision | None) -> None:
    """Refuse a single frame, and a decision about other frames."""
    if len(frames) < 2:
        raise FusionError(
            "too-few-frames-for-depth",
            "a depth map takes two frames at least; add another one",
        )
    if len(numbers) != len(frames) or (
        decision is not None
        and (decision.frames <= numbers[-1] or decision.labels.shape != frames.shape)
    ):
        raise FusionError(
            "decision-of-other-frames",
            "the decision is about other frames; fuse these frames again",
        )
