"""Every format that is read gives the pixels that are in it, upright, with its depth."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image

from fusion import FusionError, Page, Photo, ReadOptions, fuse, load_photo, save_photo
from fusion.cli import main
from fusion.files import pages_of
from fusion.files.codecs.png import chunk
from fusion.files.colour import profiles
from fusion.files.metadata.exif import orientation_of
from fusion.record import read_record
from tests.conftest import SHARED
from tests.made import focus_pair, texture

PIXELS = texture(40, 56)
DEEP = PIXELS.astype(np.uint16) * 257 + np.arange(56, dtype=np.uint16)[None, :, None] % 200
SAMPLES = SHARED / "io"


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize(
    "options",
    [{}, {"compression": "lzw", "predictor": True}, {"compression": "deflate", "tile": (16, 16)},
     {"compression": "zstd"}, {"bigtiff": True}, {"byteorder": ">"}, {"rowsperstrip": 5},
     {"planarconfig": "separate"}, {"planarconfig": "separate", "compression": "lzw"}],
)  # fmt: skip
def test_every_kind_of_tiff(kind: type, options: dict[str, object], tmp_path: Path) -> None:
    pixels = {np.uint8: PIXELS, np.uint16: DEEP, np.float32: PIXELS / np.float32(255)}[kind]
    stored = np.moveaxis(pixels, 2, 0) if "planarconfig" in options else pixels
    tifffile.imwrite(tmp_path / "a.tif", stored, photometric="rgb", **options)
    photo = load_photo(tmp_path / "a.tif")
    assert photo.pixels.dtype == kind
    assert np.array_equal(photo.pixels, pixels)


@pytest.mark.parametrize("compression", ["jpeg", "tiff_lzw", "packbits", "group4"])
def test_tiff_as_other_programs_write_it(compression: str, tmp_path: Path) -> None:
    """JPEG in a TIFF is YCbCr; group 4 is of one bit."""
    picture = Image.fromarray(PIXELS).convert("1" if compression == "group4" else "RGB")
    picture.save(tmp_path / "a.tif", compression=compression)
    photo = load_photo(tmp_path / "a.tif")
    expected = np.asarray(picture.convert("L" if compression == "group4" else "RGB")).astype(int)
    apart = np.abs(photo.pixels - expected).mean()
    assert apart < (25 if compression == "jpeg" else 0.01)
    assert photo.notes == ()


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_an_interlaced_deep_png_is_read_and_nothing_printed(
    channels: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pixels = np.dstack([DEEP, DEEP[:, :, :1] // 2])[:, :, -channels:] if channels > 1 else DEEP[:, :, :1]
    (tmp_path / "a.png").write_bytes(interlaced_png(np.ascontiguousarray(pixels)))
    photo = load_photo(tmp_path / "a.png")
    wanted = pixels[:, :, : channels - (channels in (2, 4))]
    assert np.array_equal(photo.pixels, wanted[:, :, 0] if channels < 3 else wanted)
    assert bool(photo.notes) == (channels in (2, 4))
    assert capfd.readouterr() == ("", "")


def interlaced_png(pixels: np.ndarray) -> bytes:
    """Adam7, 16 bits, without filters."""
    height, width, channels = pixels.shape
    passes = (
        (0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1),
    )  # fmt: skip
    rows = b"".join(
        b"\0" + row.astype(">u2").tobytes()
        for top, left, down, across in passes for row in pixels[top::down, left::across]
    )  # fmt: skip
    kind = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    header = struct.pack(">IIBBBBB", width, height, 16, kind, 0, 0, 1)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )  # fmt: skip


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_white_is_zero_is_turned_round(kind: type, tmp_path: Path) -> None:
    grey = (PIXELS if kind is np.uint8 else DEEP)[:, :, 0]
    tifffile.imwrite(tmp_path / "a.tif", np.iinfo(kind).max - grey, photometric="miniswhite")
    assert np.array_equal(load_photo(tmp_path / "a.tif").pixels, grey)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_alpha_is_left_out_and_told(kind: type, tmp_path: Path) -> None:
    pixels = PIXELS if kind is np.uint8 else DEEP
    alpha = np.dstack([pixels, np.zeros_like(pixels[:, :, :1])])
    tifffile.imwrite(tmp_path / "a.tif", alpha, photometric="rgb", extrasamples=["unassalpha"])
    (tmp_path / "a.png").write_bytes(imagecodecs.png_encode(alpha))
    for name in ("a.tif", "a.png"):
        photo = load_photo(tmp_path / name)
        assert np.array_equal(photo.pixels, pixels)
        assert tuple(map(str, photo.notes)) == ("Its transparency was left out.",)


def test_pages_of_a_tiff_become_frames_on_request(tmp_path: Path) -> None:
    pair, path = focus_pair(), tmp_path / "stack.tif"
    tifffile.imwrite(path, np.stack([pair.first, pair.second]), photometric="rgb")
    note = str(*load_photo(path).notes)
    assert note.startswith("It has 2 pages; only the first was read.")
    assert "File → Open pages as sources" in note
    assert "--pages" in note
    assert pages_of(path) == 2
    assert np.array_equal(load_photo(path, ReadOptions(page=1)).pixels, pair.second)
    out = tmp_path / "out.png"
    assert main(["fuse", str(path), "--pages", "-o", str(out), "--method", "average"]) == 0
    expected = fuse([Page(path, 0), Page(path, 1)], read_record(out).settings).photo.pixels
    assert np.array_equal(load_photo(out).pixels, expected)
    assert [source.page for source in read_record(out).sources] == [0, 1]
    assert main(["repeat", str(out)]) == 0


def test_a_reduced_copy_is_no_page(tmp_path: Path) -> None:
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        file.write(PIXELS, photometric="rgb", subifds=0)
        file.write(PIXELS[::2, ::2], photometric="rgb", subfiletype=1)
    assert pages_of(tmp_path / "a.tif") == 1
    assert load_photo(tmp_path / "a.tif").notes == ()


@pytest.mark.parametrize("largest", [65535, 4095])
def test_deep_netpbm_keeps_its_bits(largest: int, tmp_path: Path) -> None:
    stored = (DEEP // (65536 // (largest + 1))).astype(">u2")
    (tmp_path / "a.ppm").write_bytes(b"P6\n# a comment\n56 40\n%d\n" % largest + stored.tobytes())
    (tmp_path / "a.pgm").write_bytes(b"P5 56 40 %d\n" % largest + stored[:, :, 0].tobytes())
    expected = (stored.astype(np.uint32) * 65535 // largest).astype(np.uint16)
    assert np.array_equal(load_photo(tmp_path / "a.ppm").pixels, expected)
    assert np.array_equal(load_photo(tmp_path / "a.pgm").pixels, expected[:, :, 0])


@pytest.mark.parametrize("pixels", [PIXELS, DEEP, DEEP[:, :, 0].copy()])
def test_lossless_jpeg_xl_comes_back(pixels: np.ndarray, tmp_path: Path) -> None:
    (tmp_path / "a.jxl").write_bytes(imagecodecs.jpegxl_encode(pixels, lossless=True))
    assert np.array_equal(load_photo(tmp_path / "a.jxl").pixels, pixels)


@pytest.mark.parametrize(
    ("name", "most"), [("a.avif", 20.0), ("a.jp2", 1.0), ("a.gif", 30.0), ("a.ppm", 0.0)]
)
def test_other_formats_open(name: str, most: float, tmp_path: Path) -> None:
    Image.fromarray(PIXELS).save(tmp_path / name)
    photo = load_photo(tmp_path / name)
    assert photo.pixels.shape == PIXELS.shape
    assert np.abs(photo.pixels.astype(int) - PIXELS).mean() <= most


@pytest.mark.parametrize("deep", [False, True])
def test_heif_is_read_with_its_depth(deep: bool, tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif")
    made = heif.from_bytes("RGB;16" if deep else "RGB", (56, 40), (DEEP if deep else PIXELS).tobytes())
    made.save(tmp_path / "a.heic", quality=-1, chroma=444)
    photo = load_photo(tmp_path / "a.heic")
    assert photo.pixels.dtype == (np.uint16 if deep else np.uint8)
    assert np.abs(photo.pixels / photo.white - (DEEP / 65535 if deep else PIXELS / 255)).mean() < 0.02


def test_without_its_package_heif_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    with pytest.raises(FusionError, match="install the package pillow-heif, or save it as JPEG"):
        load_photo(tmp_path / "a.heic")


def dng(
    pixels: np.ndarray, neutral: tuple[int, int, int], orientation: int = 1,
    preview: np.ndarray | None = None,
) -> bytes:  # fmt: skip
    """A camera's DNG: Bayer values of (H, W) uint16, the white that the camera measured, a preview."""
    one = 10_000
    matrix = [value for v in (1.0, 0, 0, 0, 1.0, 0, 0, 0, 1.0) for value in (int(v * one), one)]
    buffer = io.BytesIO()
    with tifffile.TiffWriter(buffer) as file:
        file.write(pixels, photometric="cfa", metadata=None, extratags=[
            (274, 3, 1, orientation, True), (271, 2, 0, "Maker", True), (50706, 1, 4, b"\1\4\0\0", True),
            (50708, 2, 0, "Maker Model", True), (33421, 3, 2, (2, 2), True),
            (33422, 1, 4, b"\0\1\1\2", True), (50714, 3, 1, 0, True), (50717, 3, 1, 65535, True),
            (50721, 10, 9, matrix, True), (50778, 3, 1, 21, True),
            (50728, 5, 3, [value for n in neutral for value in (n, 1000)], True),
        ])  # fmt: skip
        if preview is not None:
            file.write(preview, photometric="ycbcr", compression="jpeg", subfiletype=1, metadata=None,
                       rowsperstrip=len(preview))  # fmt: skip
    return buffer.getvalue()


