"""What the first source says of itself goes to the result, with what is no longer true set right."""

from __future__ import annotations

import io
import struct
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from fusion import Metadata, Photo, SaveOptions, fuse, load_photo, save_photo
from fusion.files import losses
from fusion.files.metadata import exif, xmp
from fusion.files.metadata.ifd import (
    EXIF,
    GPS,
    Directory,
    Entry,
    layout_of,
    pack,
    read_first,
    renew_first,
)
from fusion.version import PROGRAM
from tests.made import focus_pair, texture

HOLDS_EXIF = [".jpg", ".png", ".tif", ".webp"]
MAKER_NOTE = 37500
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:mine="urn:mine#"
 xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" mine:kept="ä漢🌸" tiff:Orientation="6"
 exif:GPSLatitude="48,8.1N"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Moos</rdf:li></rdf:Alt>
</dc:title><photoshop:City>Jena</photoshop:City></rdf:Description></rdf:RDF></x:xmpmeta>""".encode()
IPTC = (
    b"\x1c\x02\x05\0\x04Moss"  # object name
    b"\x1c\x02\x5a\0\x04Jena"  # city
    b"\x1c\x02\x19\0\x05macro"  # keyword
)


def camera_block(order: str = "<") -> bytes:
    """EXIF as a camera writes it: maker note, position, size, and a thumbnail in a second directory."""
    number = struct.Struct(order + "H")
    below = {
        EXIF: Directory((
            Entry(33434, 5, 1, struct.pack(order + "II", 1, 125)),
            Entry(MAKER_NOTE, 7, 20, b"MAKER note 0123456789"[:20]),
            Entry(40962, 3, 1, number.pack(4000)), Entry(40963, 3, 1, number.pack(3000)),
        )),
        GPS: Directory((
            Entry(1, 2, 2, b"N\0"),
            Entry(2, 5, 3, struct.pack(order + "6I", 48, 1, 8, 1, 77, 10)),
        )),
    }  # fmt: skip
    pointer = struct.pack(order + "I", 0)
    first = Directory((
        Entry(271, 2, 6, b"Maker\0"), Entry(274, 3, 1, number.pack(6)),
        Entry(305, 2, 9, b"Camera 7\0"), Entry(EXIF, 4, 1, pointer), Entry(GPS, 4, 1, pointer),
    ), below)  # fmt: skip
    head = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(order + "I", 8)
    layout = layout_of(head + bytes(8))
    assert layout is not None
    block = bytearray(head + pack(first, layout, 8))
    thumbnail = jpeg(texture(12, 16))
    small_at = len(block)
    struct.pack_into(order + "I", block, 8 + 2 + 5 * 12, small_at)
    values = (Entry(513, 4, 1, struct.pack(order + "I", small_at + 30)),
              Entry(514, 4, 1, struct.pack(order + "I", len(thumbnail))))  # fmt: skip
    return bytes(block) + pack(Directory(values), layout, small_at) + thumbnail


def jpeg(pixels: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG")
    return buffer.getvalue()


@cache
def profile() -> bytes:
    """Made once: it holds the second in which it was made."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def rich_photo(deep: bool = False, order: str = "<") -> Photo:
    pixels = texture(30, 40)
    if deep:
        pixels = pixels.astype(np.uint16) * 257
    return Photo(pixels, profile(), Metadata(camera_block(order), XMP, IPTC))


def written(tmp_path: Path, suffix: str, photo: Photo, **options: bool) -> Photo:
    return load_photo(save_photo(photo, tmp_path / f"a{suffix}", options=SaveOptions(**options)))


