"""Windows and tiles cover what they ought to, whatever the size of the picture."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.running.tiling import CELL, Window, cover_cells, even_tile_grid, tile_grid, window_grid

SIDE, HALO, MULTIPLE = 96, 16, 16
sizes = st.integers(1, 400)


def check_halo(window: Window, height: int, width: int) -> None:
    """A tile has its halo, but where the picture ends."""
    for begin, size, start, side, whole in (
        (window.tile.top, window.tile.height, window.top, window.height, height),
        (window.tile.left, window.tile.width, window.left, window.width, width),
    ):
        assert start % MULTIPLE == 0
        assert start <= max(begin - HALO, 0)
        assert start + side >= min(begin + size + HALO, whole)


@settings(max_examples=60, deadline=None)
@given(sizes, sizes)
def test_windows_of_one_size_hold_every_pixel_once_with_its_halo(height: int, width: int) -> None:
    places = window_grid(height, width, SIDE, HALO, MULTIPLE)
    seen = np.zeros((height, width), int)
    for window in places:
        assert (window.height, window.width) == (places[0].height, places[0].width)
        check_halo(window, height, width)
        seen[window.tile.area()] += 1
    assert (seen == 1).all()


@settings(max_examples=60, deadline=None)
@given(sizes, sizes, st.integers(0, 2**16))
def test_tiles_hold_every_wanted_cell(height: int, width: int, seed: int) -> None:
    shape = -(-height // CELL), -(-width // CELL)
    wanted = np.random.default_rng(seed).random(shape) < 0.2
    pixels = np.kron(wanted, np.ones((CELL, CELL), bool))[:height, :width]
    places = cover_cells(wanted, height, width, 64)
    seen = np.zeros((height, width), bool)
    for tile in places:
        assert tile.top >= 0
        assert tile.left >= 0
        assert tile.top + tile.height <= height
        assert tile.left + tile.width <= width
        seen[tile.area()] = True
    assert seen[pixels].all()
    assert bool(places) == bool(wanted.any())


@pytest.mark.parametrize("shape", [(100, 130), (20, 300), (64, 64)])
def test_even_tiles_are_of_one_size(shape: tuple[int, int]) -> None:
    places = even_tile_grid(*shape, 64)
    seen = np.zeros(shape, bool)
    for tile in places:
        assert (tile.height, tile.width) == (min(64, shape[0]), min(64, shape[1]))
        seen[tile.area()] = True
    assert seen.all()


def test_a_window_goes_on_with_the_last_row_and_column_where_the_picture_ends() -> None:
    frames = np.arange(2 * 5 * 7, dtype=np.float32).reshape(2, 5, 7)
    (window,) = window_grid(5, 7, SIDE, HALO, MULTIPLE)
    values = window.cut(frames)
    assert values.shape == (2, 16, 16)
    assert np.array_equal(values[:, :5, :7], frames)
    assert (values[:, 5:, 6] == frames[:, 4, 6][:, None]).all()
    assert (values[:, :5, 7:] == frames[:, :, 6:]).all()


def test_tiles_cover_every_pixel_once() -> None:
    seen = np.zeros((37, 53), dtype=int)
    for tile in tile_grid(37, 53, 16):
        seen[tile.top : tile.top + tile.height, tile.left : tile.left + tile.width] += 1
    assert (seen == 1).all()
