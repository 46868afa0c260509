"""Scores become labels, shares and confidence; mixing keeps the sources' own pixels."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fusion import Photo
from fusion.activity.leading_frames import ScoredChoice
from fusion.decision import WHOLE, from_steps, to_steps
from fusion.frames.luminance import luminance_stack
from fusion.frames.luminance_range import OfArrays
from fusion.frames.matching import FEW
from fusion.photo import luminance
from fusion.render.two_best import mix
from tests.made import focus_stack, texture

AREA = (slice(0, 4), slice(0, 5))


def chosen(scores: np.ndarray, decisiveness: float = 1.0) -> ScoredChoice:
    choice = ScoredChoice(len(scores), scores.shape[1:], decisiveness)
    choice.put(AREA, scores, np.full_like(scores, 0.97))
    return choice


def even(*values: float) -> np.ndarray:
    return np.array(values, np.float32)[:, None, None] * np.ones((1, 4, 5), np.float32)


def apart(value: float) -> OfArrays:
    """Two frames whose luminances differ by ``value`` everywhere."""
    return OfArrays(np.stack([np.full((4, 5), level, np.float32) for level in (0.2, 0.2 + value)]))


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
    far, alike = apart(0.2), apart(0.0)
    assert chosen(even(2.0, 0.0)).confidence(far).min() > 0.9 * WHOLE
    assert chosen(even(0.1, 0.0)).confidence(far).max() < 0.4 * WHOLE
    blurred = ScoredChoice(2, (4, 5), 1.0)
    blurred.put(AREA, even(2.0, 0.0), even(0.1, 0.1))
    assert blurred.confidence(far).max() < 0.2 * WHOLE
    assert (blurred.confidence(alike) == WHOLE).all()
    assert (chosen(even(0.0, 0.0)).confidence(alike) == WHOLE).all()


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_mixing_lies_between_the_sources_and_keeps_their_own_pixels(kind: type) -> None:
    scale = {np.uint8: 1, np.uint16: 257, np.float32: 1 / 255}[kind]
    frames = [Photo((texture(20, 30, seed) * kind(scale)).astype(kind)) for seed in range(3)]
    random = np.random.default_rng(1)
    labels = random.integers(0, 3, (20, 30)).astype(np.uint8)
    second = ((labels + random.integers(1, 3, (20, 30))) % 3).astype(np.uint8)
    weight = np.maximum(random.random((20, 30), np.float32), 0.5)
    weight[:10] = 1
    steps = to_steps(weight)
    weight = from_steps(steps)
    result = mix(frames, labels, second, steps)
    assert result.dtype == kind
    values = np.stack([photo.pixels for photo in frames])
    rows, columns = np.indices(labels.shape)
    one, other = values[labels, rows, columns], values[second, rows, columns]
    assert np.array_equal(result[:10], one[:10])
    assert (result >= np.minimum(one, other) - (1e-6 if kind == np.float32 else 0)).all()
    assert (result <= np.maximum(one, other) + (1e-6 if kind == np.float32 else 0)).all()
    expected = weight[..., None] * one + (1 - weight[..., None]) * other
    assert np.abs(result - expected).max() <= (1e-6 if kind == np.float32 else 0.51)


def test_a_long_stack_goes_to_a_file_and_gives_the_same_luminance() -> None:
    frames = [Photo(picture) for picture in focus_stack(FEW + 1)[0]]
    with luminance_stack(frames) as kept, luminance_stack(frames, in_memory=0) as mapped:
        assert isinstance(kept, np.ndarray)
        assert isinstance(mapped, np.memmap)
        assert np.abs(kept - mapped).max() < 0.5 / 255
        name = mapped.filename
        assert name is not None
    assert not Path(name).exists()


def test_of_a_few_frames_the_luminance_is_made_when_it_is_asked_for() -> None:
    frames = [Photo(picture) for picture in focus_stack(3)[0]]
    with luminance_stack(frames) as stack:
        _, height, width = stack.shape
        part = stack[1:3, 5 : height - 2, 3:width]
    whole = np.stack([luminance(photo) for photo in frames])
    assert np.allclose(part, whole[1:3, 5:-2, 3:], atol=1e-6)
