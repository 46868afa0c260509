"""The decision network: small, blind to the order of frames, and the same in tiles."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from models.decision.network import DecisionNetwork, best_other, run_network, sparse_weights
from models.decision.torch_runtime import ELEMENTS, HALO, TorchDecisionRuntime
from models.running.tiling import Tile


def test_it_has_fewer_than_300_000_parameters(network: DecisionNetwork) -> None:
    assert sum(parameter.numel() for parameter in network.parameters()) == 298_746


def test_it_is_built_of_the_project_s_own_squeeze_and_excitation(network: DecisionNetwork) -> None:
    from models.attention import SpatialExcitation

    found = [part for part in network.modules() if isinstance(part, SpatialExcitation)]
    assert len(found) == 16


@torch.inference_mode()
def test_exchanging_two_frames_exchanges_their_scores_bit_for_bit(network: DecisionNetwork) -> None:
    frames = torch.rand(1, 2, 64, 48)
    scores, faithful = run_network(network, frames)
    turned, turned_faithful = run_network(network, frames.flip(1))
    assert torch.equal(scores, turned.flip(1))
    assert torch.equal(faithful, turned_faithful.flip(1))


@torch.inference_mode()
@pytest.mark.parametrize("order", [(2, 0, 1), (1, 0, 2), (2, 1, 0)])
def test_permuting_frames_permutes_their_scores(
    network: DecisionNetwork, order: tuple[int, ...]
) -> None:
    frames = torch.rand(1, 3, 48, 48)
    scores, _ = run_network(network, frames)
    permuted, _ = run_network(network, frames[:, list(order)])
    assert torch.allclose(scores[:, list(order)], permuted, atol=1e-5)


def test_each_frame_is_shown_the_best_of_the_others() -> None:
    features = torch.tensor([3.0, 1.0, 2.0]).reshape(3, 1, 1, 1)
    assert best_other(features, 3).flatten().tolist() == [2.0, 3.0, 3.0]
    assert best_other(features[:2], 2).flatten().tolist() == [1.0, 3.0]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-3, 3, width=32), min_size=2, max_size=6))
def test_weights_sum_to_one_and_a_clear_lead_takes_all(values: list[float]) -> None:
    scores = torch.tensor(values).reshape(1, -1, 1, 1)
    weights = sparse_weights(scores).flatten()
    assert weights.min() >= 0
    assert weights.sum().item() == pytest.approx(1, abs=1e-5)
    ordered = sorted(values)
    if ordered[-1] - ordered[-2] >= 1.001:
        assert weights.max().item() == pytest.approx(1, abs=1e-6)
        assert weights.argmax().item() == int(np.argmax(values))


def scored(network: DecisionNetwork, frames: np.ndarray, tile: int) -> np.ndarray:
    result = np.full((2, *frames.shape), np.nan, np.float32)

    def put(place: Tile, scores: np.ndarray, faithful: np.ndarray) -> None:
        rows = slice(place.top, place.top + place.height)
        columns = slice(place.left, place.left + place.width)
        result[0][:, rows, columns] = scores
        result[1][:, rows, columns] = faithful

    TorchDecisionRuntime(network, tile=tile).score(frames, put)
    return result


@pytest.mark.parametrize("frames", [2, 3])
def test_tiles_do_not_show(network: DecisionNetwork, frames: int) -> None:
    random = np.random.default_rng(2)
    luminances = random.random((frames, 500, 430), dtype=np.float32)
    whole = scored(network, luminances, 2048)
    tiled = scored(network, luminances, 128)
    assert np.isfinite(whole).all()
    assert np.allclose(whole, tiled, atol=2e-5)


def test_the_halo_covers_all_that_a_pixel_depends_on(network: DecisionNetwork) -> None:
    frames = torch.rand(1, 2, 320, 320, requires_grad=True)
    scores, _ = run_network(network, frames)
    scores[0, 0, 160, 160].backward()
    assert frames.grad is not None
    rows = frames.grad.abs().sum((0, 1, 3)).nonzero().flatten()
    assert 160 - int(rows.min()) <= HALO
    assert int(rows.max()) - 160 <= HALO


@pytest.mark.parametrize("size", [(1, 1), (17, 5), (33, 64)])
def test_any_size_is_taken(network: DecisionNetwork, size: tuple[int, int]) -> None:
    frames = np.random.default_rng(3).random((2, *size), dtype=np.float32)
    assert np.isfinite(scored(network, frames, 512)).all()


def test_out_of_memory_halves_the_tile_then_falls_back_to_the_cpu(
    network: DecisionNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = TorchDecisionRuntime(network, tile=256)
    original = TorchDecisionRuntime._score_tile
    sizes: list[tuple[str, int | None]] = []

    def limited(self: TorchDecisionRuntime, frames: np.ndarray, place: Tile) -> object:
        sizes.append((self.device, self.tile))
        if len(sizes) < 3:
            raise torch.cuda.OutOfMemoryError
        return original(self, frames, place)

    monkeypatch.setattr(TorchDecisionRuntime, "_score_tile", limited)
    engine.score(np.random.default_rng(1).random((2, 40, 40), dtype=np.float32), lambda *_: None)
    assert sizes == [("cpu", 256), ("cpu", 128), ("cpu", None)]


@pytest.mark.cuda
def test_cuda_agrees_with_the_cpu(network: DecisionNetwork) -> None:
    frames = np.random.default_rng(4).random((2, 200, 170), dtype=np.float32)
    there = np.zeros((2, 200, 170), np.float32)

    def put(place: Tile, scores: np.ndarray, _faithful: np.ndarray) -> None:
        rows = slice(place.top, place.top + place.height)
        there[:, rows, place.left : place.left + place.width] = scores

    TorchDecisionRuntime(network, "cuda", tile=128).score(frames, put)
    assert np.allclose(there, scored(network, frames, 2048)[0], rtol=2e-2, atol=2e-2)


def scored_there(network: DecisionNetwork, frames: np.ndarray, tile: int | None = None) -> np.ndarray:
    result = torch.full((2, *frames.shape), torch.nan)

    def put(place: Tile, scores: torch.Tensor, faithful: torch.Tensor) -> None:
        result[:, :, *place.area()] = torch.stack([scores, faithful])

    TorchDecisionRuntime(network).score_tensor(torch.from_numpy(frames), put, tile=tile)
    return result.numpy()


@pytest.mark.parametrize("tile", [None, 128])
def test_frames_on_the_device_get_the_scores_of_frames_in_memory(
    network: DecisionNetwork, tile: int | None
) -> None:
    frames = np.random.default_rng(5).random((2, 301, 203), dtype=np.float32)
    assert np.allclose(scored_there(network, frames, tile), scored(network, frames, 2048), atol=2e-5)


def test_out_of_memory_on_the_device_halves_the_tile_and_at_last_is_told(
    network: DecisionNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = TorchDecisionRuntime._score_tile_tensor
    frames = np.random.default_rng(6).random((2, 300, 560), dtype=np.float32)
    expected, sizes, limit = scored_there(network, frames), [], 40_000

    def limited(self: TorchDecisionRuntime, values: torch.Tensor, place: Tile) -> object:
        sizes.append((place.height, place.width))
        if place.height * place.width > limit:
            raise torch.cuda.OutOfMemoryError
        return original(self, values, place)

    monkeypatch.setattr(TorchDecisionRuntime, "_score_tile_tensor", limited)
    assert np.allclose(scored_there(network, frames), expected, atol=2e-5)
    assert sizes[:3] == [(300, 560), (272, 272), (128, 128)]
    limit = 1000
    with pytest.raises(torch.cuda.OutOfMemoryError):
        scored_there(network, frames)


def test_the_limit_of_a_tile_reckons_with_the_widest_map(network: DecisionNetwork) -> None:
    assert network.fine is not None
    assert network.fine.head.in_channels <= ELEMENTS
    widest = max(part.in_channels for part in network.modules() if isinstance(part, torch.nn.Conv2d))
    assert widest / 4 <= ELEMENTS  # those of the trunk have a quarter of the pixels