def test_raw_frames_get_one_development(tmp_path: Path) -> None:
    """A brighter neighbour and another white balance change nothing where the scene is the same."""
    scene = np.random.default_rng(5).integers(3000, 20_000, (64, 96), dtype=np.uint16)
    brighter = scene.copy()
    brighter[:, 60:] = 60_000
    first, second = tmp_path / "1.dng", tmp_path / "2.dng"
    first.write_bytes(dng(scene, (500, 1000, 800)))
    second.write_bytes(dng(brighter, (900, 1000, 400)))
    one, other = load_photo(first), load_photo(second)
    assert one.pixels.dtype == np.uint16
    assert one.raw is not None
    assert not np.array_equal(one.pixels[:, :40], other.pixels[:, :40])
    alike = load_photo(second, ReadOptions(white_balance=one.raw.white_balance))
    assert np.array_equal(one.pixels[:, :40], alike.pixels[:, :40])
    assert alike.raw == one.raw


def test_raw_is_fused_with_its_metadata_and_can_be_repeated(tmp_path: Path) -> None:
    scene = np.random.default_rng(5).integers(3000, 20_000, (64, 96), dtype=np.uint16)
    for name, neutral in (("1.dng", (500, 1000, 800)), ("2.dng", (900, 1000, 400))):
        (tmp_path / name).write_bytes(dng(scene, neutral, orientation=6))
    out, command = tmp_path / "out.tif", ["fuse", str(tmp_path), "--raw-space", "prophoto"]
    assert main([*command, "-o", str(out), "--method", "spatial-frequency"]) == 0
    photo, record = load_photo(out), read_record(out)
    assert photo.pixels.shape == (96, 64, 3)
    assert photo.profile == profiles.raw_profile("prophoto")
    assert orientation_of(photo.metadata.exif) == 1
    assert b"Maker" in (photo.metadata.exif or b"")
    assert record.sources[0].raw == record.sources[1].raw
    assert main(["repeat", str(out)]) == 0


