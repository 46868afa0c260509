"""PMGI: both libraries agree, tiles do not show, and the authors' weights give their pictures."""

import numpy as np
import pytest
import torch

from models.manifest import State
from models.painters import find_painting_network
from models.pmgi.dimensions import PICTURE, RADIUS, STATISTICS, TRAINING
from models.pmgi.direct import least_loss_picture, mirrored_loss
from models.pmgi.losses import PROPORTIONS, fusion_losses
from models.pmgi.network import PmgiNetwork
from models.pmgi.weights import archive_names
from models.running.openvino_painter import OpenVinoPainter
from models.running.torch_painter import TorchPainter
from models.select_backend import load_painter
from tests.made import grey_texture
from tests.models.published import PUBLISHED, psnr, sources, stretched, tno

PMGI = find_painting_network("pmgi")


@pytest.fixture(scope="module")
def state() -> State:
    """Untrained, but for averages that some training has left."""
    torch.manual_seed(1)
    network = PmgiNetwork()
    network(torch.rand(4, 2, 20, 20))
    return {name: values.numpy() for name, values in network.state_dict().items()}


def pair(height: int = 50, width: int = 61) -> np.ndarray:
    both = [grey_texture(height, width), grey_texture(height, width, seed=2)]
    return np.stack(both).astype(np.float32) / 255


def in_openvino(state: State, statistics: str = PICTURE, side: int | None = None) -> OpenVinoPainter:
    network = PMGI.of(statistics)
    return OpenVinoPainter(network, network.load_graphs(state, statistics), side)


def in_torch(state: State, statistics: str = PICTURE, side: int | None = None) -> TorchPainter:
    network = PMGI.of(statistics)
    return TorchPainter(network, network.load_module(state, statistics), side=side)


def test_it_has_as_many_parameters_as_the_published_one() -> None:
    assert sum(values.numel() for values in PmgiNetwork().parameters()) == 42_017


@pytest.mark.parametrize("statistics", STATISTICS)
@pytest.mark.parametrize("shape", [(50, 61), (1, 3)])
def test_openvino_gives_what_torch_gives(
    state: State, statistics: str, shape: tuple[int, int]
) -> None:
    channels = pair(*shape)
    found = in_openvino(state, statistics).paint(channels)
    assert found.shape == (1, *shape)
    assert np.allclose(found, in_torch(state, statistics).paint(channels), atol=1e-4)


@pytest.mark.parametrize("painter", [in_openvino, in_torch])
@pytest.mark.parametrize("statistics", STATISTICS)
def test_tiles_do_not_show(state: State, painter: type, statistics: str) -> None:
    channels = pair()
    channels[:, :, 30:] /= 4  # the tiles' own statistics differ from the picture's
    whole, tiled = (painter(state, statistics, side).paint(channels) for side in (256, 34))
    assert np.allclose(tiled, whole, atol=1e-4)


def test_a_pixel_depends_on_as_much_as_the_halo_holds(state: State) -> None:
    channels = pair(31, 31)
    before = in_torch(state, TRAINING).paint(channels)
    channels[:, 15, 15] = 1 - channels[:, 15, 15]
    rows = np.flatnonzero((in_torch(state, TRAINING).paint(channels) != before)[0].any(axis=1))
    assert (rows[0], rows[-1]) == (15 - RADIUS, 15 + RADIUS)


def test_the_progress_counts_every_tile_of_every_pass(state: State) -> None:
    seen: list[tuple[int, int]] = []
    in_openvino(state, side=34).paint(pair(), lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] == len(seen)
    assert len(seen) % 7 == 0  # six for the statistics, one for the picture


def test_no_picture_has_less_loss_than_the_direct_solution() -> None:
    channels = pair(24, 30)
    proportions = PROPORTIONS["infrared-visible"]
    best = least_loss_picture(channels, proportions)

    least = mirrored_loss(best, channels, proportions)
    noise = np.random.default_rng(1).normal(size=best.shape).astype(np.float32)
    for other in (best + 0.01 * noise, channels.mean(axis=0), channels[0]):
        assert least < mirrored_loss(other, channels, proportions)


def test_the_loss_in_training_is_the_same_but_for_the_border() -> None:
    channels, proportions = pair(60, 70), PROPORTIONS["infrared-visible"]
    channels[:, [0, -1]] = channels[:, :, [0, -1]] = 0
    channels[:, [1, -2]] = channels[:, :, [1, -2]] = 0
    picture = channels.mean(axis=0)
    trained = fusion_losses(
        torch.from_numpy(picture)[None, None], torch.from_numpy(channels)[None], proportions
    )
    assert float(sum(trained)) == pytest.approx(mirrored_loss(picture, channels, proportions), rel=1e-4)


@pytest.mark.shared
@pytest.mark.parametrize("number", ["05", "08"])
def test_the_published_weights_give_the_published_picture(number: str) -> None:
    file = PUBLISHED / "weights" / "pmgi_ivif.npz"
    painted = load_painter("pmgi", "cpu", file=file, variant=PICTURE).paint(sources(number))[0]
    assert psnr(stretched(painted), tno(f"{number}_pmgi")) > 45  # 40 is asked for


@pytest.mark.shared
@pytest.mark.parametrize("name", ["pmgi_ivif", "pmgi_multifocus"])
def test_every_published_array_is_taken(name: str) -> None:
    with np.load(PUBLISHED / "weights" / f"{name}.npz") as archive:
        assert set(archive) == set(archive_names().values())
