"""DNG as cameras, phones and raw converters write it: any compression, and floats on a fixed scale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile

from fusion import FusionError, FusionSettings, Photo, fuse, load_photo, save_photo
from fusion.files.colour.cicp import srgb_to_light
from tests.made import texture

ONE = 10_000
TO_SRGB = np.array([[3.2405, -1.5371, -0.4985], [-0.9693, 1.876, 0.0416], [0.0556, -0.204, 1.0572]])
"""XYZ to the camera's colours, which are those of sRGB."""
LIGHT = (texture(64, 96).astype(np.float32) / 255) ** 2.2
"""(H, W, 3): linear light of a scene."""
DEEP = np.rint(LIGHT * 65535).astype(np.uint16)


def write_dng(
    path: Path, values: np.ndarray, more: list[tuple[Any, ...]] | None = None, **options: Any
) -> Path:
    """A DNG of linear values (H, W, 3), or of a mosaic (H, W)."""
    matrix = [n for value in TO_SRGB.ravel() for n in (round(value * ONE), ONE)]
    tags: list[tuple[Any, ...]] = [
        (271, 2, 0, "Own", True), (272, 2, 0, "Camera", True), (50706, 1, 4, b"\1\7\0\0", True),
        (50708, 2, 0, "Own Camera", True), (50721, 10, 9, matrix, True), (50778, 3, 1, 21, True),
        (50728, 5, 3, [1, 1] * 3, True), *(more or []),
    ]  # fmt: skip
    if values.ndim == 2:
        tags += [(33421, 3, 2, (2, 2), True), (33422, 1, 4, b"\0\1\1\2", True)]
    kind = "cfa" if values.ndim == 2 else "linear_raw"
    tifffile.imwrite(path, values, photometric=kind, metadata=None, extratags=tags, **options)
    return path


def shots_as_raw_and_png(folder: Path) -> Path:
    """A folder, made here, with two shots, each as DNG and as PNG."""
    folder.mkdir()
    for number in (1, 2):
        write_dng(folder / f"{number}.dng", np.roll(DEEP, number, axis=0))
        save_photo(Photo(texture(64, 96, number)), folder / f"{number}.png")
    return folder



def mosaic(values: np.ndarray) -> np.ndarray:
    """Red, green, green, blue."""
    result = values[:, :, 1].copy()
    result[::2, ::2], result[1::2, 1::2] = values[::2, ::2, 0], values[1::2, 1::2, 2]
    return result


@pytest.mark.parametrize("values", [DEEP, mosaic(DEEP)], ids=["linear", "mosaic"])
@pytest.mark.parametrize(
    "options",
    [{"compression": "deflate", "predictor": True, "tile": (32, 32)}, {"compression": "lzw"},
     {"compression": "jpegxl_dng", "compressionargs": {"lossless": True}, "tile": (32, 32)},
     {"compression": "zstd"}],
    ids=lambda options: options["compression"],
)  # fmt: skip
def test_the_compression_changes_nothing(
    options: dict[str, Any], values: np.ndarray, tmp_path: Path
) -> None:
    levels = [(50714, 3, 1, 500, True), (50717, 3, 1, 60_000, True)]
    plain = load_photo(write_dng(tmp_path / "plain.dng", values, levels))
    packed = load_photo(write_dng(tmp_path / "packed.dng", values, levels, **options))
    assert np.array_equal(packed.pixels, plain.pixels)
    assert packed.raw == plain.raw
    assert packed.metadata == plain.metadata or packed.metadata.exif is not None


def test_lossy_jpeg_xl_is_near(tmp_path: Path) -> None:
    options: dict[str, Any] = {"compression": "jpegxl_dng", "compressionargs": {"distance": 0.5}}
    plain = load_photo(write_dng(tmp_path / "plain.dng", DEEP))
    lossy = load_photo(write_dng(tmp_path / "lossy.dng", DEEP, tile=(32, 32), **options))
    apart = lossy.pixels.astype(float) - plain.pixels
    assert abs(apart.mean()) < 0.005 * 65535
    assert np.abs(apart).mean() < 0.05 * 65535  # of noise in every pixel


def test_a_table_of_light_is_applied(tmp_path: Path) -> None:
    """As lossy DNG stores eight bits for sixteen."""
    codes = np.arange(256, dtype=np.uint32)
    table = np.rint((codes / 255) ** 2 * 65535).astype(np.uint16)
    stored = np.rint(np.sqrt(LIGHT) * 255).astype(np.uint8)
    tags = [(50712, 3, 256, table.tolist(), True), (50717, 3, 1, 65535, True)]
    packed = load_photo(write_dng(tmp_path / "a.dng", stored, tags, compression="deflate"))
    plain = load_photo(write_dng(tmp_path / "b.dng", table[stored]))
    assert np.array_equal(packed.pixels, plain.pixels)


