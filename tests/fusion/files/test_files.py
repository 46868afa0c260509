"""Photographs come in upright and go out whole; what cannot be read or written is one sentence."""

import io
import os
import stat
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from fusion import FusionError, Metadata, Photo, load_photo, save_photo
from fusion.files import WRITABLE
from fusion.files.codecs.png import with_chunks
from tests.made import texture

LOSSLESS = [".png", ".tif", ".tiff", ".bmp", ".webp"]


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("suffix", LOSSLESS)
def test_colour_comes_back_as_it_was(suffix: str, tmp_path: Path) -> None:
    pixels = texture(33, 41)
    save_photo(Photo(pixels), tmp_path / f"a{suffix}")
    loaded = load_photo(tmp_path / f"a{suffix}")
    assert np.array_equal(loaded.pixels, pixels)
    assert loaded.path == tmp_path / f"a{suffix}"


@pytest.mark.parametrize("suffix", [".png", ".tif", ".bmp", ".jpg"])
def test_grey_stays_grey(suffix: str, tmp_path: Path) -> None:
    pixels = texture(33, 41, colour=False)
    save_photo(Photo(pixels), tmp_path / f"a{suffix}")
    loaded = load_photo(tmp_path / f"a{suffix}").pixels
    assert loaded.shape == pixels.shape
    assert np.abs(loaded.astype(int) - pixels.astype(int)).max() <= (20 if suffix == ".jpg" else 0)


def test_jpeg_is_close(tmp_path: Path) -> None:
    pixels = texture(64, 64)
    save_photo(Photo(pixels), tmp_path / "a.jpg")
    assert np.abs(load_photo(tmp_path / "a.jpg").pixels.astype(int) - pixels).mean() < 4


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("colour", [True, False])
def test_sixteen_bits_come_through_unquantised(suffix: str, colour: bool, tmp_path: Path) -> None:
    ramp = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    pixels = np.stack([ramp, ramp[::-1], ramp.T], axis=2) if colour else ramp
    save_photo(Photo(np.ascontiguousarray(pixels)), tmp_path / f"a{suffix}")
    assert np.array_equal(load_photo(tmp_path / f"a{suffix}").pixels, pixels)


def test_floating_point_tiff_comes_back(tmp_path: Path) -> None:
    pixels = texture(20, 20).astype(np.float32) / 255
    save_photo(Photo(pixels), tmp_path / "a.tif")
    assert np.array_equal(load_photo(tmp_path / "a.tif").pixels, pixels)


def test_sixteen_bits_as_jpeg_are_rounded_to_eight(tmp_path: Path) -> None:
    deep = np.full((16, 16), 257 * 100 + 130, dtype=np.uint16)
    save_photo(Photo(deep), tmp_path / "a.bmp")
    assert (load_photo(tmp_path / "a.bmp").pixels == 101).all()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("deep", [False, True])
def test_orientation_is_applied_once(orientation: int, deep: bool, tmp_path: Path) -> None:
    stored = texture(20, 30)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "a.png"
    upright = np.asarray(turned(Image.fromarray(stored), orientation))
    if deep:
        content = imagecodecs.png_encode(stored.astype(np.uint16) * 257)
        path.write_bytes(with_chunks(content, None, Metadata(exif=exif.tobytes())))
    else:
        Image.fromarray(stored).save(path, exif=exif)
    photo = load_photo(path)
    assert np.array_equal(photo.pixels, upright.astype(np.uint16) * 257 if deep else upright)
    save_photo(photo, tmp_path / "b.png")
    assert np.array_equal(load_photo(tmp_path / "b.png").pixels, photo.pixels)


def turned(picture: Image.Image, orientation: int) -> Image.Image:
    """Upright by Pillow's own words for each orientation."""
    way = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
    }
    return picture.transpose(way[orientation]) if orientation in way else picture


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_the_colour_profile_goes_along(suffix: str, tmp_path: Path) -> None:
    profile = srgb_profile()
    save_photo(Photo(texture(20, 20), profile=profile), tmp_path / f"a{suffix}")
    assert load_photo(tmp_path / f"a{suffix}").profile == profile


