"""TIFF as other programs and instruments write it: what counts is what the file says of itself."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import tifffile

from fusion import FusionError, load_photo, save_photo
from fusion.files import pages_of
from fusion.files.format_detection import kind_of
from tests.made import grey_texture, texture

COLOURS = texture(40, 56)
GREY = grey_texture(40, 56)
DNG_TAGS = [
    (50706, "B", 4, (1, 4, 0, 0), True), (50707, "B", 4, (1, 1, 0, 0), True),
    (50708, "s", 0, "Some Camera", True),
]  # fmt: skip


def test_a_finished_tiff_with_the_tags_of_its_raw_file_is_a_tiff(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.tif", COLOURS, photometric="rgb", extratags=DNG_TAGS)
    assert np.array_equal(load_photo(tmp_path / "a.tif").pixels, COLOURS)
    (tmp_path / "a.tif").rename(tmp_path / "a.dng")
    assert np.array_equal(load_photo(tmp_path / "a.dng").pixels, COLOURS)


@pytest.mark.parametrize("photometric", [32803, 34892])
def test_sensor_data_below_a_preview_are_raw_still(photometric: int, tmp_path: Path) -> None:
    """Whether the preview says that it is one, or not."""
    for said in (0, 1):
        with tifffile.TiffWriter(tmp_path / "a.tif") as file:
            file.write(COLOURS, photometric="rgb", subfiletype=said, subifds=1, extratags=DNG_TAGS)
            sensor = COLOURS if photometric == 34892 else GREY
            file.write(sensor, photometric=photometric, metadata=None)
        assert kind_of((tmp_path / "a.tif").read_bytes(), ".tif") == "RAW"


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize("deep", [False, True])
def test_a_reduced_copy_that_stands_first_is_passed_by(said: bool, deep: bool, tmp_path: Path) -> None:
    full = COLOURS.astype(np.uint16) * 257 if deep else COLOURS
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        file.write(COLOURS[::4, ::4], photometric="rgb", subfiletype=1 if said else 0, metadata=None)
        file.write(full, photometric="rgb", metadata=None)
    photo = load_photo(tmp_path / "a.tif")
    assert np.array_equal(photo.pixels, full)
    assert photo.notes == ()
    assert pages_of(tmp_path / "a.tif") == 1


def test_the_full_picture_is_turned_by_its_own_orientation(tmp_path: Path) -> None:
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        file.write(GREY[::4, ::4], subfiletype=1, metadata=None)
        file.write(GREY, metadata=None, extratags=[(274, "H", 1, 6, True)])
    assert np.array_equal(load_photo(tmp_path / "a.tif").pixels, np.rot90(GREY, -1))


def test_a_smaller_page_of_another_shape_stays_the_first(tmp_path: Path) -> None:
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        file.write(GREY[:10, :40], metadata=None)
        file.write(GREY, metadata=None)
    assert load_photo(tmp_path / "a.tif").pixels.shape == (10, 40)


LEFT_OUT = "Extra channels, which do not say where there is picture, were left out: {}."


@pytest.mark.parametrize("planar", ["contig", "separate"])
@pytest.mark.parametrize(
    ("extra", "notes"),
    [([0], [1]), ([0, 0], [2]), ([2, 0], ["Where it is transparent it counts as empty.", 1]),
     ([0, 1], ["Where it is transparent it counts as empty.", 1])],
)  # fmt: skip
@pytest.mark.parametrize("picture", [COLOURS, GREY])
def test_extra_channels_are_what_the_file_says(
    picture: np.ndarray, extra: list[int], notes: list[object], planar: str, tmp_path: Path
) -> None:
    """A selection saved with a picture is no colour and no transparency."""
    alpha = np.full(GREY.shape, 255, np.uint8)
    alpha[:, :8] = 0
    stored = np.dstack([picture, *([alpha] * len(extra))])
    tifffile.imwrite(
        tmp_path / "a.tif", stored if planar == "contig" else np.moveaxis(stored, 2, 0),
        photometric="rgb" if picture.ndim == 3 else "minisblack", planarconfig=planar,
        extrasamples=extra, metadata=None,
    )  # fmt: skip
    photo = load_photo(tmp_path / "a.tif")
    assert np.array_equal(photo.pixels, picture)
    assert [str(note) for note in photo.notes] == [
        LEFT_OUT.format(note) if isinstance(note, int) else note for note in notes
    ]
    assert (photo.validity is None) == (set(extra) == {0})
    assert photo.validity is None or np.array_equal(photo.validity, alpha > 0)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_what_is_no_finite_number_is_empty(value: float, kind: type, tmp_path: Path) -> None:
    stored = (GREY / 255).astype(kind)
    stored[:3] = value
    tifffile.imwrite(tmp_path / "a.tif", stored)
    photo = load_photo(tmp_path / "a.tif")
    assert photo.validity is not None
    assert not photo.validity[:3].any()
    assert photo.validity[3:].all()
    assert np.isfinite(photo.pixels).all()
    assert str(*photo.notes) == "Where it holds no finite numbers (NaN, infinity) it counts as empty."


def test_a_float_too_large_for_the_program_is_no_number(tmp_path: Path) -> None:
    stored = (GREY / 255).astype(np.float64)
    stored[0, 0] = 1e300
    tifffile.imwrite(tmp_path / "a.tif", stored)
    photo = load_photo(tmp_path / "a.tif")
    assert photo.validity is not None
    assert (~photo.validity).sum() == 1


def test_numbers_that_are_no_values_are_named(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.tif", GREY.astype(np.complex64))
    with pytest.raises(FusionError, match="holds numbers of the type complex64"):
        load_photo(tmp_path / "a.tif")


def test_floats_of_which_zero_is_white_are_turned_round(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.tif", (255 - GREY).astype(np.float32), photometric="miniswhite")
    photo = load_photo(tmp_path / "a.tif")
    assert np.abs(photo.pixels * (255 - GREY.min()) - (GREY - GREY.min()).astype(float)).max() < 1


DESCRIPTIONS = [
    "ImageJ=1.53t\nimages=5\nslices=5\n",
    '{"shape": [5, 80, 110], "axes": "ZYX"}',
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- Warning: keep this --><OME xmlns="x"><Image/></OME>',
]


@pytest.mark.parametrize("description", DESCRIPTIONS)
@pytest.mark.parametrize("ending", [".tif", ".png", ".jpg"])
def test_what_describes_many_planes_is_not_kept(description: str, ending: str, tmp_path: Path) -> None:
    """Readers would see five planes in a result of one, or fail."""
    tifffile.imwrite(tmp_path / "a.tif", GREY, description=description, metadata=None)
    saved = save_photo(load_photo(tmp_path / "a.tif"), tmp_path / f"b{ending}")
    assert description.encode()[:12] not in saved.read_bytes()
    if ending == ".tif":
        assert tifffile.imread(saved).shape == GREY.shape


def test_other_descriptions_are_kept(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.tif", GREY, description="A fly's eye, 20x", metadata=None)
    saved = save_photo(load_photo(tmp_path / "a.tif"), tmp_path / "b.tif")
    assert b"A fly's eye, 20x" in saved.read_bytes()


def test_the_chain_of_directories_below_is_bounded(tmp_path: Path) -> None:
    """A directory that claims thousands below it costs no more than a few."""
    tifffile.imwrite(
        tmp_path / "a.tif", COLOURS, photometric="rgb",
        extratags=[*DNG_TAGS, (330, "I", 5000, struct.pack("<5000I", *[8] * 5000), True)],
    )  # fmt: skip
    assert kind_of((tmp_path / "a.tif").read_bytes(), ".tif") == "TIFF"
