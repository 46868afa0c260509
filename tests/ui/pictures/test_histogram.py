"""Counts of values and of clipped pixels, whatever the type of number, the band and the place."""

from __future__ import annotations

import numpy as np
import pytest

from fusion.transform import Transform
from ui.pictures import histogram
from ui.pictures.histogram import BLUE, GREEN, LUMINANCE, RED, histogram_of
from ui.pictures.overlays import Scene
from ui.pictures.place import Place, Rectangle
from ui.pictures.pyramid import build


@pytest.mark.parametrize(("kind", "white"), [(np.uint8, 255), (np.uint16, 65535), (np.float32, 1.0)])
def test_counts_and_clipping(kind: type, white: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histogram, "BAND", 7)
    pixels = np.full((20, 30, 3), white / 2).astype(kind)
    pixels[:5, :, RED], pixels[:2, :, GREEN], pixels[3:6, :10, BLUE] = white, 0, 0
    found = histogram_of(Scene(build(pixels)))
    assert found is not None
    assert found.pixels == 600
    assert (found.counts.sum(axis=1) == 600).all()
    assert found.highlights[:3].tolist() == [150, 0, 0]
    assert found.shadows[:3].tolist() == [0, 60, 30]
    assert found.counts[RED][255] == 150
    assert found.highlights[LUMINANCE] == found.shadows[LUMINANCE] == 0


def test_sixteen_bits_are_clipped_at_their_own_white() -> None:
    pixels = np.array([[65535, 65534, 65300, 255, 1, 0]], np.uint16)
    found = histogram_of(Scene(build(pixels)))
    assert found is not None
    assert (found.highlights[0], found.shadows[0]) == (1, 1)
    assert found.counts[0][255] == 3
    assert found.is_grey


def test_what_is_seen_is_counted_alone() -> None:
    pixels = np.zeros((40, 50), np.uint8)
    pixels[10:20, 30:45] = 200
    found = histogram_of(Scene(build(pixels)), Rectangle(30, 10, 15, 10))
    assert found is not None
    assert (found.pixels, found.counts[0][200]) == (150, 150)
    beyond = histogram_of(Scene(build(pixels)), Rectangle(45, -5, 90, 90))
    assert beyond is not None
    assert beyond.pixels == 5 * 40


def test_what_an_aligned_frame_lacks_is_not_counted_as_black() -> None:
    pixels = np.full((40, 50, 3), 90, np.uint8)
    moved = Transform(np.array([[1.0, 0, 10], [0, 1, 0], [0, 0, 1]]))
    found = histogram_of(Scene(build(pixels), place=Place((40, 50), transform=moved)))
    assert found is not None
    assert found.pixels == 40 * 40
    assert found.shadows.sum() == 0
