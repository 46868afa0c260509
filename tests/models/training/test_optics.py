"""The lean optics of training against known answers and against the ray-checked renderer."""

import numpy as np
import pytest

from benchmarks.optics.lens import Lens
from benchmarks.optics.render import render
from benchmarks.optics.scene import Layer, Scene
from models.training.optics import defocus, defocus_graded, kernel, over
from tests.made import grey_texture


@pytest.mark.parametrize("shape", ["disc", "gaussian", "5", "6"])
@pytest.mark.parametrize("radius", [0.6, 2.0, 7.3, 30.0])
def test_a_point_keeps_its_light_and_spreads_as_far_as_the_radius(shape: str, radius: float) -> None:
    point = kernel(round(radius * 10), shape, 0)
    assert point.sum() == pytest.approx(1, abs=1e-5)
    assert point.shape[0] == point.shape[1] == point.shape[0] // 2 * 2 + 1
    reach = point.shape[0] // 2
    _, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    deviation = np.sqrt((point * x**2).sum())
    assert deviation < radius / 2 + 0.1
    if shape in ("disc", "gaussian") and radius >= 2:
        assert deviation == pytest.approx(radius / 2, rel=0.1)


def test_a_radius_below_a_third_of_a_pixel_changes_nothing() -> None:
    picture = grey_texture(32, 32, 1).astype(np.float32)
    assert defocus(picture, 0.29, "disc") is picture


def test_a_graded_radius_that_is_even_equals_the_plain_one() -> None:
    planes = grey_texture(40, 40, 2).astype(np.float32)[..., None]
    even = np.full((40, 40), 3.0, np.float32)
    assert np.array_equal(defocus_graded(planes, even, "disc"), defocus(planes, 3.0, "disc"))


def test_a_graded_radius_follows_the_plain_one_from_place_to_place() -> None:
    planes = grey_texture(96, 96, 3).astype(np.float32)[..., None] / 255
    radius = np.tile(np.linspace(1, 6, 96, dtype=np.float32), (96, 1))
    graded = defocus_graded(planes, radius, "gaussian")
    for column in (20, 48, 76):
        plain = defocus(planes, float(radius[0, column]), "gaussian")
        assert np.abs(graded[:, column] - plain[:, column]).mean() < 0.01


@pytest.mark.parametrize("focus", [0.0, 1.0])
def test_two_layers_agree_with_the_renderer_that_was_checked_with_rays(focus: float) -> None:
    front, back = (grey_texture(96, 96, seed).astype(np.float32) / 255 for seed in (4, 5))
    alpha = np.zeros((96, 96), np.float32)
    alpha[:, 48:] = 1
    near, far = abs(1 - focus) * 6, abs(0 - focus) * 6
    layer = defocus(np.stack((front * alpha, alpha), axis=2), near, "disc")
    lean = over(layer[..., 0], layer[..., 1], defocus(back, far, "disc"))
    colour = [np.repeat(picture[..., None], 3, axis=2) for picture in (front, back)]
    scene = Scene.of_layers([Layer(colour[0], alpha, 1.0), Layer(colour[1], None, 0.0)])
    checked = render(scene, Lens(focus, 6.0))[..., 0]
    error = np.square(lean - checked)[16:-16, 16:-16].mean()
    assert -10 * np.log10(error) > 60
