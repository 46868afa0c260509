"""Torch gives the same scores whatever the tiles, and needs no more memory than there is."""

import numpy as np
import pytest
import torch

from models.decision.network import DecisionNetwork
from models.decision.torch_runtime import ELEMENTS, TorchDecisionRuntime
from models.running.tiling import Tile
from tests.models.memory import limit_memory

Runtime = TorchDecisionRuntime


def noise(count: int, height: int, width: int) -> np.ndarray:
    return np.random.default_rng(2).random((count, height, width), dtype=np.float32)


class Maps:
    """Scores and in-focus probabilities (2, n, H, W), and the tiles in which they came."""

    def __init__(self, frames: np.ndarray) -> None:
        self.values = np.full((2, *frames.shape), np.nan, np.float32)
        self.tiles: list[Tile] = []

    def put(self, tile: Tile, scores: np.ndarray, in_focus: np.ndarray) -> None:
        self.tiles.append(tile)
        self.values[0][:, *tile.area()] = scores
        self.values[1][:, *tile.area()] = in_focus


def scored(runtime: TorchDecisionRuntime, frames: np.ndarray) -> np.ndarray:
    maps = Maps(frames)
    runtime.score(frames, maps.put)
    return maps.values


def scored_on_device(
    runtime: TorchDecisionRuntime, frames: np.ndarray, tile: int | None = None
) -> Maps:
    maps = Maps(frames)

    def put(place: Tile, scores: torch.Tensor, in_focus: torch.Tensor) -> None:
        maps.put(place, scores.cpu().numpy(), in_focus.cpu().numpy())

    runtime.score_tensor(torch.from_numpy(frames).to(runtime.device), put, tile=tile)
    return maps


@pytest.mark.parametrize("shape", [(2, 520, 30), (3, 20, 450)])
def test_tiles_do_not_show(narrow: DecisionNetwork, shape: tuple[int, int, int]) -> None:
    whole = scored(Runtime(narrow, tile=2048), noise(*shape))
    tiled = scored(Runtime(narrow, tile=128), noise(*shape))
    assert np.isfinite(whole).all()
    assert np.allclose(whole, tiled, atol=2e-5)


@pytest.mark.parametrize("size", [(1, 1), (17, 5), (33, 64)])
def test_any_size_is_taken(narrow: DecisionNetwork, size: tuple[int, int]) -> None:
    assert np.isfinite(scored(Runtime(narrow, tile=512), noise(2, *size))).all()


@pytest.mark.parametrize("tile", [None, 128])
def test_frames_on_the_device_get_the_scores_of_frames_in_memory(
    narrow: DecisionNetwork, tile: int | None
) -> None:
    frames = noise(2, 301, 43)
    found = scored_on_device(Runtime(narrow), frames, tile)
    assert np.allclose(found.values, scored(Runtime(narrow), frames), atol=2e-5)


def test_out_of_memory_halves_the_tile(
    narrow: DecisionNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = noise(2, 30, 900)
    expected, runtime = scored(Runtime(narrow), frames), Runtime(narrow, tile=1024)
    limit_memory(monkeypatch, lambda _height, width: width < 560)
    maps = Maps(frames)
    runtime.score(frames, maps.put)
    assert {tile.width for tile in maps.tiles} == {256, 900 - 3 * 256}
    assert runtime.tile == 256
    assert np.allclose(maps.values, expected, atol=2e-5)


@pytest.mark.parametrize(
    "error",
    [torch.cuda.OutOfMemoryError(), RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED")],
)
def test_where_the_smallest_tile_does_not_fit_the_cpu_goes_on(
    narrow: DecisionNetwork, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    frames = noise(2, 40, 40)
    expected, runtime = scored(Runtime(narrow), frames), Runtime(narrow, "cpu:0", tile=256)
    limit_memory(monkeypatch, lambda *_: runtime.device == "cpu", error)
    assert np.array_equal(scored(runtime, frames), expected)
    assert runtime.device == "cpu"


def test_other_errors_and_a_full_main_memory_go_on_to_the_caller(
    narrow: DecisionNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error in (RuntimeError("sizes do not match"), torch.cuda.OutOfMemoryError("out of memory")):
        with monkeypatch.context() as patch:
            limit_memory(patch, lambda *_: False, error)
            with pytest.raises(RuntimeError, match=str(error)):
                scored(Runtime(narrow), noise(2, 40, 40))


def test_out_of_memory_on_the_device_halves_the_tile_and_at_last_is_an_error(
    narrow: DecisionNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = noise(2, 30, 900)
    expected = scored(Runtime(narrow), frames)
    limit_memory(monkeypatch, lambda _height, width: width < 560)
    found = scored_on_device(Runtime(narrow), frames)
    assert {tile.width for tile in found.tiles} == {224, 900 - 4 * 224}
    assert np.allclose(found.values, expected, atol=2e-5)
    limit_memory(monkeypatch, lambda *_: False)
    with pytest.raises(torch.cuda.OutOfMemoryError):
        scored_on_device(Runtime(narrow), frames)


@pytest.mark.cuda
def test_cuda_agrees_with_the_cpu(network: DecisionNetwork) -> None:
    frames = noise(2, 200, 170)
    on_the_cpu = scored(Runtime(network), frames)
    found = scored(Runtime(network, "cuda", tile=128), frames)
    network.to("cpu")
    assert np.allclose(found, on_the_cpu, rtol=2e-2, atol=2e-2)


def test_the_limit_of_a_tile_reckons_with_the_widest_map(network: DecisionNetwork) -> None:
    assert network.fine is not None
    assert network.fine.head.in_channels <= ELEMENTS
    widest = max(part.in_channels for part in network.modules() if isinstance(part, torch.nn.Conv2d))
    assert widest / 4 <= ELEMENTS  # those of the trunk have a quarter of the pixels
