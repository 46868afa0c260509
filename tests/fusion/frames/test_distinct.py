"""The same frame given twice changes nothing, whatever the method."""

from __future__ import annotations

import numpy as np
import pytest

from fusion.frames.distinct import DistinctFrames
from fusion.frames.matching import MatchingFrames
from fusion.photo import Photo, Pixels
from fusion.pipeline import fuse
from fusion.registry import methods
from fusion.render import render
from fusion.settings import FusionSettings

ANY_NUMBER = [name for name, method in methods().items() if method.most_frames is None]
HEIGHT, WIDTH = 48, 96


def frames_sharp_in_turn(count: int) -> list[Pixels]:
    """Frames of noise, each sharp in one of ``count`` bands and flat elsewhere."""
    noise = np.random.default_rng(3).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    found = []
    for number in range(count):
        frame = np.full_like(noise, 120 + number)
        columns = slice(number * WIDTH // count, (number + 1) * WIDTH // count)
        frame[:, columns] = noise[:, columns]
        found.append(frame)
    return found


@pytest.mark.parametrize("name", ANY_NUMBER)
@pytest.mark.parametrize("order", [(0, 0, 1, 2), (0, 1, 2, 1), (0, 1, 2, 0, 1, 2, 2)])
def test_a_frame_given_twice_changes_nothing(name: str, order: tuple[int, ...]) -> None:
    frames = frames_sharp_in_turn(3)
    settings = FusionSettings(name, device="cpu")
    once, twice = fuse(frames, settings), fuse([frames[n] for n in order], settings)
    assert np.array_equal(once.photo.pixels, twice.photo.pixels)
    assert [note.code for note in twice.notes].count("same-pixels") == len(order) - 3


@pytest.mark.parametrize("name", ["sesf", "learned-decision"])
@pytest.mark.parametrize("count", [2, 3])
def test_the_decision_names_the_frames_as_they_were_given(name: str, count: int) -> None:
    frames = frames_sharp_in_turn(count)
    given = [frames[0], frames[0], *frames[1:]]
    result = fuse(given, FusionSettings(name, device="cpu"))
    assert result.decision is not None
    assert result.decision.frames == len(given)
    assert set(np.unique(result.decision.labels)) == {0, *range(2, len(given))}
    assert np.array_equal(render(MatchingFrames(given), result.decision), result.photo.pixels)
    assert not (result.decision.runner_up == 1).any()


def test_frames_that_are_all_alike_give_that_frame() -> None:
    frame = frames_sharp_in_turn(2)[0]
    result = fuse([frame] * 3, FusionSettings("sesf", device="cpu"))
    assert np.array_equal(result.photo.pixels, frame)
    assert result.decision is not None
    assert not result.decision.labels.any()


def test_another_validity_or_one_other_pixel_makes_another_frame() -> None:
    pixels = np.zeros((200, 8), np.uint8)
    holes = np.ones(pixels.shape, bool)
    holes[3] = False
    other = pixels.copy()
    other[1, 1] = 1  # in no sampled row
    given = [Photo(pixels), Photo(pixels, validity=holes), Photo(other), Photo(other.copy())]
    assert DistinctFrames(MatchingFrames(given)).equals == {3: 2}
