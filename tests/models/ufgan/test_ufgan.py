"""UFGAN: both libraries agree, tiles do not show, and every loss moves the picture that it should."""

import numpy as np
import pytest
import torch

from models.manifest import State
from models.painters import find_painting_network
from models.running.openvino_painter import OpenVinoPainter
from models.running.torch_painter import TorchPainter
from models.sesf.weights import load_encoder
from models.ufgan.dimensions import WIDTHS, radius, state_widths
from models.ufgan.losses import (
    TransferLoss,
    dissimilarity,
    gradient_loss,
    gram,
    intensity_loss,
    total_variation,
)
from models.ufgan.network import Discriminator, UNet, without_norms
from tests.made import texture

UFGAN = find_painting_network("ufgan")


@pytest.fixture(scope="module")
def state() -> State:
    torch.manual_seed(1)
    network = without_norms(UNet().eval())
    return {name: values.numpy() for name, values in network.state_dict().items()}


def pair(height: int = 150, width: int = 133) -> np.ndarray:
    both = [texture(height, width, colour=False), texture(height, width, colour=False, seed=2)]
    return np.stack(both).astype(np.float32) / 255


def in_openvino(state: State, side: int | None = None) -> OpenVinoPainter:
    return OpenVinoPainter(UFGAN, UFGAN.load_graphs(state, ""), side)


def in_torch(state: State, side: int | None = None) -> TorchPainter:
    return TorchPainter(UFGAN, UFGAN.load_module(state, ""), side=side)


def test_it_has_half_a_million_parameters(state: State) -> None:
    assert sum(values.numel() for values in UNet().parameters()) == 504_129
    assert state_widths(state) == WIDTHS


@pytest.mark.parametrize("shape", [(50, 61), (1, 40), (3, 2)])
def test_openvino_gives_what_torch_gives(state: State, shape: tuple[int, int]) -> None:
    channels = pair(*shape)
    found = in_openvino(state).paint(channels)
    assert found.shape == (1, *shape)
    assert np.allclose(found, in_torch(state).paint(channels), atol=2e-5)


@pytest.mark.parametrize("painter", [in_openvino, in_torch])
def test_tiles_do_not_show(state: State, painter: type) -> None:
    channels = pair(20, 300)
    whole, tiled = (painter(state, side).paint(channels) for side in (512, 136))
    assert np.allclose(tiled, whole, atol=2e-5)


def test_a_pixel_depends_on_no_more_than_the_radius() -> None:
    torch.manual_seed(2)
    network = UNet((2, 2, 2, 2)).eval()
    sources = torch.rand(1, 2, 128, 128, requires_grad=True)
    reached = 0
    for row in range(56, 64):
        (gradient,) = torch.autograd.grad(network(sources)[0, 0, row, 64], sources)
        rows = gradient[0].abs().sum(dim=(0, 2)).nonzero()
        reached = max(reached, row - int(rows.min()), int(rows.max()) - row)
    assert radius(4) - 3 <= reached <= radius(4) == 51


def test_the_averages_of_the_training_become_part_of_the_convolutions() -> None:
    torch.manual_seed(3)
    network = UNet((4, 8))
    for _ in range(3):
        network(torch.rand(2, 2, 16, 16))
    network.eval()
    sources = torch.rand(1, 2, 16, 16)
    assert torch.allclose(without_norms(network)(sources), network(sources), atol=1e-5)


def test_the_discriminator_takes_pictures_of_any_size() -> None:
    discriminator = Discriminator().eval()
    for size in ((64, 64), (40, 90)):
        assert discriminator(torch.rand(2, 1, *size)).shape == (2, 1)


def sources() -> torch.Tensor:
    return torch.from_numpy(pair(40, 48))[None] * 2 - 1


def test_losses_are_0_where_they_should_be() -> None:
    both = sources()
    brighter = both.amax(dim=1, keepdim=True)
    same = both[:, 1:].repeat(1, 2, 1, 1)
    assert float(intensity_loss(brighter, both)) == 0
    assert float(gradient_loss(same[:, :1], same)) == 0
    assert float(dissimilarity(same[:, :1], same)) == pytest.approx(0, abs=1e-4)
    assert float(total_variation(torch.full((1, 1, 4, 4), 0.3))) == 0


def test_the_variation_is_half_the_mean_absolute_difference() -> None:
    steps = torch.tensor([[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]])[None, None]
    assert float(total_variation(steps)) == pytest.approx(0.5)


def test_each_picture_has_a_gram_matrix_of_its_own() -> None:
    features = torch.rand(3, 16, 5, 7)
    assert torch.allclose(gram(features)[1], gram(features[1:2])[0])
    flat = features[1].flatten(1)
    assert torch.allclose(gram(features)[1], flat @ flat.T / (16 * 35), atol=1e-6)


def test_content_and_style_move_the_fused_picture_and_not_the_encoder() -> None:
    encoder, normalisation = load_encoder("sesf-cse")
    transfer = TransferLoss(encoder, normalisation.mean, normalisation.deviation)
    both = sources()
    for part in (0, 1):
        fused = both.mean(dim=1, keepdim=True).requires_grad_()
        transfer(fused, both)[part].backward()
        assert fused.grad is not None
        assert float(fused.grad.abs().max()) > 0
    assert all(parameter.grad is None for parameter in encoder.parameters())
    content, style = transfer(both[:, 1:], both)
    assert float(content) == 0
    assert float(style) > 0
    assert float(transfer(both[:, :1], both)[1]) == pytest.approx(0, abs=1e-9)
