"""A stack is shown as it grows; what is fused stays the same."""

from __future__ import annotations

import numpy as np
import pytest

from fusion import FusionSettings, fuse
from fusion.growing import MOST_PIXELS, reduced
from fusion.photo import Pixels
from fusion.register.registration import Registration
from tests.made import focus_stack

METHOD = FusionSettings("spatial-frequency", device="cpu")


class Watcher:
    """A progress function that keeps what it is shown."""

    def __init__(self) -> None:
        self.pictures: list[Pixels] = []
        self.shares: list[tuple[int, int]] = []

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Nothing is kept of the reports."""

    def grow(self, picture: Pixels, registration: Registration, done: int, total: int) -> None:
        assert registration.size == picture.shape[:2]
        self.pictures.append(picture)
        self.shares.append((done, total))


def test_each_frame_adds_what_it_shows_best() -> None:
    frames, truth = focus_stack(4)
    watcher = Watcher()
    fuse(frames, METHOD, watcher)
    assert watcher.shares == [(1, 4), (2, 4), (3, 4), (4, 4)]
    errors = [np.abs(picture.astype(float) - truth).mean() for picture in watcher.pictures]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.5 * errors[0]


def test_watching_changes_no_pixel() -> None:
    frames, _ = focus_stack(4)
    watched = fuse(frames, METHOD, Watcher()).photo.pixels
    assert np.array_equal(watched, fuse(frames, METHOD).photo.pixels)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_large_pictures_are_shown_small(kind: type) -> None:
    small = reduced(np.zeros((2000, 3000, 3), kind))
    assert small.dtype == kind
    assert small.shape[0] * small.shape[1] <= 1.01 * MOST_PIXELS
