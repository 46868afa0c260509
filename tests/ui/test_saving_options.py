"""What the save dialog offers goes into the file, and is there again the next time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image, JpegImagePlugin

from fusion import Photo, SaveOptions, load_photo, save_photo
from tests.ui.conftest import load, saved_through_the_dialog, settle
from ui.dialogs.saving import SavingOptions, suggestion
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.qt import QSettings


def pick(options: SavingOptions, subsampling: str, level: int, compression: str) -> None:
    options.subsampling.setCurrentIndex(options.subsampling.findData(subsampling))
    options.png_level.setValue(level)
    options.tiff.setCurrentIndex(options.tiff.findData(compression))


def nothing(_options: SavingOptions) -> None:
    """Leave everything as the dialog shows it."""


@pytest.fixture
def finished(window: MainWindow, pair: list[Path]) -> MainWindow:
    """A window with a result that is not saved yet."""
    load(window, pair)
    window.fuse()
    settle(window)
    return window


def test_colour_and_compression_that_were_chosen_are_in_the_file_and_remembered(
    finished: MainWindow, tmp_path: Path, preferences: Preferences
) -> None:
    jpeg, tiff = tmp_path / "a.jpg", tmp_path / "a.tif"
    saved_through_the_dialog(finished, jpeg, lambda options: pick(options, "4:2:0", 0, "lzw"))
    with Image.open(jpeg) as picture:
        assert JpegImagePlugin.get_sampling(picture) == 2
    saved_through_the_dialog(finished, tiff, nothing)
    with tifffile.TiffFile(tiff) as file:
        assert file.pages.first.compression == 5
    assert preferences.save_options == SaveOptions(95, "4:2:0", 0, "lzw", True)


def test_png_compression_changes_the_size_alone(window: MainWindow, tmp_path: Path) -> None:
    stripes = np.tile(np.arange(120, dtype=np.uint8), (90, 1))
    load(window, [save_photo(Photo(stripes), tmp_path / name) for name in ("1.png", "2.png")])
    window.fuse()
    settle(window)
    paths = [tmp_path / "none.png", tmp_path / "most.png"]
    for path, level in zip(paths, (0, 9), strict=True):
        saved_through_the_dialog(window, path, lambda options, n=level: options.png_level.setValue(n))
    assert paths[0].stat().st_size > paths[1].stat().st_size
    np.testing.assert_array_equal(*(load_photo(path).pixels for path in paths))


def test_the_name_that_is_suggested_comes_from_the_template(
    finished: MainWindow, tmp_path: Path
) -> None:
    def choose(options: SavingOptions) -> None:
        options.template.setText("{last} of {count} {method}")

    assert saved_through_the_dialog(finished, tmp_path / "a.png", choose) == "近景 1_fused.png"
    named = saved_through_the_dialog(finished, tmp_path / "b.png", nothing)
    assert named == "远景 2 of 2 spatial-frequency.png"


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{first}.TIF", "近景 1.TIF"),
        ("v1.2 {count}", "v1.2 2.png"),
        ("../out/{first} b", "近景 1 b.png"),
        ("{camera}", "近景 1_fused.png"),
        ("", "近景 1_fused.png"),
        ("/", "近景 1_fused.png"),
    ],
)
def test_any_template_gives_a_name_in_the_folder(
    template: str, name: str, finished: MainWindow, preferences: Preferences, tmp_path: Path
) -> None:
    preferences.folder, preferences.name_template = str(tmp_path), template
    assert finished.session.fused is not None
    assert suggestion(finished.session.fused, preferences) == tmp_path / name


def test_settings_that_make_no_sense_give_way_to_the_defaults(tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "odd.ini"), QSettings.Format.IniFormat)
    for key, value in (
        ("jpeg_quality", "900"), ("jpeg_subsampling", "9:9"), ("png_level", "x"),
        ("tiff_compression", ""),
    ):  # fmt: skip
        store.setValue(f"saving/{key}", value)
    assert Preferences(store).save_options == SaveOptions(jpeg_quality=100)
