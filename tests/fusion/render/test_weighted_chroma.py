"""The luminance is the fused one, and the more colourful source gives the colour."""

import cv2
import numpy as np
import pytest

from fusion.frames.matching import MatchingFrames
from fusion.photo import Photo, luminance
from fusion.render.weighted_chroma import with_weighted_chroma
from tests.made import focus_pair


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_a_frame_with_itself_comes_back(kind: type) -> None:
    scale = {np.uint8: 1.0, np.uint16: 257.0, np.float32: 1 / 255}[kind]
    pixels = (focus_pair(30, 40).truth * scale).astype(kind)
    back = with_weighted_chroma(luminance(Photo(pixels)), MatchingFrames([pixels, pixels]))
    assert back.dtype == kind
    assert np.abs(back.astype(float) - pixels).max() <= (1e-6 if kind == np.float32 else 1)


def test_colours_are_weighted_by_their_distance_from_grey() -> None:
    grey = np.full((1, 1, 3), 120, np.uint8)
    red = np.uint8([[[190, 100, 60]]])
    level = luminance(Photo(red))
    assert with_weighted_chroma(level, MatchingFrames([grey, red])).tolist() == red.tolist()
    pair = [np.uint8([[[160, 110, 90]]]), red]
    found = with_weighted_chroma(level, MatchingFrames(pair))
    first, second, mixed = (
        cv2.cvtColor(p, cv2.COLOR_RGB2YCrCb).astype(float)[0, 0, 1:] - 128 for p in (*pair, found)
    )
    expected = (first * abs(first) + second * abs(second)) / (abs(first) + abs(second))
    assert np.abs(mixed - expected).max() <= 1


def test_grey_frames_give_the_luminance() -> None:
    frames = MatchingFrames([np.full((2, 3), level, np.uint8) for level in (10, 20)])
    assert with_weighted_chroma(np.full((2, 3), 0.6, np.float32), frames).tolist() == [[153] * 3] * 2
