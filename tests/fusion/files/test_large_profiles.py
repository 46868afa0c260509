"""A profile that a format's readers refuse is not written, and told; the picture is read everywhere."""

from __future__ import annotations

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from fusion import Metadata, Photo, load_photo, save_photo
from fusion.files import losses
from fusion.files.codecs import png
from fusion.files.colour import profiles
from tests.made import texture

CODE = "profile-too-large-for-format"
MEGABYTE = 1_000_000


def profile_of(size: int) -> bytes:
    """The sRGB profile with a private tag of random bytes, ``size`` bytes long."""
    plain = profiles.srgb()
    count = int.from_bytes(plain[128:132], "big")
    entries = [struct.unpack(">4sII", plain[132 + 12 * n : 144 + 12 * n]) for n in range(count)]
    data = plain[132 + 12 * count :]
    more = np.random.default_rng(1).bytes(size - len(plain) - 12)
    table = b"".join(struct.pack(">4sII", name, at + 12, length) for name, at, length in entries)
    own = struct.pack(">4sII", b"priv", 132 + 12 * (count + 1) + len(data), len(more))
    whole = plain[:128] + struct.pack(">I", count + 1) + table + own + data + more
    return struct.pack(">I", len(whole)) + whole[4:]


@pytest.mark.parametrize(
    ("suffix", "size", "kept"),
    [
        (".png", 900_000, True), (".png", 15 * MEGABYTE, False), (".jpg", 15 * MEGABYTE, True),
        (".jpg", 17 * MEGABYTE, False), (".tif", 17 * MEGABYTE, True), (".webp", 15 * MEGABYTE, True),
    ],
)  # fmt: skip
def test_what_readers_refuse_is_not_written_and_told(
    suffix: str, size: int, kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = profile_of(size)
    photo = Photo(texture(16, 16), profile)
    place = save_photo(photo, tmp_path / f"a{suffix}")
    assert (CODE in [note.code for note in losses(photo, place)]) is not kept
    assert (load_photo(place).profile == profile) is kept
    monkeypatch.setattr(PngImagePlugin, "MAX_TEXT_CHUNK", PngImagePlugin.MAX_TEXT_MEMORY // 64)
    with Image.open(place) as picture:  # as other programs read it, with Pillow's own limit
        picture.load()
        assert (picture.info.get("icc_profile") == profile) is kept
    assert cv2.imread(str(place)) is not None


def test_a_png_of_another_program_with_a_large_profile_is_read(tmp_path: Path) -> None:
    profile = profile_of(4 * MEGABYTE)
    for kind in (np.uint8, np.uint16):
        place = save_photo(Photo(texture(16, 16).astype(kind)), tmp_path / "a.png")
        content = png.with_chunks(place.read_bytes(), profile, Metadata())
        place.write_bytes(content)
        assert load_photo(place).profile == profile


def test_a_metadata_block_that_libpng_refuses_is_not_written(tmp_path: Path) -> None:
    block = b"II*\0\x08\0\0\0\0\0\0\0\0\0".ljust(9 * MEGABYTE, b"\0")
    photo = Photo(texture(16, 16), metadata=Metadata(exif=block))
    place = save_photo(photo, tmp_path / "a.png")
    assert "png-holds-8-mb" in [note.code for note in losses(photo, place)]
    assert cv2.imread(str(place)) is not None
