"""The runtime's change energy is the obvious one, whatever the tiles and the device."""

import numpy as np
import pytest
import torch

from models.attention import ATTENTIONS
from models.manifest import Normalisation
from models.running.tiling import Tile, tile_grid
from models.sesf.network import DenseEncoder
from models.sesf.torch_runtime import TorchEncoderRuntime
from tests.made import texture


def runtime(name: str = "cse", device: str = "cpu", tile: int | None = None) -> TorchEncoderRuntime:
    torch.manual_seed(1)
    return TorchEncoderRuntime(DenseEncoder(name), Normalisation(0.45, 0.26), device, tile)


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
    engine = runtime(name)
    picture = grey(24, 27)
    padded = np.pad(picture, 5, mode="symmetric")
    means = None
    if engine.encoder.pools_globally:
        # The squeeze takes the picture's own pixels, not the mirrored frame around it.
        means = []
        values = engine._normalised(padded)
        with torch.inference_mode():
            for _ in range(4):
                inside = engine.encoder.before_attention(values, means)[:, :, 5:-5, 5:-5]
                means.append(inside.mean(dim=(2, 3)))
    with torch.inference_mode():
        features = engine.encoder(engine._normalised(padded), means)[0].numpy()
    expected = slow_gradient_energy(features)[5:-5, 5:-5]
    assert np.allclose(engine.gradient_energy(picture), expected, rtol=1e-4, atol=1e-6)


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


def test_tiles_cover_every_pixel_once() -> None:
    seen = np.zeros((37, 53), dtype=int)
    for place in tile_grid(37, 53, 16):
        seen[place.top : place.top + place.height, place.left : place.left + place.width] += 1
    assert (seen == 1).all()


