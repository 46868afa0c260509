"""SMFuse's mask generator: sizes, both libraries alike, tiles, and what trains it."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from models.manifest import State
from models.painters import find_painting_network
from models.running.openvino_painter import OpenVinoPainter
from models.running.torch_painter import TorchPainter
from models.smfuse.dimensions import DILATIONS
from models.smfuse.losses import fused, gradient_loss, initial_mask, joint_gradient, map_loss
from models.smfuse.network import MaskGenerator
from models.smfuse.settings import MaskTrainingSettings
from models.smfuse.training import MaskTraining
from models.smfuse.weights import load_mask_generator
from models.training.filters import guided_filter, laplacian, repeated_blur
from models.training.loop import train
from models.training.settings import RunOptions
from tests.made import focus_pair, texture

SMFUSE = find_painting_network("smfuse")


def state_of(variant: str) -> State:
    torch.manual_seed(1)
    return {name: values.numpy() for name, values in MaskGenerator(variant).state_dict().items()}


def pair(height: int = 40, width: int = 51) -> np.ndarray:
    made = focus_pair(height, width, colour=False)
    return np.stack((made.first, made.second)).astype(np.float32) / 255


def as_tensors(channels: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    first, second = torch.from_numpy(channels)[:, None, None]
    return first, second


@pytest.mark.parametrize("variant", list(DILATIONS))
def test_it_has_as_many_parameters_as_described(variant: str) -> None:
    assert sum(values.numel() for values in MaskGenerator(variant).parameters()) == 38_433


@pytest.mark.parametrize(("variant", "radius"), [("published", 4), ("dilated", 15)])
def test_a_pixel_of_the_map_depends_on_so_many_around_it(variant: str, radius: int) -> None:
    torch.manual_seed(1)
    network = MaskGenerator(variant)
    picture = torch.rand(1, 1, 41, 41, requires_grad=True)
    network(picture, torch.rand(1, 1, 41, 41))[0, 0, 20, 20].backward()
    assert picture.grad is not None
    rows = np.flatnonzero(picture.grad[0, 0].abs().sum(1).numpy())
    assert (rows[0], rows[-1]) == (20 - radius, 20 + radius)


@pytest.mark.parametrize("variant", list(DILATIONS))
@pytest.mark.parametrize("shape", [(40, 51), (1, 1)])
def test_openvino_gives_what_torch_gives(variant: str, shape: tuple[int, int]) -> None:
    state, channels = state_of(variant), pair(*shape)
    found = OpenVinoPainter(SMFUSE, SMFUSE.load_graphs(state, variant)).paint(channels)
    assert found.shape == (1, *shape)
    expected = TorchPainter(SMFUSE, SMFUSE.load_module(state, variant)).paint(channels)
    assert np.allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize("variant", list(DILATIONS))
def test_tiles_do_not_show(variant: str) -> None:
    state, channels = state_of(variant), pair(70, 80)
    whole, tiled = (
        OpenVinoPainter(SMFUSE, SMFUSE.load_graphs(state, variant), side).paint(channels)
        for side in (256, 40)
    )
    assert np.allclose(tiled, whole, atol=1e-5)


def test_exchanged_sources_give_the_rest_of_the_map() -> None:
    painter = OpenVinoPainter(SMFUSE, SMFUSE.load_graphs(state_of("published"), "published"))
    channels = pair()
    one, other = painter.paint(channels), painter.paint(channels[::-1].copy())
    assert np.allclose(one, 1 - other, atol=1e-6)
    assert 0 <= one.min() < one.max() <= 1


def test_repeated_blur_changes_what_is_sharp_more() -> None:
    made = focus_pair(64, 96, colour=False)
    first, second = as_tensors(np.stack((made.first, made.second)).astype(np.float32) / 255)
    left = slice(0, 40)
    assert repeated_blur(first)[..., left].mean() > 2 * repeated_blur(second)[..., left].mean()
    assert repeated_blur(torch.full((1, 1, 9, 9), 0.5)).max() < 3e-4  # the kernel sums to 0.9998


def test_the_guided_filter_is_that_of_he_et_al() -> None:
    guide, values = (texture(40, 30, seed, colour=False).astype(np.float32) / 255 for seed in (1, 2))

    def mean(plane: np.ndarray) -> np.ndarray:
        sums = cv2.boxFilter(plane, -1, (17, 17), normalize=False, borderType=cv2.BORDER_CONSTANT)
        ones = np.ones_like(plane)
        return sums / cv2.boxFilter(ones, -1, (17, 17), normalize=False, borderType=cv2.BORDER_CONSTANT)

    slope = (mean(guide * values) - mean(guide) * mean(values)) / (
        mean(guide * guide) - mean(guide) ** 2 + 0.01
    )
    expected = mean(slope) * guide + mean(mean(values) - slope * mean(guide))
    found = guided_filter(*(torch.from_numpy(p)[None, None] for p in (values, guide)), 8, 0.01)
    assert np.allclose(found[0, 0], expected, atol=1e-4)


def test_the_initial_mask_shows_what_is_in_focus_and_gives_ties_to_the_second() -> None:
    made = focus_pair(96, 128, colour=False)
    first, second = as_tensors(np.stack((made.first, made.second)).astype(np.float32) / 255)
    found = initial_mask(first, second)[0, 0].numpy() > 0.5
    assert (found == made.first_is_sharp).mean() > 0.95
    assert not initial_mask(first, first).any()


def test_the_joint_gradient_is_the_larger_with_its_own_sign() -> None:
    first, second = torch.tensor([3.0, -3.0, 1.0]), torch.tensor([-2.9, 1.0, -1.5])
    assert joint_gradient(first, second).tolist() == [3.0, -3.0, -1.5]


def test_the_map_loss_is_smooth_l1() -> None:
    soft, initial = torch.tensor([0.25, 1.0]), torch.tensor([1.0, 1.0])
    assert float(map_loss(soft, initial)) == pytest.approx(0.5 * 0.75**2 / 2)


@pytest.mark.parametrize("gradient", ["soft", "straight-through"])
def test_the_maximum_gradient_loss_reaches_the_mask(gradient: str) -> None:
    """In the published run it reaches nothing: the threshold passes no gradient."""
    first, second = as_tensors(pair())
    soft = torch.full_like(first, 0.4, requires_grad=True)
    picture = fused(soft, first, second, gradient)
    gradient_loss(picture, first, second).backward()
    assert soft.grad is not None
    assert soft.grad.abs().max() > 0
    if gradient == "straight-through":
        assert torch.equal(picture, second)


def test_the_laplacian_is_that_of_four_neighbours() -> None:
    point = torch.zeros(1, 1, 5, 5)
    point[0, 0, 2, 2] = 1
    found = laplacian(point)[0, 0]
    assert found[2, 2] == -4
    assert found[1:4, 1:4].tolist() == [[0, 1, 0], [1, -4, 1], [0, 1, 0]]


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    folder = tmp_path / "photographs"
    folder.mkdir()
    for number in range(4):
        cv2.imwrite(str(folder / f"{number}.png"), texture(160, 170, seed=number))
    return folder


def test_training_lowers_the_loss_and_goes_on_where_it_stopped(
    photographs: Path, tmp_path: Path
) -> None:
    settings = MaskTrainingSettings(steps=12, batch=2, crop=32, rate=5e-3, validation_share=0.25)

    def stop(done: int, total: int) -> None:
        assert total == 12
        if done == 5:
            raise KeyboardInterrupt

    whole = tmp_path / "whole"
    record = train(MaskTraining([photographs], settings), whole, RunOptions("cpu"))
    options = RunOptions("cpu", checkpoint_every=5, tick=stop)
    with pytest.raises(KeyboardInterrupt):
        train(MaskTraining([photographs], settings), tmp_path / "parts", options)
    train(MaskTraining([photographs], settings), tmp_path / "parts", RunOptions("cpu"))
    one, other = (load_mask_generator("smfuse", tmp_path / name) for name in ("whole", "parts"))
    for values, again in zip(one.parameters(), other.parameters(), strict=True):
        assert torch.equal(values, again)
    assert 0 <= record["figures"]["right"] <= 1
    assert record["training"] == {"photographs": 3, "pairs": 0}
    assert (whole / "masks.png").exists()


def test_a_training_learns_which_half_is_sharp() -> None:
    torch.manual_seed(1)
    network = MaskGenerator()
    first, second = as_tensors(pair(48, 64))
    initial = initial_mask(first, second)
    optimiser = torch.optim.Adam(network.parameters(), 5e-3)
    losses = []
    for _ in range(40):
        optimiser.zero_grad()
        soft = network(2 * first - 1, 2 * second - 1)
        loss = 10 * map_loss(soft, initial)
        loss = loss + gradient_loss(fused(soft, first, second, "soft"), first, second)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0] / 3
    right = ((soft > 0.5) == (initial > 0.5)).float().mean()
    assert right > 0.9