def values(block: bytes | None, tag: int, below: int | None = None) -> bytes | None:
    first = read_first(block or b"")
    directory = first if below is None or first is None else first.below.get(below)
    entry = directory.find(tag) if directory else None
    return entry.value if entry else None


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("suffix", HOLDS_EXIF)
def test_exif_goes_along_with_what_changed_set_right(
    suffix: str, deep: bool, order: str, tmp_path: Path
) -> None:
    block = written(tmp_path, suffix, rich_photo(deep, order), location=True).metadata.exif
    assert values(block, 271) == b"Maker\0"
    assert values(block, 33434, EXIF) == struct.pack(order + "II", 1, 125)
    assert values(block, MAKER_NOTE, EXIF) == b"MAKER note 0123456789"[:20]
    assert values(block, 1, GPS) == b"N\0"
    assert values(block, 2, GPS) == struct.pack(order + "6I", 48, 1, 8, 1, 77, 10)
    assert exif.orientation_of(block) == 1
    assert values(block, 305) == PROGRAM.encode() + b"\0"
    assert values(block, 40962, EXIF) == struct.pack(order + "H", 40)
    assert values(block, 40963, EXIF) == struct.pack(order + "H", 30)
    assert block is not None
    assert b"\xff\xd8\xff" not in block


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
def test_maker_notes_stay_at_their_offset(suffix: str, tmp_path: Path) -> None:
    """Their own offsets count from the beginning of the block."""
    before = camera_block()
    after = written(tmp_path, suffix, rich_photo()).metadata.exif
    assert after is not None
    assert after.index(b"MAKER note") == before.index(b"MAKER note")


@pytest.mark.parametrize("suffix", HOLDS_EXIF)
def test_the_location_can_be_left_out(suffix: str, tmp_path: Path) -> None:
    photo = written(tmp_path, suffix, rich_photo(), location=False)
    block, packet, iptc = photo.metadata.exif, photo.metadata.xmp, photo.metadata.iptc
    first = read_first(block or b"")
    assert first is not None
    assert GPS not in first.below
    assert values(block, 271) == b"Maker\0"
    content = (tmp_path / f"a{suffix}").read_bytes()
    assert struct.pack("<6I", 48, 1, 8, 1, 77, 10) not in content
    assert packet is not None
    assert b"GPS" not in packet
    assert b"Jena" not in packet + (iptc or b"")
    assert b"Moos" in packet
    if suffix in (".jpg", ".tif"):
        assert iptc == IPTC.replace(b"\x1c\x02\x5a\0\x04Jena", b"")


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("suffix", HOLDS_EXIF)
def test_xmp_goes_along_with_what_changed_set_right(suffix: str, deep: bool, tmp_path: Path) -> None:
    packet = written(tmp_path, suffix, rich_photo(deep)).metadata.xmp
    assert packet is not None
    text = packet.decode()
    assert 'mine:kept="ä漢🌸"' in text
    assert "48,8.1N" in text
    assert "<tiff:Orientation" in text
    assert ">1</tiff:Orientation>" in text
    assert 'tiff:Orientation="6"' not in text
    assert f">{PROGRAM}</xmp:CreatorTool>" in text


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("suffix", HOLDS_EXIF)
def test_the_profile_stays_byte_for_byte(suffix: str, deep: bool, tmp_path: Path) -> None:
    assert written(tmp_path, suffix, rich_photo(deep)).profile == profile()


@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
def test_iptc_goes_along(suffix: str, tmp_path: Path) -> None:
    assert written(tmp_path, suffix, rich_photo()).metadata.iptc == IPTC


def test_what_a_format_cannot_hold_is_told_before() -> None:
    deep = rich_photo(deep=True)
    assert losses(deep, "a.tif") == []
    assert list(map(str, losses(deep, "a.png"))) == [
        "This format holds no IPTC; titles, places and the like go into XMP instead."
    ]
    assert str(losses(deep, "a.jpg")[0]).startswith("This format holds 8 of the 16 bits")
    assert "BMP holds neither colour profile nor metadata." in map(str, losses(deep, "a.bmp"))


def test_a_block_too_long_for_jpeg_is_left_out_and_told(tmp_path: Path) -> None:
    long = XMP.replace(b"Moos", b"m" * 70_000)
    photo = Photo(texture(20, 20), metadata=Metadata(camera_block(), long))
    assert list(map(str, losses(photo, "a.jpg"))) == [
        "JPEG holds 64 kB of each metadata block; the longer ones are left out."
    ]
    back = written(tmp_path, ".jpg", photo).metadata
    assert back.xmp is None
    assert values(back.exif, 271) == b"Maker\0"
    assert written(tmp_path, ".png", photo).metadata.xmp is not None


