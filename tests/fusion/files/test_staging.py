"""Several files appear together or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from fusion import FusionError
from fusion.files import outputs
from fusion.files.staging import all_or_none


def write(folder: Path, names: list[str], fail: bool = False) -> None:
    with all_or_none(folder) as staging:
        for name in names:
            staging.place_for(folder / name).write_text(f"new {name}")
        if fail:
            raise ValueError


def write_until_one_cannot_be(folder: Path) -> None:
    """Two files are written; the folder of the second cannot be made in the end."""
    with all_or_none(folder) as staging:
        for name in ("a.txt", "later/b.txt"):
            staging.place_for(folder / name).write_text(f"new {name}")
        (folder / "later").write_text("no folder")


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
    with pytest.raises(FusionError, match="cannot be made"):
        write_until_one_cannot_be(tmp_path)
    assert (tmp_path / "a.txt").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "later"]
    (tmp_path / "a.txt").unlink()
    (tmp_path / "later").unlink()
    with pytest.raises(FusionError):
        write_until_one_cannot_be(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["later"]


def test_what_cannot_be_brought_back_is_not_lost_with_what_took_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(path: Path, target: Path) -> Path:
        if path.suffix == ".old":
            raise PermissionError("a scanner reads it")
        return plain(path, target)

    plain = Path.replace
    (tmp_path / "a.txt").write_text("old")
    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(FusionError):
        write_until_one_cannot_be(tmp_path)
    assert (tmp_path / "a.txt").read_text() == "new a.txt"


def test_each_source_is_asked_once_who_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    plain = outputs.identity
    monkeypatch.setattr(outputs, "identity", lambda path: (asked.append(path), plain(path))[1])
    with all_or_none(tmp_path, [tmp_path / "near.png", tmp_path / "far.png"]) as staging:
        for number in range(5):
            staging.place_for(tmp_path / f"{number}.txt").write_text("new")
    assert len(asked) == 7


def test_sources_and_doubles_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "near.png"
    source.write_text("source")
    with pytest.raises(FusionError, match="one of the sources"), all_or_none(tmp_path, [source]) as some:
        some.place_for(source)
    with pytest.raises(FusionError, match="same file"):
        write(tmp_path, ["a.txt", "a.txt"])
    assert source.read_text() == "source"
