"""Rectangles that are compared again hold what is wanted, and what they find stands in its place."""

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fusion.activity.comparison import RunningComparison
from fusion.activity.refined_regions import LONGEST, merged, rectangles_to_compare, widened
from fusion.decision import Comparison
from models.running.tiling import CELL

sizes = st.integers(1, 900)


@settings(max_examples=60, deadline=None)
@given(sizes, sizes, st.integers(0, 2**16), st.sampled_from([0.0, 0.2, 0.9]))
def test_every_wanted_cell_is_in_one_rectangle(height: int, width: int, seed: int, share: float) -> None:
    wanted = np.random.default_rng(seed).random((-(-height // CELL), -(-width // CELL))) < share
    seen = np.zeros((height, width), int)
    for tile in rectangles_to_compare(wanted, height, width, 2):
        assert 0 < tile.width <= LONGEST * CELL
        assert tile.height > 0
        seen[tile.area()] += 1
        around = widened(tile, 5, height, width)
        assert around.top >= 0
        assert around.left >= 0
        assert around.top + around.height <= height
        assert around.left + around.width <= width
    pixels = np.kron(wanted, np.ones((CELL, CELL), bool))[:height, :width]
    assert seen.max(initial=0) <= 1
    assert seen[pixels].all()


@settings(max_examples=40, deadline=None)
@given(sizes, sizes, st.integers(0, 2**16))
def test_bands_of_the_comparison_are_the_half_size_and_the_rectangles(
    height: int, width: int, seed: int
) -> None:
    """Within a cell of what lies beside them the rectangles' values give way to the half size's."""
    random = np.random.default_rng(seed)
    shape = (-(-height // 2), -(-width // 2))
    coarse = Comparison(
        random.integers(0, 2, shape).astype(np.uint8),
        random.random(shape, dtype=np.float32),
        random.random(shape, dtype=np.float32),
    )
    wanted = random.random((-(-height // CELL), -(-width // CELL))) < 0.2
    tiles = rectangles_to_compare(wanted, height, width, 2)
    found = [RunningComparison(2, (tile.height, tile.width)) for tile in tiles]
    outside = coarse.best[:].repeat(2, 0).repeat(2, 1)[:height, :width]
    expected, held = outside.copy(), np.zeros((height, width), np.uint8)
    for tile, running in zip(tiles, found, strict=True):
        values = 1 + random.random((tile.height, tile.width), dtype=np.float32)
        running.add_area(1, values, slice(None))
        expected[tile.area()], held[tile.area()] = values, 1
    whole = merged(coarse, tiles, [running.result() for running in found], height, width)
    start = int(random.integers(0, height))
    stop = int(random.integers(start + 1, height + 1))
    band, rows = whole.best[start:stop], slice(start, stop)
    deep = cv2.erode(held, np.ones((2 * CELL + 1, 2 * CELL + 1), np.uint8))[rows] == 1
    assert np.array_equal(band[held[rows] == 0], outside[rows][held[rows] == 0])
    assert np.allclose(band[deep], expected[rows][deep], atol=1e-6)
    assert (band >= outside[rows] - 1e-6).all()
    assert (band <= expected[rows] + 1e-6).all()
    for tile in tiles:
        assert (whole.labels[tile.area()] == 1).all()
    assert whole.second.shape == (height, width)
