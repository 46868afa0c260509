"""AVIF, JPEG XL and OpenEXR beyond 8 bits and sRGB: depth and colours are kept, or it is told."""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from PIL import Image

from fusion import FusionError, load_photo, save_photo
from fusion.files.colour import profiles
from fusion.files.colour.cicp import D65, PRIMARIES, described_profile, light_to_srgb, srgb_to_light
from fusion.files.metadata.exif import orientation_of
from fusion.files.readers import avif
from tests.made import texture

ROOT = Path(__file__).resolve().parents[3]
PIXELS = texture(40, 56)
P3 = described_profile(PRIMARIES[12], D65, None)
COLOUR = (200, 100, 50)
JXL = {
    "icc": (
        "{|Z4s2yYbwa$+KYuo`ZIN=ppcobTsLq%(Dad-"
        ">5KhT75#8g?5nMj9Yy8Zf^0k0mT<KO_~2Obiy85MTS#i)=grkU4D5<tKQF$5IJ`TRQNbXlPZ)OpbykKAXX$;}7``5}(3S(6U"
        "d9f<lMSCNxM*3Yn#n8}f8Of)5223TR0mT2MeC4t&@UVnB)s1u`sD@<ur5WHWdy4xhy0aNg$Vgbf28EI9BX;d(fE5BzI>9&7G"
        "M{O*xn3@<U<H=y5?@VR(6X&M-?7>=icvNIr2591F9#C8q<2m%2BU;s-Pixt92Lt(x^1OSKJu>t@900000000"
    ),
    "icc lossy": (
        "{|Z4s3U3tya$+KYuo`ZIN=ppcobTsLq%(Dad-"
        ">5KhT75#8g?5nMj9Yy8Zf^0k0mT<KO_~2Obiy85MTS#i)=grkU4D5<tKQF$5IJ`TRQNbXlPZ)OpbykKAXX$;}7``5}(3S(6U"
        "d9f<lMSCNxM*3Yn#n8}f8Of)5223TR0mT2MeC4t&@UVnB)s1u`sD@<ur5WHWdy4xhy0aNg$Vgbf28EI9BX;d(fE5BzI>9&7G"
        "M{O*xn3@<U<H=y5?@VR(6X&M-"
        "?7>=icvNIr2591F9#C8q<01}7*+yIaKDFFabp)$(2!OOXxFF$lxOxw85&{o?PmL!UdW0Q0Oha|BUY+Qf`7%+f=nOn}#7zkD+"
        "2>"
    ),
    "p3": (
        "{|Z4sKqfZ=2m%2BU;s-Pixt92Lt(x^1OSKJu>t@900000000"
    ),
    "p3 lossy": (
        "0000CN?1%F4GM<}0000KW^{RQYItlQ00000YItlQ0000@YItm8{|Z4sLMAr?01}7*+yIaKDFFabp)$(2!OOXxFF$lxOxw85&"
        "{o?PmL!UdW0Q0Oha|BUY+QgD7%;$qnVU>+3<Rr^1O"
    ),
    "pq": (
        "{|Z4sLLNN=01}7*+yKAIC;<Rap)$(2!OOXxFF$lxOxw85&{o?PmL!UdW0Q0Oha|BWY+PUuFaQ7;GdDha4V1W&1O"
    ),
}
"""8 × 8 pixels of ``COLOUR`` by cjxl 0.7: with Adobe RGB's profile embedded, lossless and lossy; with
Display P3 described in numbers; and with BT.2020 on the PQ curve."""


def jxl(name: str, folder: Path) -> Path:
    path = folder / "a.jxl"
    path.write_bytes(base64.b85decode(JXL[name]))
    return path


