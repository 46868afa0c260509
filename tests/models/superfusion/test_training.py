"""Training on planted fields: what is planted is known, losses do what they say, short runs end."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from models.cli import main
from models.manifest import read_manifest
from models.superfusion.fields import inside, resized, sample
from models.superfusion.losses import (
    end_point_loss,
    fusion_loss,
    lovasz_softmax,
    photometric_loss,
    smoothness_loss,
)
from models.superfusion.planting import Planter, find_pairs
from models.superfusion.settings import SuperFusionTrainingSettings
from models.superfusion.weights import MatcherPart, load_matcher
from tests.made import texture

SMALL = SuperFusionTrainingSettings(steps=2, batch=1, crop=64, width=2, step=1, share=1.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pairs, one of them with classes, and a photograph."""
    tmp_path = tmp_path / "pairs"
    tmp_path.mkdir()
    for number in range(3):
        visible = texture(90, 110, colour=False, seed=number)
        cv2.imwrite(str(tmp_path / f"{number}_vi.png"), visible)
        cv2.imwrite(str(tmp_path / f"{number}_ir.png"), 255 - visible)
    cv2.imwrite(str(tmp_path / "0_labels.png"), (texture(90, 110, colour=False) // 128).astype(np.uint8))
    cv2.imwrite(str(tmp_path / "alone.png"), texture(80, 80, colour=False, seed=9))
    return tmp_path


def test_pairs_are_found_by_their_names(folder: Path) -> None:
    pairs = {pair.visible.name: pair for pair in find_pairs([folder])}
    assert sorted(pairs) == ["0_vi.png", "1_vi.png", "2_vi.png", "alone.png"]
    assert pairs["1_vi.png"].infrared == folder / "1_ir.png"
    assert pairs["0_vi.png"].labels == folder / "0_labels.png"
    assert pairs["alone.png"].infrared is None
    (folder / "1_ir.png").unlink()
    with pytest.raises(ValueError, match=r"1_vi\.png has no infrared picture"):
        find_pairs([folder])


def test_the_planted_field_takes_one_picture_to_the_other(folder: Path) -> None:
    planted = Planter(find_pairs([folder]), SMALL, whole_size=True).batch(3, 2)
    field, known = torch.from_numpy(planted.field), torch.from_numpy(planted.known)
    moved = sample(torch.from_numpy(planted.infrared), field)
    away = (moved - torch.from_numpy(planted.infrared_moved)).abs()
    assert float(away[(known * inside(field)) == 1].mean()) < 0.02
    assert 0.2 < float(known.mean()) < 1
    again = Planter(find_pairs([folder]), SMALL, whole_size=True).batch(3, 2)
    assert np.array_equal(again.visible_moved, planted.visible_moved)


def test_fields_are_in_pixels_of_their_picture() -> None:
    field = torch.ones(1, 2, 8, 8)
    assert torch.allclose(resized(field, (16, 24)), torch.tensor([3.0, 2.0]).view(1, 2, 1, 1))
    picture = torch.arange(8.0).expand(1, 1, 8, 8)
    assert torch.allclose(sample(picture, field)[..., :-1, :-1], picture[..., 1:, 1:])
    assert torch.allclose(sample(picture, torch.zeros(1, 2, 8, 8)), picture, atol=1e-5)


def test_losses_are_smallest_where_they_should_be() -> None:
    torch.manual_seed(1)
    picture, mask = torch.rand(1, 1, 40, 40), torch.ones(1, 1, 40, 40)
    other = torch.rand(1, 1, 40, 40)
    assert float(photometric_loss(picture, 0.5 * picture + 0.2, mask)) < 0.02
    assert float(photometric_loss(picture, other, mask)) > 0.2
    truth = torch.randn(1, 2, 40, 40)
    near, far = (float(end_point_loss(truth + d, truth, (picture,))) for d in (0.5, 4.0))
    assert near < far / 4
    straight = torch.arange(40.0).expand(1, 2, 40, 40)
    assert float(smoothness_loss(torch.full_like(truth, 3.0))) < 1e-9
    assert float(smoothness_loss(truth)) > 10 * float(smoothness_loss(0.1 * straight))
    largest = torch.maximum(picture, other)
    assert float(fusion_loss(largest, picture, other)) < float(fusion_loss(0 * largest, picture, other))


def test_lovasz_softmax_is_the_share_that_is_wrong() -> None:
    labels = torch.tensor([[[0, 0, 1, 255]]])
    right = 50 * torch.tensor([[[[1.0, 1, 0, 1]], [[0, 0, 1, 0]]]])
    wrong = right[:, [1, 0]]
    assert float(lovasz_softmax(right, labels)) == pytest.approx(0, abs=1e-6)
    assert float(lovasz_softmax(wrong, labels)) == pytest.approx(1, abs=1e-6)
    half = 50 * torch.tensor([[[[1.0, 0, 0, 1]], [[0, 1, 1, 0]]]])
    assert float(lovasz_softmax(half, labels)) == pytest.approx(0.5, abs=1e-6)
    assert float(lovasz_softmax(half, torch.full_like(labels, 255))) == 0


@pytest.mark.parametrize(
    ("part", "files"),
    [
        ("matcher", ["superfusion-matcher"]),
        ("fusion", ["superfusion"]),
        ("both", ["superfusion", "superfusion-matcher"]),
    ],
)
def test_each_part_is_trained_by_the_command(folder: Path, tmp_path: Path, part, files) -> None:
    output = tmp_path / "out"
    options = ["--part", part, "--steps", "4", "--batch", "1", "--crop", "64", "--width", "2"]
    options += ["--step", "1", "--share", "1", "--device", "cpu", "--threads", "1"]
    if part == "both":
        options += ["--semantic-weight", "0.5", "--classes", "2"]
    assert main(["train", "--method", "superfusion", str(folder), "-o", str(output), *options]) == 0
    assert sorted(read_manifest(output)) == files
    if part != "fusion":
        _, own = load_matcher(folder=output)
        assert own == MatcherPart(2, 1, "mean-offset", 1.0)


def test_labels_are_asked_for_where_they_count(folder: Path, tmp_path: Path, capsys) -> None:
    (folder / "0_labels.png").unlink()
    options = ["--semantic-weight", "1", "--crop", "64", "-o", str(tmp_path / "out")]
    assert main(["train", "--method", "superfusion", str(folder), *options]) == 1
    assert "needs label maps" in capsys.readouterr().err
