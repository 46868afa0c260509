"""MFF-GAN's generator and discriminator: sizes, both libraries alike, losses, published archives."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from models.manifest import State, WeightsError
from models.mffgan.dimensions import BOTH, GIVEN, PUBLISHED
from models.mffgan.losses import ContentWeights, content_loss, decision, distance_to, joint_gradient
from models.mffgan.network import Discriminator, Generator
from models.mffgan.published import archive_names
from models.mffgan.settings import AdversarialTrainingSettings
from models.mffgan.training import MffGanTraining
from models.mffgan.weights import load_generator
from models.painters import find_painting_network, painter_state
from models.running.openvino_painter import OpenVinoPainter
from models.running.torch_painter import TorchPainter
from models.select_backend import load_painter
from models.training.loop import train
from models.training.settings import RunOptions
from tests.made import focus_pair, texture
from tests.models.published import PUBLISHED as PUBLISHED_FOLDER

MFFGAN = find_painting_network("mffgan")


@pytest.fixture(scope="module")
def state() -> State:
    torch.manual_seed(1)
    return {name: values.numpy() for name, values in Generator().state_dict().items()}


def pair(height: int = 40, width: int = 51) -> np.ndarray:
    made = focus_pair(height, width, colour=False)
    return np.stack((made.first, made.second)).astype(np.float32) / 255


def in_openvino(state: State, variant: str = BOTH, side: int | None = None) -> OpenVinoPainter:
    return OpenVinoPainter(MFFGAN, MFFGAN.load_graphs(state, variant), side)


def test_both_networks_have_as_many_parameters_as_the_published_ones() -> None:
    assert sum(values.numel() for values in Generator().parameters()) == 40_033
    assert sum(values.numel() for values in Discriminator().parameters()) == 389_761


@pytest.mark.parametrize("variant", [BOTH, GIVEN, PUBLISHED])
@pytest.mark.parametrize("shape", [(40, 51), (1, 30), (1, 1)])
def test_openvino_gives_what_torch_gives(
    state: State, variant: str, shape: tuple[int, int]
) -> None:
    channels = pair(*shape)
    found = in_openvino(state, variant).paint(channels)
    assert found.shape == (1, *shape)
    expected = TorchPainter(MFFGAN, MFFGAN.load_module(state, variant)).paint(channels)
    assert np.allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize("variant", [BOTH, PUBLISHED])
def test_tiles_do_not_show(state: State, variant: str) -> None:
    channels = pair(70, 80)
    whole, tiled = (in_openvino(state, variant, side).paint(channels) for side in (256, 30))
    assert np.allclose(tiled, whole, atol=1e-5)


def test_the_order_of_the_sources_matters_unless_both_are_taken(state: State) -> None:
    channels = pair()
    exchanged = channels[::-1].copy()
    both, again = (in_openvino(state, BOTH).paint(c) for c in (channels, exchanged))
    assert np.allclose(both, again, atol=1e-6)
    given, other = (in_openvino(state, GIVEN).paint(c) for c in (channels, exchanged))
    assert np.abs(given - other).max() > 0.01
    assert np.allclose(both, (given + other) / 2, atol=1e-5)


def test_padding_is_all_that_the_published_variant_differs_by(state: State) -> None:
    given, published = (in_openvino(state, variant).paint(pair()) for variant in (GIVEN, PUBLISHED))
    inside = np.s_[:, 5:-5, 5:-5]
    assert np.allclose(given[inside], published[inside], atol=1e-5)
    assert np.abs(given - published).max() > 1e-3


def test_the_decision_block_takes_the_sharper_source_and_gives_ties_to_the_near_one() -> None:
    made = focus_pair(64, 96, colour=False)
    first, second = torch.from_numpy(pair(64, 96))[:, None, None]
    plain = decision(second, first)[0, 0].numpy() > 0.5
    smoothed = decision(second, first, 7)[0, 0].numpy() > 0.5
    assert 0.75 < (plain == made.first_is_sharp).mean() < (smoothed == made.first_is_sharp).mean()
    assert not decision(first, first).any()


def test_the_content_loss_is_zero_for_the_sharper_sources_own_pixels() -> None:
    near, far = torch.rand(1, 1, 20, 20), torch.full((1, 1, 20, 20), 0.5)
    parts = content_loss(near, near, far, ContentWeights(decision_side=9))
    assert all(float(part) < 1e-12 for part in parts.values())
    parts = content_loss(far, near, far, ContentWeights(decision_side=9))
    assert float(parts["L_int"]) == pytest.approx(float((near - far).square().mean()), rel=1e-4)
    assert float(parts["L_grad"]) > float(parts["L_int"])


def test_the_discriminator_is_shown_absolute_gradients_of_the_larger() -> None:
    near, far = torch.rand(1, 1, 20, 20), torch.rand(1, 1, 20, 20)
    joint = joint_gradient(near, far)
    assert torch.equal(joint, joint_gradient(far, near))
    assert float(joint.min()) >= 0


def test_targets_are_drawn_from_their_range_by_the_seed() -> None:
    judged = torch.full((100, 1), 0.95)
    one, other = (
        float(distance_to(judged, (0.7, 1.2), torch.Generator().manual_seed(1))) for _ in range(2)
    )
    assert one == other
    assert one == pytest.approx(0.5**2 / 12, rel=0.2)


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    folder = tmp_path / "photographs"
    folder.mkdir()
    for number in range(4):
        cv2.imwrite(str(folder / f"{number}.png"), texture(100, 110, seed=number))
    return folder


def test_training_goes_on_where_it_stopped_and_both_networks_learn(
    photographs: Path, tmp_path: Path
) -> None:
    settings = AdversarialTrainingSettings(
        steps=8, batch=2, crop=31, generator_alone=3, discriminator_width=2, discriminator_steps=2
    )

    def stop(done: int, total: int) -> None:
        assert total == 8
        if done == 5:
            raise KeyboardInterrupt

    whole, parts = tmp_path / "whole", tmp_path / "parts"
    record = train(MffGanTraining([photographs], settings), whole, RunOptions("cpu"))
    options = RunOptions("cpu", checkpoint_every=5, tick=stop)
    with pytest.raises(KeyboardInterrupt):
        train(MffGanTraining([photographs], settings), parts, options)
    stopped = torch.load(parts / "checkpoint.pt", weights_only=True)["network"]
    train(MffGanTraining([photographs], settings), parts, RunOptions("cpu"))
    finished = torch.load(parts / "checkpoint.pt", weights_only=True)["network"]
    assert any(name.startswith("discriminator") for name in finished)
    assert all(not torch.equal(finished[name], stopped[name]) for name in finished if "weight" in name)
    one, other = (load_generator(folder=folder) for folder in (whole, parts))
    for values, again in zip(one.parameters(), other.parameters(), strict=True):
        assert torch.equal(values, again)
    assert record["figures"]["average"] > 10
    assert (whole / "fused.png").exists()


def test_in_a_step_of_the_discriminator_alone_the_generator_stays(
    photographs: Path, tmp_path: Path
) -> None:
    """One step, the first of two of the discriminator: the generator is as it began."""
    settings = AdversarialTrainingSettings(
        steps=1, batch=2, crop=31, generator_alone=0, discriminator_width=2, discriminator_steps=2
    )
    training = MffGanTraining([photographs], settings)
    torch.manual_seed(settings.seed)
    begun = training.new_network().generator.state_dict()
    train(training, tmp_path / "run", RunOptions("cpu"))
    kept = torch.load(tmp_path / "run" / "checkpoint.pt", weights_only=True)["network"]
    assert all(torch.equal(values, kept[f"generator.{name}"]) for name, values in begun.items())


def write_archive(path: Path, state: State) -> None:
    """The weights as their authors published them: their names, H×W×in×out."""
    np.savez(path, **{
        theirs: state[ours].transpose(2, 3, 1, 0) if state[ours].ndim == 4 else state[ours]
        for ours, theirs in archive_names().items()
    })  # fmt: skip


def test_an_archive_of_the_authors_is_read_by_their_names(state: State, tmp_path: Path) -> None:
    assert sorted(archive_names()) == sorted(state)
    write_archive(tmp_path / "theirs.npz", state)
    found = load_painter("mffgan", "cpu", file=tmp_path / "theirs.npz", variant=PUBLISHED)
    assert np.allclose(found.paint(pair()), in_openvino(state, PUBLISHED).paint(pair()), atol=1e-5)
    np.savez(tmp_path / "other.npz", something=np.zeros(3))
    with pytest.raises(WeightsError, match="it lacks fusion_model/layer1/w1"):
        painter_state(MFFGAN, None, tmp_path / "other.npz")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["mffgan_lytro", "mffgan_mfiwhu"])
def test_the_published_weights_fuse_better_than_the_mean(name: str) -> None:
    """There are no published pictures to compare with: the fused picture is compared with the truth."""
    file = PUBLISHED_FOLDER / "weights" / f"{name}.npz"
    made = focus_pair(96, 128, colour=False)
    channels, truth = pair(96, 128), made.truth / np.float32(255)
    fused = load_painter("mffgan", "cpu", file=file, variant=PUBLISHED).paint(channels)[0]
    errors = [float(np.square(picture - truth).mean()) for picture in (fused, channels.mean(0))]
    assert errors[0] < 0.6 * errors[1]
