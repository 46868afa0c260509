"""The curve over the frames has its peak where the frame is sharp, on pixels and on small pictures."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fusion import Photo
from ui.document.source import Source
from ui.pictures.activity_curve import PIXELS, SMALL, curve_at
from ui.pictures.thumbnails import cells_of, sharpness_of

FRAMES = 5


def stack() -> list[np.ndarray]:
    """Each frame sharp in its own fifth from left to right, and the softer the farther from it."""
    sharp = np.random.default_rng(5).integers(0, 256, (80, 200, 3), dtype=np.uint8)
    soft = [sharp, *(cv2.GaussianBlur(sharp, (0, 0), sigma) for sigma in (1, 2, 3, 4))]
    fifth = np.arange(200) // 40
    return [
        np.stack([soft[abs(int(part) - number)][:, x] for x, part in enumerate(fifth)], axis=1)
        for number in range(FRAMES)
    ]


@pytest.mark.parametrize("place", [(20, 40), (100, 20), (180, 70)])
def test_the_peak_is_the_frame_that_is_sharp_there(place: tuple[int, int]) -> None:
    frames = stack()
    sources = [Source(Photo(pixels)) for pixels in frames]
    curve = curve_at(place, sources, None, [None] * FRAMES)
    assert curve.measured_on == PIXELS
    assert curve.best == place[0] // 40
    values = [value for value in curve.activity if value is not None]
    assert max(values) == 1.0
    assert values == sorted(values[: curve.best + 1]) + sorted(values[curve.best + 1 :], reverse=True)


def test_files_are_told_by_small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = stack()
    sources = [Source(Photo(pixels)) for pixels in frames]
    cells = [cells_of(pixels) for pixels in frames]
    monkeypatch.setattr(Source, "is_kept", property(lambda _source: False))
    curve = curve_at((100, 40), sources, None, [*cells[:-1], None])
    assert (curve.best, curve.measured_on, curve.activity[-1]) == (2, SMALL, None)


def test_there_is_nothing_outside_of_the_frames() -> None:
    sources = [Source(Photo(pixels)) for pixels in stack()]
    assert curve_at((500, 40), sources, None, [None] * FRAMES).best is None


def test_cells_say_what_the_sharpness_is_of() -> None:
    pixels = stack()[0]
    cells = cells_of(pixels)
    assert cells is not None
    assert sharpness_of(pixels) == pytest.approx(np.sqrt(np.quantile(cells, 0.98)))
    assert cells_of(np.zeros((1, 9), np.uint8)) is None
