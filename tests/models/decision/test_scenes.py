"""Training scenes: true to their description, and the same for a seed."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from models.decision import scenes
from models.decision.batches import Batches, Schedule
from models.decision.camera import photograph
from models.decision.stacks import has_stack, stack_scene
from models.training import shapes
from models.training.training_images import TrainingImages, find_training_images, read_stack
from tests.made import grey_texture


@pytest.fixture
def images() -> TrainingImages:
    photographs = [grey_texture(150, 140, seed) for seed in range(3)]
    slope = np.tile(np.linspace(0, 1, 150, dtype=np.float32), (150, 1))
    matte = np.clip(shapes.blob(np.random.default_rng(1), 150), 0, 1)
    return TrainingImages(photographs, [(grey_texture(150, 150, 9), slope)], [matte])


KINDS = ("cut_out", "layered", "surface")


def make(kind: str, seed: int, images: TrainingImages) -> scenes.Scene:
    random = np.random.default_rng(seed)
    arguments = () if kind == "cut_out" else (2,)
    return getattr(scenes, kind)(random, images, 64, *arguments)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(12))
def test_a_scene_is_whole_and_repeats_for_a_seed(kind: str, seed: int, images: TrainingImages) -> None:
    scene, again = make(kind, seed, images), make(kind, seed, images)
    assert scene.clean.shape == scene.radius.shape == (2, 64, 64)
    assert scene.reference.shape == (64, 64)
    for values in (scene.clean, scene.reference, scene.radius):
        assert np.isfinite(values).all()
        assert values.dtype == np.float32
    assert -1e-5 <= scene.clean.min() <= scene.clean.max() <= 1 + 1e-5
    assert np.array_equal(scene.clean, again.clean)


def test_a_cut_out_is_made_of_the_photograph_s_own_pixels(images: TrainingImages) -> None:
    shares = []
    for seed in range(12):
        scene = make("cut_out", seed, images)
        nearest = np.abs(scene.clean - scene.reference).min(axis=0)
        shares.append((nearest < 1e-6).mean())
        hard = np.isin(scene.radius[0], (0, scene.radius.max()))
        if hard.all():
            assert nearest.max() < 1e-6
    assert np.mean(shares) > 0.7


def test_a_frame_in_focus_shows_the_layer_as_it_is(images: TrainingImages) -> None:
    errors = []
    for seed in range(30):
        scene = make("layered", seed, images)
        near_focus = scene.radius < 0.29
        difference = np.abs(scene.clean - scene.reference)
        if near_focus.any():
            errors.append(np.median(difference[near_focus]))
    assert len(errors) > 10
    assert np.median(errors) < 1e-3


def test_what_is_farther_from_focus_differs_more(images: TrainingImages) -> None:
    near, far = [], []
    for seed in range(40):
        scene = make("surface", seed, images)
        difference = np.abs(scene.clean - scene.reference)
        far.append(difference[scene.radius > scene.radius.max() * 0.7].mean())
        near.append(difference[scene.radius < scene.radius.max() * 0.2].mean())
    assert np.mean(near) < 0.5 * np.mean(far)


def test_the_camera_keeps_the_scene_recognisable_and_in_8_bits(images: TrainingImages) -> None:
    random = np.random.default_rng(5)
    ratios = []
    for seed in range(30):
        clean = make("layered", seed, images).clean
        seen = photograph(random, clean)
        assert np.allclose(seen * 255, np.rint(seen * 255), atol=1e-3)
        ratios.append(-10 * np.log10(np.square(seen - clean).mean()))
    assert min(ratios) > 12
    assert max(ratios) > 40


@pytest.mark.parametrize("outline", shapes.OUTLINES)
def test_outlines_are_alpha_with_both_sides(outline: shapes.Outline) -> None:
    shares = []
    for seed in range(10):
        alpha = outline(np.random.default_rng(seed), 80)
        assert alpha.shape == (80, 80)
        assert alpha.dtype == np.float32
        assert 0 <= alpha.min() <= alpha.max() <= 1
        shares.append(alpha.mean())
    assert 0.005 < np.mean(shares) < 0.95


def test_a_batch_depends_on_the_step_alone(images: TrainingImages) -> None:
    batches = Batches(images, Schedule(steps=8, batch=2, crop=32, seed=3))
    assert batches[5].seen.equal(batches[5].seen)
    assert not batches[5].seen.equal(batches[6].seen)
    assert batches[2].seen.shape == (2, 2, 32, 32)
    assert batches[3].seen.shape == (1, 3, 32, 32)
    assert batches[3].reference.shape == (1, 1, 32, 32)


def test_some_scenes_end_where_no_grid_does_and_their_last_row_goes_on(images: TrainingImages) -> None:
    """As the runtime fills up a picture whose sides are no multiple of 16; no such row counts."""
    batches = Batches(images, Schedule(steps=8, batch=4, crop=64, seed=3, rim=4.0))
    ended = []
    for step in range(8):
        batch = batches[step]
        for scene, truth, counts in zip(batch.seen, batch.reference, batch.counts, strict=True):
            rows = int((counts[0, :, 0] > 0).sum())
            lost = 64 - rows
            ended.append(lost > 0)
            for values in (scene, truth):
                last = values[:, rows - 1 : rows]
                assert torch.equal(values[:, rows:], last.expand(-1, lost, -1))
            assert (counts[0, :rows].max(1).values == 5).all()
            assert counts[0, rows // 2, 10] == 1
    assert 0.15 < np.mean(ended) < 0.6


def test_a_mask_that_ends_early_leaves_the_outermost_pixels_to_one_frame() -> None:
    mask = (np.random.default_rng(1).random((40, 50)) < 0.5).astype(np.float32)
    ends = set()
    for seed in range(20):
        ended = shapes.ended_early(np.random.default_rng(seed), mask)
        around = np.concatenate((ended[0], ended[-1], ended[:, 0], ended[:, -1]))
        assert around.min() == around.max()
        assert np.array_equal(ended[3:-3, 3:-3], mask[3:-3, 3:-3])
        ends.add(float(around[0]))
    assert ends == {0.0, 1.0}


@pytest.mark.parametrize("ragged", [0.0, 1.0])
def test_masks_of_a_depth_camera_fray_into_single_pixels(ragged: float) -> None:
    slope = np.tile(np.linspace(0, 1, 150, dtype=np.float32), (150, 1))
    images = TrainingImages([grey_texture(150, 140, 1)], [(grey_texture(150, 150, 9), slope)], [])
    specks = []
    for seed in range(40):
        random = np.random.default_rng(seed)
        _, mask = scenes._photograph_and_mask(random, images, 96, ragged)
        alone = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
        specks.append(float(np.abs(mask - alone).mean()))
    assert (np.mean(specks) > 0.005) == (ragged > 0)


def save_stack(folder: Path, frames: int) -> None:
    """Frame k is right where the columns are k, k + n, k + 2n, … and black elsewhere."""
    folder.mkdir()
    reference = np.maximum(grey_texture(40, 40, 8), 1)
    sharpest = np.tile(np.arange(40) % frames, (40, 1)).astype(np.uint8)
    for number in range(frames):
        frame = np.where(sharpest == number, reference, 0).astype(np.uint8)
        cv2.imwrite(str(folder / f"frame_{number + 1}.png"), frame)
    cv2.imwrite(str(folder / "all_in_focus.png"), reference)
    cv2.imwrite(str(folder / "sharpest.png"), sharpest)


@pytest.mark.parametrize("frames", [2, 3, 4])
def test_a_crop_of_a_stack_keeps_frames_and_truth_together(frames: int, tmp_path: Path) -> None:
    save_stack(tmp_path / "one-0", 4)
    stacks = TrainingImages([], stacks=[read_stack(tmp_path / "one-0")])
    assert has_stack(stacks, 4)
    assert not has_stack(stacks, 5)
    for seed in range(6):
        scene = stack_scene(np.random.default_rng(seed), stacks, 24, frames)
        in_focus = scene.radius == 0
        assert in_focus.any()
        assert (scene.clean == scene.reference)[in_focus].all()
        assert (scene.clean[~in_focus] == 0).all()


def test_a_stack_of_pictures_that_validate_is_not_trained_on(tmp_path: Path) -> None:
    for number in range(6):
        cv2.imwrite(str(tmp_path / f"p{number}.png"), grey_texture(40, 40, number))
    for first in range(6):
        for second in range(6):
            save_stack(tmp_path / f"p{first}+p{second}-{6 * first + second}", 2)
    training, validation = find_training_images([tmp_path]).split(0.5, seed=1)
    held_back = {path.stem for path in validation.photographs}
    assert len(held_back) == 3
    assert training.counts()["stacks"] == validation.counts()["stacks"] == 9
    assert all(set(path.name.split("-")[0].split("+")) <= held_back for path in validation.stacks)


def test_a_stack_that_is_not_whole_is_named(tmp_path: Path) -> None:
    save_stack(tmp_path / "one-0", 3)
    (tmp_path / "one-0" / "sharpest.png").unlink()
    with pytest.raises(ValueError, match="one-0 is not whole"):
        read_stack(tmp_path / "one-0")


def test_folders_are_sorted_into_photographs_depths_and_mattes(tmp_path: Path) -> None:
    grey = grey_texture(40, 40, 1)
    depth = np.linspace(1, 60000, 1600).reshape(40, 40).astype(np.uint16)
    for name, picture in {
        "plain.png": grey,
        "room_image.png": grey,
        "room_depth.png": depth,
        "desk_image.png": grey,
        "desk_disp.png": depth,
        "fur_image.png": grey,
        "fur_rgba.png": np.dstack((grey, grey, grey, grey)),
    }.items():
        cv2.imwrite(str(tmp_path / name), picture)
    save_stack(tmp_path / "plain+desk-0", 3)
    paths = find_training_images([tmp_path])
    assert [path.name for path in paths.photographs] == ["plain.png"]
    assert [path.name for path in paths.depths] == ["desk_image.png", "room_image.png"]
    assert [path.name for path in paths.mattes] == ["fur_rgba.png"]
    assert [path.name for path in paths.stacks] == ["plain+desk-0"]
    images = paths.load()
    assert images.stacks[0].frames.shape == (3, 40, 40)
    disparity, inverse = (values for _, values in images.depths)
    assert disparity[0, 0] < disparity[-1, -1]
    assert inverse[0, 0] > inverse[-1, -1]
    assert np.allclose(images.mattes[0], grey / 255, atol=1e-6)