def light_in(path: Path) -> np.ndarray:
    return np.asarray(srgb_to_light(load_photo(path).pixels / np.float32(65535)))


@pytest.mark.parametrize("kind", [np.float16, np.float32])
@pytest.mark.parametrize("compression", [None, "deflate"])
def test_floats_of_one_scene_have_one_scale(kind: type, compression: str | None, tmp_path: Path) -> None:
    """The frames' own maxima differ; LibRaw alone made 0.441 and 0.245 of one scene."""
    means = []
    for number, brightest in enumerate((0.5, 0.9)):
        values = np.minimum(LIGHT, 0.4)
        values[0, 0] = brightest
        path = write_dng(tmp_path / f"{number}.dng", values.astype(kind), compression=compression)
        assert np.abs(light_in(path)[8:-8, 8:-8] - values[8:-8, 8:-8]).max() < 2e-3
        means.append(load_photo(path).pixels[8:-8, 8:-8].mean())
    assert means[0] == means[1]


def test_floats_follow_black_white_and_baseline_exposure(tmp_path: Path) -> None:
    stored = (LIGHT * 0.5 * 200 + 8).astype(np.float32)
    tags = [
        (50714, 5, 3, [8, 1] * 3, True),
        (50717, 3, 3, [208] * 3, True),
        (50730, 10, 1, [1, 1], True),
    ]
    path = write_dng(tmp_path / "a.dng", stored, tags)
    assert np.abs(light_in(path) - LIGHT).max() < 2e-3
    pattern = mosaic(LIGHT) * 100 + np.tile([[1, 2], [3, 4]], (32, 48))
    tags = [
        (50713, 3, 2, (2, 2), True), (50714, 5, 4, [1, 1, 2, 1, 3, 1, 4, 1], True),
        (50717, 3, 1, 104, True),
    ]  # fmt: skip
    dark = load_photo(write_dng(tmp_path / "b.dng", pattern.astype(np.float32), tags))
    whole = (mosaic(LIGHT) * 0.98 * 65535).astype(np.uint16)
    plain = load_photo(write_dng(tmp_path / "c.dng", whole))
    assert np.abs(dark.pixels.astype(float) - plain.pixels).mean() < 0.02 * 65535


def test_what_is_no_number_is_black_and_what_is_brighter_than_white_is_white(tmp_path: Path) -> None:
    values = LIGHT.copy()
    values[20, 20], values[40, 40] = np.nan, 7.0
    pixels = load_photo(write_dng(tmp_path / "a.dng", values)).pixels
    assert pixels[20, 20].max() == 0
    assert pixels[40, 40].min() == 65535


def test_a_compression_that_is_not_read_is_named(tmp_path: Path) -> None:
    path = write_dng(tmp_path / "a.dng", DEEP, compression="deflate")
    content = bytearray(path.read_bytes())
    entry = content.index(bytes.fromhex("0301 0300 01000000"))
    content[entry + 8 : entry + 10] = (33601 + 1000).to_bytes(2, "little")
    path.write_bytes(content)
    with pytest.raises(FusionError, match="holds sensor data compressed as 34601, which is not read"):
        load_photo(path)


def test_frames_of_such_files_are_fused(tmp_path: Path) -> None:
    paths = [
        write_dng(tmp_path / f"{n}.dng", DEEP if n else DEEP // 2, compression="deflate") for n in (0, 1)
    ]
    result = fuse(paths, FusionSettings("spatial-frequency", device="cpu"))
    assert result.photo.pixels.dtype == np.uint16
    assert result.record is not None
    assert result.record.sources[1].raw is not None


@pytest.mark.parametrize("compression", ["deflate", "jpegxl_dng"])
def test_a_tile_larger_than_the_picture_is_refused_before_it_is_decoded(
    compression: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.dng"
    write_dng(path, np.zeros((4096, 4096, 3), np.uint16), compression=compression, tile=(4096, 4096))
    content = bytearray(path.read_bytes())
    for tag in (b"\x00\x01\x03\x00", b"\x00\x01\x04\x00", b"\x01\x01\x03\x00", b"\x01\x01\x04\x00"):
        at = content.find(tag)
        if at > 0:
            content[at + 8 : at + 12] = (64).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(FusionError, match=r"a\.dng"):
        load_photo(path)
