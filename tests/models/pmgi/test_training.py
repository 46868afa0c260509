"""Both trainings of PMGI write weights that run, and say how near the least loss they came."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from models.networks import find_network
from models.pmgi.dimensions import INFRARED_VISIBLE, MULTI_FOCUS, PICTURE, WEIGHTS
from models.pmgi.settings import PmgiSettings
from models.select_backend import load_painter
from models.training.settings import RunOptions
from tests.made import grey_texture

ENDINGS = {INFRARED_VISIBLE: ("_ir", "_vi"), MULTI_FOCUS: ("_A", "_B")}


@pytest.mark.parametrize("task", list(WEIGHTS))
def test_each_task_trains_from_pairs(task: str, tmp_path: Path) -> None:
    for number in range(2):
        for seed, ending in enumerate(ENDINGS[task]):
            picture = grey_texture(100, 110, 2 * number + seed)
            cv2.imwrite(str(tmp_path / f"{number}{ending}.png"), picture)
    settings = PmgiSettings(steps=3, batch=2, crop=32, task=task)
    output = tmp_path / "run"
    record = find_network("pmgi").train([tmp_path], output, settings, RunOptions("cpu"))
    assert record["pairs"] == {"training": 1, "validation": 1}
    assert 0 < record["validation"]["least_loss"] < record["validation"]["loss"]
    painter = load_painter("pmgi", "cpu", WEIGHTS[task], variant=PICTURE, folder=output)
    assert painter.paint(np.full((2, 20, 20), 0.5, np.float32)).shape == (1, 20, 20)


def test_pictures_too_small_to_validate_with_are_told_before_the_training(tmp_path: Path) -> None:
    for number in range(2):
        for ending in ENDINGS[INFRARED_VISIBLE]:
            cv2.imwrite(str(tmp_path / f"{number}{ending}.png"), grey_texture(60, 60, number))
    with pytest.raises(ValueError, match="smaller than a crop of 96 pixels"):
        find_network("pmgi").train(
            [tmp_path], tmp_path / "run", PmgiSettings(steps=1, batch=1, crop=32), RunOptions("cpu")
        )
    assert not (tmp_path / "run").exists()
