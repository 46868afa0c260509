"""Files that moved are found: beside the project, in folders of the same name, and by their hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from fusion import FusionError
from fusion.project import Place, ProjectSource, find_files, finding


def source(path: Path, folder: Path, content: bytes = b"near") -> ProjectSource:
    """A file that is made, as a project in ``folder`` knows it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    relative = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else ""
    sha256 = hashlib.sha256(content).hexdigest()
    return ProjectSource(path.name, path.as_posix(), relative, sha256, len(content))


def test_a_file_where_it_was_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = source(tmp_path / "a" / "near.tif", tmp_path)
    monkeypatch.setattr(finding, "hash_of_file", lambda _path: pytest.fail("it was hashed"))
    assert find_files([known], tmp_path) == [Place(tmp_path / "a" / "near.tif")]


def test_a_project_that_moved_with_its_files_finds_them(tmp_path: Path) -> None:
    known = source(tmp_path / "old" / "shots" / "near.tif", tmp_path / "old")
    (tmp_path / "old").rename(tmp_path / "new")
    assert find_files([known], tmp_path / "new") == [Place(tmp_path / "new" / "shots" / "near.tif")]


@pytest.mark.parametrize("now", ["near.tif", "shots/near.tif", "../near.tif", "../shots/near.tif"])
def test_files_beside_the_project_are_found(now: str, tmp_path: Path) -> None:
    beside = tmp_path / "project"
    beside.mkdir()
    known = source(tmp_path / "far away" / "shots" / "near.tif", beside)
    (beside / now).parent.mkdir(exist_ok=True)
    (tmp_path / "far away" / "shots" / "near.tif").rename(beside / now)
    [place] = find_files([known], beside)
    assert place is not None
    assert place.path.resolve() == (beside / now).resolve()


def test_another_file_of_the_same_name_is_told_from_it(tmp_path: Path) -> None:
    known = source(tmp_path / "away" / "near.tif", tmp_path / "p")
    (tmp_path / "away" / "near.tif").unlink()
    source(tmp_path / "p" / "near.tif", tmp_path / "p", b"fake")
    assert find_files([known], tmp_path / "p") == [Place(tmp_path / "p" / "near.tif", is_same=False)]
    source(tmp_path / "p" / "renamed.tif", tmp_path / "p")
    assert find_files([known], tmp_path / "p") == [Place(tmp_path / "p" / "renamed.tif")]


def test_files_are_found_where_the_user_says_they_are(tmp_path: Path) -> None:
    known = [source(tmp_path / "gone" / f"{n}.tif", tmp_path / "p", bytes([n])) for n in range(3)]
    (tmp_path / "gone").rename(tmp_path / "there")
    assert find_files(known, tmp_path / "p") == [None] * 3
    found = find_files(known, tmp_path / "p", [tmp_path / "there"])
    assert found == [Place(tmp_path / "there" / f"{n}.tif") for n in range(3)]


def test_others_are_looked_for_where_one_was_found(tmp_path: Path) -> None:
    beside, away = tmp_path / "p", tmp_path / "away"
    first = source(away / "1.tif", beside)
    second = source(away / "2.tif", beside, b"far")
    (tmp_path / "q").mkdir()
    beside.mkdir()
    (away / "1.tif").rename(tmp_path / "q" / "1.tif")
    (away / "2.tif").rename(tmp_path / "q" / "2.tif")
    known = [ProjectSource("1.tif", first.path, "../q/1.tif", first.sha256, 4), second]
    assert find_files(known, beside)[1] == Place(tmp_path / "q" / "2.tif")


def test_renamed_files_of_one_size_are_read_once_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside, read = tmp_path / "p", list[Path]()
    known = [source(beside / f"{n}.bmp", beside, bytes([n])) for n in range(6)]
    for n in range(6):
        (beside / f"{n}.bmp").rename(beside / f"flower {5 - n}.bmp")
    plain = finding.hash_of_file
    monkeypatch.setattr(finding, "hash_of_file", lambda path: (read.append(path), plain(path))[1])
    assert find_files(known, beside) == [Place(beside / f"flower {5 - n}.bmp") for n in range(6)]
    assert len(read) == len(set(read)) == 6


def test_another_file_that_cannot_be_read_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> str:
        raise FusionError("source-unreadable", "{path} cannot be read", path="secret.bin")

    known = source(tmp_path / "gone.tif", tmp_path)
    (tmp_path / "gone.tif").rename(tmp_path / "secret.bin")
    monkeypatch.setattr(finding, "hash_of_file", refuse)
    assert find_files([known], tmp_path) == [None]


def test_exactly_reads_every_file(tmp_path: Path) -> None:
    known = source(tmp_path / "near.tif", tmp_path)
    (tmp_path / "near.tif").write_bytes(b"fake")
    assert find_files([known], tmp_path) == [Place(tmp_path / "near.tif")]
    [place] = find_files([known], tmp_path, exactly=True)
    assert place == Place(tmp_path / "near.tif", is_same=False)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a\0b", "/", "x" * 5000, "//host/share/a.tif", "\\\\host\\a"]
)
def test_hostile_names_find_nothing(name: str, tmp_path: Path) -> None:
    assert find_files([ProjectSource(name, name, name)], tmp_path) == [None]
