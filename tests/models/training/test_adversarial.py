"""FusionGAN's and UFGAN's training: repeated, resumed, and each network moved by its own loss only."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from models.fusiongan.dimensions import RADIUS
from models.fusiongan.network import Discriminator as FusionGanDiscriminator
from models.fusiongan.settings import FusionGanSettings
from models.fusiongan.training import FusionGanTraining
from models.manifest import State, find_entry, read_state
from models.select_backend import load_painter
from models.training.adversarial import folded, with_spectral_norm
from models.training.filters import laplacian
from models.training.loop import resume_or_start, train
from models.training.settings import RunOptions, TrainingSettings
from models.ufgan.network import Discriminator as UfGanDiscriminator
from models.ufgan.settings import UfGanSettings
from models.ufgan.training import UfGanTraining
from tests.made import texture

SMALL: dict[str, Any] = {
    "fusiongan": FusionGanSettings(steps=4, batch=2, crop=52, validation_share=0.3),
    "ufgan": UfGanSettings(steps=4, batch=2, crop=32, validation_share=0.3, widths="4,8"),
}
TRAININGS: dict[str, Any] = {"fusiongan": FusionGanTraining, "ufgan": UfGanTraining}
NAMES = sorted(SMALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pairs"
    folder.mkdir()
    for number in range(4):
        cv2.imwrite(str(folder / f"{number}_ir.png"), texture(60, 70, seed=number))
        cv2.imwrite(str(folder / f"{number}_vi.png"), texture(60, 70, seed=number + 10))
    return folder


def run(name: str, folder: Path, output: Path, settings: Any = None, **options: Any) -> dict[str, Any]:
    run_options = RunOptions(**{"device": "cpu", **options})
    training = TRAININGS[name]([folder], settings or SMALL[name], run_options)
    return train(training, output, run_options)


def weights(name: str, output: Path) -> State:
    return read_state(find_entry(name, name, output), output)


def same(first: State, second: State) -> bool:
    return all(np.array_equal(first[key], second[key]) for key in first)


@pytest.mark.parametrize("name", NAMES)
def test_a_training_is_resumed_and_repeated_to_the_same_weights(
    name: str, folder: Path, tmp_path: Path
) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    record = run(name, folder, tmp_path / "unbroken")
    with suppress(KeyboardInterrupt):
        run(name, folder, tmp_path / "broken", checkpoint_every=2, tick=stop)
    assert not (tmp_path / "broken" / "training.json").exists()
    run(name, folder, tmp_path / "broken")
    run(name, folder, tmp_path / "other", replace(SMALL[name], seed=2))
    one, two, other = (weights(name, tmp_path / run) for run in ("unbroken", "broken", "other"))
    assert same(one, two)
    assert not same(one, other)
    assert record["pairs"] == {"training": 3, "validation": 1}
    assert len(record["validation_files"]) == 1
    assert set(record["validation"]) >= {"ssim_infrared", "ssim_visible"}
    assert (tmp_path / "unbroken" / "fused.png").stat().st_size > 0


@pytest.mark.parametrize("name", NAMES)
def test_what_was_trained_can_be_run(name: str, folder: Path, tmp_path: Path) -> None:
    run(name, folder, tmp_path / "out", replace(SMALL[name], steps=1))
    painter = load_painter(name, "cpu", variant="training", folder=tmp_path / "out")
    painted = painter.paint(np.full((2, 40, 50), 0.5, np.float32))
    assert painted.shape == (1, 40, 50)
    assert np.isfinite(painted).all()


@pytest.mark.parametrize("name", NAMES)
def test_the_generator_learns_nothing_of_the_discriminators_loss(
    name: str, folder: Path, tmp_path: Path
) -> None:
    """The published UFGAN trained its generator to help the discriminator, and the other way round."""
    settings = replace(SMALL[name], discriminator_steps=1)
    training = TRAININGS[name]([folder], settings, RunOptions(device="cpu"))
    state = resume_or_start(training, tmp_path / "none")
    state.network.train()
    generator, discriminator = state.network.generator, state.network.discriminator
    before = [parameter.clone() for parameter in generator.parameters()]
    judged = [parameter.clone() for parameter in discriminator.parameters()]
    parts = training.gradients(state, next(training.batches(0)))
    assert all(torch.equal(a, b) for a, b in zip(before, generator.parameters(), strict=True))
    assert not all(torch.equal(a, b) for a, b in zip(judged, discriminator.parameters(), strict=True))
    assert any(parameter.grad is not None for parameter in generator.parameters())
    assert all(parameter.grad is None for parameter in discriminator.parameters())
    assert {"discriminator", "adversarial"} <= set(parts)


def test_the_folded_weights_are_what_training_computed_with() -> None:
    torch.manual_seed(1)
    plain = torch.nn.Sequential(torch.nn.Conv2d(1, 3, 3), torch.nn.Conv2d(3, 1, 1))
    trained = with_spectral_norm(
        torch.nn.Sequential(torch.nn.Conv2d(1, 3, 3), torch.nn.Conv2d(3, 1, 1))
    )
    picture = torch.rand(1, 1, 8, 8)
    for _ in range(30):
        trained(picture)
    trained.eval()
    assert torch.allclose(folded(trained, plain)(picture), trained(picture), atol=1e-6)
    first = plain[0].weight.detach().flatten(1)
    assert float(torch.linalg.matrix_norm(first, 2)) == pytest.approx(1, abs=1e-3)


def test_the_laplacian_of_a_plane_is_0_inside() -> None:
    plane = torch.arange(25.0).view(1, 1, 5, 5)
    assert float(laplacian(plane)[..., 1:-1, 1:-1].abs().max()) == 0


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (lambda: FusionGanSettings(batch=1, crop=58), "with a batch of 1 the crop is at least 59"),
        (lambda: UfGanSettings(batch=1, crop=32), "with a batch of 1 the crop is at least 48"),
        (lambda: UfGanSettings(widths="8,x"), "widths is '8,x'; it must be whole numbers"),
        (lambda: UfGanSettings(widths="8,0"), "it must be whole numbers"),
    ],
)
def test_what_the_networks_cannot_take_is_refused(
    settings: Callable[[], TrainingSettings], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        settings()


def test_a_batch_of_one_trains_on_the_smallest_crop_that_is_taken() -> None:
    side = 59 - 2 * RADIUS
    assert len(FusionGanDiscriminator(side).train()(torch.zeros(1, 1, side, side))) == 1
    assert len(UfGanDiscriminator().train()(torch.zeros(1, 1, 48, 48))) == 1
