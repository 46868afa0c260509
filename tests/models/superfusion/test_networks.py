"""SuperFusion's two networks: sizes as described, and what the runtimes make of them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from models.manifest import State
from models.painters import find_painting_network
from models.running.openvino_painter import OpenVinoPainter
from models.running.torch_painter import TorchPainter
from models.superfusion import attending
from models.superfusion.attending import attention_of, enlarged, scan
from models.superfusion.dimensions import MatcherDimensions
from models.superfusion.matcher import DenseMatcher
from models.superfusion.network import FusionNetwork, Scan
from models.superfusion.openvino_graph import OpenVinoAttentionLayers
from models.superfusion.runtime import SuperFusionRuntime
from models.superfusion.torch_runtime import MatcherRuntime, TorchAttentionLayers
from tests.made import texture

NETWORK = find_painting_network("superfusion")
SHAPE = (50, 61)


@pytest.fixture(scope="module")
def state() -> State:
    torch.manual_seed(1)
    return {name: values.numpy() for name, values in FusionNetwork().state_dict().items()}


@pytest.fixture(scope="module")
def pair() -> np.ndarray:
    both = [texture(*SHAPE, colour=False), texture(*SHAPE, colour=False, seed=2)]
    return np.stack(both).astype(np.float32) / 255


def in_openvino(state: State, side: int = 256) -> SuperFusionRuntime:
    painter = OpenVinoPainter(NETWORK, NETWORK.load_graphs(state, ""), side)
    return SuperFusionRuntime(painter, OpenVinoAttentionLayers(state), state)


def in_torch(state: State, side: int = 256) -> SuperFusionRuntime:
    painter = TorchPainter(NETWORK, NETWORK.load_module(state, ""), side=side)
    return SuperFusionRuntime(painter, TorchAttentionLayers(state), state)


def whole(state: State, pair: np.ndarray) -> np.ndarray:
    network = FusionNetwork()
    network.load_state_dict({name: torch.from_numpy(values) for name, values in state.items()})
    first, second = torch.from_numpy(pair)[:, None, None]
    with torch.no_grad():
        return network(first, second)[0, 0].numpy()


def test_sizes_are_those_described() -> None:
    def count(network: torch.nn.Module) -> int:
        return sum(values.numel() for values in network.parameters())

    assert count(FusionNetwork()) == 138_741
    assert count(DenseMatcher()) == 1_823_688 - 2 * 2 * 72  # luminance, not three channels


@pytest.mark.parametrize("runtime", [in_openvino, in_torch])
@pytest.mark.parametrize("side", [256, 40])
def test_runtimes_and_tiles_give_what_the_network_gives(state, pair, runtime, side) -> None:
    assert np.allclose(runtime(state, side).paint(pair)[0], whole(state, pair), atol=2e-5)


def test_large_pictures_get_the_attention_of_a_reduced_one(state, pair, monkeypatch) -> None:
    monkeypatch.setattr(attending, "MOST_PIXELS", 800)
    weight = attention_of(pair, state, TorchAttentionLayers(state))
    assert weight.shape[1] * weight.shape[2] <= 800
    fused = in_torch(state, 40).paint(pair)[0]
    assert fused.shape == SHAPE
    assert np.allclose(fused, in_openvino(state, 64).paint(pair)[0], atol=2e-5)


@pytest.mark.parametrize("direction", range(4))
def test_a_scan_goes_from_border_to_border(direction: int) -> None:
    torch.manual_seed(2)
    scans = Scan(3)
    with torch.no_grad():
        scans.bias += 0.1 * torch.randn_like(scans.bias)
    features = torch.randn(1, 3, 6, 9)
    gain, bias = (values[direction].detach().numpy() for values in (scans.gain, scans.bias))
    wanted = scans(features)[direction][0].detach().numpy()
    assert np.allclose(scan(features[0].numpy(), gain, bias, direction), wanted, atol=1e-6)


def test_enlarging_is_what_torch_does() -> None:
    values = np.random.default_rng(1).random((2, 5, 7)).astype(np.float32)
    wanted = torch.nn.functional.interpolate(
        torch.from_numpy(values)[None], (13, 20), mode="bilinear", align_corners=False
    )[0]
    y, x = (attending.positions(slice(0, n), n, m) for n, m in ((13, 5), (20, 7)))
    assert np.allclose(enlarged(values, y, x), wanted.numpy(), atol=1e-5)


@pytest.mark.parametrize("levels", [1, 2, 3])
def test_a_matcher_gives_a_field_of_the_pictures_size(levels: int) -> None:
    torch.manual_seed(1)
    matcher = DenseMatcher(MatcherDimensions(2, 1)).eval()
    infrared, visible = np.random.default_rng(1).random((2, 45, 67)).astype(np.float32)
    field = MatcherRuntime(matcher, 1.0).field(infrared, visible, levels)
    assert field.shape == (2, 45, 67)
    assert np.isfinite(field).all()


@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (8, 8), (3, 40)])
def test_the_matcher_looks_at_pictures_of_few_pixels(shape: tuple[int, int]) -> None:
    torch.manual_seed(1)
    matcher = MatcherRuntime(DenseMatcher(MatcherDimensions(width=2, step=1)).eval(), 0.5)
    picture = np.full(shape, 0.5, np.float32)
    field = matcher.field(picture, picture, 3)
    assert field.shape == (2, *shape)
    assert np.isfinite(field).all()
