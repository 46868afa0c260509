"""DenseFuse: both libraries agree, tiles do not show, and the authors' weights give their pictures."""

from pathlib import Path

import numpy as np
import pytest
import torch

from models.densefuse.dimensions import ADDITION, L1_NORM, RULES
from models.densefuse.network import Autoencoder, joined
from models.densefuse.weights import archive_names
from models.manifest import State, WeightsError
from models.painters import find_painting_network, painter_state
from models.running.openvino_painter import OpenVinoPainter
from models.running.torch_painter import TorchPainter
from models.select_backend import load_painter
from tests.made import texture
from tests.models.published import PUBLISHED, psnr, sources, stretched, tno

DENSEFUSE = find_painting_network("densefuse")


@pytest.fixture(scope="module")
def state() -> State:
    torch.manual_seed(1)
    return {name: values.numpy() for name, values in Autoencoder().state_dict().items()}


def pair(height: int = 50, width: int = 61) -> np.ndarray:
    both = [texture(height, width, colour=False), texture(height, width, colour=False, seed=2)]
    return np.stack(both).astype(np.float32) / 255


def in_openvino(state: State, rule: str = ADDITION, side: int | None = None) -> OpenVinoPainter:
    return OpenVinoPainter(DENSEFUSE, DENSEFUSE.load_graphs(state, rule), side)


def in_torch(state: State, rule: str = ADDITION, side: int | None = None) -> TorchPainter:
    return TorchPainter(DENSEFUSE, DENSEFUSE.load_module(state, rule), side=side)


def test_it_has_as_many_parameters_as_the_published_one() -> None:
    assert sum(values.numel() for values in Autoencoder().parameters()) == 74_193


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("shape", [(50, 61), (1, 40), (3, 2)])
def test_openvino_gives_what_torch_gives(state: State, rule: str, shape: tuple[int, int]) -> None:
    channels = pair(*shape)
    found = in_openvino(state, rule).paint(channels)
    assert found.shape == (1, *shape)
    assert np.allclose(found, in_torch(state, rule).paint(channels), atol=1e-5)


@pytest.mark.parametrize("painter", [in_openvino, in_torch])
@pytest.mark.parametrize("rule", RULES)
def test_tiles_do_not_show(state: State, painter: type, rule: str) -> None:
    channels = pair()
    whole, tiled = (painter(state, rule, side).paint(channels) for side in (256, 30))
    assert np.allclose(tiled, whole, atol=1e-5)


def test_the_dense_block_puts_new_channels_first(state: State) -> None:
    network = Autoencoder()
    network.load_state_dict({name: torch.from_numpy(values) for name, values in state.items()})
    picture = torch.rand(1, 1, 8, 8)
    with torch.no_grad():
        features, oldest = network.encode(picture), torch.relu(network.first(picture))
    assert torch.equal(features[:, -16:], oldest)


def test_the_l1_norm_rule_takes_features_by_their_share_of_the_activity() -> None:
    first, second = torch.full((1, 64, 5, 5), 3.0), torch.full((1, 64, 5, 5), 1.0)
    assert torch.allclose(joined(first, second, L1_NORM), torch.full((1, 64, 5, 5), 2.5))
    assert torch.equal(joined(first, second, ADDITION), first + second)


def write_archive(path: Path, state: State) -> None:
    """The weights as their authors published them: their names, H×W×in×out, for values up to 255."""
    values = dict(state)
    values["first.weight"] = values["first.weight"] / 255
    for part in ("weight", "bias"):
        values[f"decoder.3.{part}"] = values[f"decoder.3.{part}"] * 255
    arrays = {
        theirs: values[ours].transpose(2, 3, 1, 0) if values[ours].ndim == 4 else values[ours]
        for ours, theirs in archive_names().items()
    }
    np.savez(path, **arrays)


def test_an_archive_of_the_authors_is_read_by_their_names(state: State, tmp_path: Path) -> None:
    write_archive(tmp_path / "theirs.npz", state)
    read = painter_state(DENSEFUSE, None, tmp_path / "theirs.npz")
    assert all(np.allclose(read[name], values, rtol=1e-6) for name, values in state.items())
    found = load_painter("densefuse", "cpu", file=tmp_path / "theirs.npz", variant=ADDITION)
    assert np.allclose(found.paint(pair()), in_openvino(state).paint(pair()), atol=1e-5)


def test_a_file_that_is_no_archive_of_them_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.npz").write_text("no archive")
    with pytest.raises(WeightsError, match="no NumPy archive"):
        painter_state(DENSEFUSE, None, tmp_path / "text.npz")
    np.savez(tmp_path / "other.npz", something=np.zeros(3))
    with pytest.raises(WeightsError, match="it lacks encoder/conv1_1/kernel"):
        painter_state(DENSEFUSE, None, tmp_path / "other.npz")


@pytest.mark.shared
@pytest.mark.parametrize("number", ["05", "08"])
def test_the_published_weights_give_the_published_picture(number: str) -> None:
    file = PUBLISHED / "weights" / "densefuse.npz"
    painted = load_painter("densefuse", "cpu", file=file, variant=ADDITION).paint(sources(number))[0]
    assert psnr(stretched(painted), tno(f"{number}_densefuse")) > 80  # 40 is asked for
