"""The command ``depth``: what is asked for is written, and wrong wishes end in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from fusion.cli import main
from tests.fusion.depth.made_stacks import tilted_stack

QUICK = ("--method", "spatial-frequency", "--align", "none")


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    frames, _ = tilted_stack(5)
    folder = tmp_path / "shots"
    folder.mkdir()
    for number, photo in enumerate(frames):
        cv2.imwrite(str(folder / f"{number}.png"), photo.pixels)
    return folder


def test_everything_is_written(shots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = shots.parent
    wanted = {
        "-o": "depth.png", "--confidence": "sure.png", "--animation": "rock.gif",
        "--stereo": "both.png", "--anaglyph": "glasses.jpg", "--mesh": "surface.glb",
    }  # fmt: skip
    files = [part for option, name in wanted.items() for part in (option, str(out / name))]
    code = main(["depth", str(shots), *files, *QUICK, "--size", "80", "--strength", "5"])
    said = capsys.readouterr()
    assert code == 0, said.err
    assert "5 frames, spatial-frequency" in said.out
    values = cv2.imread(str(out / "depth.png"), cv2.IMREAD_UNCHANGED)
    with Image.open(out / "depth.png") as picture:
        scale = json.loads(picture.text["Description"])
    depth = values * scale["scale"] + scale["offset"]
    truth = np.linspace(0, 4, 160)
    assert np.sqrt(np.mean((depth - truth) ** 2)) < 0.25
    with Image.open(out / "rock.gif") as picture:
        assert picture.size == (80, 48)
        assert picture.n_frames > 10
    assert cv2.imread(str(out / "both.png")).shape == (96, 320, 3)
    assert cv2.imread(str(out / "glasses.jpg")).shape == (96, 160, 3)
    assert (out / "surface.glb").read_bytes()[:4] == b"glTF"
    assert cv2.imread(str(out / "sure.png"), 0).mean() > 100


def test_near_may_be_the_last_frame(shots: Path) -> None:
    out = shots.parent / "depth.tif"
    assert main(["depth", str(shots), "-o", str(out), *QUICK, "--near", "last"]) == 0
    values = cv2.imread(str(out), cv2.IMREAD_UNCHANGED)
    assert values[:, -5:].mean() > 60000
    assert values[:, :5].mean() < 5000


def test_fuse_saves_the_same_depth(shots: Path) -> None:
    one, other = shots.parent / "one.png", shots.parent / "other.png"
    assert main(["depth", str(shots), "-o", str(one), *QUICK]) == 0
    fused = str(shots.parent / "fused.png")
    assert main(["fuse", str(shots), "-o", fused, *QUICK, "--depth", str(other)]) == 0
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--strength", "90"], "--strength is 90"),
        (["--size", "3"], "--size is 3"),
        (["--smoothness", "-1"], "smoothness is -1"),
        (["--animation", "rock.avi"], ".gif, .webp, .mp4"),
        (["--mesh", "surface.obj"], "must end in .glb"),
        (["--mesh", "nowhere/surface.glb"], "no folder nowhere"),
        (["--stereo", "depth.png"], "the same file"),
        (["--colour", "jet"], "--colour"),
        (["--picture", "small.png", "--stereo", "s.png"], "8 × 8 pixels"),
    ],
)
def test_wrong_wishes_end_in_one_sentence(
    shots: Path, given: list[str], said: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(shots.parent)
    cv2.imwrite("small.png", np.zeros((8, 8), np.uint8))
    assert main(["depth", str(shots), "-o", "depth.png", *QUICK, *given]) in (1, 2)
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert error.startswith("error: ")


def test_one_frame_is_too_few(shots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["depth", str(shots / "0.png"), "-o", str(shots / "d.png")]) == 2
    assert "two sources at least" in capsys.readouterr().err


def test_a_source_is_not_overwritten(shots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (shots / "0.png").read_bytes()
    assert main(["depth", str(shots), "-o", str(shots / "0.png"), *QUICK]) == 1
    assert "not overwritten" in capsys.readouterr().err
    assert (shots / "0.png").read_bytes() == before
