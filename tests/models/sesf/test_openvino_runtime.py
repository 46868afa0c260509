"""The encoder through OpenVINO is what torch gives, whatever the tiles."""

from functools import cache

import numpy as np
import pytest

from models.attention import ATTENTIONS
from models.manifest import WeightsError
from models.running.tiling import Tile
from models.sesf.openvino_runtime import OpenVinoEncoderRuntime
from models.sesf.torch_runtime import TorchEncoderRuntime
from models.sesf.weights import encoder_state
from tests.made import texture


def grey(height: int = 50, width: int = 61) -> np.ndarray:
    return texture(height, width, colour=False).astype(np.float32) / 255


@cache
def openvino(attention: str = "cse", exact: bool = True, side: int = 192) -> OpenVinoEncoderRuntime:
    return OpenVinoEncoderRuntime(*encoder_state(f"sesf-{attention}"), exact=exact, side=side)


def torch_energy(picture: np.ndarray, attention: str = "cse") -> np.ndarray:
    return TorchEncoderRuntime.load(f"sesf-{attention}").gradient_energy(picture)


@pytest.mark.parametrize(
    ("attention", "shape"),
    [(name, (50, 61)) for name in ATTENTIONS] + [("cse", shape) for shape in ((7, 90), (1, 1), (1, 9))],
)
def test_exact_is_what_torch_gives(attention: str, shape: tuple[int, int]) -> None:
    expected = torch_energy(grey(*shape), attention)
    assert np.allclose(openvino(attention).gradient_energy(grey(*shape)), expected, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("attention", ATTENTIONS)
def test_tiles_do_not_show(attention: str) -> None:
    whole = openvino(attention).gradient_energy(grey())
    tiled = openvino(attention, side=23).gradient_energy(grey())
    assert np.allclose(tiled, whole, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("attention", ATTENTIONS)
def test_bfloat16_and_sampled_gates_change_the_energy_by_little(attention: str) -> None:
    picture = grey(390, 400)
    expected = torch_energy(picture, attention)
    fast = openvino(attention, exact=False)
    tiles = [Tile(0, 0, 390, 200), Tile(0, 200, 390, 200)]
    found = np.empty_like(expected)

    def put(number: int, energy: np.ndarray) -> None:
        found[tiles[number].area()] = energy

    fast.gradient_energy_of_tiles(picture, tiles, put)
    assert np.abs(found - expected).mean() < 0.01 * expected.mean()
    whole = fast.gradient_energy(picture)
    assert np.abs(whole - expected).mean() < 0.005 * expected.mean()


def test_whole_pictures_and_what_is_asked_for_precisely_are_float32() -> None:
    picture = grey(100, 300)  # so small that the gates are of every pixel
    expected = openvino(exact=True).gradient_energy(picture)
    fast = openvino(exact=False)
    assert np.allclose(fast.gradient_energy(picture), expected, rtol=0.004, atol=1e-5)

    tile = Tile(10, 20, 64, 200)
    of_part: list[np.ndarray] = []
    for measure in (openvino(exact=True), fast.precise):
        measure.gradient_energy_of_tiles(
            picture, [tile], lambda _, energy: of_part.append(energy.copy())
        )
    assert np.allclose(of_part[0], expected[tile.area()], rtol=1e-3, atol=1e-5)
    assert np.allclose(of_part[1], expected[tile.area()], rtol=0.004, atol=1e-5)
    assert (exact := openvino(exact=True)).precise is exact


@pytest.mark.parametrize("exact", [True, False])
def test_a_flat_picture_changes_nowhere_not_even_at_its_border(exact: bool) -> None:
    flat = np.full((20, 30), 0.7, dtype=np.float32)
    assert openvino(exact=exact).gradient_energy(flat).max() == 0
    assert TorchEncoderRuntime.load("sesf-cse").gradient_energy(flat).max() == 0


def test_a_texture_of_a_hundredth_of_a_level_is_seen() -> None:
    noise = np.random.default_rng(4).standard_normal((64, 64)).astype(np.float32)
    faint = 0.5 + np.float32(0.01 / 255) * noise
    for measure in (openvino(), TorchEncoderRuntime.load("sesf-cse")):
        assert np.median(measure.gradient_energy(faint)) > 1e-6


def test_every_tile_is_reported_and_the_caller_can_stop() -> None:
    ticks: list[tuple[int, int]] = []
    openvino("sse", side=30).gradient_energy(grey(), lambda *numbers: ticks.append(numbers))
    assert ticks == [(number, 6) for number in range(1, 7)]

    def stop(_done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        openvino().gradient_energy(grey(), stop)


def test_unknown_weights_are_refused_with_the_known_names() -> None:
    with pytest.raises(WeightsError, match=r"no weights 'mine'; there are .*sesf-cse"):
        OpenVinoEncoderRuntime.load("mine")


@pytest.mark.parametrize("exact", [True, False])
def test_tiles_are_what_the_whole_picture_gives_in_their_place(exact: bool) -> None:
    picture = grey(200, 560)
    tiles = [Tile(0, 0, 60, 70), Tile(136, 460, 64, 100), Tile(100, 3, 74, 520), Tile(7, 300, 1, 1)]
    whole = openvino(exact=exact).gradient_energy(picture)
    seen: list[int] = []

    def check(number: int, energy: np.ndarray) -> None:
        tile = whole[tiles[number].area()]
        assert energy.shape == tile.shape
        assert np.allclose(energy, tile, rtol=1e-3 if exact else 0.05, atol=1e-3)
        seen.append(number)

    openvino(exact=exact, side=128).gradient_energy_of_tiles(picture, tiles, check)
    assert sorted(seen) == [0, 1, 2, 3]
