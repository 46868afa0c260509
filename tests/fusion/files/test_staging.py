"""Several files appear together or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from fusion import FusionError
from fusion.files.staging import all_or_none


def write(folder: Path, names: list[str], fail: bool = False) -> None:
    with all_or_none(folder) as staging:
        for name in names:
            staging.place_for(folder / name).write_text(f"new {name}")
        if fail:
            raise ValueError


def test_all_files_appear_in_their_folders(tmp_path: Path) -> None:
    write(tmp_path, ["a.txt", "frames/001.txt"])
    assert (tmp_path / "frames" / "001.txt").read_text() == "new frames/001.txt"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "frames"]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    with pytest.raises(ValueError):  # noqa: PT011 - its own
        write(tmp_path, ["a.txt", "b.txt"], fail=True)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_a_target_that_cannot_be_written_brings_the_others_back(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(FusionError):
        write(tmp_path, ["a.txt", "file/b.txt"])
    assert (tmp_path / "a.txt").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 2


def test_sources_and_doubles_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "near.png"
    source.write_text("source")
    with pytest.raises(FusionError, match="one of the sources"), all_or_none(tmp_path, [source]) as some:
        some.place_for(source)
    with pytest.raises(FusionError, match="same file"):
        write(tmp_path, ["a.txt", "a.txt"])
    assert source.read_text() == "source"
