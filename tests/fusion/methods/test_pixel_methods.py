"""Methods that paint pixels: their parts add up, and the truth is near."""

import numpy as np
import pytest

from fusion import FusionSettings, Parameters, Photo, fuse
from fusion.methods.multifocus import guided_filter_fusion, laplacian_pyramid, stationary_wavelet
from fusion.methods.multifocus.laplacian_pyramid import LaplacianPyramidParameters
from fusion.methods.multifocus.stationary_wavelet import WAVELETS, StationaryWaveletParameters
from fusion.multiscale.coefficient_selection import MaxAbsSelection, as_pixels, planes
from tests.made import focus_pair, focus_stack, texture

NAMES = ("average", "guided-filter", "laplacian-pyramid", "stationary-wavelet")
SHAPES = [(1, 1), (1, 40), (13, 7), (64, 64), (97, 131)]


def fused(sources: list[np.ndarray], name: str, parameters: Parameters | None = None) -> np.ndarray:
    return fuse(sources, FusionSettings(name, parameters, "cpu")).photo.pixels


def some_planes(shape: tuple[int, int], channels: int) -> np.ndarray:
    return np.random.default_rng(3).random((*shape, channels)).astype(np.float32)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("levels", [1, 4])
def test_a_laplacian_pyramid_gives_its_picture_back(
    shape: tuple[int, int], channels: int, levels: int
) -> None:
    picture = some_planes(shape, channels)
    details, lowest = laplacian_pyramid.analyse(picture, levels)
    assert len(details) == levels
    assert np.abs(laplacian_pyramid.collapse(details, lowest) - picture).max() < 1e-6


@pytest.mark.parametrize("wavelet", WAVELETS)
@pytest.mark.parametrize("levels", [1, 4])
def test_a_stationary_wavelet_transform_gives_its_picture_back(wavelet: str, levels: int) -> None:
    picture = some_planes((64, 48), 3)
    bands, lowest = stationary_wavelet.analyse(picture, wavelet, levels)
    assert len(bands) == 3 * levels
    assert all(band.dtype == np.float32 for band in (*bands, lowest))
    again = stationary_wavelet.rebuild(bands, lowest, wavelet)
    assert np.abs(again - picture).max() < 1e-5


