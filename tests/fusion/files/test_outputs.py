"""One guard for what is written over: sources, special files, one file twice, what others wrote."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fusion import FusionError, Photo, load_photo, save_photo
from fusion.files.outputs import is_own, refuse_no_folder, refuse_outputs, refuse_unwritable_folder
from fusion.files.replacing import replace_whole
from fusion.record import Record, write_sidecar

linux = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in folders")


def picture(path: Path) -> Path:
    return save_photo(Photo(np.zeros((4, 4), np.uint8)), path)


def through_dots(path: Path) -> Path:
    (path.parent / "sub").mkdir()
    return path.parent / "sub" / ".." / path.name


def through_symlink(path: Path) -> Path:
    link = path.with_name("link.png")
    link.symlink_to(path)
    return link


def through_linked_folder(path: Path) -> Path:
    link = path.parent / "linked folder"
    link.symlink_to(path.parent)
    return link / path.name


def through_hard_link(path: Path) -> Path:
    link = path.with_name("hard.png")
    link.hardlink_to(path)
    return link


WAYS = [through_dots, through_symlink, through_linked_folder, through_hard_link]


@pytest.mark.parametrize("way", WAYS)
def test_a_source_is_known_by_whatever_path(way: Callable[[Path], Path], tmp_path: Path) -> None:
    source = picture(tmp_path / "a.png")
    for named, beside in (([way(source)], []), ([], [tmp_path / "a.png"])):
        with pytest.raises(FusionError, match="is one of the sources"):
            refuse_outputs(named, [source], beside)
    before = source.read_bytes()
    with pytest.raises(FusionError, match="is one of the sources"):
        save_photo(Photo(np.ones((4, 4), np.uint8)), source, [source])
    assert source.read_bytes() == before


@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.parametrize("way", WAYS[:3])
def test_two_results_are_never_one_file(
    way: Callable[[Path], Path], exists: bool, tmp_path: Path
) -> None:
    """Neither where it is there, nor where it would only come to be."""
    first = tmp_path / "o.png"
    if exists:
        picture(first)
    second = way(first)
    with pytest.raises(FusionError, match="cannot be the same file"):
        refuse_outputs([first, second])
    with pytest.raises(FusionError, match="cannot be the same file"):
        refuse_outputs([first], beside=[second])
    refuse_outputs([first, tmp_path / "p.png"])


@linux
@pytest.mark.parametrize("is_linked", [True, False])
@pytest.mark.parametrize("kind", ["pipe", "device", "socket"])
def test_special_files_are_not_replaced(kind: str, is_linked: bool, tmp_path: Path) -> None:
    place = tmp_path / "s.png"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "socket":
        listener = socket.socket(socket.AF_UNIX)
        before = Path.cwd()
        os.chdir(tmp_path)  # a socket's path may have 100 letters
        try:
            listener.bind("s.png")
        finally:
            os.chdir(before)
            listener.close()
    else:
        try:
            os.mknod(place, stat.S_IFCHR | 0o600, os.makedev(1, 3))  # a copy of /dev/null
            place.open("rb").close()
        except OSError:
            pytest.skip("devices cannot be made here")
    target = through_symlink(place) if is_linked else place
    for write in (
        lambda: save_photo(Photo(np.zeros((4, 4), np.uint8)), target),
        lambda: replace_whole(target, b"text"),
        lambda: refuse_unwritable_folder(target),
    ):
        with pytest.raises(FusionError, match="a device, a pipe or a socket"):
            write()
    assert not stat.S_ISREG(place.stat().st_mode)


def test_dev_null_itself_is_refused() -> None:
    with pytest.raises(FusionError, match="a device, a pipe or a socket"):
        refuse_outputs([os.devnull])


def test_beside_a_result_only_own_files_are_replaced(tmp_path: Path) -> None:
    """A sidecar that someone else wrote stays; a record, a result and a TIFF of the program do not."""
    record = Record("average", {}, "cpu", (), "")
    foreign = tmp_path / "o.png.json"
    foreign.write_text('{"camera": "mine"}')
    with pytest.raises(FusionError, match="not of Parfocal, so it is not overwritten"):
        write_sidecar(record, tmp_path / "o.png", ())
    assert foreign.read_text() == '{"camera": "mine"}'
    foreign.unlink()
    for _ in range(2):
        write_sidecar(record, tmp_path / "o.png", ())
    assert is_own(foreign)
    assert is_own(picture(tmp_path / "slab_001.tif"))
    assert not is_own(picture(tmp_path / "plain.png"))
    (tmp_path / "empty.tif").touch()
    assert not is_own(tmp_path / "empty.tif")


def test_a_source_that_is_named_as_a_sidecar_stays(tmp_path: Path) -> None:
    """Formats are found by content: a picture may be called .json."""
    source = picture(tmp_path / "a.png").rename(tmp_path / "o.png.json")
    with pytest.raises(FusionError, match="is one of the sources"):
        write_sidecar(Record("average", {}, "cpu", (), ""), tmp_path / "o.png", (source,))
    assert load_photo(source).pixels.shape[:2] == (4, 4)


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_a_path_without_a_name_is_refused(name: str) -> None:
    with pytest.raises(FusionError, match="is no name of a file"):
        refuse_outputs([Path(name)])


def test_links_in_a_circle_and_names_that_are_too_long_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").symlink_to(tmp_path / "b.png")
    (tmp_path / "b.png").symlink_to(tmp_path / "a.png")
    for place in (tmp_path / "a.png", tmp_path / ("a" * 300 + ".png")):
        for refuse in (refuse_unwritable_folder, refuse_no_folder):
            with pytest.raises(FusionError, match="cannot be written"):
                refuse(place)
        with pytest.raises(FusionError, match="cannot be written"):
            replace_whole(place, b"text")


def test_a_folder_may_be_missing_but_not_be_a_file(tmp_path: Path) -> None:
    refuse_no_folder(tmp_path / "new" / "deep")
    assert not (tmp_path / "new").exists()
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "deep"):
        with pytest.raises(FusionError, match=r"is no folder|cannot be written"):
            refuse_no_folder(place)
