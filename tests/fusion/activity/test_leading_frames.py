"""Scores become labels, shares and confidence; mixing keeps the sources' own pixels."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fusion import MatchingFrames
from fusion.activity.leading_frames import LeadingFrames
from fusion.decision import WHOLE
from fusion.frames.luminance_range import LuminanceRange
from fusion.frames.validity import Validity

AREA = (slice(0, 4), slice(0, 5))


def chosen(scores: np.ndarray, decisiveness: float = 1.0) -> LeadingFrames:
    choice = LeadingFrames(len(scores), scores.shape[1:], decisiveness)
    choice.put(AREA, scores, np.full_like(scores, 0.97))
    return choice


def even(*values: float) -> np.ndarray:
    return np.array(values, np.float32)[:, None, None] * np.ones((1, 4, 5), np.float32)


def differing(value: float) -> LuminanceRange:
    """Of two frames whose luminances differ by ``value`` everywhere."""
    levels = [np.full((4, 5), level, np.float32) for level in (0.2, 0.2 + value)]
    return LuminanceRange(MatchingFrames(levels))


scores = arrays(np.float32, (3, 4, 5), elements=st.floats(-2, 2, width=32))


@settings(max_examples=40, deadline=None)
@given(scores)
def test_the_label_is_the_highest_score_and_the_second_the_next(values: np.ndarray) -> None:
    choice = chosen(values)
    first = np.take_along_axis(values, choice.labels[None].astype(int), 0)[0]
    second = np.take_along_axis(values, choice.second[None].astype(int), 0)[0]
    assert np.array_equal(first, values.max(axis=0))
    assert np.array_equal(second, np.sort(values, axis=0)[1])
    assert (choice.labels != choice.second).all()
    assert choice.weight.min() >= 0.5
    assert choice.weight.max() <= 1


def test_a_lead_of_one_takes_all_and_a_tie_takes_half() -> None:
    assert (chosen(even(1.0, 0.0)).weight == 1).all()
    assert (chosen(even(0.3, 0.3)).weight == 0.5).all()
    assert np.allclose(chosen(even(0.0, 0.5)).weight, 0.75)
    assert (chosen(even(0.0, 0.5), decisiveness=2).weight == 1).all()


def test_confidence_is_low_at_a_guess_and_where_no_frame_is_sharp_but_not_where_all_is_alike() -> None:
    far, alike = differing(0.2), differing(0.0)
    assert chosen(even(2.0, 0.0)).confidence(far).min() > 0.9 * WHOLE
    assert chosen(even(0.1, 0.0)).confidence(far).max() < 0.4 * WHOLE
    blurred = LeadingFrames(2, (4, 5), 1.0)
    blurred.put(AREA, even(2.0, 0.0), even(0.1, 0.1))
    assert blurred.confidence(far).max() < 0.2 * WHOLE
    assert (blurred.confidence(alike) == WHOLE).all()
    assert (chosen(even(0.0, 0.0)).confidence(alike) == WHOLE).all()


def test_a_frame_without_picture_never_leads_and_never_mixes_in_where_another_has_picture() -> None:
    empty = np.ones((4, 5), bool)
    empty[:2] = False
    leading = LeadingFrames(2, (4, 5), 1.0, Validity([empty, None], (4, 5)))
    leading.put(AREA, even(0.5, 0.2), even(0.9, 0.9))
    assert (leading.labels[:2] == 1).all()
    assert (leading.weight[:2] == 1).all()
    assert (leading.labels[2:] == 0).all()
    assert (leading.weight[2:] < 1).all()
