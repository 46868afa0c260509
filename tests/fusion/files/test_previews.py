"""The small picture in a camera's file: found without decoding the photograph."""

from __future__ import annotations

import io
import os
import struct
import sys
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from fusion.files.colour import profiles
from fusion.files.metadata.exif import directory_end, thumbnail_in
from fusion.files.metadata.ifd import (
    EXIF,
    INTEROPERABILITY,
    Directory,
    Entry,
    layout_of,
    read_first,
    renew_first,
)
from fusion.files.readers.previews import preview_of
from tests.fusion.files.test_formats import dng
from tests.fusion.files.test_metadata import camera_block
from tests.made import texture


def with_thumbnail(path: Path, height: int = 30, width: int = 40) -> Path:
    """A JPEG with a camera's EXIF: to be turned by a quarter, and with a thumbnail of 16 × 12."""
    Image.fromarray(texture(height, width)).save(path, exif=b"Exif\0\0" + camera_block())
    return path


def test_the_thumbnail_of_a_jpeg_is_upright(tmp_path: Path) -> None:
    preview = preview_of(with_thumbnail(tmp_path / "微距.jpg"))
    small = thumbnail_in(camera_block())
    assert small is not None
    expected = np.rot90(np.asarray(Image.open(io.BytesIO(small))), -1)
    assert preview is not None
    np.testing.assert_array_equal(preview, expected)


def test_the_bars_of_a_thumbnail_are_cut_off(tmp_path: Path) -> None:
    preview = preview_of(with_thumbnail(tmp_path / "a.jpg", 20, 40))
    assert preview is not None
    assert preview.shape == (16, 8, 3)


