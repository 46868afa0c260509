"""No command writes over what it reads, over another of its results, or over what others wrote."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from fusion import Photo, load_photo, save_photo
from fusion.cli import main
from tests.made import focus_pair, focus_stack

FAST = ["--method", "average", "--align", "none"]


@pytest.fixture
def pair(tmp_path: Path) -> list[Path]:
    made = focus_pair(48, 64)
    return [
        save_photo(Photo(pixels), tmp_path / f"{name}.png")
        for name, pixels in (("near", made.first), ("far", made.second))
    ]


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(
    command: list[str | Path], folder: Path, capsys: pytest.CaptureFixture[str], code: int = 1
) -> str:
    """The one sentence with which a command ends; nothing in the folder has changed."""
    before = contents(folder)
    assert main([str(part) for part in command]) == code
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert contents(folder) == before
    return said


@pytest.mark.parametrize("option", ["--decision-map", "--depth", "--save-transforms"])
def test_a_result_is_not_lost_to_another_one(
    option: str, pair: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.png").symlink_to(tmp_path / "o.png")
    for other in (tmp_path / "sub" / ".." / "o.png", tmp_path / "link.png"):
        command = ["fuse", *pair, "-o", tmp_path / "o.png", option, other]
        assert "cannot be the same file" in refused(command, tmp_path, capsys, 2)


def test_what_the_program_names_itself_replaces_nothing_foreign(
    pair: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, aligned = tmp_path / "o.png", tmp_path / "aligned"
    aligned.mkdir()
    for foreign, more in (
        (tmp_path / "o.png.json", ["--sidecar"]),
        (aligned / "001_near.tif", ["--save-aligned", aligned]),
    ):
        foreign.write_text("mine")
        said = refused(["fuse", *pair, "-o", out, *FAST, *more], tmp_path, capsys)
        assert "is not overwritten" in said
        assert not out.exists()
        foreign.unlink()


def test_slabs_replace_nothing_foreign(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [
        save_photo(Photo(pixels), tmp_path / f"{number}.png")
        for number, pixels in enumerate(focus_stack(4, 48, 64)[0])
    ]
    slabs = ["--slabs", "2", "--overlap", "0", "--save-slabs", tmp_path / "slabs"]
    command = ["fuse", *paths, "-o", tmp_path / "o.png", *FAST, *slabs]
    for _ in range(2):  # the second time its own slabs are there
        assert main([str(part) for part in command]) == 0
    capsys.readouterr()
    (tmp_path / "slabs" / "slab_002.tif").write_text("mine")
    assert "slab_002.tif is there and is not of Parfocal" in refused(command, tmp_path, capsys)
    (tmp_path / "slabs" / "slab_002.tif").unlink()
    as_result = ["fuse", *paths, "-o", tmp_path / "slabs" / "slab_002.tif", *FAST, *slabs]
    assert "cannot be the same file" in refused(as_result, tmp_path, capsys, 2)


def test_what_is_read_is_not_written_over(
    pair: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sources, transforms, pictures to be shown, records: through links and as side outputs, too."""
    transforms, result = tmp_path / "t.json", tmp_path / "r.png"
    assert main(["register", *map(str, pair), "--transforms", str(transforms)]) == 0
    assert main(["fuse", *map(str, pair), "-o", str(result), *FAST, "--sidecar"]) == 0
    capsys.readouterr()
    (tmp_path / "link.png").symlink_to(pair[0])
    (tmp_path / "hard.png").hardlink_to(pair[0])
    named = pair[0].rename(tmp_path / "o.png.json")
    sources, out = [named, pair[1]], tmp_path / "o.png"
    read_transforms = ["--transforms", transforms]
    record = f"{result}.json"
    for command in (
        ["fuse", *sources, "-o", out, *FAST, "--sidecar"],
        ["fuse", *sources, "-o", out, *FAST, *read_transforms, "--save-transforms", transforms],
        ["fuse", *sources, "-o", tmp_path / "hard.png", *FAST],
        ["register", *sources, "--transforms", named],
        ["depth", *sources, "-o", tmp_path / "d.png", "--confidence", tmp_path / "hard.png"],
        ["depth", *sources, "-o", tmp_path / "d.png", "--mesh", tmp_path / "m.glb", "--picture", result,
         "--stereo", result],
    ):  # fmt: skip
        assert "is one of the sources" in refused(command, tmp_path, capsys)
    named.rename(pair[0])
    again = ["repeat", record, "-o", result, "--sidecar"]
    assert "is one of the sources" in refused(again, tmp_path, capsys)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in folders")
def test_a_pipe_is_refused_before_the_work(
    pair: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("p.png", "p.json", "p.gif"):
        os.mkfifo(tmp_path / name)
    pipe = tmp_path / "p.png"
    depth = ["depth", *pair, "-o", tmp_path / "d.png"]
    for command in (
        ["fuse", *pair, "-o", pipe, *FAST],
        ["fuse", *pair, "-o", tmp_path / "o.png", "--decision-map", pipe],
        ["fuse", *pair, "-o", tmp_path / "o.png", "--save-transforms", tmp_path / "p.json"],
        ["register", *pair, "--transforms", tmp_path / "p.json"],
        [*depth, "--animation", tmp_path / "p.gif"],
    ):
        assert "a device, a pipe or a socket" in refused(command, tmp_path, capsys)
        assert pipe.is_fifo()


def test_the_result_that_was_named_is_replaced(pair: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "o.png"
    out.write_text("named by the user")
    assert main(["fuse", *map(str, pair), "-o", str(out), *FAST]) == 0
    assert load_photo(out).pixels.dtype == np.uint8