def test_the_result_has_the_metadata_of_the_first_source(tmp_path: Path) -> None:
    made = focus_pair()
    first = Photo(made.first, profile(), Metadata(camera_block(), XMP, IPTC))
    second = Photo(made.second, metadata=Metadata(camera_block().replace(b"Maker", b"Other")))
    paths = [save_photo(photo, tmp_path / f"{n}.tif") for n, photo in enumerate((first, second))]
    result = fuse(paths)
    kept = written(tmp_path, ".jpg", result.photo)
    assert values(kept.metadata.exif, 271) == b"Maker\0"
    assert kept.metadata.iptc == IPTC
    assert kept.profile == profile()


@pytest.mark.parametrize("cut", range(0, 300, 7))
def test_damaged_exif_never_stops_a_picture_from_being_saved(cut: int, tmp_path: Path) -> None:
    block = bytearray(camera_block()[: 300 - cut] if cut % 2 else camera_block())
    block[cut % len(block)] ^= 0xFF
    for suffix in HOLDS_EXIF:
        photo = Photo(texture(8, 8), metadata=Metadata(exif=bytes(block), xmp=XMP[:cut]))
        assert written(tmp_path, suffix, photo).pixels.shape == (8, 8, 3)


def test_xmp_with_entities_is_left_out() -> None:
    """They are the way to blow a parser up, and XMP has none."""
    bomb = b'<!DOCTYPE a [<!ENTITY b "x">]>' + XMP
    assert xmp.set_right(bomb, 1, 1, PROGRAM, location=True) is None


def test_the_table_in_the_documentation_is_what_happens() -> None:
    """After a change: ``python -m tests.fusion.files.round_trip``."""
    from tests.fusion.files.round_trip import PAGE, table

    assert table() in PAGE.read_text(encoding="utf-8")


def test_xmp_nested_beyond_reason_is_left_out(tmp_path: Path) -> None:
    deep = XMP.replace(b"Moos", b"<a>" * 20_000 + b"</a>" * 20_000)
    assert xmp.set_right(deep, 1, 1, PROGRAM, location=True) is None
    assert b"Record" in xmp.with_record(deep, "{}")
    assert written(tmp_path, ".png", Photo(texture(8, 8), metadata=Metadata(xmp=deep))).width == 8


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_bigtiff_holds_the_same_exif(order: str, tmp_path: Path) -> None:
    """Files above 4 GB have wider directories."""
    tifffile.imwrite(
        tmp_path / "a.tif", texture(30, 40), photometric="rgb", bigtiff=True, byteorder=order
    )
    content = bytearray((tmp_path / "a.tif").read_bytes())
    layout, directory = layout_of(content), exif.for_tiff(camera_block(order))
    assert layout is not None
    assert layout.big
    assert directory is not None
    renew_first(content, layout, directory)
    (tmp_path / "a.tif").write_bytes(content)
    block = load_photo(tmp_path / "a.tif").metadata.exif
    assert values(block, 271) == b"Maker\0"
    assert values(block, 33434, EXIF) == struct.pack(order + "II", 1, 125)
    assert values(block, 1, GPS) == b"N\0"
    with tifffile.TiffFile(tmp_path / "a.tif") as file:
        assert file.pages.first.tags["ExifTag"].value["ExposureTime"] == (1, 125)


def test_the_record_of_a_stack_too_long_for_jpeg_does_not_take_the_xmp_with_it(tmp_path: Path) -> None:
    packet = xmp.with_record(XMP, "s" * 70_000)
    photo = Photo(texture(20, 20), metadata=Metadata(xmp=packet))
    assert losses(photo, "a.jpg")
    back = written(tmp_path, ".jpg", photo).metadata.xmp
    assert back is not None
    assert "ä漢🌸".encode() in back
    assert xmp.record_in(back) is None
    assert xmp.record_in(written(tmp_path, ".png", photo).metadata.xmp or b"") == "s" * 70_000
