"""Maps of the half size at full size, with other values in areas."""

import numpy as np
import pytest

from fusion.activity.upsampled_map import FeatheredMap, UpsampledMap, doubled
from models.running.tiling import CELL

HEIGHT, WIDTH = 5 * CELL - 3, 6 * CELL + 5
MIDDLE = np.s_[CELL : 3 * CELL, 2 * CELL : 5 * CELL]


def read(values: UpsampledMap, at_a_time: int) -> np.ndarray:
    height = values.shape[0]
    starts = range(0, height, at_a_time)
    return np.concatenate([values[slice(top, min(top + at_a_time, height))] for top in starts])


def half() -> np.ndarray:
    shape = -(-HEIGHT // 2), -(-WIDTH // 2)
    return np.random.default_rng(3).integers(0, 60000, shape).astype(np.uint16)


@pytest.mark.parametrize("kind", [UpsampledMap, FeatheredMap])
def test_without_areas_every_pixel_stands_for_four(kind: type[UpsampledMap]) -> None:
    values = kind(half(), HEIGHT, WIDTH)
    assert np.array_equal(read(values, 7), doubled(half(), HEIGHT, WIDTH))


@pytest.mark.parametrize("kind", [UpsampledMap, FeatheredMap])
def test_where_all_is_replaced_nothing_of_the_half_size_is_left(kind: type[UpsampledMap]) -> None:
    whole = np.random.default_rng(4).integers(0, 60000, (HEIGHT, WIDTH)).astype(np.uint16)
    values = kind(half(), HEIGHT, WIDTH)
    for top in range(0, HEIGHT, 2 * CELL):
        area = np.s_[top : min(top + 2 * CELL, HEIGHT), 0:WIDTH]
        values[area] = whole[area]
    assert np.array_equal(read(values, 10), whole)


def test_no_edge_of_a_feathered_area_shows() -> None:
    """From one value to another in steps of an eighth of a cell at most, whatever rows are read."""
    values = FeatheredMap(np.zeros(half().shape, np.float32), HEIGHT, WIDTH)
    values[MIDDLE] = np.ones((2 * CELL, 3 * CELL), np.float32)
    found = read(values, 11)
    assert np.array_equal(found, read(values, HEIGHT))
    for axis in (0, 1):
        assert np.abs(np.diff(found, axis=axis)).max() <= 3 / CELL
    assert found[2 * CELL, 3 * CELL + CELL // 2] == 1
    outside = np.ones((HEIGHT, WIDTH), bool)
    outside[MIDDLE] = False
    assert not found[outside].any()
    assert found.max() == 1


def test_a_feathered_map_of_whole_numbers_is_rounded() -> None:
    values = FeatheredMap(np.full(half().shape, 10, np.uint16), HEIGHT, WIDTH)
    values[MIDDLE] = np.full((2 * CELL, 3 * CELL), 13, np.uint16)
    found = read(values, 9)
    assert found.dtype == np.uint16
    assert set(np.unique(found)) == {10, 11, 12, 13}
