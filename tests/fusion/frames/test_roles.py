"""Infrared and visible: told apart, exchanged, and brought to one scale."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fusion import FusionError, FusionSettings, Photo, fuse, save_photo
from fusion.frames.roles import frames_by_role
from fusion.photo import Pixels, ValueRange
from tests.made import grey_texture, infrared_pair, texture

KIND = "infrared-visible"


def put(folder: Path, **pictures: Pixels) -> list[Path]:
    for name, pixels in pictures.items():
        save_photo(Photo(pixels), folder / f"{name}.png")
    return [folder / f"{name}.png" for name in pictures]


def roles(sources: list[Path], order: str = "recognised") -> tuple[list[str], list[str]]:
    frames = frames_by_role(sources, order)
    return [origin.name for origin in frames.origins], [note.code for note in frames.notes]


def test_the_name_tells_first(tmp_path: Path) -> None:
    sources = put(tmp_path, street_vi=grey_texture(20, 30), street_ir=texture(20, 30))
    assert roles(sources) == (
        ["street_ir.png", "street_vi.png"], ["roles-by-name", "infrared-in-colours"],
    )  # fmt: skip


def test_then_the_colour(tmp_path: Path) -> None:
    sources = put(tmp_path, a=texture(20, 30), b=grey_texture(20, 30))
    assert roles(sources) == (["b.png", "a.png"], ["roles-by-colour"])


def test_grey_stored_as_rgb_is_grey(tmp_path: Path) -> None:
    grey = np.repeat(grey_texture(20, 30)[:, :, None], 3, axis=2)
    sources = put(tmp_path, a=texture(20, 30), b=grey)
    assert roles(sources) == (["b.png", "a.png"], ["roles-by-colour"])
    assert np.array_equal(frames_by_role(sources)[0].pixels, grey)


def test_then_the_order(tmp_path: Path) -> None:
    sources = put(tmp_path, a=grey_texture(20, 30), b=grey_texture(20, 30, 2))
    assert roles(sources) == (["a.png", "b.png"], ["roles-by-order"])


def test_they_can_be_exchanged_and_given(tmp_path: Path) -> None:
    sources = put(tmp_path, x_vi=grey_texture(20, 30), x_ir=grey_texture(20, 30, 2))
    assert roles(sources, "exchanged") == (["x_vi.png", "x_ir.png"], [])
    assert roles(sources, "given") == (["x_vi.png", "x_ir.png"], [])
    assert roles(sources[::-1], "given") == (["x_ir.png", "x_vi.png"], [])


def test_an_unknown_order_of_roles_is_refused() -> None:
    with pytest.raises(FusionError, match="recognised, given, exchanged"):
        FusionSettings(roles="any")
    with pytest.raises(FusionError, match="multifocus, infrared-visible"):
        FusionSettings(purpose="medical")


def test_infrared_of_16_bits_is_stretched_and_told_and_the_visible_is_left_alone() -> None:
    infrared, visible = infrared_pair()
    counts = infrared.astype(np.uint16) * 12 + 7000
    frames = frames_by_role([counts, visible])
    note = next(note for note in frames.notes if note.code == "infrared-stretched")
    assert (note.fields["lowest"], note.fields["highest"]) == (counts.min(), counts.max())
    seen = frames[0].pixels[:, :, 0].astype(float)
    expected = (counts - counts.min()) / (counts.max() - counts.min()) * 65535
    assert np.abs(seen - expected).max() <= 1
    assert np.array_equal(frames[1].pixels, visible.astype(np.uint16) * 257)


def test_infrared_of_16_bits_fuses_as_if_it_were_stretched_before() -> None:
    infrared, visible = infrared_pair()
    stretched = np.rint((infrared.astype(float) - infrared.min()) / np.ptp(infrared) * 255)
    settings = FusionSettings("average", device="cpu", purpose=KIND)
    deep = fuse([infrared.astype(np.uint16) * 9 + 5000, visible], settings).photo.pixels
    plain = fuse([stretched.astype(np.uint8), visible], settings).photo.pixels
    assert np.abs(deep / 257 - plain).max() <= 1.5


def test_infrared_of_one_value_is_told_as_that() -> None:
    flat = np.full((40, 50), 10540, np.uint16)
    frames = frames_by_role([flat, infrared_pair(40, 50)[1]], "given")
    (note,) = [note for note in frames.notes if note.code.startswith("infrared-")]
    assert (note.code, note.fields["value"]) == ("infrared-even", 10540)
    assert not frames[0].pixels.any()


def test_temperatures_beside_a_photograph_are_stretched() -> None:
    infrared, visible = infrared_pair()
    values = ValueRange("float32", 280, 320, 0, 1, 280, 320)
    kelvin = Photo(infrared.astype(np.float32) / 255, values=values)
    frames = frames_by_role([kelvin, Photo(visible)])
    assert frames[0].pixels.dtype == np.uint16
    assert "infrared-stretched" in [note.code for note in frames.notes]


def test_infrared_of_8_bits_keeps_its_levels() -> None:
    infrared, visible = infrared_pair()
    frames = frames_by_role([infrared, visible])
    assert np.array_equal(frames[0].pixels[:, :, 1], infrared)
    assert np.array_equal(frames[1].pixels, visible)


def test_the_result_has_the_profile_and_metadata_of_the_visible_one() -> None:
    infrared, visible = infrared_pair()
    from fusion.files.colour.profiles import srgb

    photos = [Photo(infrared), replace(Photo(visible), profile=srgb())]
    result = fuse(photos, FusionSettings("average", device="cpu", purpose=KIND))
    assert result.photo.profile == photos[1].profile


def test_sizes_that_differ_are_told() -> None:
    infrared, visible = infrared_pair()
    with pytest.raises(FusionError, match="same size"):
        frames_by_role([infrared[:-1], visible])
