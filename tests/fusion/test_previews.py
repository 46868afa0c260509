"""The small picture in a camera's file: found without decoding the photograph."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from fusion.files.exif import thumbnail_in
from fusion.files.previews import preview_of
from tests.fusion.test_formats import dng
from tests.fusion.test_metadata import camera_block
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
