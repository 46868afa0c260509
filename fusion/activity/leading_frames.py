"""The two frames of highest score at each pixel, and the weight of the first of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from fusion.activity.out_of_focus import settle_out_of_focus
from fusion.activity.upsampled_map import FeatheredMap, UpsampledMap, doubled
from fusion.contracts import Frames
from fusion.decision import WHOLE, Labels, Rows, Steps, from_steps, label_type, to_steps
from fusion.frames.luminance_range import LuminanceRange
from fusion.frames.validity import Validity
from fusion.photo import FloatMap, Mask
from fusion.threads import in_threads, over_bands, row_bands

STEEPNESS = np.float32(7)
"""The probability that a frame is the right one is softmax(STEEPNESS · score). The network was trained
with 6; on validation scenes a lead of 0.1 to 0.4 was right as often as 7 says, and a larger one more."""
BLURRED, SHARP = np.float32(0.35), np.float32(0.85)
"""Frames with these in-focus probabilities were, on validation scenes, more than 32 and less than 2
levels away from the truth in the median. Between them the confidence rises from 0 to 1."""
VISIBLE = np.float32(3 / 255)
"""Luminance difference at which a wrong choice begins to be seen."""
JUST_DIFFERENT = np.float32(0.25 / 255)
WINDOW = 11
SNAP = np.float32(1 / 512)
"""A share nearer than this to 1 is 1, so that the source's pixel comes through unchanged."""


Map = npt.NDArray[Any] | UpsampledMap
"""(H, W), read by rows and written by areas."""


class LeadingFrames:
    """The two leading frames at each pixel, filled in area by area by ``put``.

    Parameters
    ----------
    frames
        How many take part.
    shape
        (H, W).
    decisiveness
        By how much a lead is multiplied before it becomes a weight.
    validity
        Where each frame has picture; None for everywhere.

    Attributes
    ----------
    labels, second
        (H, W): the frame with the highest score, and the next (read it by rows).
    weight_steps
        (H, W) from ½ to 1, in steps: the share of the first of them, the rest is the second's.

    Notes
    -----
    Made here. The weight is sparsemax over the two scores (Martins and Astudillo, ICML 2016). Known
    weakness: a pixel that three frames show equally well is mixed of two.

    Examples
    --------
    >>> leading = LeadingFrames(2, (1, 2), decisiveness=1)
    >>> scores = np.array([[[1, 0]], [[0, 0.5]]], np.float32)
    >>> leading.put((slice(0, 1), slice(0, 2)), scores, np.ones_like(scores))
    >>> leading.labels.tolist(), leading.weight.tolist()
    ([[0, 1]], [[1.0, 0.75]])
    """

    def __init__(
        self,
        frames: int,
        shape: tuple[int, int],
        decisiveness: float,
        validity: Validity | None = None,
    ) -> None:
        self.frames = frames
        self.decisiveness = np.float32(decisiveness)
        self.validity = validity
        self.labels: Labels = np.zeros(shape, label_type(frames))
        self.second: Map = np.zeros(shape, label_type(frames))
        self.weight_steps: Steps = np.full(shape, WHOLE, np.uint16)
        self._certainty: Map = np.full(shape, WHOLE, np.uint16)
        self._in_focus: Map = np.full(shape, WHOLE, np.uint16)
        self._from_smaller = False

    @property
    def weight(self) -> FloatMap:
        """(H, W) float32 in [0.5, 1]."""
        return from_steps(self.weight_steps)

    @property
    def second_labels(self) -> Labels:
        """(H, W): the next frame, as an array."""
        return np.asarray(self.second[0 : len(self.labels)], self.labels.dtype)

    def put(
        self,
        area: tuple[slice, slice],
        scores: FloatMap,
        in_focus: FloatMap,
        numbers: Sequence[int] | None = None,
    ) -> None:
        """Fill in an area from scores and in-focus probabilities, (n, h, w) each: of all frames, or of
        those of the given numbers. What a smaller size found stays where its label is none of these.

        The share of the leading frame is clip((lead · decisiveness + 1) / 2, 0, 1): sparsemax over the
        two (Martins and Astudillo, ICML 2016), as in training. More than two frames are never mixed.
        """
        _, height, width = scores.shape
        top, left = area[0].start, area[1].start

        def put(rows: slice) -> None:
            inside = slice(top + rows.start, top + rows.stop), slice(left, left + width)
            self._put(inside, scores[:, rows], in_focus[:, rows], numbers)

        in_threads(put, row_bands(height, width))

    def enlarged(
        self, height: int, width: int, validity: Validity | None = None
    ) -> LeadingFrames:
        """At twice the size, or one pixel less where a side is odd; each pixel becomes four.

        Areas of the full size can then be ``put`` into it. Maps of which few rows are read are enlarged
        when they are read.
        """
        result = LeadingFrames.__new__(LeadingFrames)
        result.frames, result.decisiveness = self.frames, self.decisiveness
        result.validity = validity
        result.labels = doubled(self.labels, height, width)
        result.weight_steps = doubled(self.weight_steps, height, width)
        result.second = UpsampledMap(self.second, height, width)
        result._certainty = FeatheredMap(self._certainty, height, width)
        result._in_focus = FeatheredMap(self._in_focus, height, width)
        result._from_smaller = True
        return result

    def _put(
        self,
        area: tuple[slice, slice],
        scores: FloatMap,
        in_focus: FloatMap,
        numbers: Sequence[int] | None,
    ) -> None:
        if self.validity is not None:
            valid = self.validity.of(numbers or range(self.frames), area)
            scores = np.where(valid | ~valid.any(axis=0), scores, -np.inf)
        first, second, lead, others = leading(scores)
        shown = np.take_along_axis(in_focus, first[None].astype(np.intp), axis=0)[0]
        weight: FloatMap = np.clip((lead * self.decisiveness + 1) / 2, 0, 1)
        weight[weight > 1 - SNAP] = 1
        certainty = to_steps(np.asarray(2 / (1 + others) - 1, np.float32))  # 2P − 1
        shown = to_steps((shown - BLURRED) / (SHARP - BLURRED))
        maps = (self.labels, self.second, self.weight_steps, self._certainty, self._in_focus)
        found = [first, second.astype(self.labels.dtype), to_steps(weight), certainty, shown]
        if numbers is not None:
            named = np.asarray(numbers, self.labels.dtype)
            found[:2] = named[first.astype(np.intp)], named[second.astype(np.intp)]
            if self._from_smaller:
                missed = ~np.isin(self.labels[area], named)
                if missed.any():
                    found = [
                        np.where(missed, known[area[0]][:, area[1]], values)
                        for known, values in zip(maps, found, strict=True)
                    ]
        for known, values in zip(maps, found, strict=True):
            known[area] = values

    def settle_made_up(self, frames: Frames, made_up: Mask) -> bool:
        """Let the gradient energy decide where no frame is in focus and blocks have made-up detail; says
        whether anything was changed."""
        second = self.second_labels.copy()
        maps = self.labels, second, self.weight_steps
        changed = settle_out_of_focus(frames, *maps, self._in_focus, made_up)
        if changed:
            self.second = second
        return changed

    def confidence(self, luminance_range: LuminanceRange) -> Steps:
        """The certainty of the choice, times how probably the chosen frame is in focus.

        Parameters
        ----------
        luminance_range
            Of the frames.

        Returns
        -------
        Steps
            (H, W). Low where frames that differ have close scores, and low where no frame is sharp. It
            rises to 1 where the frames hardly differ, since the choice does not matter there.
        """
        return score_confidence(self._certainty, self._in_focus, luminance_range)