@pytest.mark.parametrize("bits", [10, 12])
@pytest.mark.parametrize("grey", [False, True])
def test_avif_of_more_than_8_bits_comes_as_16(bits: int, grey: bool, tmp_path: Path) -> None:
    highest = (1 << bits) - 1
    stored = (PIXELS.astype(np.uint32) * highest // 255).astype(np.uint16)
    stored[0, :, :] = np.linspace(0, highest, 56).astype(np.uint16)[:, None]
    stored = stored[:, :, 1].copy() if grey else stored
    options = {} if grey else {"pixelformat": "444"}
    content = imagecodecs.avif_encode(stored, level=100, bitspersample=bits, **options)
    (tmp_path / "a.avif").write_bytes(content)
    photo = load_photo(tmp_path / "a.avif")
    pixels = photo.pixels if photo.pixels.ndim == stored.ndim else photo.pixels[:, :, 1]
    expected = stored.astype(np.uint32) * 65535 // highest
    assert photo.pixels.dtype == np.uint16
    assert photo.notes == ()
    assert np.abs(pixels - expected.astype(int)).max() <= (65535 / highest if grey else 0)
    assert (pixels[0, 0].max(), pixels[0, -1].min()) == (0, 65535)


def test_deep_avif_keeps_orientation_exif_and_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pillow writes 8 bits only, so the reader of the deep ones is given such a file."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Maker", 6
    Image.fromarray(PIXELS).save(tmp_path / "a.avif", exif=exif.tobytes(), icc_profile=P3, quality=95)
    plain = load_photo(tmp_path / "a.avif")
    monkeypatch.setattr(avif, "bits_of", lambda _content: 10)
    photo = load_photo(tmp_path / "a.avif")
    assert (photo.width, photo.height, photo.profile) == (40, 56, P3)
    assert photo.metadata == plain.metadata
    assert b"Maker" in (photo.metadata.exif or b"")
    assert np.abs(photo.pixels.astype(int) - plain.pixels).mean() < 2


@pytest.mark.parametrize(
    ("codes", "profile"), [((1, 13), None), ((2, 2), None), ((12, 13), P3), ((1, 1), None)]
)
def test_avif_may_say_its_colours_in_codes(
    codes: tuple[int, int], profile: bytes | None, tmp_path: Path
) -> None:
    for bits in (8, 10):
        pixels = PIXELS if bits == 8 else PIXELS.astype(np.uint16) * 4
        content = imagecodecs.avif_encode(
            pixels, level=90, bitspersample=bits, primaries=codes[0], transfer=codes[1]
        )
        (tmp_path / "a.avif").write_bytes(content)
        photo = load_photo(tmp_path / "a.avif")
        assert (photo.profile, photo.notes) == (profile, ())


def test_brightness_coded_for_hdr_is_told(tmp_path: Path) -> None:
    deep = PIXELS.astype(np.uint16) * 4
    content = imagecodecs.avif_encode(deep, level=90, bitspersample=10, primaries=9, transfer=16)
    (tmp_path / "a.avif").write_bytes(content)
    told = ("Its brightness is coded for HDR (PQ) and was kept; it looks flat here.",)
    assert tuple(map(str, load_photo(tmp_path / "a.avif").notes)) == told
    assert tuple(map(str, load_photo(jxl("pq", tmp_path)).notes)) == told


def test_heif_may_say_its_colours_in_codes(tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif")
    made = heif.from_bytes("RGB", (56, 40), PIXELS.tobytes())
    made.info["nclx_profile"] = {
        "color_primaries": 12, "transfer_characteristics": 13, "matrix_coefficients": 6,
        "full_range_flag": 1,
    }  # fmt: skip
    made.save(tmp_path / "a.heic", quality=-1, chroma=444, save_nclx_profile=True)
    assert load_photo(tmp_path / "a.heic").profile == P3


@pytest.mark.parametrize("name", ["p3", "p3 lossy"])
def test_jpeg_xl_that_describes_its_colours_has_a_profile(name: str, tmp_path: Path) -> None:
    photo = load_photo(jxl(name, tmp_path))
    assert photo.profile is not None
    assert profiles.same_colours(photo.profile, P3)
    assert photo.notes == ()
    assert np.abs(photo.pixels.astype(int) - COLOUR).max() <= 1


def test_jpeg_xl_gives_its_embedded_profile_through_the_optional_package(tmp_path: Path) -> None:
    pytest.importorskip("pillow_jxl")
    photo = load_photo(jxl("icc", tmp_path))
    assert (photo.profile, photo.notes) == (profiles.raw_profile("adobe"), ())
    assert (photo.pixels == COLOUR).all()


def test_without_the_package_a_profile_of_jpeg_xl_that_is_missed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pillow_jxl", None)
    photo = load_photo(jxl("icc", tmp_path))
    assert photo.profile is None
    assert tuple(map(str, photo.notes)) == (
        "Its colour profile was not read, and it is taken as sRGB; to read it, install the package "
        "pillow-jxl-plugin.",
    )


def test_lossy_jpeg_xl_with_an_embedded_profile_has_the_right_colours(tmp_path: Path) -> None:
    """The decoder gives linear light, which would look far too dark as sRGB."""
    photo = load_photo(jxl("icc lossy", tmp_path))
    wanted = profiles.transform(
        np.full((1, 1, 3), COLOUR, np.uint8), profiles.raw_profile("adobe"), profiles.srgb()
    )
    assert photo.pixels.dtype == np.uint8
    assert np.abs(photo.pixels.astype(int) - wanted).max() <= 2
    assert tuple(map(str, photo.notes)) == (
        "Its colours were converted to sRGB by the decoder; what lies outside was cut off.",
    )


def test_a_jpeg_recompressed_as_jpeg_xl_has_all_that_the_jpeg_had(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Maker", 6
    Image.fromarray(PIXELS).save(tmp_path / "a.jpg", exif=exif, icc_profile=P3)
    packed = imagecodecs.jpegxl_encode_jpeg((tmp_path / "a.jpg").read_bytes())
    (tmp_path / "a.jxl").write_bytes(packed)
    jpeg, photo = load_photo(tmp_path / "a.jpg"), load_photo(tmp_path / "a.jxl")
    assert np.array_equal(photo.pixels, jpeg.pixels)
    assert (photo.profile, photo.metadata, photo.notes) == (P3, jpeg.metadata, ())


@pytest.mark.parametrize("bits", [10, 12, 16])
def test_jpeg_xl_of_10_and_12_bits_spans_the_whole_range(bits: int, tmp_path: Path) -> None:
    ramp = np.linspace(0, (1 << bits) - 1, 64).astype(np.uint16).reshape(8, 8)
    content = imagecodecs.jpegxl_encode(ramp, lossless=True, bitspersample=bits)
    (tmp_path / "a.jxl").write_bytes(content)
    pixels = load_photo(tmp_path / "a.jxl").pixels
    assert (pixels.min(), pixels.max()) == (0, 65535)
    assert np.array_equal(pixels, (ramp.astype(np.uint32) * 65535 // ((1 << bits) - 1)))


def exr(path: Path, channels: dict[str, np.ndarray], **header: object) -> Path:
    """An OpenEXR file of channels."""
    openexr = pytest.importorskip("OpenEXR")
    openexr.File({"type": openexr.scanlineimage, **header}, channels).write(str(path))
    return path


@pytest.mark.parametrize("kind", [np.float16, np.float32])
@pytest.mark.parametrize("name", ["ZIP", "PIZ", "NO"])
def test_openexr_is_put_on_the_srgb_curve(kind: type, name: str, tmp_path: Path) -> None:
    openexr = pytest.importorskip("OpenEXR")
    light = (PIXELS / 255).astype(kind)
    compression = getattr(openexr, f"{name}_COMPRESSION")
    photo = load_photo(exr(tmp_path / "光.exr", {"RGB": light}, compression=compression))
    assert photo.pixels.dtype == np.float32
    assert np.allclose(srgb_to_light(photo.pixels), light, atol=2e-6)
    assert photo.profile is None
    assert tuple(map(str, photo.notes)) == ("Its linear light was put on the sRGB curve.",)


def test_openexr_brighter_than_white_is_cut_and_its_transparency_left_out(tmp_path: Path) -> None:
    light = np.dstack([PIXELS / np.float32(64), np.ones((40, 56), np.float32)]).astype(np.float16)
    light[0, 0, 0] = np.inf
    photo = load_photo(exr(tmp_path / "a.exr", {"RGBA": light}))
    assert photo.pixels[0, 0, 0] == photo.pixels.max() == 1
    assert tuple(map(str, photo.notes)) == (
        "Its transparency was left out.", "Its linear light was put on the sRGB curve.",
        "Its values below 0 and above 1 were cut off.",
    )  # fmt: skip


def test_openexr_in_other_primaries_has_a_profile_and_grey_is_grey(tmp_path: Path) -> None:
    p3 = (*PRIMARIES[12], *D65)
    light = (PIXELS / 255).astype(np.float32)
    photo = load_photo(exr(tmp_path / "a.exr", {"RGB": light}, chromaticities=p3))
    assert photo.profile is not None
    assert profiles.same_colours(photo.profile, P3)
    grey = load_photo(exr(tmp_path / "b.exr", {"Y": light[:, :, 0].copy()}))
    assert np.allclose(grey.pixels, light_to_srgb(light[:, :, 0]), atol=1e-6)


@pytest.mark.parametrize("value", [0.0, 0.3, float("nan")])
def test_colours_that_cannot_be_are_left_out_with_a_note(value: float, tmp_path: Path) -> None:
    light = (PIXELS / 255).astype(np.float32)
    photo = load_photo(exr(tmp_path / "a.exr", {"RGB": light}, chromaticities=(value,) * 8))
    assert photo.profile is None
    assert str(photo.notes[-1]) == "Its colour profile is damaged or of another kind, and was left out."


def test_openexr_that_is_no_photograph_is_one_sentence(tmp_path: Path) -> None:
    depth = exr(tmp_path / "depth.exr", {"Z": np.ones((8, 8), np.float32)})
    with pytest.raises(FusionError, match=r"depth\.exr has no channels R, G, B or Y"):
        load_photo(depth)
    nan = exr(tmp_path / "nan.exr", {"Y": np.full((8, 8), np.nan, np.float32)})
    with pytest.raises(FusionError, match="damaged or incomplete"):
        load_photo(nan)


def test_damage_of_openexr_is_one_sentence_and_nothing_else_is_printed(tmp_path: Path) -> None:
    path = exr(tmp_path / "a.exr", {"RGB": PIXELS.astype(np.float32)})
    path.write_bytes(path.read_bytes()[:-3000])
    done = subprocess.run(
        [sys.executable, "-m", "fusion", "fuse", str(path), str(path), "-o", str(tmp_path / "o.png")],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "a.exr is damaged or incomplete" in done.stderr


def exr_of_size(width: int, height: int) -> bytes:
    """A small OpenEXR file whose header tells of a picture of this size."""
    with tempfile.TemporaryDirectory() as folder:
        path = exr(Path(folder) / "bomb.exr", {"Y": np.ones((8, 8), np.float32)})
        content = bytearray(path.read_bytes())
    for name in (b"dataWindow\0box2i\0", b"displayWindow\0box2i\0"):
        at = content.index(name) + len(name) + 4
        content[at : at + 16] = np.array([0, 0, width - 1, height - 1], "<i4").tobytes()
    return bytes(content)


def test_a_bomb_of_openexr_is_refused_by_its_header(tmp_path: Path) -> None:
    (tmp_path / "bomb.exr").write_bytes(exr_of_size(100_000, 100_000))
    with pytest.raises(FusionError, match=r"100000 × 100000 pixels, more than the limit"):
        load_photo(tmp_path / "bomb.exr")


def test_heif_is_turned_once_and_the_result_says_upright(tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif")
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Maker", 6
    heif.register_heif_opener()  # only Pillow's plugin writes how the picture is turned
    Image.fromarray(PIXELS).save(tmp_path / "a.heic", exif=exif.tobytes(), quality=-1, chroma=444)
    photo = load_photo(tmp_path / "a.heic")
    upright = np.rot90(PIXELS, -1)
    assert photo.pixels.shape == upright.shape
    assert np.abs(photo.pixels.astype(int) - upright).mean() < 4
    for suffix in (".jpg", ".tif"):
        back = load_photo(save_photo(photo, tmp_path / f"a{suffix}"))
        assert back.pixels.shape == upright.shape
        assert orientation_of(back.metadata.exif) == 1
        assert b"Maker" in (back.metadata.exif or b"")
