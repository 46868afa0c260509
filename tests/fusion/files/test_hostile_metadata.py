"""Metadata that leads back to itself or claims more than the file holds is read within bounds."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from fusion import FusionError, Metadata, Photo, load_photo, save_photo
from fusion.files.capture_time import capture_time
from fusion.files.codecs import jpeg, png
from fusion.files.metadata import exif, iso_bmff, xmp
from fusion.files.metadata.ifd import (
    EXIF,
    GPS,
    INTEROPERABILITY,
    MOST_ENTRIES,
    Directory,
    read_first,
)
from fusion.files.metadata.iptc import MOST_DATA_SETS, data_sets
from fusion.files.readers.previews import preview_of
from tests.made import texture

POINTERS = (EXIF, GPS, INTEROPERABILITY)


def block_of(*fields: tuple[int, int, int, int], size: int = 0) -> bytes:
    """An EXIF block of one directory at offset 8: tag, type, count, value."""
    entries = b"".join(struct.pack("<HHII", *entry) for entry in fields)
    return (b"II*\0" + struct.pack("<IH", 8, len(fields)) + entries + bytes(4)).ljust(size, b"\0")


def looped(count: int) -> bytes:
    """A block whose pointers, three tags in turn, all lead to the directory that holds them."""
    return block_of(*((POINTERS[n % 3], 4, 1, 8) for n in range(count)))


def chained(count: int) -> bytes:
    """Directories of three pointers each, every one to the next directory."""
    begin = [8 + 42 * n for n in range(count + 1)]
    parts = [
        struct.pack("<H", 3)
        + b"".join(struct.pack("<HHII", tag, 4, 1, begin[n + 1]) for tag in POINTERS)
        + bytes(4)
        for n in range(count)
    ]
    return b"II*\0" + struct.pack("<I", 8) + b"".join(parts) + bytes(6)


def greedy(count: int, size: int) -> bytes:
    """A block of ``size`` bytes whose entries each claim all of it."""
    return block_of(*((1000 + n, 7, size, 0) for n in range(count)), size=size)


def jpeg_with(block: bytes, pixels: np.ndarray) -> bytes:
    content = jpeg_content(pixels)
    parts = [block[at : at + 60_000] for at in range(0, len(block), 60_000)]
    segments = [jpeg.segment(jpeg.EXIF_AND_XMP, exif.MARK + part) for part in parts]
    return content[:2] + b"".join(segments) + content[2:]


def jpeg_content(pixels: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG")
    return buffer.getvalue()


def png_with(block: bytes, pixels: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return bytes(png.with_chunks(buffer.getvalue(), None, Metadata(exif=block)))


def webp_with(block: bytes, pixels: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "WEBP", lossless=True, exif=block)
    return buffer.getvalue()


def tiff_with(block: bytes, pixels: np.ndarray) -> bytes:
    """A TIFF whose first directory has the pointers of ``block`` besides its own tags."""
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, pixels, photometric="rgb")
    content = bytearray(buffer.getvalue())
    at = struct.unpack_from("<I", content, 4)[0]
    count = struct.unpack_from("<H", content, at)[0]
    more = struct.unpack_from("<H", block, 8)[0]
    own, others = content[at + 2 : at + 2 + 12 * count], block[10 : 10 + 12 * more]
    struct.pack_into("<I", content, 4, len(content))
    place = struct.pack("<I", len(content))
    fields = [others[n : n + 12] for n in range(0, len(others), 12)]
    own_place = b"\x08\0\0\0"
    others = b"".join(f[:8] + place if f.endswith(own_place) else f for f in fields)
    return bytes(content + struct.pack("<H", (count + more) % 65_536) + own + others + bytes(4))


CONTAINERS: dict[str, Callable[[bytes, np.ndarray], bytes]] = {
    ".jpg": jpeg_with, ".png": png_with, ".webp": webp_with, ".tif": tiff_with,
}  # fmt: skip
HOSTILE = {
    "240 loops": looped(240), "1000 loops": looped(1000), "chain": chained(1000),
    "greedy": greedy(3000, 200_000),
}  # fmt: skip


@pytest.mark.parametrize("suffix", CONTAINERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_exif_does_not_stop_a_picture(suffix: str, name: str, tmp_path: Path) -> None:
    pixels, path = texture(16, 16), tmp_path / f"a{suffix}"
    path.write_bytes(CONTAINERS[suffix](HOSTILE[name], pixels))
    tracemalloc.start()
    photo = load_photo(path)
    saved = save_photo(photo, tmp_path / "b.tif")
    capture_time(path)
    preview_of(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert load_photo(saved).pixels.shape == pixels.shape
    assert most < 8 * path.stat().st_size + 8_000_000


def test_a_directory_is_walked_once() -> None:
    first = read_first(looped(1000))
    assert first is not None
    assert [entry.tag for entry in first.entries] == list(POINTERS)
    assert not first.below


def test_only_the_first_entry_of_a_tag_counts() -> None:
    block = block_of((exif.ORIENTATION, 3, 1, 6), (exif.ORIENTATION, 3, 1, 8))
    assert exif.orientation_of(block) == 6


def test_values_take_no_more_than_the_block() -> None:
    for block in (greedy(4096, 1_000_000), greedy(60_000, 1_000_000), chained(20_000)):
        first = read_first(block)
        assert first is not None
        assert sum(len(entry.value) for entry in first.entries) <= len(block) + 4096
        assert len(first.entries) <= MOST_ENTRIES
    assert exif.set_right(greedy(60_000, 1_000_000), 16, 16, "program", True) is None


@pytest.mark.parametrize("part", ["<a/>", "<a>b</a>", "<?a?>", "<!---->"])
def test_xmp_of_a_million_parts_is_left_out(part: str) -> None:
    inside = part * 200_000
    packet = xmp.EMPTY.replace("/></x:", f">{inside}</rdf:RDF></x:").encode()
    assert xmp.parse(packet) is None
    assert xmp.parse(xmp.EMPTY.replace("/></x:", f">{part}</rdf:RDF></x:").encode()) is not None


def test_xmp_nested_beyond_reason_is_found_before_a_document_is_made() -> None:
    """A document takes a time for each element that grows with its depth."""
    inside = '<a b="">' * 20_000
    packet = xmp.EMPTY.replace("/></x:", f">{inside}</rdf:RDF></x:").encode()
    with pytest.raises(ValueError, match="nested too deeply"):
        xmp.refuse_too_deep(packet)
    assert xmp.parse(packet) is None


@pytest.mark.parametrize("order", ["<", ">"])
def test_offsets_of_a_bigtiff_beyond_any_index_are_no_directory(order: str, tmp_path: Path) -> None:
    mark = (b"II" if order == "<" else b"MM") + struct.pack(order + "HHH", 43, 8, 0)
    for offset in (2**63, 2**64 - 1, 2**40, 0):
        path = tmp_path / "a.tif"
        path.write_bytes(mark + struct.pack(order + "Q", offset) + bytes(100))
        assert read_first(path.read_bytes()) in (None, Directory((), {}, offset))
        with pytest.raises(FusionError, match="damaged or incomplete"):
            load_photo(path)


def test_iptc_and_boxes_without_end_are_bounded() -> None:
    assert sum(1 for _ in data_sets(b"\x1c\x02\x19\0\0" * 50_000)) == MOST_DATA_SETS
    assert sum(1 for _ in iso_bmff.boxes(b"\0\0\0\x08free" * 50_000)) == iso_bmff.MOST_BOXES


def test_only_the_first_profile_of_a_png_is_unpacked(tmp_path: Path) -> None:
    """Each of them would be unpacked to sixteen megabytes."""
    packed = zlib.compress(bytes(20_000_000))
    chunks = png.chunk(b"iCCP", b"one\0\0" + zlib.compress(b"first")) + png.chunk(
        b"iCCP", b"other\0\0" + packed
    ) * 300  # fmt: skip
    content = save_photo(Photo(texture(8, 8)), tmp_path / "a.png").read_bytes()
    whole = content[: png.SIGNATURE_AND_HEADER] + chunks + content[png.SIGNATURE_AND_HEADER :]
    assert png.profile_in(whole) == b"first"
