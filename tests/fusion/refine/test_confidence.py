"""Confidence by activity follows its definition, and says how much the verification turned over."""

import numpy as np

from fusion import MatchingFrames
from fusion.activity.comparison import RunningComparison
from fusion.decision import Comparison
from fusion.frames.luminance_range import LuminanceRange
from fusion.refine.confidence import activity_confidence, overturned_share


def test_confidence_follows_its_definition() -> None:
    rng = np.random.default_rng(1)
    running = RunningComparison(2, (40, 50))
    for number in range(2):
        running.add(number, rng.random((40, 50), np.float32))
    labels = running.labels.copy()
    labels[:5] = 1 - labels[:5]
    frames = MatchingFrames(list(rng.random((2, 40, 50), np.float32)))
    steps = activity_confidence(running.result(), labels, LuminanceRange(frames), 2)
    ratio = running.best.astype(np.float64) / running.second
    certain = np.tanh(3 * np.log(ratio))
    certain[:5] = 0
    spread = LuminanceRange(frames).mean_square(slice(0, 40), 2)
    expected = 1 - (1 - certain) * spread / (spread + (3 / 255) ** 2)
    assert np.abs(steps / 65532 - expected).max() < 2e-5


def test_only_what_is_sure_and_can_be_seen_counts_as_turned_over() -> None:
    raw, best = np.zeros((40, 40), np.uint8), np.ones((40, 40), np.float32)
    second = np.full((40, 40), 0.1, np.float32)
    second[:, 20:] = 0.99
    labels = np.ones_like(raw)
    labels[:, :10] = 0
    seen = MatchingFrames([np.full((40, 40), level, np.uint8) for level in (50, 90)])
    alike = MatchingFrames([np.full((40, 40), 50, np.uint8)] * 2)
    comparison = Comparison(raw, best, second)
    assert overturned_share(comparison, labels, LuminanceRange(seen)) == 0.4
    assert overturned_share(comparison, labels, LuminanceRange(alike)) == 0.0
