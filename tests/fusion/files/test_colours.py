"""Sources in other colour spaces meet in that of the first, without losing bits."""

from __future__ import annotations

from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from PIL import Image, ImageCms

from fusion import Photo, fuse, load_photo, save_photo
from fusion.cli import main
from fusion.files.colour import profiles
from fusion.frames.matching import MatchingFrames
from tests.made import focus_pair, texture

ADOBE, PROPHOTO = profiles.raw_profile("adobe"), profiles.raw_profile("prophoto")


def pillow_srgb() -> bytes:
    """sRGB as LittleCMS writes it by Pillow: other bytes, the same colours."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def matching(*photos: Photo) -> tuple[MatchingFrames, list[Photo]]:
    frames = MatchingFrames(photos)
    return frames, list(frames)


def test_profiles_that_mean_the_same_are_the_same() -> None:
    assert profiles.srgb() != pillow_srgb()
    assert profiles.same_colours(profiles.srgb(), pillow_srgb())
    assert profiles.same_colours(None, pillow_srgb())
    assert not profiles.same_colours(ADOBE, None)
    assert not profiles.same_colours(ADOBE, PROPHOTO)


def test_sources_in_one_profile_are_fused_as_they_are() -> None:
    pair = focus_pair()
    result = fuse([Photo(pair.first, ADOBE), Photo(pair.second, ADOBE)])
    assert result.photo.profile == ADOBE
    assert result.notes == ()


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_another_profile_is_converted_to_the_first_and_told(kind: type) -> None:
    shown = texture(40, 50).astype(np.float32) / 255 * 0.6 + 0.2
    pixels = shown if kind is np.float32 else np.rint(shown * np.iinfo(kind).max).astype(kind)
    in_adobe = profiles.transform(pixels, profiles.srgb(), ADOBE)
    frames, (first, second) = matching(Photo(pixels), Photo(in_adobe, ADOBE))
    assert [str(note) for note in frames.notes] == [
        "The colours of source 2 were converted to those of the first picture."
    ]
    assert first.pixels is pixels
    assert second.pixels.dtype == kind
    half_a_step = {np.uint8: 2, np.uint16: 128, np.float32: 1 / 510}[kind]
    assert np.abs(second.pixels.astype(float) - pixels).max() <= half_a_step


def test_sixteen_bits_are_not_quantised_by_a_conversion() -> None:
    ramp = np.repeat(np.arange(65536, dtype=np.uint16).reshape(256, 256)[:, :, None], 3, axis=2)
    moved = profiles.transform(np.ascontiguousarray(ramp), ADOBE, profiles.srgb())
    assert len(np.unique(moved)) > 60_000


def test_grey_beside_colour_takes_the_profile_of_the_colours() -> None:
    gray = bytes(imagecodecs.cms_profile("gray", gamma=1.8))
    grey = Photo(np.full((8, 8), 100, np.uint8), gray)
    frames, (first, second) = matching(grey, Photo(texture(8, 8), ADOBE))
    assert frames[0].profile == ADOBE == first.profile == second.profile
    assert first.pixels.shape == (8, 8, 3)
    assert not (first.pixels == 100).all()
    assert len(frames.notes) == 1


def test_a_broken_profile_is_left_out_with_a_note(tmp_path: Path) -> None:
    Image.fromarray(texture(8, 8)).save(tmp_path / "a.jpg", icc_profile=ADOBE[:200])
    photo = load_photo(tmp_path / "a.jpg")
    assert photo.profile is None
    assert [note.code for note in photo.notes] == ["profile-left-out"]


def test_a_cmyk_profile_never_stays_with_rgb_pixels(tmp_path: Path) -> None:
    cmyk = ADOBE[:16] + b"CMYK" + ADOBE[20:]
    Image.fromarray(texture(8, 8)).convert("CMYK").save(tmp_path / "a.jpg", icc_profile=cmyk)
    assert load_photo(tmp_path / "a.jpg").profile is None


def test_the_screen_shows_wide_colours_as_they_look() -> None:
    """Half-bright ProPhoto green is beyond a screen; grey stays the grey that it looks like."""
    pixels = np.full((4, 4, 3), 128, np.uint8)
    shown = profiles.on_screen(pixels, PROPHOTO)
    expected = 255 * (1.055 * (128 / 255) ** (1.8 / 2.4) - 0.055)
    assert np.abs(shown.astype(float) - expected).max() < 2
    assert profiles.on_screen(pixels, pillow_srgb()) is pixels


def test_an_adobe_source_stays_adobe_through_files(tmp_path: Path) -> None:
    pair = focus_pair()
    paths = [
        save_photo(Photo(pixels.astype(np.uint16) * 257, ADOBE), tmp_path / name)
        for name, pixels in (("a.tif", pair.first), ("b.png", pair.second))
    ]
    result = fuse(paths)
    out = load_photo(save_photo(result.photo, tmp_path / "out.tif"))
    assert out.profile == ADOBE
    assert out.pixels.dtype == np.uint16


def test_a_grey_profile_never_stands_in_a_webp(tmp_path: Path) -> None:
    """WebP has colours only: the grey is saved as it looks, in sRGB."""
    gray = bytes(imagecodecs.cms_profile("gray", gamma=1.0))
    photo = Photo(np.full((8, 8), 55, np.uint8), gray)
    back = load_photo(save_photo(photo, tmp_path / "a.webp"))
    assert back.profile == profiles.srgb()
    assert abs(int(back.pixels[4, 4, 1]) - 128) <= 1


@pytest.mark.parametrize(("index", "given"), [("R03", True), ("R98", False)])
def test_a_camera_s_adobe_rgb_without_a_profile_is_recognised(
    index: str, given: bool, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA005] = {1: index}
    Image.fromarray(texture(16, 16)).save(tmp_path / "a.jpg", exif=exif)
    photo = load_photo(tmp_path / "a.jpg")
    assert photo.profile == (profiles.raw_profile("adobe") if given else None)
    assert bool(photo.notes) == given
    assert load_photo(save_photo(photo, tmp_path / "b.tif")).profile == photo.profile


def test_what_was_converted_while_reading_is_told_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once for all files that it is true of. Pictures read elsewhere have been told of there."""
    pair = focus_pair()
    for number, pixels in enumerate((pair.first, pair.second, pair.truth), 1):
        Image.fromarray(pixels).convert("RGBA").save(tmp_path / f"{number}.png")
    Image.fromarray(pair.second).convert("CMYK").save(tmp_path / "4.jpg")
    command = ["fuse", str(tmp_path), "-o", str(tmp_path / "out.tif"), "--method", "average"]
    assert main(command) == 0
    assert capsys.readouterr().err.splitlines() == [
        "note: 1.png and 2 more: Its transparency was left out.",
        "note: 4.jpg: It was converted from CMYK to RGB.",
    ]
    assert fuse([load_photo(tmp_path / "1.png"), load_photo(tmp_path / "4.jpg")]).notes == ()
