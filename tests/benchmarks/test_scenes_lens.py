"""The renderer against answers that are known without it."""

import numpy as np
import pytest
from scipy import ndimage

from benchmarks.optics.lens import Lens
from benchmarks.optics.light import Floats, encode_srgb
from benchmarks.optics.rays import trace_layers
from benchmarks.optics.render import render, render_layers
from benchmarks.optics.scene import Layer, Scene

_MARGIN = 16


def texture(h: int, w: int, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).random((h, w, 3), np.float32) ** 2


def grid(h: int, w: int) -> tuple[Floats, Floats]:
    y, x = np.meshgrid(np.arange(h, dtype=np.float32), np.arange(w, dtype=np.float32), indexing="ij")
    return y, x


def disc_alpha(h: int, w: int, radius: float) -> Floats:
    y, x = grid(h, w)
    return (np.hypot(x - w / 2, y - h / 2) < radius).astype(np.float32)


def psnr(a: Floats, b: Floats) -> float:
    inner = np.s_[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN]
    return float(-10 * np.log10(np.mean((a[inner] - b[inner]) ** 2)))


@pytest.mark.parametrize("radius", [1.0, 2.5, 6.0, 13.3])
def test_the_kernel_of_a_disc_has_the_moments_of_a_disc(radius: float) -> None:
    kernel = Lens(0.0, 1.0).kernel(radius)
    reach = kernel.shape[0] // 2
    offsets = np.arange(-reach, reach + 1)
    assert kernel.sum() == pytest.approx(1.0, abs=1e-5)
    assert kernel.max() == pytest.approx(1 / (np.pi * radius**2), rel=0.02)
    pixel = 1 / 12 if radius > 1 else 0.1
    assert (kernel.sum(0) * offsets**2).sum() == pytest.approx(radius**2 / 4 + pixel, rel=0.03, abs=0.1)


def test_a_polygon_turns_over_on_the_other_side_of_the_focus() -> None:
    lens = Lens(0.0, 1.0, blades=5)
    assert np.allclose(lens.kernel(6.0), lens.kernel(-6.0)[::-1, ::-1], atol=1e-6)
    assert not np.allclose(lens.kernel(6.0), lens.kernel(-6.0), atol=1e-4)


def test_a_square_aperture_has_the_area_of_a_square() -> None:
    kernel = Lens(0.0, 1.0, blades=4, rotation_deg=45).kernel(8.0)
    assert 1 / kernel.max() == pytest.approx(2 * 8.0**2, rel=0.02)


@pytest.mark.parametrize("blades", [0, 5])
@pytest.mark.parametrize("disparity", [2.0, -1.5])
def test_a_plane_parallel_to_the_sensor_is_a_plain_convolution(blades: int, disparity: float) -> None:
    lens = Lens(0.0, 2.0, blades)
    colour = texture(60, 70)
    expected = np.stack(
        [
            ndimage.correlate(colour[..., c], lens.kernel(2.0 * disparity), mode="reflect")
            for c in range(3)
        ],
        2,
    )
    assert np.abs(render_layers([Layer(colour, None, disparity)], lens) - expected).max() < 1e-5


def test_a_plane_in_focus_stays_untouched() -> None:
    colour = texture(50, 60)
    assert np.array_equal(render_layers([Layer(colour, None, 3.0)], Lens(3.0, 5.0)), colour)


def test_layers_in_focus_are_the_picture_itself() -> None:
    front, back, alpha = texture(50, 60), texture(50, 60, 1), disc_alpha(50, 60, 15)
    seen = render_layers([Layer(front, alpha, 1.0), Layer(back, None, 1.0)], Lens(1.0, 5.0))
    assert np.allclose(seen, np.where(alpha[..., None] > 0, front, back), atol=1e-6)


def test_no_light_is_lost_or_gained() -> None:
    colour = texture(80, 90)
    seen = render_layers([Layer(colour, None, 3.0)], Lens(0.0, 2.0))
    assert seen.sum(dtype=np.float64) == pytest.approx(colour.sum(dtype=np.float64), rel=1e-5)


def test_a_slanted_plane_keeps_the_light_to_one_percent() -> None:
    colour = texture(120, 120)
    _, x = grid(120, 120)
    seen = render_layers([Layer(colour, None, x / 120 * 4)], Lens(2.0, 3.0))
    assert seen.sum(dtype=np.float64) == pytest.approx(colour.sum(dtype=np.float64), rel=0.01)


