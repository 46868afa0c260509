"""What Canon's CR3 and Fujifilm's RAF say of a photograph goes to the result, as from other RAW."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import numpy as np
import pytest
import rawpy
from PIL import Image

from fusion import load_photo, save_photo
from fusion.cli import main
from fusion.files.capture_time import capture_time
from fusion.files.metadata.exif import orientation_of
from fusion.files.metadata.ifd import EXIF, GPS, Directory, Entry, layout_of, pack, read_first
from fusion.files.metadata.raw_metadata import metadata_of_raw
from tests.fusion.files.test_formats import dng
from tests.fusion.files.test_metadata import XMP, camera_block, values
from tests.made import texture

SCENE = np.random.default_rng(5).integers(3000, 20_000, (64, 96), dtype=np.uint16)
TAKEN = b"2026:11:21 16:47:15\0"


def box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def tiff(*entries: Entry) -> bytes:
    """A TIFF of one directory, as Canon's boxes hold it."""
    head = b"II*\0" + struct.pack("<I", 8)
    layout = layout_of(head + bytes(8))
    assert layout is not None
    return head + pack(Directory(entries), layout, 8)


def cr3() -> bytes:
    """The boxes of a CR3 that tell of the photograph; without the photograph."""
    canon = box(
        b"uuid", bytes.fromhex("85c0b687820f11e08111f4ce462b6a48"), box(b"CNCV", b"CanonCR3"),
        box(b"CMT1", tiff(
            Entry(271, 2, 6, b"Canon\0"), Entry(272, 2, 12, b"Canon EOS R\0"),
            Entry(256, 4, 1, struct.pack("<I", 6000)), Entry(274, 3, 1, struct.pack("<H", 6)),
        )),
        box(b"CMT2", tiff(
            Entry(33434, 5, 1, struct.pack("<II", 1, 125)), Entry(36867, 2, 20, TAKEN),
        )),
        box(b"CMT3", tiff(Entry(1, 3, 1, struct.pack("<H", 9)))),
        box(b"CMT4", tiff(Entry(1, 2, 2, b"N\0"))), box(b"THMB", bytes(40)),
    )  # fmt: skip
    told = box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), XMP, bytes(30))
    head = box(b"ftyp", b"crx \0\0\0\1crx isom")
    return head + box(b"moov", canon, box(b"trak", bytes(20))) + told + box(b"mdat", bytes(100))


def raf() -> bytes:
    """A RAF with the JPEG that its EXIF stands in; without the photograph."""
    buffer = io.BytesIO()
    exif = b"Exif\0\0" + camera_block()
    Image.fromarray(texture(12, 16)).save(buffer, "JPEG", exif=exif)
    head = (b"FUJIFILMCCD-RAW 0201FF389501X-T5").ljust(84, b"\0")
    return head + struct.pack(">II", 148, len(buffer.getvalue())) + bytes(56) + buffer.getvalue()


@pytest.fixture
def any_raw_is_a_dng(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody but Canon and Fujifilm writes their pixels, so a DNG lends them."""
    develop = rawpy.imread
    monkeypatch.setattr(rawpy, "imread", lambda _file: develop(io.BytesIO(dng(SCENE, (500, 1000, 800)))))


def test_the_directories_of_a_cr3_are_put_together() -> None:
    told = metadata_of_raw(cr3())
    assert values(told.exif, 272) == b"Canon EOS R\0"
    assert values(told.exif, 33434, EXIF) == struct.pack("<II", 1, 125)
    assert values(told.exif, 1, GPS) == b"N\0"
    assert orientation_of(told.exif) == 6
    assert told.xmp == XMP
    first = read_first(told.exif or b"")
    assert first is not None
    assert first.find(256) is None, "the size of the RAW is not that of the photograph"


def test_a_raf_has_the_exif_of_its_jpeg() -> None:
    told = metadata_of_raw(raf())
    assert told.exif == camera_block()


@pytest.mark.usefixtures("any_raw_is_a_dng")
@pytest.mark.parametrize(("name", "content", "maker"), [
    ("a.cr3", cr3(), b"Canon\0"), ("a.raf", raf(), b"Maker\0"),
])  # fmt: skip
def test_it_goes_into_the_result(name: str, content: bytes, maker: bytes, tmp_path: Path) -> None:
    """Upright, whatever the camera's orientation was: LibRaw turns the picture."""
    paths = [tmp_path / name, tmp_path / f"b{Path(name).suffix}"]
    for path in paths:
        path.write_bytes(content)
    photo = load_photo(paths[0])
    assert "Its metadata could not be read." not in map(str, photo.notes)
    for suffix in (".jpg", ".tif", ".png"):
        out = tmp_path / f"out{suffix}"
        assert main(["fuse", *map(str, paths), "-o", str(out), "--method", "average"]) == 0
        kept = load_photo(out).metadata.exif
        assert values(kept, 271) == maker
        assert values(kept, 33434, EXIF) == struct.pack("<II", 1, 125)
        assert values(kept, 1, GPS) == b"N\0"
        assert orientation_of(kept) == 1


def test_they_are_sorted_by_the_time_they_were_taken(tmp_path: Path) -> None:
    (tmp_path / "a.cr3").write_bytes(cr3())
    assert capture_time(tmp_path / "a.cr3") == TAKEN.decode().rstrip("\0")
    os.utime(tmp_path / "a.cr3", (0, 0))
    (tmp_path / "b.raf").write_bytes(raf())
    assert capture_time(tmp_path / "b.raf")


@pytest.mark.parametrize("seed", range(60))
def test_damaged_boxes_give_what_can_be_read(seed: int) -> None:
    random = np.random.default_rng(seed)
    for whole in (cr3(), raf()):
        content = bytearray(whole[: int(random.integers(20, len(whole)))])
        for at in random.integers(0, len(content), 6):
            content[at] = int(random.integers(0, 256))
        told = metadata_of_raw(bytes(content))
        assert told.exif is None or layout_of(told.exif)


@pytest.mark.usefixtures("any_raw_is_a_dng")
def test_a_raw_of_unknown_build_says_that_its_metadata_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a.x3f").write_bytes(b"FOVb" + bytes(300))
    photo = load_photo(tmp_path / "a.x3f")
    assert tuple(map(str, photo.notes)) == ("Its metadata could not be read.",)
    assert save_photo(photo, tmp_path / "a.tif").is_file()


def test_heif_avif_and_jpeg_xl_are_sorted_by_their_time_too(tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif")
    exif = Image.Exif()
    exif.get_ifd(0x8769)[36867] = TAKEN.decode().rstrip("\0")
    block = exif.tobytes()
    picture = Image.fromarray(texture(16, 16))
    picture.save(tmp_path / "a.avif", exif=block)
    picture.save(tmp_path / "a.webp", exif=block)
    heif.from_pillow(picture).save(tmp_path / "a.heic", exif=block)
    part = box(b"Exif", bytes(4), block.removeprefix(b"Exif\0\0"))
    (tmp_path / "a.jxl").write_bytes(b"\0\0\0\x0cJXL \r\n\x87\n" + part)
    for path in tmp_path.iterdir():
        assert capture_time(path) == TAKEN.decode().rstrip("\0"), path
