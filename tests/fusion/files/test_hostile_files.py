"""Any file may be thrown at the reader: one sentence, little memory, little time, nothing left."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from fusion import FusionError, Photo, ReadOptions, load_photo, save_photo
from fusion.files import pages_of
from fusion.files.codecs.png import chunk
from fusion.files.options import LIMIT_VARIABLE
from tests.fusion.files.fuzz_files import outcome
from tests.made import texture

ROOT = Path(__file__).resolve().parents[3]
MEASURED = """
import resource, sys, time
from fusion import FusionError, load_photo
import fusion.files

load_photo(sys.argv[1])
before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
try:
    load_photo(sys.argv[2])
    print("read")
except FusionError as error:
    print(error)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print((after - before) // 1024, time.monotonic() - begun)
"""


def png_of(width: int, height: int, data: bytes = b"", kind: int = 2, bits: int = 8) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data))
        + chunk(b"IEND", b"")
    )  # fmt: skip


def tiff_of(*tags: tuple[int, int, int, int], following: int = 0) -> bytes:
    """A little-endian TIFF of one directory: tag, type, count, value."""
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + struct.pack("<I", following)


def page_tags(width: int, height: int, channels: int = 1) -> tuple[tuple[int, int, int, int], ...]:
    return (
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
        (273, 4, 1, 0), (277, 3, 1, channels), (278, 4, 1, height), (279, 4, 1, 2**32 - 1),
    )  # fmt: skip


def jpeg_of(width: int, height: int) -> bytes:
    """A good JPEG whose header tells another size."""
    buffer = io.BytesIO()
    Image.fromarray(texture(16, 16)).save(buffer, "JPEG")
    content = bytearray(buffer.getvalue())
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


HOSTILE = {
    "bomb.png": (png_of(50_000, 50_000, bytes(100_000)), "50000 × 50000 pixels, more than the limit"),
    "deep_bomb.png": (png_of(60_000, 60_000, b"", bits=16), "60000 × 60000 pixels, more than the limit"),
    "overflow.png": (png_of(2**31 - 1, 2**31 - 1), "more than the limit"),
    "flat.png": (png_of(0, 5), "is not a picture that can be read|damaged"),
    "bomb.jpg": (jpeg_of(65_500, 65_500), "65500 × 65500 pixels, more than the limit"),
    "bomb.bmp": (
        b"BM" + struct.pack("<IIIIiiHHIIiiII", 60, 0, 54, 40, 60_000, 60_000, 1, 24, 0, 0, 0, 0, 0, 0),
        "60000 × 60000 pixels, more than the limit",
    ),
    "bomb.ppm": (b"P6 99999 99999 65535\n" + bytes(99), "99999 × 99999 pixels, more than the limit"),
    "small.ppm": (b"P6 9 9 65535\n" + bytes(9), "damaged or incomplete"),
    "bomb.jxl": (
        b"\xff\x0a" + (0b110 | (2**30 - 1) << 3 | 1 << 33).to_bytes(9, "little"),
        "1073741824 × 1073741824 pixels, more than the limit",
    ),
    "absurd.tif": (tiff_of(*page_tags(2**32 - 16, 2**32 - 16)), "more than the limit"),
    "channels.tif": (tiff_of(*page_tags(20_000, 20_000, 60_000)), "has 60000 channels"),
    "past_end.tif": (tiff_of(*page_tags(900, 900)), "damaged or incomplete"),
    "no_tags.tif": (tiff_of(), "damaged or incomplete"),
    "entries.tif": (b"II*\0\x08\0\0\0\xff\xff" + bytes(40), "damaged or incomplete"),
    "nowhere.tif": (b"II*\0\xff\xff\xff\x7f", "damaged or incomplete"),
    "short.tif": (b"II*\0", "damaged or incomplete"),
    "camera.nef": (b"II*\0" + bytes(500), "damaged or incomplete|is RAW of a camera"),
    "nothing.cr3": (b"\0\0\0\x18ftypcrx " + bytes(300), "damaged or incomplete|is RAW of a camera"),
    "nothing.heic": (b"\0\0\0\x18ftypheic" + bytes(300), "damaged or incomplete|is a HEIF picture"),
    "nothing.avif": (b"\0\0\0\x18ftypavif" + bytes(300), "damaged|is not a picture"),
    "film.mp4": (b"\0\0\0\x18ftypisom" + bytes(300), "is not a picture that can be read"),
    "program.jpg": (b"\x7fELF" + bytes(2000), "is not a picture that can be read"),
    "page.png": (b"<!DOCTYPE html><html>404</html>", "is not a picture that can be read"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_sentence(name: str, tmp_path: Path) -> None:
    content, sentence = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(content)
    begun = time.monotonic()
    with pytest.raises(FusionError, match=sentence) as error:
        load_photo(path)
    assert time.monotonic() - begun < 5
    assert name in str(error.value)
    assert "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["bomb.png", "deep_bomb.png", "bomb.jpg", "absurd.tif", "bomb.jxl"])
@pytest.mark.skipif(sys.platform == "win32", reason="the resource module is not there")
def test_refusing_a_bomb_takes_hardly_any_memory(name: str, tmp_path: Path) -> None:
    """Less than 64 MB more than reading a small picture took, where decoding would take gigabytes."""
    small = save_photo(Photo(texture(16, 16)), tmp_path / "small.png")
    (tmp_path / name).write_bytes(HOSTILE[name][0])
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(small), str(tmp_path / name)],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    said, figures = done.stdout.strip().splitlines()
    megabytes, seconds = map(float, figures.split())
    assert "more than the limit" in said
    assert megabytes < 64
    assert seconds < 5


def test_the_limit_on_pixels_can_be_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save_photo(Photo(texture(1000, 1200)), tmp_path / "a.png")
    monkeypatch.setenv(LIMIT_VARIABLE, "1")
    with pytest.raises(FusionError, match=f"more than the limit of 1 megapixels.*{LIMIT_VARIABLE}"):
        load_photo(path)
    monkeypatch.setenv(LIMIT_VARIABLE, "2")
    assert load_photo(path).width == 1200
    monkeypatch.setenv(LIMIT_VARIABLE, "many")
    assert load_photo(path).width == 1200


def test_directories_that_run_in_circles_end(tmp_path: Path) -> None:
    path = tmp_path / "circle.tif"
    tifffile.imwrite(path, texture(8, 8), photometric="rgb")
    content = bytearray(path.read_bytes())
    first = struct.unpack_from("<I", content, 4)[0]
    count = struct.unpack_from("<H", content, first)[0]
    struct.pack_into("<I", content, first + 2 + 12 * count, first)
    path.write_bytes(content)
    begun = time.monotonic()
    assert pages_of(path) == 1
    assert load_photo(path).notes == ()
    assert time.monotonic() - begun < 2


def test_a_file_that_changes_while_it_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save_photo(Photo(texture(16, 16)), tmp_path / "a.png")
    read = Path.read_bytes

    def read_and_grow(place: Path) -> bytes:
        content = read(place)
        with place.open("ab") as file:
            file.write(b"more")
        return content

    monkeypatch.setattr(Path, "read_bytes", read_and_grow)
    with pytest.raises(FusionError, match=r"a\.png changed while it was read"):
        load_photo(path)


@pytest.mark.skipif(sys.platform == "win32", reason="sparse files are made otherwise there")
def test_a_file_larger_than_any_photograph_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "disk.img"
    with path.open("wb") as file:
        file.truncate(20_000_000_000)
    begun = time.monotonic()
    with pytest.raises(FusionError, match="is larger than any photograph"):
        load_photo(path)
    assert time.monotonic() - begun < 1


def test_devices_are_no_pictures() -> None:
    if os.path.exists("/dev/zero"):  # noqa: PTH110
        with pytest.raises(FusionError, match="is not a file; choose a picture"):
            load_photo("/dev/zero")


def test_a_name_with_a_null_byte_is_one_sentence() -> None:
    with pytest.raises(FusionError, match="cannot be read"):
        load_photo("a\0b.png")


def test_a_page_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    path = save_photo(Photo(texture(16, 16)), tmp_path / "a.tif")
    with pytest.raises(FusionError, match="has no page 7; its last one is 1"):
        load_photo(path, ReadOptions(page=6))


def test_values_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    pixels = np.full((8, 8), np.nan, np.float32)
    tifffile.imwrite(tmp_path / "nan.tif", pixels)
    with pytest.raises(FusionError, match="damaged or incomplete"):
        load_photo(tmp_path / "nan.tif")


KINDS_THEN, FOUND = 39, (115155, 116793, 118504)
"""Cases of the fuzzer that once gave something else: pictures of 32 × 65,536 pixels and more."""


@pytest.mark.parametrize("number", FOUND)
def test_what_the_fuzzer_found_stays_mended(number: int, tmp_path: Path) -> None:
    assert outcome(number, tmp_path, KINDS_THEN) in ("picture", "refused")


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120, deadline=None,
    derandomize=True,
)  # fmt: skip
@given(number=st.integers(0, 10**9))
def test_damage_of_any_kind_gives_a_picture_or_one_sentence(number: int, tmp_path: Path) -> None:
    """A short piece of ``python -m tests.fusion.files.fuzz_files``."""
    assert outcome(number, tmp_path) in ("picture", "refused")
