"""Confidence: how sure the choice of a frame is, or how little it matters."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.focus.comparison import Sharpest
from fusion.focus.decision import Labels
from fusion.photo import FloatMap

STEEPNESS = 6.0
VISIBLE = 3 / 255
"""Luminance difference at which a wrong choice begins to be seen."""


def confidence(sharpest: Sharpest, labels: Labels, radius: int) -> FloatMap:
    """Confidence (H, W) in [0, 1] of the cleaned ``labels``.

    With ρ the ratio of the largest blur map to the second, the choice is right with the probability
    P = ρ^s / (1 + ρ^s), and the confidence is 2P − 1; it is 0 where cleaning chose another frame than
    the sharpest. Where the frames hardly differ any choice is as good, and it rises to 1.

    With s = ``STEEPNESS`` it errs on the careful side on pairs of known truth, made from photographs
    that training did not see (``benchmarks/decide.py confidence``, table in ``docs/how-it-works.md``).
    """
    tiny = np.float32(1e-12)
    ratio = (sharpest.best + tiny) / (np.maximum(sharpest.second, 0) + tiny)
    sure = np.tanh(np.float32(STEEPNESS / 2) * np.log(ratio))
    sure[labels != sharpest.labels] = 0
    side = 2 * radius + 1
    spread = cv2.boxFilter(
        np.square(sharpest.high - sharpest.low),
        cv2.CV_32F,
        (side, side),
        borderType=cv2.BORDER_REFLECT,
    )
    matters = spread / (spread + np.float32(VISIBLE**2))
    return 1 - (1 - np.clip(sure, 0, 1)) * matters
