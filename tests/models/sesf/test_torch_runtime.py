"""The gradient energy is the obvious one, whatever the tiles and the device."""

import numpy as np
import pytest
import torch

from models.attention import ATTENTIONS
from models.running.tiling import Tile
from models.sesf.dimensions import HALO
from models.sesf.network import DenseEncoder
from models.sesf.torch_runtime import TorchEncoderRuntime
from models.sesf.weights import Normalisation
from tests.made import texture
from tests.models.memory import limit_memory

MEAN, DEVIATION = 0.45, 0.26


def runtime(name: str = "cse", device: str = "cpu", tile: int | None = None) -> TorchEncoderRuntime:
    torch.manual_seed(1)
    return TorchEncoderRuntime(DenseEncoder(name), Normalisation(MEAN, DEVIATION), device, tile)


def grey(height: int = 50, width: int = 61) -> np.ndarray:
    return texture(height, width, colour=False).astype(np.float32) / 255


def slow_gradient_energy(features: np.ndarray) -> np.ndarray:
    """Pixel by pixel, channel by channel, inside the picture only."""
    channels, height, width = features.shape
    energy = np.zeros((height, width))
    for y in range(1, height):
        for x in range(1, width):
            for c in range(channels):
                energy[y, x] += (features[c, y, x] - features[c, y, x - 1]) ** 2
                energy[y, x] += (features[c, y, x] - features[c, y - 1, x]) ** 2
    return energy


@pytest.mark.parametrize("name", ATTENTIONS)
def test_gradient_energy_agrees_with_a_slow_obvious_version(name: str) -> None:
    measure = runtime(name)
    picture = grey(24, 27)
    padded = np.pad(picture, HALO, mode="symmetric")
    values = (torch.from_numpy(padded)[None, None] - MEAN) / DEVIATION
    means = None
    with torch.inference_mode():
        if measure.encoder.pools_globally:
            # The squeeze takes the picture's own pixels, not the mirrored border around it.
            means = []
            for _ in range(4):
                output = measure.encoder.before_attention(values, means)
                means.append(output[:, :, HALO:-HALO, HALO:-HALO].mean(dim=(2, 3)))
        features = measure.encoder(values, means)[0].numpy()
    expected = slow_gradient_energy(features)[HALO:-HALO, HALO:-HALO]
    assert np.allclose(measure.gradient_energy(picture), expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", ATTENTIONS)
@pytest.mark.parametrize("tile", [16, 23, 40])
def test_tiles_give_what_the_whole_picture_gives(name: str, tile: int) -> None:
    whole = runtime(name).gradient_energy(grey())
    tiled = runtime(name, tile=tile).gradient_energy(grey())
    assert np.allclose(tiled, whole, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (2, 3), (7, 1)])
def test_pictures_smaller_than_the_receptive_field_work(shape: tuple[int, int]) -> None:
    energy = runtime().gradient_energy(grey(*shape))
    assert energy.shape == shape
    assert np.isfinite(energy).all()


def test_a_flat_picture_changes_nowhere_not_even_at_its_border() -> None:
    energy = runtime().gradient_energy(np.full((20, 30), 0.7, dtype=np.float32))
    assert energy.max() < 1e-9


