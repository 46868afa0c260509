"""What it means that two backends agree."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from fusion.contracts import Outcome
from fusion.decision import Decision

DEVICES = ["cpu", pytest.param("cuda", marks=pytest.mark.cuda)]
TIED = 0.001
"""The share of pixels at which two frames may be so near each other that rounding decides."""
STEPS_APART = 64
"""Weights and confidences, in 65,532 steps, differ by a thousandth at most."""
REACH = 36
"""Pixels that a label acts on: two windows of the largest guided filter in these tests."""


def as_kind(frames: Sequence[np.ndarray], kind: type) -> list[np.ndarray]:
    """8-bit frames in another type."""
    scale = {np.uint8: 1, np.uint16: 257, np.float32: 1 / 255}[kind]
    return [(frame * kind(scale)).astype(kind) for frame in frames]


def assert_agree(found: Outcome, expected: Outcome, frames: Sequence[np.ndarray]) -> None:
    """Labels alike but at ties, pixels within one level of 8 bits, own pixels bit for bit.

    Around a tie that was decided otherwise the filters see other labels, so nothing is asked found.
    """
    assert isinstance(found.decision, Decision)
    assert isinstance(expected.decision, Decision)
    assert found.pixels.dtype == expected.pixels.dtype
    assert found.pixels.shape == expected.pixels.shape
    assert found.decision.labels.dtype == expected.decision.labels.dtype
    alike = found.decision.labels == expected.decision.labels
    assert alike.mean() >= 1 - TIED
    square = np.ones((2 * REACH + 1, 2 * REACH + 1), np.uint8)
    calm = cv2.dilate((~alike).view(np.uint8), square) == 0
    level = {"uint8": 1, "uint16": 257, "float32": 1 / 255}[expected.pixels.dtype.name]
    apart = np.abs(found.pixels.astype(np.float64) - expected.pixels.astype(np.float64))
    assert apart[calm].max(initial=0) <= level
    for one, other in (
        (found.decision.weight_steps, expected.decision.weight_steps),
        (found.decision.confidence_steps, expected.decision.confidence_steps),
    ):
        assert one.dtype == other.dtype
        assert np.abs(one.astype(int) - other.astype(int))[calm].max(initial=0) <= STEPS_APART
    own = np.choose(
        found.decision.labels[:, :, None] if frames[0].ndim == 3 else found.decision.labels, frames
    )
    whole = found.decision.weight == 1
    assert np.array_equal(found.pixels[whole], own[whole])
