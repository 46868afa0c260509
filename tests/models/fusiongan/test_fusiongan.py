"""FusionGAN: both libraries agree, tiles do not show, statistics are those of the whole picture."""

import numpy as np
import pytest
import torch

from models.fusiongan.dimensions import EPSILON, PICTURE, STATISTICS, TRAINING
from models.fusiongan.losses import content_losses
from models.fusiongan.network import Discriminator, Generator
from models.manifest import State
from models.painters import find_painting_network
from models.running.openvino_painter import OpenVinoPainter
from models.running.torch_painter import TorchPainter
from tests.made import texture

FUSIONGAN = find_painting_network("fusiongan")


@pytest.fixture(scope="module")
def state() -> State:
    torch.manual_seed(1)
    generator = Generator()
    for norm in generator.norms:
        torch.nn.init.normal_(norm.running_mean, std=0.1)
        torch.nn.init.uniform_(norm.running_var, 0.02, 0.2)
    return {name: values.numpy() for name, values in generator.state_dict().items()}


def pair(height: int = 50, width: int = 61) -> np.ndarray:
    both = [texture(height, width, colour=False), texture(height, width, colour=False, seed=2)]
    return np.stack(both).astype(np.float32) / 255


def in_openvino(state: State, statistics: str, side: int | None = None) -> OpenVinoPainter:
    network = FUSIONGAN.of(statistics)
    return OpenVinoPainter(network, network.load_graphs(state, statistics), side)


def in_torch(state: State, statistics: str, side: int | None = None) -> TorchPainter:
    network = FUSIONGAN.of(statistics)
    return TorchPainter(network, network.load_module(state, statistics), side=side)


@pytest.mark.parametrize(("width", "parameters"), [(256, 925_633), (64, 60_529)])
def test_it_has_as_many_parameters_as_described(width: int, parameters: int) -> None:
    assert sum(values.numel() for values in Generator(width).parameters()) == parameters


def test_the_discriminator_has_as_many_parameters_as_the_published_one() -> None:
    assert sum(values.numel() for values in Discriminator(120).parameters()) == 397_953


@pytest.mark.parametrize("statistics", STATISTICS)
@pytest.mark.parametrize("shape", [(50, 61), (1, 40), (3, 2)])
def test_openvino_gives_what_torch_gives(
    state: State, statistics: str, shape: tuple[int, int]
) -> None:
    channels = pair(*shape)
    found = in_openvino(state, statistics).paint(channels)
    assert found.shape == (1, *shape)
    assert np.allclose(found, in_torch(state, statistics).paint(channels), atol=2e-5)


@pytest.mark.parametrize("painter", [in_openvino, in_torch])
@pytest.mark.parametrize("statistics", STATISTICS)
def test_tiles_do_not_show(state: State, painter: type, statistics: str) -> None:
    channels = pair()
    whole, tiled = (painter(state, statistics, side).paint(channels) for side in (256, 30))
    assert np.allclose(tiled, whole, atol=2e-5)


def test_by_the_pictures_own_statistics_brightness_depends_on_the_whole_picture(state: State) -> None:
    channels = pair()
    beside = np.concatenate((channels, np.zeros_like(channels)), axis=2)
    for statistics, alike in ((PICTURE, False), (TRAINING, True)):
        painter = in_torch(state, statistics)
        alone, together = painter.paint(channels)[0], painter.paint(beside)[0]
        difference = np.abs(alone - together[:, :61])[:, :50].max()
        assert (difference < 1e-5) == alike


def test_what_is_normalised_has_mean_0_and_variance_1_over_the_picture(state: State) -> None:
    module = FUSIONGAN.load_module(state, PICTURE)
    with torch.inference_mode():
        first = module.pooled(torch.from_numpy(pair())[None], [])
        assert first.shape == (1, 64, 50, 61)
        variance, mean = torch.var_mean(first, dim=(2, 3), correction=0, keepdim=True)
        normal = (first - mean) * torch.rsqrt(variance + EPSILON)
    assert float(normal.mean().abs()) < 1e-5
    assert float((normal.var(dim=(2, 3)) - 1).abs().max()) < 0.02


def test_the_content_loss_is_that_of_the_paper() -> None:
    sources = torch.zeros(1, 2, 5, 5)
    fused = torch.zeros(1, 1, 5, 5)
    fused[0, 0, 2, 2] = 1  # the Laplacian of a point: -4 there, 1 at its four neighbours
    intensity, gradient = content_losses(fused, sources)
    assert float(intensity) == pytest.approx(1 / 25)
    assert float(gradient) == pytest.approx(20 / 25)
    assert float(content_losses(sources[:, :1], sources)[0]) == 0


def test_a_picture_comes_from_the_range_of_a_picture(state: State) -> None:
    painted = in_torch(state, TRAINING).paint(pair())
    assert 0 <= painted.min() < painted.max() <= 1
