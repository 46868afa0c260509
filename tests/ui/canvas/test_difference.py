"""The difference of two pictures: in the numbers that the files hold, times the gain."""

from __future__ import annotations

import numpy as np
import pytest

from ui.canvas.difference import amplified, difference
from ui.canvas.viewport import Placement
from ui.pictures.overlays import Scene
from ui.pictures.place import Place, Rectangle
from ui.pictures.pyramid import build


@pytest.mark.parametrize(("gain", "value"), [(1.0, 3), (8.0, 24), (128.0, 255)])
def test_eight_bits(gain: float, value: int) -> None:
    first, second = np.full((4, 5, 3), 100, np.uint8), np.full((4, 5, 3), 103, np.uint8)
    for one, other in ((first, second), (second, first)):
        assert (amplified(one, other, gain) == value).all()


def test_sixteen_bits_see_what_eight_do_not() -> None:
    first, second = np.full((4, 5, 3), 25700, np.uint16), np.full((4, 5, 3), 25716, np.uint16)
    assert (first >> 8 == second >> 8).all()
    assert (amplified(first, second, 64.0) == 4).all()
    assert (amplified(first, (second >> 8).astype(np.uint8), 64.0) == 0).all()


def test_floats_and_grey() -> None:
    first, second = np.full((4, 5), 0.5, np.float32), np.full((4, 5, 3), 0.52, np.float32)
    assert (amplified(first, second, 10.0) == 51).all()


def test_pictures_meet_where_both_lie() -> None:
    random = np.random.default_rng(1)
    whole = random.integers(0, 256, (60, 80, 3), dtype=np.uint8)
    part = whole[10:40, 20:70].copy()
    part[5, 6] = whole[15, 26] ^ 1
    place = Place((60, 80), Rectangle(20, 10, 50, 30))
    drawn = difference(
        Scene(build(whole)), Scene(build(part), place=place), 64.0, Placement(1.0, 0, 0), 80, 60
    )
    assert drawn is not None
    assert (drawn.left, drawn.top, drawn.pixels.shape) == (20, 10, (30, 50, 3))
    assert (drawn.pixels[5, 6] == 64).all()
    drawn.pixels[5, 6] = 0
    assert not drawn.pixels.any()
