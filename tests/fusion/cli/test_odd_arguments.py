"""Paths and records that nobody means to give: one sentence, the right exit code, nothing written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from fusion import Photo, save_photo
from fusion.cli import main
from fusion.files.small_files import read_small
from tests.made import focus_pair


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a pair, links in a circle, and records that are odd."""
    made = focus_pair(48, 64)
    (tmp_path / "pairs").mkdir()
    for name, pixels in (("1_A.png", made.first), ("1_B.png", made.second)):
        save_photo(Photo(pixels), tmp_path / "pairs" / name)
        save_photo(Photo(pixels), tmp_path / name)
    (tmp_path / "circle.png").symlink_to("round.png")
    (tmp_path / "round.png").symlink_to("circle.png")
    with (tmp_path / "large.json").open("wb") as file:
        file.truncate(4_000_000_000)  # a hole, which takes no room
    sources = [{"name": "a" * 5000, "sha256": "", "path": "b" * 5000}, {"name": "c\0.png", "sha256": ""}]
    record = {
        "parfocal_record": 3, "method": "average", "parameters": {}, "device": "cpu",
        "sources": sources, "pixels_sha256": "", "version": "0.1.0",
    }  # fmt: skip
    (tmp_path / "long.json").write_text(json.dumps(record))
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    return tmp_path


FUSE = ["fuse", "1_A.png", "1_B.png", "--method", "average", "-o"]
EVALUATE = ["evaluate", "pairs", "-o"]
needs_devices = pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in folders")
CASES = [
    ([*FUSE, ""], 2, "argument -o/--output: the path is empty"),
    ([*FUSE, "/"], 2, "/ is no name of a file"),
    ([*FUSE, "."], 2, ". is no name of a file"),
    ([*FUSE, ".."], 1, "must end in one of"),
    ([*FUSE, "circle.png"], 1, "circle.png cannot be written"),
    ([*FUSE, "o.png", "--save-aligned", ""], 2, "--save-aligned: the path is empty"),
    ([*FUSE, "o.png", "--save-aligned", "circle.png"], 1, "circle.png cannot be written"),
    ([*FUSE, "o.png", "--transforms", "large.json"], 2, "is larger than any file with a record"),
    (["fuse", "1_A.png", "circle.png", "-o", "o.png"], 1, "circle.png cannot be read"),
    ([*FUSE, "o.png", "--depth", "a" * 300 + ".png"], 1, "cannot be written"),
    (["fuse", "", "1_A.png", "-o", "o.png"], 2, "argument SOURCE: the path is empty"),
    (["depth", "1_A.png", "1_B.png", "-o", ""], 2, "the path is empty"),
    (["register", "1_A.png", "1_B.png", "--transforms", "."], 2, ". is no name of a file"),
    ([*EVALUATE, "", "--methods", "average"], 2, "the path is empty"),
    ([*EVALUATE, "/", "--methods", "average"], 1, "holds other files"),
    ([*EVALUATE, "1_A.png", "--methods", "average"], 1, "1_A.png is no folder"),
    ([*EVALUATE, "circle.png", "--methods", "average"], 1, "circle.png cannot be written"),
    ([*EVALUATE, "report", "--results", "1_A.png"], 1, "1_A.png is no folder"),
    ([*EVALUATE, "report", "--results", "circle.png"], 1, "circle.png is no folder"),
    ([*EVALUATE, "report", "--results", "a" * 300], 1, "there is no folder"),
    (["evaluate", "1_A.png", "-o", "report", "--methods", "average"], 1, "1_A.png is no folder"),
    (["repeat", ""], 2, "the path is empty"),
    (["repeat", "."], 1, ". cannot be read (it is a folder)"),
    (["repeat", "a" * 300], 1, "cannot be read"),
    (["repeat", "large.json"], 1, "is larger than any file with a record"),
    (["repeat", "long.json"], 1, "is missing; say with --sources"),
    pytest.param(
        [*FUSE, "o.png", "--transforms", "/dev/zero"], 2, "it is no ordinary file", marks=needs_devices
    ),
    pytest.param(["repeat", "/dev/zero"], 1, "it is no ordinary file", marks=needs_devices),
    pytest.param(["repeat", "pipe"], 1, "it is no ordinary file", marks=needs_pipes),
]


@pytest.mark.parametrize(("arguments", "code", "sentence"), CASES)
def test_odd_paths_are_a_sentence(
    arguments: list[str], code: int, sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.rglob("*"))
    assert main(arguments) == code
    said = capsys.readouterr()
    assert sentence in said.err
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "inside the program" not in said.err
    assert len(said.err) < 1000
    assert sorted(folder.rglob("*")) == before


def test_a_small_file_is_read_whole(tmp_path: Path) -> None:
    place = tmp_path / "t.json"
    place.write_bytes(b"12345")
    assert read_small(place, most=5) == b"12345"
