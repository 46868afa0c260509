"""The commands register and check, and the options of fuse that concern registration."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from fusion.cli import main
from fusion.files import load_photo
from tests.made import moved_stack, similarity

SWEEP = [similarity(1 + 0.005 * n, shift=(2.0 * n, -n)) for n in range(-1, 2)]


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """A folder with three frames that breathe."""
    folder = tmp_path / "shots"
    folder.mkdir()
    for number, frame in enumerate(moved_stack(SWEEP), 1):
        cv2.imwrite(str(folder / f"{number}.png"), frame[:, :, ::-1])
    return folder


def fuse(shots: Path, out: Path, *options: str) -> int:
    return main(["fuse", str(shots), "-o", str(out), "--method", "spatial-frequency", *options])


def test_fuse_registers_and_says_so(shots, tmp_path, capsys):
    assert fuse(shots, tmp_path / "a.png") == 0
    assert "The frames differed by" in capsys.readouterr().err
    assert load_photo(tmp_path / "a.png").width < 280


def test_without_aligning_nothing_is_moved_or_cropped(shots, tmp_path, capsys):
    assert fuse(shots, tmp_path / "a.png", "--align", "none", "--no-even-exposure") == 0
    assert capsys.readouterr().err == ""
    assert load_photo(tmp_path / "a.png").width == 280


def test_the_size_is_kept_where_that_is_asked_for(shots, tmp_path):
    assert fuse(shots, tmp_path / "a.png", "--keep-size") == 0
    photo = load_photo(tmp_path / "a.png")
    assert (photo.width, photo.height) == (280, 200)


def test_transforms_that_register_writes_give_the_same_pixels(shots, tmp_path):
    transforms = tmp_path / "t.json"
    assert main(["register", str(shots), "--transforms", str(transforms)]) == 0
    assert fuse(shots, tmp_path / "a.png") == 0
    assert fuse(shots, tmp_path / "b.png", "--transforms", str(transforms)) == 0
    a, b = (load_photo(tmp_path / name).pixels for name in ("a.png", "b.png"))
    assert np.array_equal(a, b)


def test_a_file_with_only_the_fields_that_are_needed_is_taken(shots, tmp_path):
    frames = [{"matrix": matrix.tolist()} for matrix in SWEEP]
    path = tmp_path / "t.json"
    path.write_text(json.dumps({"version": 1, "reference": 1, "frames": frames}))
    assert fuse(shots, tmp_path / "a.png", "--transforms", str(path)) == 0
    assert load_photo(tmp_path / "a.png").width < 280
    assert fuse(shots, tmp_path / "b.png", "--transforms", str(path), "--keep-size") == 0
    assert load_photo(tmp_path / "b.png").width == 280


def test_transforms_of_another_stack_are_refused(shots, tmp_path, capsys):
    path = tmp_path / "t.json"
    frames = [{"matrix": np.eye(3).tolist()}]
    path.write_text(json.dumps({"version": 1, "reference": 0, "frames": frames}))
    assert fuse(shots, tmp_path / "a.png", "--transforms", str(path)) == 1
    assert "register these frames anew" in capsys.readouterr().err
    assert not (tmp_path / "a.png").exists()


def test_repeat_makes_the_pixels_of_a_registered_result_again(shots, tmp_path, capsys):
    assert fuse(shots, tmp_path / "a.png", "--sidecar") == 0
    assert main(["repeat", str(tmp_path / "a.png.json"), "--sources", str(shots)]) == 0
    assert "the same pixels as recorded" in capsys.readouterr().out


def test_registered_frames_transforms_and_depth_are_saved(shots, tmp_path):
    extra = ["--save-aligned", str(tmp_path / "aligned"), "--depth", str(tmp_path / "d.png")]
    assert fuse(shots, tmp_path / "a.png", *extra, "--save-transforms", str(tmp_path / "t.json")) == 0
    size = load_photo(tmp_path / "a.png").pixels.shape
    names = sorted(path.name for path in (tmp_path / "aligned").iterdir())
    assert names == ["001_1.tif", "002_2.tif", "003_3.tif"]
    assert load_photo(tmp_path / "aligned" / names[0]).pixels.shape == size
    assert load_photo(tmp_path / "d.png").pixels.shape == size[:2]
    assert len(json.loads((tmp_path / "t.json").read_text())["frames"]) == 3


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--reference", "4"], "there is no frame 4; there are 3"),
        (["--leave-out", "1", "2", "3"], "all frames are left out"),
        (["--keep", "0"], "there is no frame 0"),
        (["--transforms", "none.json"], "none.json cannot be read"),
        (["--save-transforms", "no/where.json"], "there is no folder no"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(shots, tmp_path, capsys, options, said):
    assert fuse(shots, tmp_path / "a.png", *options) in (1, 2)
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not (tmp_path / "a.png").exists()


def test_check_names_what_is_wrong_and_writes_nothing(shots, tmp_path, capsys):
    for number in (4, 5):
        cv2.imwrite(str(shots / f"{number}.png"), moved_stack(SWEEP)[number - 4][:, :, ::-1])
    cv2.imwrite(str(shots / "6.png"), np.zeros((200, 280, 3), np.uint8))
    before = sorted(tmp_path.rglob("*"))
    assert main(["check", str(shots)]) == 0
    out, err = capsys.readouterr()
    assert "6.png is black: left out." in err
    assert "4.png" in err  # the same pixels as 1.png
    assert "Fusing is going to take about" in out
    assert sorted(tmp_path.rglob("*")) == before


def test_what_does_not_move_has_no_sign(shots, capsys):
    pair = [str(shots / "1.png")] * 2
    assert main(["check", *pair]) == 0
    assert "-0.0" not in capsys.readouterr().out
