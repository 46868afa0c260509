"""A background in which no frame is sharp is no mosaic of frames; pairs stay as they are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fusion.activity.flat_regions import flat_regions
from fusion.frames.matching import MatchingFrames
from fusion.pipeline import fuse
from fusion.settings import FusionSettings, RegistrationParameters

STILL = RegistrationParameters("none", even_exposure=False)
SIDE, OBJECT = 256, 96


def stack(count: int) -> list[np.ndarray]:
    """An object at the left, sharp in another frame in each row of it; noise beside it."""
    random = np.random.default_rng(5)
    scene = np.full((SIDE, SIDE), 120.0)
    scene[:, :OBJECT] = 120 + 40 * random.normal(size=(SIDE, OBJECT))
    blurred = cv2.GaussianBlur(scene, (0, 0), 3)
    blurred[:, OBJECT:] = 120
    rows = np.arange(SIDE)[:, None] * count // SIDE
    frames = []
    for number in range(count):
        clean = np.where(rows == number, scene, blurred)
        frames.append(np.clip(np.rint(clean + random.normal(size=clean.shape)), 0, 255).astype(np.uint8))
    return frames


def changes(labels: np.ndarray) -> float:
    """The share of neighbours in the background that have different labels."""
    background = labels[:, OBJECT + 32 :].astype(int)
    across, down = (np.diff(background, axis=axis) != 0 for axis in (0, 1))
    return float(across.mean() + down.mean())


@pytest.mark.parametrize("name", ["spatial-frequency", "learned-decision"])
def test_the_background_is_no_mosaic(name: str) -> None:
    result = fuse(stack(4), FusionSettings(name, device="cpu", registration=STILL))
    assert result.decision is not None
    assert changes(result.decision.labels) < 0.03


def test_what_one_frame_shows_sharp_is_not_flat() -> None:
    flat = flat_regions(MatchingFrames(stack(4)))
    assert flat is not None
    assert not flat[:, : OBJECT - 8].any()
    assert flat[:, OBJECT + 32 :].mean() > 0.95


def test_a_pair_has_no_flat_regions() -> None:
    assert flat_regions(MatchingFrames(stack(2))) is None


def test_frames_that_differ_in_brightness_are_not_flat() -> None:
    frames = [np.full((64, 64), level, np.uint8) for level in (100, 100, 110)]
    assert flat_regions(MatchingFrames(frames)) is None
