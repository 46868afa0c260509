"""From scores of the frames to a decision: which frame leads, which comes second, and by how much."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from fusion.focus.comparison import label_type
from fusion.focus.decision import Labels
from fusion.photo import FloatMap

STEEPNESS = 7.0
"""The probability that a frame is the right one is softmax(STEEPNESS · score). The network was trained
with 6; on validation scenes a lead of 0.1 to 0.4 was right as often as 7 says, and a larger one more."""
BLURRED, SHARP = np.float32(0.35), np.float32(0.85)
"""What the network calls faithful with these probabilities was, on validation scenes, more than 32 and
less than 2 levels away from the truth in the median. Between them the confidence rises from 0 to 1."""
VISIBLE = np.float32(3 / 255)
"""Luminance difference at which a wrong choice begins to be seen."""
JUST_DIFFERENT = np.float32(0.25 / 255)
WINDOW = 11
SNAP = np.float32(1 / 512)
"""A share nearer than this to 1 is 1, so that the source's pixel comes through unchanged."""


class ScoredChoice:
    """The two leading frames at each pixel; fill it area by area.

    Attributes
    ----------
    labels, second
        (H, W): the frame with the highest score, and the next.
    weight
        (H, W) float32 in [0.5, 1]: the share of the first of them, the rest is the second's.
    """

    def __init__(self, frames: int, shape: tuple[int, int], decisiveness: float) -> None:
        self.frames = frames
        self.decisiveness = np.float32(decisiveness)
        self.labels: Labels = np.zeros(shape, label_type(frames))
        self.second: Labels = np.zeros(shape, label_type(frames))
        self.weight: FloatMap = np.ones(shape, np.float32)
        self._sure: FloatMap = np.ones(shape, np.float32)
        self._faithful: FloatMap = np.ones(shape, np.float32)

    def put(self, area: tuple[slice, slice], scores: FloatMap, faithful: FloatMap) -> None:
        """Take over the scores and the probabilities of being faithful, (n, h, w), of an area.

        The share of the leading frame is clip((lead · decisiveness + 1) / 2, 0, 1): sparsemax over the
        two (Martins and Astudillo, ICML 2016), as in training. More than two frames are never mixed.
        """
        first = scores.argmax(axis=0)
        best = np.take_along_axis(scores, first[None], axis=0)
        rest = scores.copy()
        np.put_along_axis(rest, first[None], -np.inf, axis=0)
        second = rest.argmax(axis=0)
        lead = (best - np.take_along_axis(rest, second[None], axis=0))[0]
        weight = np.clip((lead * self.decisiveness + 1) / 2, 0, 1)
        weight[weight > 1 - SNAP] = 1
        self.labels[area] = first
        self.second[area] = second
        self.weight[area] = weight
        self._sure[area] = _sure(scores - best)
        shown = np.take_along_axis(faithful, first[None], axis=0)[0]
        self._faithful[area] = np.clip((shown - BLURRED) / (SHARP - BLURRED), 0, 1)

    def confidence(self, apart: FloatMap) -> FloatMap:
        """How sure it is that the leading frame is the right one, and shows the scene as it is.

        Low at a guess between frames that differ, and low where no frame is sharp; ``apart`` is
        ``spread`` of the frames. Where they hardly differ the choice does not matter, and where they are
        alike altogether nothing can be said against it. (H, W) float32 in [0, 1].
        """
        matters = np.square(apart) / (np.square(apart) + VISIBLE**2)
        differ = np.square(apart) / (np.square(apart) + JUST_DIFFERENT**2)
        right = 1 - (1 - self._sure) * matters
        shown = 1 - (1 - self._faithful) * differ
        return np.asarray(right * shown, np.float32)


def _sure(behind: FloatMap) -> FloatMap:
    """2P − 1 (h, w) of the leading frame; ``behind`` (n, h, w) are scores less the leading one."""
    right = 1 / np.exp(STEEPNESS * behind).sum(axis=0)
    return np.asarray(np.clip(2 * right - 1, 0, 1), np.float32)


def spread(frames: npt.NDArray[np.floating[Any]]) -> FloatMap:
    """Root mean square, over a small window, of how far the frames (n, H, W) lie apart: (H, W)."""
    _, height, width = frames.shape
    squares = np.empty((height, width), np.float32)
    for top in range(0, height, 256):  # strips: the frames may lie in a file
        strip = np.asarray(frames[:, top : top + 256], np.float32)
        squares[top : top + 256] = np.square(strip.max(axis=0) - strip.min(axis=0))
    mean = cv2.boxFilter(squares, cv2.CV_32F, (WINDOW, WINDOW), borderType=cv2.BORDER_REFLECT)
    return np.asarray(np.sqrt(np.maximum(mean, 0)), np.float32)
