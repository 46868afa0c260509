"""A small picture that holds a huge one is refused before anything of it is decoded."""

from __future__ import annotations

import io
import re
import struct
import tracemalloc
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image

from fusion import FusionError, load_photo
from fusion.files import pages_of
from fusion.files.codecs.png import chunk
from fusion.files.metadata.ifd_chain import refuse_overlapping
from fusion.files.readers.avif_size import coded_sizes
from fusion.files.readers.embedded_size import embedded_size
from fusion.files.readers.previews import preview_of
from tests.made import texture

READERS = Path(__file__).resolve().parents[3] / "fusion" / "files" / "readers"
DEFLATE, JPEG, PNG, JPEG_XL, LERC = 8, 7, 34933, 50002, 34887
LARGE = 20_000


def tiff_of(
    compression: int, data: bytes = b"", tile: int = 0, bits: int = 8, size: int = 16,
    floats: bool = False,
) -> bytes:  # fmt: skip
    """A grey TIFF with one strip, or one tile of ``tile`` × ``tile``; no data is a missing part."""
    tags = {256: size, 257: size, 258: bits, 259: compression, 262: 1, 277: 1, 339: 3 if floats else 1}
    begin = 8 + 2 + 12 * (len(tags) + (4 if tile else 3)) + 4
    parts = {322: tile, 323: tile, 324: begin, 325: len(data)} if tile else {
        273: begin, 278: size, 279: len(data)
    }  # fmt: skip
    entries = sorted((tags | parts).items())
    fields = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + fields + bytes(4) + data


def png_head(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def jxl_head(width: int, height: int) -> bytes:
    """The size header of a codestream: 30 bits a side."""
    bits = 0b110 | (height - 1) << 3 | 0 << 33 | 0b11 << 36 | (width - 1) << 38
    return b"\xff\x0a" + bits.to_bytes(12, "little")


def jpeg_head(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(texture(16, 16)[:, :, 0].copy()).save(buffer, "JPEG")
    content = bytearray(buffer.getvalue())
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


HUGE = {
    "tile": tiff_of(DEFLATE, bytes(100), tile=30_000),
    "missing float tile": tiff_of(DEFLATE, tile=30_000, bits=32, floats=True),
    "PNG": tiff_of(PNG, png_head(LARGE, LARGE)),
    "JPEG XL": tiff_of(JPEG_XL, jxl_head(LARGE, LARGE)),
    "JPEG": tiff_of(JPEG, jpeg_head(LARGE, LARGE)),
    "JPEG in a tile": tiff_of(JPEG, jpeg_head(LARGE, LARGE), tile=16),
}


@pytest.mark.parametrize("name", HUGE)
def test_a_part_larger_than_the_picture_is_refused_undecoded(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(HUGE[name])
    tracemalloc.start()
    with pytest.raises(FusionError, match="16 × 16 pixels, yet a part of it would be") as error:
        load_photo(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.value.code == "part-larger-than-picture"
    assert most < 2_000_000
    assert preview_of(path) is None


def test_a_compression_that_cannot_be_bounded_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(tiff_of(LERC, bytes(100)))
    with pytest.raises(FusionError, match="is compressed as LERC, which is not read"):
        load_photo(path)


@pytest.mark.parametrize(
    "options",
    [
        {"tile": (16, 16), "compression": "jpeg"}, {"tile": (256, 128), "compression": "deflate"},
        {"compression": "jpegxl"}, {"compression": "png"}, {"compression": "webp"},
        {"compression": "jpeg2000"},
        {"rowsperstrip": 7, "compression": "jpeg"}, {"tile": (2048, 2048)}, {"planarconfig": "separate"},
    ],
)  # fmt: skip
def test_parts_as_programs_write_them_are_read(options: dict[str, Any], tmp_path: Path) -> None:
    path, pixels = tmp_path / "a.tif", texture(40, 56)
    planes = np.moveaxis(pixels, 2, 0) if "planarconfig" in options else pixels
    tifffile.imwrite(path, planes, photometric="rgb", **options)
    assert np.abs(load_photo(path).pixels.astype(int) - pixels).mean() < 20


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {}), ("JPEG", {"progressive": True}), ("PNG", {}), ("JPEG2000", {}),
        ("JPEG2000", {"no_jp2": True}), ("WEBP", {}), ("WEBP", {"lossless": True}),
        ("WEBP", {"exif": b"II*\0\x08\0\0\0\0\0\0\0\0\0"}),
    ],
)  # fmt: skip
def test_sizes_are_those_that_encoders_write(kind: str, options: dict[str, Any]) -> None:
    buffer = io.BytesIO()
    Image.fromarray(texture(40, 56)).save(buffer, kind, **options)
    assert embedded_size(buffer.getvalue()) == (56, 40)
    for cut in (0, 3, 12, 14):
        with pytest.raises(ValueError, match=r"."):
            embedded_size(buffer.getvalue()[:cut])


def test_the_size_of_a_jpeg_xl_is_that_of_its_codestream() -> None:
    for container in (True, False):
        content = imagecodecs.jpegxl_encode(texture(40, 56), usecontainer=container)
        assert embedded_size(bytes(content)) == (56, 40)


def avif(pixels: np.ndarray, bits: int = 8, **options: Any) -> bytes:
    if bits > 8:
        return bytes(imagecodecs.avif_encode(pixels.astype(np.uint16), bitspersample=bits, level=90))
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "AVIF", **options)
    return buffer.getvalue()