@pytest.mark.parametrize("space", ["srgb", "adobe", "prophoto"])
def test_raw_looks_the_same_in_every_space(space: str, tmp_path: Path) -> None:
    grey = np.full((32, 32), 12_000, np.uint16)
    (tmp_path / "a.dng").write_bytes(dng(grey, (1000, 1000, 1000)))
    photo = load_photo(tmp_path / "a.dng", ReadOptions(raw_space=space))
    shown = profiles.on_screen(photo.pixels, photo.profile)[16, 16].astype(float) / 65535
    linear = 12_000 / 65535
    assert np.abs(shown - (1.055 * linear ** (1 / 2.4) - 0.055)).max() < 0.01


def samples(bad: bool) -> list[Path]:
    """The development samples; one file named bad has a good picture in it."""
    if not SAMPLES.is_dir():
        return []
    pictures = [path for path in sorted(SAMPLES.iterdir()) if path.suffix not in (".md", ".py")]
    return [path for path in pictures if bad == is_bad(path.name)]


def is_bad(name: str) -> bool:
    return name.startswith("bad_") and name != "bad_tiff_ifd_loop.tif"


@pytest.mark.shared
@pytest.mark.parametrize("path", samples(bad=False), ids=lambda path: path.name)
def test_good_samples_are_read(path: Path) -> None:
    assert load_photo(path).pixels.size


