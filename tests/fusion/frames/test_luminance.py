"""Luminance and its range come from the frames' pixels, wherever these are kept."""

import numpy as np

from fusion import MatchingFrames, Photo
from fusion.frames.luminance import LuminanceStack
from fusion.frames.luminance_range import LuminanceRange
from fusion.photo import luminance
from tests.made import focus_stack


def test_a_cut_of_the_stack_is_that_of_the_frames() -> None:
    frames = MatchingFrames(focus_stack(5)[0])
    stack = LuminanceStack(frames)
    _, height, width = stack.shape
    whole = np.stack([luminance(photo) for photo in frames])
    assert np.array_equal(stack[1:3, 5 : height - 2, 3:width], whole[1:3, 5:-2, 3:])


def test_the_range_is_the_largest_less_the_smallest() -> None:
    frames = MatchingFrames(focus_stack(4)[0])
    stack = np.stack([luminance(photo) for photo in frames])
    expected = np.square(stack.max(axis=0) - stack.min(axis=0))
    assert np.allclose(LuminanceRange(frames).squared(slice(7, 30)), expected[7:30], atol=1e-6)


def test_its_mean_square_is_that_of_a_window() -> None:
    flat = [np.full((40, 30), level, np.uint8) for level in (51, 102)]
    found = LuminanceRange(MatchingFrames([Photo(frame) for frame in flat])).mean_square(slice(0, 16), 5)
    assert np.allclose(found, 0.04, atol=1e-6)
