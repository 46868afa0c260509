"""The size of a picture and a small picture, without decoding it as a whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from fusion import load_photo
from fusion.files.headers import size_in_header, small_jpeg
from tests.fusion.files.test_formats import dng
from tests.made import texture


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp", ".bmp", ".gif", ".tif"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_the_size_is_that_of_the_photo(tmp_path: Path, ending: str, orientation: int) -> None:
    path, exif = tmp_path / f"a{ending}", Image.Exif()
    exif[274] = orientation
    more = {} if ending in (".bmp", ".gif") else {"exif": exif}
    Image.fromarray(texture(30, 40)).save(path, **more)
    photo = load_photo(path)
    assert size_in_header(path) == (photo.width, photo.height)


def test_the_size_of_deep_tiff_and_of_raw(tmp_path: Path) -> None:
    deep = tmp_path / "a.tif"
    with tifffile.TiffWriter(deep) as writer:
        writer.write(np.zeros((40, 60, 3), np.uint16), photometric="rgb")
        writer.write(np.zeros((20, 30, 3), np.uint16), photometric="rgb", subfiletype=1)
    assert size_in_header(deep) == (60, 40)
    raw = tmp_path / "a.dng"
    raw.write_bytes(dng(np.full((64, 96), 9000, np.uint16), (500, 1000, 800), orientation=6))
    photo = load_photo(raw)
    assert size_in_header(raw) == (photo.width, photo.height)


def test_what_has_no_readable_header_has_no_size(tmp_path: Path) -> None:
    broken = tmp_path / "a.jpg"
    broken.write_bytes(b"\xff\xd8\xff nothing")
    assert size_in_header(broken) is None
    assert size_in_header(tmp_path) is None
    assert size_in_header(tmp_path / "missing.png") is None
    assert small_jpeg(broken, 64) is None


def test_a_jpeg_is_decoded_small_and_upright(tmp_path: Path) -> None:
    path, exif = tmp_path / "a.jpg", Image.Exif()
    exif[274] = 6
    left = np.zeros((320, 480, 3), np.uint8)
    left[:, :240] = 200
    Image.fromarray(left).save(path, exif=exif)
    small = small_jpeg(path, 60)
    assert small is not None
    assert small.shape == (60, 40, 3)
    assert small[:25].mean() > 190 > 10 > small[35:].mean()