def test_the_caller_is_told_of_every_tile_and_can_stop() -> None:
    told: list[tuple[int, int]] = []
    runtime("sse", tile=30).gradient_energy(grey(), lambda done, total: told.append((done, total)))
    assert told == [(1, 6), (2, 6), (3, 6), (4, 6), (5, 6), (6, 6)]

    def stop(_done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        runtime().gradient_energy(grey(), stop)


def test_out_of_memory_halves_the_tile_then_falls_back_to_the_cpu(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = runtime("sse", tile=128)
    original = TorchEncoderRuntime._gradient_energy_of_tiles
    sizes: list[tuple[str, int | None]] = []

    def limited(self: TorchEncoderRuntime, *arguments: object) -> None:
        sizes.append((self.device, self.tile))
        if len(sizes) < 3:
            raise torch.cuda.OutOfMemoryError
        return original(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(TorchEncoderRuntime, "_gradient_energy_of_tiles", limited)
    result = engine.gradient_energy(grey())
    assert sizes == [("cpu", 128), ("cpu", 64), ("cpu", None)]
    assert np.allclose(result, runtime("sse").gradient_energy(grey()), rtol=1e-4, atol=1e-6)


@pytest.mark.cuda
@pytest.mark.parametrize("name", ATTENTIONS)
def test_cuda_agrees_with_the_cpu(name: str) -> None:
    on_gpu = runtime(name, "cuda", tile=32).gradient_energy(grey())
    assert np.allclose(on_gpu, runtime(name).gradient_energy(grey()), rtol=2e-2, atol=1e-4)


@pytest.mark.parametrize("name", ["cse", "sse"])
def test_parts_are_what_the_whole_picture_gives_there(name: str) -> None:
    picture = grey(100, 130)
    parts = [Tile(32, 64, 32, 32), Tile(96, 100, 4, 30), Tile(0, 0, 5, 130)]
    whole = runtime(name).gradient_energy(picture)
    found: dict[int, np.ndarray] = {}
    runtime(name, tile=32).gradient_energy_of_tiles(picture, parts, found.__setitem__)
    assert sorted(found) == [0, 1, 2]
    for number, part in enumerate(parts):
        assert np.allclose(found[number], whole[part.area()], rtol=1e-4, atol=1e-6)


def test_out_of_memory_gives_no_part_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, given = runtime("sse", tile=64), []
    original = TorchEncoderRuntime._cut
    failures = iter([False, False, True])

    def limited(self: TorchEncoderRuntime, *arguments: object) -> torch.Tensor:
        if next(failures, False):
            raise torch.cuda.OutOfMemoryError
        return original(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(TorchEncoderRuntime, "_cut", limited)
    monkeypatch.setenv("PARFOCAL_THREADS", "1")
    parts = [Tile(0, 0, 9, 9), Tile(9, 0, 9, 9), Tile(30, 40, 9, 9), Tile(40, 40, 5, 5)]
    engine.gradient_energy_of_tiles(grey(), parts, lambda number, _: given.append(number))
    assert given == [0, 1, 2, 3]


def energy_there(
    name: str, device: str = "cpu", tile: int | None = None, kind: torch.dtype = torch.float32
) -> np.ndarray:
    luminance = torch.from_numpy(grey()).to(device)
    return runtime(name, device).gradient_energy_tensor(luminance, kind, tile=tile).cpu().numpy()


@pytest.mark.parametrize("name", ATTENTIONS)
@pytest.mark.parametrize("tile", [None, 23])
def test_a_picture_on_the_device_gives_what_one_in_memory_gives(name: str, tile: int | None) -> None:
    expected = runtime(name).gradient_energy(grey())
    assert np.allclose(energy_there(name, tile=tile), expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (2, 3), (7, 1)])
def test_tiny_pictures_on_the_device_work(shape: tuple[int, int]) -> None:
    energy = runtime().gradient_energy_tensor(torch.from_numpy(grey(*shape)))
    assert np.allclose(energy.numpy(), runtime().gradient_energy(grey(*shape)), rtol=1e-4, atol=1e-6)


def test_out_of_memory_on_the_device_halves_the_tile_and_at_last_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original, sizes, limit = DenseEncoder.forward, [], 90 * 90
    picture = grey(200, 150)
    expected = runtime("sse").gradient_energy(picture)

    def whole(_runtime: TorchEncoderRuntime, padded: torch.Tensor) -> torch.Tensor:
        sizes.append(tuple(padded.shape))
        raise torch.cuda.OutOfMemoryError

    def limited(encoder: DenseEncoder, values: torch.Tensor, means: object) -> torch.Tensor:
        sizes.append(tuple(values.shape[2:]))
        if values.shape[2] * values.shape[3] > limit:
            raise torch.cuda.OutOfMemoryError
        return original(encoder, values, means)  # type: ignore[arg-type]

    monkeypatch.setattr(TorchEncoderRuntime, "_whole_energy_tensor", whole)
    monkeypatch.setattr(DenseEncoder, "forward", limited)
    engine = runtime("sse")
    engine._smallest = 32
    found = engine.gradient_energy_tensor(torch.from_numpy(picture)).numpy()
    assert sizes[:3] == [(210, 160), (110, 110), (60, 60)]
    assert np.allclose(found, expected, rtol=1e-4, atol=1e-6)
    limit = 100
    with pytest.raises(torch.cuda.OutOfMemoryError):
        engine.gradient_energy_tensor(torch.from_numpy(picture))


@pytest.mark.cuda
@pytest.mark.parametrize("name", ATTENTIONS)
@pytest.mark.parametrize("tile", [None, 23])
def test_a_picture_on_the_gpu_agrees_in_both_kinds_of_number(name: str, tile: int | None) -> None:
    expected = runtime(name).gradient_energy(grey())
    assert np.allclose(energy_there(name, "cuda", tile), expected, rtol=1e-3, atol=1e-5)
    fast = energy_there(name, "cuda", tile, torch.float16)
    assert np.allclose(fast, expected, rtol=5e-2, atol=1e-2 * expected.max())