def test_the_preview_of_camera_raw_is_upright_and_small(tmp_path: Path) -> None:
    shades = np.zeros((900, 1200, 3), dtype=np.uint8)
    shades[:450] = 200
    raw = np.full((64, 96), 9000, dtype=np.uint16)
    path = tmp_path / "a.dng"
    path.write_bytes(dng(raw, (500, 1000, 800), orientation=6, preview=shades))
    preview = preview_of(path)
    assert preview is not None
    assert max(preview.shape) <= 640
    assert preview.shape[0] > preview.shape[1]
    middle = preview[preview.shape[0] // 2, :, 0]
    assert middle[5] < 50
    assert middle[-5] > 150


def test_what_has_no_preview_gives_none(tmp_path: Path) -> None:
    plain, text, raw = (tmp_path / name for name in ("a.jpg", "b.jpg", "c.dng"))
    Image.fromarray(texture(9, 9)).save(plain)
    text.write_text("no picture", encoding="utf-8")
    raw.write_bytes(dng(np.full((64, 96), 9000, dtype=np.uint16), (500, 1000, 800)))
    tifffile.imwrite(tmp_path / "d.tif", texture(9, 9), photometric="rgb")
    os.mkfifo(tmp_path / "e.jpg")
    names = ["a.jpg", "b.jpg", "c.dng", "d.tif", "e.jpg", "missing.jpg", "."]
    assert [preview_of(tmp_path / name) for name in names] == [None] * len(names)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_never_raises(seed: int, tmp_path: Path) -> None:
    content = bytearray(with_thumbnail(tmp_path / "a.jpg").read_bytes())
    random = np.random.default_rng(seed)
    for at in random.integers(0, 700, 12):
        content[at] = int(random.integers(0, 256))
    (tmp_path / "a.jpg").write_bytes(content[: int(random.integers(20, len(content)))])
    preview = preview_of(tmp_path / "a.jpg")
    assert preview is None or preview.ndim == 3


ADOBE, SRGB = profiles.raw_profile("adobe"), profiles.srgb()


def assert_close(preview: np.ndarray | None, expected: np.ndarray, most: float = 6) -> None:
    assert preview is not None
    assert preview.shape == expected.shape
    assert np.abs(preview.astype(int) - expected).mean() < most


def halves(height: int, width: int) -> np.ndarray:
    """Bright and strongly coloured above, dark below."""
    pixels = np.full((height, width, 3), (60, 200, 90), np.uint8)
    pixels[height // 2 :] = 20
    return pixels


def exif_with(small: np.ndarray, index: str = "R98") -> bytes:
    """EXIF with a thumbnail, and with what the camera says of its colours."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA005] = {1: index}
    buffer = io.BytesIO()
    Image.fromarray(small).save(buffer, "JPEG", quality=95)
    block = bytearray(exif.tobytes().removeprefix(b"Exif\0\0"))
    layout, first = layout_of(block), read_first(block)
    assert layout is not None
    assert first is not None
    block += bytes(len(block) % 2)
    at = len(block)
    small_at = at + 2 + 2 * 12 + 4
    block += struct.pack(layout.order + "H", 2)
    block += struct.pack(layout.order + "HHII", 513, 4, 1, small_at)
    block += struct.pack(layout.order + "HHII", 514, 4, 1, len(buffer.getvalue()))
    block += struct.pack(layout.order + "I", 0) + buffer.getvalue()
    struct.pack_into(layout.order + "I", block, directory_end(block, layout, first.at) - 4, at)
    return bytes(block)


@pytest.mark.parametrize("kind", ["JPEG", "AVIF", "WEBP", "PNG"])
@pytest.mark.parametrize("said", ["profile", "R03", "nothing"])
def test_the_thumbnail_in_exif_is_shown_in_srgb(kind: str, said: str, tmp_path: Path) -> None:
    small = halves(60, 80)
    exif = b"Exif\0\0" + exif_with(small, "R03" if said == "R03" else "R98")
    extra = {"icc_profile": ADOBE} if said == "profile" else {}
    Image.fromarray(halves(120, 160)).save(tmp_path / "a.bin", kind, exif=exif, **extra)
    wanted = small if said == "nothing" else profiles.on_screen(small, ADOBE)
    assert_close(preview_of(tmp_path / "a.bin"), wanted)
    assert said == "nothing" or not np.array_equal(wanted, small)


@pytest.mark.parametrize("profile", [None, ADOBE])
def test_the_thumbnail_of_heif_is_found_without_decoding_the_photograph(
    profile: bytes | None, tmp_path: Path
) -> None:
    heif = pytest.importorskip("pillow_heif")
    pixels = halves(600, 800)
    made = heif.from_bytes("RGB", (800, 600), pixels.tobytes())
    made.info["thumbnails"] = [160]
    made.info["icc_profile"] = profile
    made.save(tmp_path / "a.heic", quality=90)
    preview = preview_of(tmp_path / "a.heic")
    assert_close(preview, profiles.on_screen(halves(120, 160), profile))
    made.info["thumbnails"] = []
    made.save(tmp_path / "b.heic", quality=90)
    assert preview_of(tmp_path / "b.heic") is None


@pytest.mark.parametrize("below", [True, False])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_a_reduced_page_is_the_preview_of_a_tiff(below: bool, kind: type, tmp_path: Path) -> None:
    scale = kind(257 if kind is np.uint16 else 1)
    sizes = ((480, 640), (240, 320), (12, 16))
    whole, half, tiny = (halves(h, w).astype(kind) * scale for h, w in sizes)
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        options = {"subifds": 2} if below else {}
        tags = [(274, 3, 1, 3, True)]
        file.write(whole, photometric="rgb", iccprofile=ADOBE, extratags=tags, metadata=None, **options)
        for copy in (half, tiny):
            file.write(copy, photometric="rgb", subfiletype=1, metadata=None)
    expected = profiles.on_screen(np.ascontiguousarray(halves(240, 320)[::-1, ::-1]), ADOBE)
    assert_close(preview_of(tmp_path / "a.tif"), expected, 1)


def test_photoshop_s_thumbnail_is_the_preview_of_a_tiff(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.fromarray(halves(60, 80)).save(buffer, "JPEG", quality=95)
    other = b"8BIM\x03\xed\0\0" + struct.pack(">I", 5) + b"12345\0"
    data = bytes(28) + buffer.getvalue()
    resources = other + b"8BIM\x04\x0c\0\0" + struct.pack(">I", len(data)) + data
    tifffile.imwrite(
        tmp_path / "a.tif", halves(120, 160), photometric="rgb",
        extratags=[(34377, 7, len(resources), resources, True)],
    )  # fmt: skip
    assert_close(preview_of(tmp_path / "a.tif"), halves(60, 80))


def test_a_page_of_its_own_is_no_preview(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.tif", np.stack([halves(240, 320)] * 3), photometric="rgb")
    assert preview_of(tmp_path / "a.tif") is None


def test_the_preview_of_camera_raw_is_shown_in_srgb(tmp_path: Path) -> None:
    """The camera says Adobe RGB of the JPEG that it developed."""
    raw = np.full((64, 96), 9000, dtype=np.uint16)
    content = dng(raw, (500, 1000, 800), preview=halves(300, 400))
    (tmp_path / "a.dng").write_bytes(content)
    plain = preview_of(tmp_path / "a.dng")
    block = bytearray(content)
    layout, rules = layout_of(block), Directory((Entry(1, 2, 4, b"R03\0"),))
    assert layout is not None
    pointer = Entry(INTEROPERABILITY, 4, 1, bytes(4))
    exif = Directory((pointer,), {INTEROPERABILITY: rules})
    renew_keeping_next(block, Directory((Entry(EXIF, 4, 1, bytes(4)),), {EXIF: exif}))
    (tmp_path / "b.dng").write_bytes(block)
    assert plain is not None
    assert_close(preview_of(tmp_path / "b.dng"), profiles.on_screen(plain, ADOBE), 1)


def renew_keeping_next(block: bytearray, more: Directory) -> None:
    """Add to the first directory; the pages behind it stay."""
    layout, first = layout_of(block), read_first(block)
    assert layout is not None
    assert first is not None
    following = struct.unpack_from("<I", block, directory_end(block, layout, first.at) - 4)[0]
    renew_first(block, layout, more)
    at = struct.unpack_from("<I", block, 4)[0]
    struct.pack_into("<I", block, directory_end(block, layout, at) - 4, following)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_tiff_never_raises(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    with tifffile.TiffWriter(path) as file:
        file.write(halves(48, 64), photometric="rgb", subifds=1, metadata=None)
        file.write(halves(24, 32), photometric="rgb", subfiletype=1, metadata=None)
    content = bytearray(path.read_bytes())
    random = np.random.default_rng(seed)
    for at in random.integers(0, len(content), 40):
        content[at] = int(random.integers(0, 256))
    path.write_bytes(content[: int(random.integers(20, len(content)))])
    preview = preview_of(path)
    assert preview is None or preview.ndim == 3


def test_without_its_package_heif_has_no_preview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    assert preview_of(tmp_path / "a.heic") is None


def test_the_reduced_page_of_a_float_tiff_is_shown_on_its_own_scale(tmp_path: Path) -> None:
    deep = np.linspace(0, 60_000, 240 * 320, dtype=np.float32).reshape(240, 320)
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        file.write(deep, subifds=1, metadata=None)
        file.write(deep[::2, ::2], subfiletype=1, metadata=None)
    shown = preview_of(tmp_path / "a.tif")
    assert shown is not None
    assert 110 < shown.mean() < 130