def test_every_tile_is_reported_and_the_caller_can_stop() -> None:
    ticks: list[tuple[int, int]] = []
    runtime("sse", tile=30).gradient_energy(grey(), lambda done, total: ticks.append((done, total)))
    assert ticks == [(number, 6) for number in range(1, 7)]

    def stop(_done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        runtime().gradient_energy(grey(), stop)


def test_out_of_memory_halves_the_tile(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = grey(300, 200)
    expected, measure = runtime("sse").gradient_energy(picture), runtime("sse", tile=256)
    limit_memory(monkeypatch, lambda height, width: height * width < 90 * 90)
    assert np.allclose(measure.gradient_energy(picture), expected, rtol=1e-4, atol=1e-6)
    assert (measure.tile, measure.device) == (64, "cpu")


@pytest.mark.parametrize(
    "error",
    [torch.cuda.OutOfMemoryError(), RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED")],
)
def test_where_the_smallest_tile_does_not_fit_the_cpu_goes_on(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    expected, measure = runtime("sse").gradient_energy(grey()), runtime("sse", "cpu:0", tile=128)
    limit_memory(monkeypatch, lambda *_: measure.device == "cpu", error)
    assert np.array_equal(measure.gradient_energy(grey()), expected)
    assert measure.device == "cpu"


@pytest.mark.cuda
@pytest.mark.parametrize("name", ATTENTIONS)
def test_cuda_agrees_with_the_cpu(name: str) -> None:
    on_gpu = runtime(name, "cuda", tile=32).gradient_energy(grey())
    assert np.allclose(on_gpu, runtime(name).gradient_energy(grey()), rtol=2e-2, atol=1e-4)


@pytest.mark.parametrize("name", ["cse", "sse"])
def test_tiles_are_what_the_whole_picture_gives_in_their_place(name: str) -> None:
    picture = grey(100, 130)
    tiles = [Tile(32, 64, 32, 32), Tile(96, 100, 4, 30), Tile(0, 0, 5, 130)]
    whole = runtime(name).gradient_energy(picture)
    found: dict[int, np.ndarray] = {}
    runtime(name, tile=32).gradient_energy_of_tiles(picture, tiles, found.__setitem__)
    assert sorted(found) == [0, 1, 2]
    for number, tile in enumerate(tiles):
        assert np.allclose(found[number], whole[tile.area()], rtol=1e-4, atol=1e-6)


def test_out_of_memory_gives_no_tile_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    failures = iter([True])
    limit_memory(
        monkeypatch, lambda _height, width: width != 21 + 2 * HALO or not next(failures, False)
    )
    monkeypatch.setenv("PARFOCAL_THREADS", "1")
    tiles = [Tile(0, 0, 9, 9), Tile(9, 0, 9, 9), Tile(30, 30, 9, 21), Tile(40, 40, 5, 5)]
    measure = runtime("sse", tile=128)
    measure.gradient_energy_of_tiles(grey(), tiles, lambda number, _: given.append(number))
    assert given == [0, 1, 2, 3]
    assert measure.tile == 64


def energy_on_device(
    name: str, device: str = "cpu", tile: int | None = None, kind: torch.dtype = torch.float32
) -> np.ndarray:
    luminance = torch.from_numpy(grey()).to(device)
    return runtime(name, device).gradient_energy_tensor(luminance, kind, tile=tile).cpu().numpy()


@pytest.mark.parametrize("name", ATTENTIONS)
@pytest.mark.parametrize("tile", [None, 23])
def test_a_picture_on_the_device_gives_what_one_in_memory_gives(name: str, tile: int | None) -> None:
    expected = runtime(name).gradient_energy(grey())
    assert np.allclose(energy_on_device(name, tile=tile), expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (2, 3), (7, 1)])
def test_tiny_pictures_on_the_device_work(shape: tuple[int, int]) -> None:
    energy = runtime().gradient_energy_tensor(torch.from_numpy(grey(*shape)))
    assert np.allclose(energy.numpy(), runtime().gradient_energy(grey(*shape)), rtol=1e-4, atol=1e-6)


def test_out_of_memory_on_the_device_halves_the_tile_and_at_last_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    picture, ticks = grey(300, 200), []
    expected, measure = runtime("sse").gradient_energy(picture), runtime("sse")
    limit_memory(monkeypatch, lambda height, width: height * width < 90 * 90)
    found = measure.gradient_energy_tensor(
        torch.from_numpy(picture), tick=lambda *numbers: ticks.append(numbers)
    )
    assert np.allclose(found.numpy(), expected, rtol=1e-4, atol=1e-6)
    assert ticks[-1] == (12, 12)  # tiles of 75 pixels, a quarter of the longer side
    limit_memory(monkeypatch, lambda *_: False)
    with pytest.raises(torch.cuda.OutOfMemoryError):
        measure.gradient_energy_tensor(torch.from_numpy(picture))


@pytest.mark.cuda
@pytest.mark.parametrize("name", ATTENTIONS)
@pytest.mark.parametrize("tile", [None, 23])
def test_a_picture_on_the_gpu_agrees_in_both_kinds_of_number(name: str, tile: int | None) -> None:
    expected = runtime(name).gradient_energy(grey())
    assert np.allclose(energy_on_device(name, "cuda", tile), expected, rtol=1e-3, atol=1e-5)
    fast = energy_on_device(name, "cuda", tile, torch.float16)
    assert np.allclose(fast, expected, rtol=5e-2, atol=1e-2 * expected.max())
