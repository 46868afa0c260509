"""The curve, the closed solution and the comparison of the adversarial trainings' cards."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.adversarial_cards import KEYS, command_line, near_share, pair_names, set_means
from benchmarks.content_solution import content_solution
from benchmarks.training_curve import curve, read_log
from models.fusiongan.settings import FusionGanSettings
from tests.made import texture

LOG = "step,seconds,adversarial,intensity\n100,5,1.0,100.0\n200,9,0.5,10.0\n"


def test_a_curve_has_a_line_for_each_part_of_the_loss(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(LOG)
    assert read_log(log) == ([100, 200], {"adversarial": [1.0, 0.5], "intensity": [100.0, 10.0]})
    drawn = curve(log, "a < b")
    assert drawn.count("<polyline") == 2
    assert "a &lt; b" in drawn
    log.write_text(LOG.rsplit("200")[0])
    with pytest.raises(ValueError, match="fewer than two lines"):
        curve(log, "short")


def test_the_closed_solution_minimises_the_content_loss() -> None:
    infrared, visible = texture(24, 30, colour=False), texture(24, 30, colour=False, seed=3)

    def laplacian(values: np.ndarray) -> np.ndarray:
        padded = np.pad(values.astype(float), 1, mode="symmetric")
        around = padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]
        return around - 4.0 * values

    def loss(fused: np.ndarray) -> float:
        intensity = ((fused.astype(float) - infrared) ** 2).mean()
        return float(intensity + 5 * ((laplacian(fused) - laplacian(visible)) ** 2).mean())

    solved = content_solution(infrared, visible)
    least = loss(solved)
    random = np.random.default_rng(1)
    for _ in range(3):
        other = np.clip(solved + random.normal(0, 4, solved.shape), 0, 255)
        assert least < loss(other)
    assert least < min(loss(infrared), loss(visible))
    assert np.array_equal(content_solution(visible, visible), visible)


def test_means_are_compared_with_those_of_published_pictures(tmp_path: Path) -> None:
    for ending, seed in (("ir", 1), ("vi", 2), ("theirs", 1)):
        picture = texture(64, 64, colour=False, seed=seed)
        cv2.imwrite(str(tmp_path / f"7_{ending}.png"), picture)
    assert pair_names(tmp_path) == ["7"]
    published = set_means("theirs", tmp_path, ["7"])
    own = set_means(lambda infrared, _visible: infrared, tmp_path, ["7"])
    assert own == pytest.approx(published)
    assert near_share(own, published) == (len(KEYS), [])
    assert near_share(published | {"EN": 2 * published["EN"]}, published) == (len(KEYS) - 1, ["EN"])


def test_the_command_names_what_differs_from_the_defaults() -> None:
    settings = {**vars(FusionGanSettings()), "steps": 7}
    assert command_line("fusiongan", settings) == (
        "python -m models train --method fusiongan PAIRS -o RUN --threads 1 --steps 7"
    )