def score_confidence(certainty: Rows, in_focus: Rows, luminance_range: LuminanceRange) -> Steps:
    """``LeadingFrames.confidence`` from two maps (H, W) in steps: the certainty 2P − 1, where P is the
    probability that the choice is right, and the scaled in-focus probability of the chosen frame."""
    height, width = certainty.shape
    result = np.empty((height, width), np.uint16)

    def fill(rows: slice) -> None:
        squares = luminance_range.mean_square(rows, WINDOW // 2)
        matters = squares / (squares + VISIBLE**2)
        differ = squares / (squares + JUST_DIFFERENT**2)
        right = 1 - (1 - from_steps(certainty[rows])) * matters
        shown = 1 - (1 - from_steps(in_focus[rows])) * differ
        result[rows] = to_steps(right * shown)

    over_bands(fill, height, width)
    return result


def leading(scores: FloatMap) -> tuple[npt.NDArray[Any], npt.NDArray[Any], FloatMap, FloatMap]:
    """The frame with the highest score, the next one, how far it is ahead, and the odds of all others
    against it; (h, w) each."""
    if len(scores) == 2:
        ahead = scores[1] - scores[0]
        first = ahead > 0
        lead = np.abs(ahead)
        return first, ~first, lead, np.exp(-STEEPNESS * lead)
    first = scores.argmax(axis=0)
    best = np.take_along_axis(scores, first[None], axis=0)
    rest = scores.copy()
    np.put_along_axis(rest, first[None], -np.inf, axis=0)
    second = rest.argmax(axis=0)
    lead = (best - np.take_along_axis(rest, second[None], axis=0))[0]
    return first, second, lead, np.exp(STEEPNESS * (rest - best)).sum(axis=0)