@pytest.mark.shared
@pytest.mark.parametrize("path", samples(bad=True), ids=lambda path: path.name)
def test_bad_samples_are_refused_in_a_sentence(path: Path) -> None:
    with pytest.raises(FusionError, match=path.name):
        load_photo(path)


LOSSLESS = [
    "png_interlaced_rgb8.png", "png_rgba8.png", "tiff_orientation_6.tif", "tiff_rgb8_deflate_tiled.tif",
    "tiff_rgb8_lzw.tif", "tiff_rgb8_packbits.tif", "tiff_rgb8_planar.tif", "tiff_rgb8_strips_none.tif",
    "tiff_rgba8_unassociated.tif", "ok_png_named_jpg.jpg",
]  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("name", LOSSLESS)
def test_lossless_samples_equal_the_reference(name: str) -> None:
    reference = load_photo(SAMPLES / "reference_rgb8.png").pixels
    assert np.array_equal(load_photo(SAMPLES / name).pixels, reference)


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["png_interlaced_rgb16.png", "png_rgba16.png", "tiff_rgb16_bigendian_lzw.tif",
             "jxl_lossless_16bit.jxl"]
)  # fmt: skip
def test_deep_samples_equal_the_reference(name: str) -> None:
    reference = load_photo(SAMPLES / "reference_rgb16.png").pixels
    assert np.array_equal(load_photo(SAMPLES / name).pixels, reference[:120, :160])


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "most"),
    [("jpeg_icc_displayp3.jpg", 2.0), ("jpeg_icc_adobergb.jpg", 2.2), ("png_icc_prophoto.png", 0.8)],
)
def test_samples_in_wide_spaces_look_like_the_reference(name: str, most: float) -> None:
    photo = load_photo(SAMPLES / name)
    shown = profiles.on_screen(photo.pixels, photo.profile).astype(int)
    assert np.abs(shown - load_photo(SAMPLES / "reference_rgb8.png").pixels).mean() < most


@pytest.mark.shared
@pytest.mark.parametrize("orientation", range(1, 9))
def test_turned_samples_are_upright_and_stay_so(orientation: int, tmp_path: Path) -> None:
    photo = load_photo(SAMPLES / f"jpeg_orientation_{orientation}.jpg")
    reference = load_photo(SAMPLES / "reference_rgb8.png").pixels.astype(int)
    assert np.abs(photo.pixels - reference).mean() < 2
    for suffix in (".png", ".tif"):
        back = load_photo(save_photo(photo, tmp_path / f"a{suffix}"))
        assert np.array_equal(back.pixels, photo.pixels)
        assert orientation_of(back.metadata.exif) == 1


def test_a_twelve_bit_tiff_is_told(tmp_path: Path) -> None:
    save_photo(Photo(DEEP // 16), tmp_path / "a.tif")
    assert tuple(map(str, load_photo(tmp_path / "a.tif").notes)) == (
        "Its values end at 4095 of 65535: 12 bits, which look dark.",
    )