def test_the_profile_of_a_sixteen_bit_png_goes_along(tmp_path: Path) -> None:
    deep = texture(20, 20).astype(np.uint16) * 257
    save_photo(Photo(deep, profile=srgb_profile()), tmp_path / "a.png")
    assert load_photo(tmp_path / "a.png").profile == srgb_profile()


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
def test_exif_goes_along(suffix: str, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif[0x0112] = 6
    Image.fromarray(texture(20, 30)).save(tmp_path / "in.jpg", exif=exif)
    save_photo(load_photo(tmp_path / "in.jpg"), tmp_path / f"out{suffix}")
    with Image.open(tmp_path / f"out{suffix}") as written:
        assert written.getexif()[0x010F] == "Maker"
        assert written.getexif().get(0x0112, 1) == 1
        assert written.size == (20, 30)


def test_palette_transparency_and_cmyk_are_converted_and_told(tmp_path: Path) -> None:
    picture = Image.fromarray(texture(20, 20))
    picture.convert("RGBA").save(tmp_path / "alpha.png")
    picture.convert("P").save(tmp_path / "palette.png")
    picture.convert("CMYK").save(tmp_path / "cmyk.jpg")
    alpha, palette, cmyk = (
        load_photo(tmp_path / name) for name in ("alpha.png", "palette.png", "cmyk.jpg")
    )
    assert tuple(map(str, alpha.notes)) == ("Its transparency was left out.",)
    assert palette.pixels.shape == (20, 20, 3)
    assert tuple(map(str, palette.notes)) == ("Its palette was expanded to RGB.",)
    assert tuple(map(str, cmyk.notes)) == ("It was converted from CMYK to RGB.",)


@pytest.mark.parametrize("name", ["山水 照片.png", "🌸 flower.jpg", "a b  c.tif", "é" * 80 + ".webp"])
def test_any_name_works(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "文件夹 📷"
    folder.mkdir()
    save_photo(Photo(texture(16, 16)), folder / name)
    assert load_photo(folder / name).pixels.shape == (16, 16, 3)


def test_the_format_is_told_by_the_content_not_the_name(tmp_path: Path) -> None:
    Image.fromarray(texture(16, 16)).save(tmp_path / "really.png")
    (tmp_path / "really.png").rename(tmp_path / "a.jpg")
    assert load_photo(tmp_path / "a.jpg").pixels.shape == (16, 16, 3)


def jpeg_bytes() -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(texture(64, 64)).save(buffer, "JPEG")
    return buffer.getvalue()


def bad_files(folder: Path) -> dict[str, str]:
    """Files that cannot be read, and what the sentence says of each."""
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "truncated.jpg").write_bytes(jpeg_bytes()[:-700])
    (folder / "header.jpg").write_bytes(jpeg_bytes()[:30])
    (folder / "text.png").write_text("this is a text file\n" * 20)
    (folder / "folder.jpg").mkdir()
    os.mkfifo(folder / "pipe.jpg")
    deep: bytes = imagecodecs.png_encode(texture(40, 40).astype(np.uint16))
    (folder / "truncated_deep.png").write_bytes(deep[: len(deep) // 2])
    tifffile.imwrite(folder / "whole.tif", texture(64, 64).astype(np.uint16))
    (folder / "truncated.tif").write_bytes((folder / "whole.tif").read_bytes()[:9000])
    return {
        "missing.jpg": "there is no file .*check the name",
        "empty.jpg": "is empty .*copy it again",
        "truncated.jpg": "damaged or incomplete.*copy it again",
        "header.jpg": "cannot be read",
        "text.png": "is not a picture that can be read; take a JPEG",
        "folder.jpg": "is a folder; choose a picture",
        "pipe.jpg": "is not a file; choose a picture",
        "truncated_deep.png": "damaged or incomplete.*copy it again",
        "truncated.tif": "damaged or incomplete.*copy it again",
    }


def test_files_that_cannot_be_read_give_one_sentence_that_names_them(tmp_path: Path) -> None:
    for name, sentence in bad_files(tmp_path).items():
        with pytest.raises(FusionError, match=sentence) as error:
            load_photo(tmp_path / name)
        assert name in str(error.value)
        assert "\n" not in str(error.value)


def test_too_many_pixels_are_refused_before_decoding(tmp_path: Path) -> None:
    Image.new("1", (30_000, 30_000)).save(tmp_path / "bomb.png")
    with pytest.raises(FusionError, match="30000 × 30000 pixels, more than the limit of 400 megapixels"):
        load_photo(tmp_path / "bomb.png")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(position=st.integers(0, 3000), value=st.integers(0, 255), cut=st.integers(1, 4000))
def test_damaged_bytes_never_give_more_than_a_sentence(
    position: int, value: int, cut: int, tmp_path: Path
) -> None:
    content = bytearray(jpeg_bytes()[:cut])
    content[position % len(content)] = value
    path = tmp_path / "damaged.jpg"
    path.write_bytes(content)
    said = None
    try:
        assert load_photo(path).pixels.size > 0
    except FusionError as error:
        said = str(error)
    assert said is None or "damaged.jpg" in said


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("result", "must end in one of .jpg"),
        ("result.gif", "must end in one of .jpg"),
        ("nowhere/result.png", "there is no folder .*nowhere"),
        ("folder.png", "is a folder"),
    ],
)
def test_targets_that_cannot_be_written_give_one_sentence(
    name: str, sentence: str, tmp_path: Path
) -> None:
    (tmp_path / "folder.png").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(FusionError, match=sentence):
        save_photo(Photo(texture(8, 8)), tmp_path / name)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_source_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "source.png"
    save_photo(Photo(texture(8, 8)), source)
    before = source.read_bytes()
    (tmp_path / "link.png").symlink_to(source)
    for name in ("source.png", "link.png"):
        with pytest.raises(FusionError, match="is one of the sources and is not overwritten"):
            save_photo(Photo(texture(9, 9)), tmp_path / name, sources=[source])
    assert source.read_bytes() == before


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.png"
    save_photo(Photo(texture(8, 8)), target)
    before = target.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FusionError, match=r"a\.png cannot be written \(No space left on device\)"):
        save_photo(Photo(texture(9, 9)), target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_a_folder_without_permission_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("root may write anywhere, and so may everyone where folders have no permissions")
    with pytest.raises(FusionError, match="may not be written; choose another one"):
        save_photo(Photo(texture(8, 8)), tmp_path / "a.png")


def test_files_are_written_with_ordinary_permissions_and_old_ones_keep_theirs(tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    save_photo(Photo(texture(8, 8)), target)
    (tmp_path / "plain").touch()
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)
    target.chmod(0o640)
    save_photo(Photo(texture(8, 8)), target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_what_can_be_written_can_be_read(tmp_path: Path) -> None:
    for suffix in WRITABLE:
        save_photo(Photo(texture(12, 12)), tmp_path / f"a{suffix}")
        assert load_photo(tmp_path / f"a{suffix}").pixels.shape == (12, 12, 3)


def test_a_picture_too_wide_for_webp_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FusionError, match="in this format; save as TIFF"):
        save_photo(Photo(np.zeros((2, 17_000), dtype=np.uint8)), tmp_path / "a.webp")