def test_an_edge_out_of_focus_has_the_profile_of_a_disc() -> None:
    radius, width = 9.0, 80
    colour = np.zeros((40, width, 3), np.float32)
    colour[:, width // 2 :] = 1.0
    row = render_layers([Layer(colour, None, radius)], Lens(0.0, 1.0))[20, :, 0]
    t = np.clip((np.arange(width) - (width / 2 - 0.5)) / radius, -1, 1)
    assert np.abs(row - (0.5 + (np.arcsin(t) + t * np.sqrt(1 - t * t)) / np.pi)).max() < 0.005


def test_a_defocused_foreground_spreads_over_a_sharp_background_by_its_radius() -> None:
    radius, w = 7.0, 100
    _, x = grid(40, w)
    front = Layer(np.zeros((40, w, 3), np.float32), (x >= 50).astype(np.float32), radius)
    back = Layer(np.ones((40, w, 3), np.float32), None, 0.0)
    row = render_layers([front, back], Lens(0.0, 1.0))[20, :, 0]
    changed = np.flatnonzero((row < 1 - 1e-4) & (row > 1e-4))
    assert (changed[0], changed[-1]) == (50 - radius, 49 + radius)


def test_a_sharp_foreground_keeps_its_edge_before_a_blurred_background() -> None:
    front, back, alpha = texture(70, 70), texture(70, 70, 1), disc_alpha(70, 70, 20)
    seen = render_layers([Layer(front, alpha, 4.0), Layer(back, None, 0.0)], Lens(4.0, 2.0))
    assert np.array_equal(seen[alpha > 0], front[alpha > 0])


@pytest.mark.parametrize(
    ("lens", "bound_db"),
    [
        pytest.param(Lens(0.0, 2.0), 50, id="foreground defocused"),
        pytest.param(Lens(0.0, 2.0, 5, 10.0), 50, id="foreground defocused, five blades"),
        pytest.param(Lens(3.0, 2.0), 50, id="background defocused"),
        pytest.param(Lens(5.0, 2.0), 45, id="both defocused, focus in front"),
        pytest.param(Lens(1.5, 2.0), 40, id="both defocused, focus between"),
        pytest.param(Lens(-1.0, 2.0), 35, id="both defocused, focus behind: the known weakness"),
    ],
)
def test_two_planes_agree_with_traced_rays(lens: Lens, bound_db: float) -> None:
    layers = [Layer(texture(96, 96), disc_alpha(96, 96, 22), 3.0), Layer(texture(96, 96, 1), None, 0.0)]
    assert psnr(render_layers(layers, lens), trace_layers(layers, lens)) > bound_db


@pytest.mark.parametrize("focus", [0.0, 2.0, 3.5])
def test_a_sphere_before_a_plane_agrees_with_traced_rays(focus: float) -> None:
    y, x = grid(96, 96)
    height = np.sqrt(np.maximum(0, 1 - 0.98 * ((x - 48) ** 2 + (y - 48) ** 2) / 22**2))
    sphere = Layer(texture(96, 96), disc_alpha(96, 96, 22), (3 + height).astype(np.float32))
    layers, lens = [sphere, Layer(texture(96, 96, 1), None, 0.0)], Lens(focus, 2.0)
    assert psnr(render_layers(layers, lens), trace_layers(layers, lens)) > 40


def test_a_slanted_plane_agrees_with_traced_rays() -> None:
    _, x = grid(96, 96)
    layers, lens = [Layer(texture(96, 96), None, x / 16 - 3)], Lens(0.0, 2.0)
    assert psnr(render_layers(layers, lens), trace_layers(layers, lens)) > 43


def test_a_highlight_blooms_into_a_disc() -> None:
    colour = np.zeros((61, 61, 3), np.float32)
    colour[30, 30] = 2 * np.pi * 10**2  # twice white when spread, so half-covered pixels are white too
    seen = encode_srgb(render_layers([Layer(colour, None, 10.0)], Lens(0.0, 1.0)))[..., 0]
    white = seen == 255
    y, x = grid(61, 61)
    assert white.sum() == pytest.approx(np.pi * 10**2, rel=0.05)
    assert np.hypot(x - 30, y - 30)[white].max() < 10.8


def test_tiles_make_no_difference() -> None:
    _, x = grid(90, 130)
    back = Layer(texture(90, 130), None, x / 130)
    scene = Scene.of_layers([Layer(texture(90, 130, 1), disc_alpha(90, 130, 25), 2.0), back])
    lens = Lens(0.5, 4.0)
    assert np.abs(render(scene, lens, tile_px=40) - render(scene, lens)).max() < 1e-4


def test_a_scene_needs_something_behind_everything() -> None:
    with pytest.raises(ValueError, match="must fill the picture"):
        Scene.of_layers([Layer(texture(9, 9), disc_alpha(9, 9, 3), 1.0)])
