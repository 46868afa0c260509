"""A photograph with disparity, cut into layers."""

import numpy as np

from benchmarks.optics.lens import Lens
from benchmarks.optics.light import Floats
from benchmarks.optics.photograph import fill_holes, scene_of_photograph
from benchmarks.optics.render import render
from benchmarks.optics.scene import flatten

_H, _W = 80, 120


def photograph() -> tuple[Floats, Floats]:
    """A red square at disparity 10 before a green wall at disparity 0, both with texture."""
    colour = np.random.default_rng(0).uniform(0.2, 1.0, (_H, _W, 3)).astype(np.float32)
    colour *= np.array([0.0, 1.0, 0.0], np.float32)
    disparity = np.zeros((_H, _W), np.float32)
    disparity[25:55, 45:75] = 10.0
    colour[25:55, 45:75] = colour[25:55, 45:75, ::-1] * 0 + np.array([0.8, 0.0, 0.0], np.float32)
    return colour, disparity


def test_holes_take_the_farther_neighbour_of_their_row() -> None:
    disparity = np.array([[5, 0, 0, 2, 0], [0, 0, 7, 7, 7]], np.float32)
    filled = fill_holes(disparity, disparity > 0)
    assert np.array_equal(filled, np.array([[5, 2, 2, 2, 2], [7, 7, 7, 7, 7]], np.float32))


def test_the_layers_of_a_photograph_are_the_photograph() -> None:
    colour, _ = photograph()
    y, _ = np.mgrid[:_H, :_W]
    disparity = (y / 8 + np.where(colour[..., 0] > 0, 5, 0)).astype(np.float32)
    scene = scene_of_photograph(colour, disparity, smallest_px=0)
    sharp, depth = flatten(scene.layers_in(scene.whole))
    assert np.array_equal(sharp, colour)
    assert np.array_equal(depth, disparity)


def test_a_sharp_foreground_gives_no_colour_to_the_blurred_background() -> None:
    colour, disparity = photograph()
    seen = render(scene_of_photograph(colour, disparity, 4), Lens(10.0, 0.6))
    assert seen[disparity == 0, 0].max() < 1e-3
    assert np.array_equal(seen[disparity == 10], colour[disparity == 10])


def test_the_wall_goes_on_behind_a_defocused_foreground() -> None:
    colour, disparity = photograph()
    seen = render(scene_of_photograph(colour, disparity, 4), Lens(0.0, 0.6))
    inside, outside, centre = seen[40, 46], seen[40, 43], seen[40, 60]
    assert 0.05 < inside[1] < colour[..., 1].max() / 2 + 0.1
    assert outside[0] > 0.05
    assert centre[1] < 1e-3


def test_a_slanted_floor_has_no_seams_where_it_is_cut() -> None:
    colour = np.full((_H, _W, 3), 0.5, np.float32)
    disparity = np.repeat(np.linspace(0, 10, _H, dtype=np.float32)[:, None], _W, axis=1)
    seen = render(scene_of_photograph(colour, disparity, 6), Lens(5.0, 1.0))
    assert np.abs(seen - 0.5).max() < 1e-3


def test_cutting_tile_by_tile_makes_no_difference() -> None:
    colour, disparity = photograph()
    scene = scene_of_photograph(colour, disparity, 4, reach_px=24)
    lens = Lens(2.0, 0.6)
    assert np.abs(render(scene, lens, tile_px=50) - render(scene, lens)).max() < 1e-3