@pytest.mark.parametrize("shape", [*SHAPES, (160, 97)])
@pytest.mark.parametrize("wavelet", WAVELETS)
@pytest.mark.parametrize(("levels", "radius"), [(1, 0), (3, 2)])
def test_wavelets_in_tiles_give_the_pixels_of_the_whole(
    shape: tuple[int, int], wavelet: str, levels: int, radius: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    generator = np.random.default_rng(3)
    pair = [generator.integers(0, 65536, (*shape, 3)).astype(np.uint16) for _ in range(2)]
    parameters = StationaryWaveletParameters(radius, wavelet, levels)
    whole = fused(pair, "stationary-wavelet", parameters)
    monkeypatch.setattr(stationary_wavelet, "TILE_VALUES", 1)
    difference = np.abs(fused(pair, "stationary-wavelet", parameters).astype(int) - whole)
    assert difference.max() <= (wavelet != "haar")  # longer filters differ in the last bit


@pytest.mark.parametrize("shape", SHAPES)
def test_two_layers_add_up_to_the_picture(shape: tuple[int, int]) -> None:
    picture = some_planes(shape, 3)
    base, detail = guided_filter_fusion.two_layers(picture)
    assert np.abs(base + detail - picture).max() < 1e-6
    assert base.std() <= picture.std()


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("colour", [True, False])
def test_pixels_survive_the_way_through_planes(kind: type, colour: bool) -> None:
    scale = {np.uint8: 1, np.uint16: 257, np.float32: 1 / 255}[kind]
    pixels = (texture(20, 30, colour=colour) * kind(scale)).astype(kind)
    photo = Photo(pixels)
    assert np.array_equal(as_pixels(planes(photo), photo), pixels)


@pytest.mark.parametrize("name", NAMES)
def test_the_result_is_nearer_to_the_truth_than_each_source(name: str) -> None:
    pair = focus_pair(160, 200)

    def error(pixels: np.ndarray) -> float:
        return float(np.sqrt(np.mean((pixels.astype(float) - pair.truth) ** 2)))

    found = error(fused([pair.first, pair.second], name))
    least = min(error(pair.first), error(pair.second))
    assert found < (0.9 if name == "average" else 0.2) * least


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_any_order_of_frames_gives_the_same_picture(name: str, kind: type) -> None:
    stack, _ = focus_stack(4)
    scale = {np.uint8: 1, np.uint16: 257, np.float32: 1 / 255}[kind]
    frames = [(frame * kind(scale)).astype(kind) for frame in stack]
    one = fused(frames, name).astype(float)
    other = fused([frames[number] for number in (2, 0, 3, 1)], name).astype(float)
    assert np.abs(one - other).max() <= (1e-6 if kind == np.float32 else 1)


def test_the_average_is_the_mean() -> None:
    stack, _ = focus_stack(3)
    assert np.array_equal(fused(stack, "average"), np.rint(np.mean(stack, axis=0)))


@pytest.mark.parametrize("name", NAMES)
def test_there_is_no_decision(name: str) -> None:
    pair = focus_pair()
    assert fuse([pair.first, pair.second], FusionSettings(name)).decision is None


def test_the_largest_coefficient_wins_and_of_equal_ones_the_brighter_in_any_order() -> None:
    first = np.array([[[3.0], [-1.0], [2.0], [0.0]]], dtype=np.float32)
    second = np.array([[[1.0], [-4.0], [-2.0], [0.0]]], dtype=np.float32)
    for order in ((0, 1), (1, 0)):
        band = MaxAbsSelection(first)
        for number in order:
            band.add((first, second)[number], 0)
        assert band.values.ravel().tolist() == [3, -4, 2, 0]
        assert band.magnitude.ravel().tolist() == [3, 4, 2, 0]


@pytest.mark.parametrize(
    ("height", "width", "levels"), [(1, 1, 1), (31, 500, 1), (64, 64, 2), (440, 600, 4), (4000, 6000, 7)]
)
def test_the_pyramid_is_as_deep_as_the_picture_allows(height: int, width: int, levels: int) -> None:
    assert laplacian_pyramid.level_count(height, width) == levels


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("laplacian-pyramid", LaplacianPyramidParameters(pyramid_levels=12, detail_radius=2)),
        ("stationary-wavelet", StationaryWaveletParameters(2, "db2", 6)),
    ],
)
def test_more_levels_than_the_picture_has_do_no_harm(name: str, parameters: Parameters) -> None:
    pair = focus_pair(33, 47)
    assert np.array_equal(fused([pair.truth, pair.truth], name, parameters), pair.truth)


@pytest.mark.parametrize("shape", [(1, 40), (13, 7), (97, 131), (150, 64)])
@pytest.mark.parametrize("name", ["guided-filter", "laplacian-pyramid"])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_bands_of_rows_give_the_pixels_of_the_whole(
    shape: tuple[int, int], name: str, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    scale = {np.uint8: 1, np.uint16: 257, np.float32: 1 / 255}[kind]
    sources = [(texture(*shape, seed) * kind(scale)).astype(kind) for seed in range(3)]
    parameters = {
        "guided-filter": guided_filter_fusion.GuidedFilterParameters(base_radius=9),
        "laplacian-pyramid": LaplacianPyramidParameters(detail_radius=3),
    }[name]
    made = []
    for pixels in (1 << 30, 1):  # one band, and bands of the fewest rows that there are
        for module in (guided_filter_fusion, laplacian_pyramid):
            monkeypatch.setattr(module, "PIXELS_OF_A_BAND", pixels)
        made.append(fused(sources, name, parameters))
    assert np.array_equal(*made)
