"""The order of the steps: which method runs, and when the area limit gives way."""

import cv2
import numpy as np
import pytest

from fusion import FusionSettings, Photo, complete, find_method, fuse
from tests.made import focus_pair, focus_stack


@pytest.mark.parametrize(
    ("count", "method"), [(2, "sesf"), (3, "learned-decision"), (5, "learned-decision")]
)
def test_two_shots_run_sesf_and_more_run_the_learned_decision(count: int, method: str) -> None:
    result = fuse(focus_stack(count)[0], FusionSettings(device="cpu"))
    assert result.settings.method == method
    assert result.record is not None
    assert result.record.method == method
    assert result.settings.parameters == find_method(method).parameters()


def test_a_method_that_is_named_is_taken_whatever_the_number_of_frames() -> None:
    assert complete(FusionSettings("sesf"), 9).method == "sesf"
    assert complete(FusionSettings("learned-decision"), 2).method == "learned-decision"
    assert fuse(focus_stack(3)[0], FusionSettings("sesf", device="cpu")).settings.method == "sesf"


def small_discs(count: int = 3, side: int = 480) -> tuple[list[np.ndarray], np.ndarray]:
    """Frames in which textured discs here and there are sharp, each smaller than the area limit."""
    rng = np.random.default_rng(2)
    truth = np.clip(128 + rng.normal(size=(side, side)) * 50, 0, 255).astype(np.uint8)
    blurred = cv2.GaussianBlur(truth, (0, 0), 4)
    owner = np.zeros((side, side), np.uint8)
    centres = [(x, y) for y in range(40, side, 80) for x in range(40, side, 80)]
    for number, centre in enumerate(centres):
        cv2.circle(owner, centre, 20, 1 + number % (count - 1), -1)
    return [np.where(owner == number, truth, blurred) for number in range(count)], owner


def test_many_small_sharp_things_are_kept_and_a_note_says_so() -> None:
    frames, owner = small_discs()
    result = fuse(frames, FusionSettings("sesf", device="cpu"))
    assert result.decision is not None
    assert any("Many small things are sharp" in str(note) for note in result.notes)
    inner = cv2.erode((owner > 0).astype(np.uint8), np.ones((15, 15), np.uint8)) == 1
    assert (result.decision.labels[inner] == owner[inner]).mean() > 0.95


def test_where_regions_are_large_the_limit_stands_and_nothing_is_said() -> None:
    pair = focus_pair(200, 300)
    assert fuse([pair.first, pair.second], FusionSettings("sesf", device="cpu")).notes == ()


def test_the_published_preset_keeps_its_limit() -> None:
    frames, _ = small_discs(2)
    result = fuse(frames, FusionSettings("sesf-published", device="cpu"))
    assert result.decision is not None
    assert "small-regions-kept" not in [note.code for note in result.notes]
    assert len(np.unique(result.decision.labels)) == 1


def test_a_frame_of_nan_and_a_picture_with_holes_match() -> None:
    first = np.full((20, 20), 0.5, np.float32)
    second = first.copy()
    holes = np.ones((20, 20), bool)
    holes[5:9, 5:9] = False
    second[~holes] = np.nan
    result = fuse([Photo(first), Photo(second, validity=holes)], FusionSettings("average"))
    assert np.isfinite(result.photo.pixels).all()
    assert np.allclose(result.photo.pixels, 0.5)
