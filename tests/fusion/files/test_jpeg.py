"""JPEG straight through libjpeg-turbo: the pixels that Pillow gives, and only of whole files."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fusion.files.codecs import jpeg
from fusion.files.options import SUBSAMPLINGS, SaveOptions
from fusion.frames.matching import MatchingFrames
from fusion.photo import Metadata
from tests.made import texture

KINDS = [
    ("RGB", {}), ("RGB", {"progressive": True}), ("RGB", {"subsampling": 2, "quality": 30}), ("L", {}),
    ("RGB", {"keep_rgb": True}), ("RGB", {"restart_marker_rows": 1}), ("RGB", {"optimize": True}),
]  # fmt: skip


def made(mode: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(texture(77, 131)).convert(mode).save(buffer, "JPEG", **options)
    return buffer.getvalue()


@pytest.mark.parametrize(("mode", "options"), KINDS)
def test_the_pixels_are_those_of_pillow(mode: str, options: dict[str, object]) -> None:
    content = made(mode, **options)
    expected = np.asarray(Image.open(io.BytesIO(content)))
    for whole in (content, content + b"what a phone writes after it"):
        found = jpeg.decode(whole, 131, 77)
        assert found is not None
        assert np.array_equal(found, expected)


@pytest.mark.parametrize(("mode", "options"), KINDS)
def test_a_file_that_ends_early_is_left_to_pillow(mode: str, options: dict[str, object]) -> None:
    content = made(mode, **options)
    for length in (2, 3, 30, len(content) // 2, len(content) - 1):
        assert jpeg.decode(content[:length], 131, 77) is None


def test_another_size_than_the_header_s_is_left_to_pillow() -> None:
    assert jpeg.decode(made("RGB"), 131, 76) is None


@pytest.mark.parametrize("quality", [1, 50, 95, 100])
@pytest.mark.parametrize("subsampling", SUBSAMPLINGS)
def test_a_quality_means_what_it_means_in_pillow(quality: int, subsampling: str) -> None:
    for pixels in (texture(77, 131), texture(77, 131, colour=False)):
        buffer = io.BytesIO()
        Image.fromarray(pixels).save(buffer, "JPEG", quality=quality, subsampling=subsampling)
        content = jpeg.encode(pixels, None, Metadata(), SaveOptions(quality, subsampling))
        expected = np.asarray(Image.open(buffer))
        assert np.array_equal(np.asarray(Image.open(io.BytesIO(content))), expected)


def test_a_long_profile_takes_several_segments() -> None:
    profile = np.random.default_rng(1).integers(0, 256, 150_000, dtype=np.uint8).tobytes()
    content = jpeg.encode(texture(20, 30), profile, Metadata(), SaveOptions())
    assert Image.open(io.BytesIO(content)).info["icc_profile"] == profile


def test_files_read_side_by_side_come_in_their_order(tmp_path: Path) -> None:
    paths = []
    for number, level in enumerate((40, 120, 200)):
        paths.append(tmp_path / f"{number}.jpg")
        Image.new("L", (64, 48), level).save(paths[-1], quality=100)
    frames = MatchingFrames(paths)
    assert [int(photo.pixels[0, 0]) for photo in frames] == [40, 120, 200]
    assert [origin.name for origin in frames.origins] == ["0.jpg", "1.jpg", "2.jpg"]