def test_an_avif_is_measured_by_what_is_coded_in_it(tmp_path: Path) -> None:
    """The container's size is what the decoder scales to, after it has decoded all of the data."""
    pixels, path = texture(40, 56), tmp_path / "a.avif"
    clear = np.dstack([pixels, np.full((40, 56), 200, np.uint8)])
    moving = avif(pixels, save_all=True, append_images=[Image.fromarray(pixels[::-1].copy())])
    for content in (avif(pixels), avif(clear), moving, avif(pixels, 10), avif(pixels, 12)):
        assert set(coded_sizes(content)) == {(56, 40)}
        path.write_bytes(content)
        assert load_photo(path).pixels.shape == (40, 56, 3)
    for bits in (8, 10):
        content = bytearray(avif(np.zeros((20, 2900, 3), np.uint8), bits))
        for at in range(len(content) - 12):
            if content[at : at + 4] == b"ispe":
                content[at + 8 : at + 16] = struct.pack(">II", 16, 16)
        path.write_bytes(content)
        with pytest.raises(FusionError, match=r"16 × 16 pixels.* would be decoded to 2900"):
            load_photo(path)


def overlapping(count: int, step: int) -> bytes:
    """A chain of directories of 4,000 entries, each beginning ``step`` bytes after the last."""
    length = 12 * 4000
    content = bytearray(8 + count * step + length + 6)
    content[:8] = b"II*\0" + struct.pack("<I", 8)
    for n in range(count):
        at = 8 + n * step
        struct.pack_into("<H", content, at, 4000)
        struct.pack_into("<I", content, at + 2 + length, at + step if n < count - 1 else 0)
    return bytes(content)


def test_directories_that_overlap_are_refused(tmp_path: Path) -> None:
    """A thousand of four thousand entries in 170 kB would be walked for minutes."""
    path = tmp_path / "a.tif"
    path.write_bytes(overlapping(1000, 120))
    for read in (load_photo, pages_of):
        with pytest.raises(FusionError, match="damaged or incomplete"):
            read(path)
    with pytest.raises(ValueError, match="overlap"):
        refuse_overlapping(path.read_bytes())
    assert preview_of(path) is None


def test_pages_beside_each_other_are_no_overlap(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.zeros((300, 8, 8), np.uint8), photometric="minisblack", metadata=None)
    refuse_overlapping(path.read_bytes())
    assert pages_of(path) == 300


@pytest.mark.parametrize("tag", [256, 257, 277, 322])
def test_a_size_that_is_no_number_is_refused(tag: int, tmp_path: Path) -> None:
    """A text times a number is a text of gigabytes; tifffile reads bytes as a text too."""
    path, pixels = tmp_path / "a.tif", texture(16, 16)
    for below, kind in ((False, 2), (False, 1), (True, 2)):
        with tifffile.TiffWriter(path) as file:
            for more in (1, 0) if below else (0,):
                file.write(pixels, photometric="rgb", tile=(16, 16), subifds=more, metadata=None)
        content = bytearray(path.read_bytes())
        entries = re.finditer(struct.pack("<H", tag) + rb"[\x03\x04]\0\x01\0\0\0", bytes(content))
        place = [found.start() for found in entries][-1 if below else 0]
        struct.pack_into("<HII", content, place + 2, kind, 1 if kind == 1 else 1000, 8)
        path.write_bytes(content)
        with pytest.raises(ValueError, match="a size that is no number"):
            refuse_overlapping(bytes(content))
        with pytest.raises(FusionError, match="damaged or incomplete"):
            load_photo(path)


def test_no_reader_decodes_a_page_without_looking_at_its_parts_first() -> None:
    """Nor opens a TIFF whose directories were not looked at; the preview's are by its caller."""
    for path in sorted(READERS.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        if re.search(r"\b(page|sensor)\.asarray\(", text):
            assert "refuse_larger_parts(" in text, path.name
        if "tifffile.TiffFile(" in text and path.name != "tiff_preview.py":
            assert "refuse_overlapping(" in text, path.name
