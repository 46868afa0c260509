"""The training writes weights that run, resumes, and learns to give a picture back."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.densefuse.settings import DenseFuseSettings
from models.networks import find_network
from models.select_backend import load_painter
from models.training.settings import RunOptions
from tests.made import grey_texture

SETTINGS = DenseFuseSettings(steps=12, batch=2, crop=32)


@pytest.fixture(scope="module")
def photographs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photographs")
    for seed in range(3):
        cv2.imwrite(str(folder / f"{seed}.png"), grey_texture(48, 56, seed))
    return folder


def test_it_writes_float16_weights_that_run(photographs: Path, tmp_path: Path) -> None:
    record = find_network("densefuse").train([photographs], tmp_path, SETTINGS, RunOptions("cpu"))
    assert record["photographs"] == {"training": 2, "validation": 1}
    assert (tmp_path / "densefuse.safetensors").stat().st_size < 160_000
    assert (tmp_path / "reconstruction.png").exists()
    painter = load_painter("densefuse", "cpu", variant="mean", folder=tmp_path)
    assert painter.paint(np.full((2, 20, 20), 0.5, np.float32)).shape == (1, 20, 20)


def test_an_interrupted_training_gives_the_same_weights(photographs: Path, tmp_path: Path) -> None:
    network, short = find_network("densefuse"), replace(SETTINGS, steps=4)

    def stop(done: int, total: int) -> None:
        if done == total // 2:
            raise InterruptedError

    whole, broken = tmp_path / "whole", tmp_path / "broken"
    network.train([photographs], whole, short, RunOptions("cpu"))
    options = RunOptions("cpu", checkpoint_every=1, tick=stop)
    with pytest.raises(InterruptedError):
        network.train([photographs], broken, short, options)
    network.train([photographs], broken, short, RunOptions("cpu"))
    names = (folder / "densefuse.safetensors" for folder in (whole, broken))
    first, second = (name.read_bytes() for name in names)
    assert first == second
