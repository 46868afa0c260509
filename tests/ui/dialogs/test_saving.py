"""What the save dialog offers goes into the file, and is there again the next time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image, JpegImagePlugin

from fusion import Photo, SaveOptions, load_photo, save_photo
from fusion.files.names import FIELDS
from tests.ui.conftest import load, saved_through_the_dialog, settle
from ui.dialogs.saving import SavingOptions, suggestion
from ui.main_window import MainWindow
from ui.preferences import NAME_TEMPLATE, Preferences
from ui.qt import QFileDialog, QLineEdit, QSettings


def pick(options: SavingOptions, subsampling: str, level: int, compression: str) -> None:
    options.subsampling.setCurrentIndex(options.subsampling.findData(subsampling))
    options.png_level.setValue(level)
    options.tiff.setCurrentIndex(options.tiff.findData(compression))


def nothing(_options: SavingOptions) -> None:
    """Leave everything as the dialog shows it."""


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


def dialog_of(options: SavingOptions) -> tuple[QFileDialog, QLineEdit]:
    """The dialog around the options, and its field for the name."""
    dialog = options.window()
    assert isinstance(dialog, QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    return dialog, name


def shown(options: SavingOptions) -> set[str]:
    widgets = {
        "location": options.location, "sidecar": options.sidecar, "quality": options.quality,
        "colour": options.subsampling, "png": options.png_level, "tiff": options.tiff,
        "template": options.template, "webp": options.webp_quality,
    }  # fmt: skip
    return {name for name, widget in widgets.items() if widget.isVisible()}


def test_only_the_options_of_the_chosen_format_are_shown(
    finished: MainWindow, tmp_path: Path
) -> None:
    always, seen = {"sidecar", "template"}, {}

    def look(options: SavingOptions) -> None:
        dialog, name = dialog_of(options)
        seen["first"] = shown(options)
        for line in dialog.nameFilters():
            dialog.selectNameFilter(line)
            dialog.filterSelected.emit(line)
            seen[line.split(" ")[0]] = shown(options)
        for ending in (".JPG", ".tiff", ".strange"):
            name.setText(f"a{ending}")
            seen[ending] = shown(options)

    saved_through_the_dialog(finished, tmp_path / "a.png", look)
    assert seen == {
        "first": always | {"location", "png"},
        "JPEG": always | {"location", "quality", "colour"}, "PNG": always | {"location", "png"},
        "TIFF": always | {"location", "tiff"}, "BMP": always,
        "WebP": always | {"location", "webp"},
        ".JPG": always | {"location", "quality", "colour"}, ".tiff": always | {"location", "tiff"},
        ".strange": always | {"location", "tiff"},
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_an_unknown_field_of_the_template_is_said_at_the_field_and_not_remembered(
    language: str, finished: MainWindow, tmp_path: Path, preferences: Preferences
) -> None:
    finished.choose_language(language)
    said = []

    def choose(options: SavingOptions) -> None:
        said.append((options.problem.isVisible(), options.problem.text()))
        options.template.setText("{camera}_{first}")
        said.append((options.problem.isVisible(), options.problem.text()))

    saved_through_the_dialog(finished, tmp_path / "a.png", choose)
    assert said[0] == (False, "")
    visible, text = said[1]
    assert visible
    assert "{camera}" in text
    assert all(f"{{{name}}}" in text for name in FIELDS)
    assert preferences.name_template == NAME_TEMPLATE


def test_a_wrong_template_from_elsewhere_is_told_when_the_dialog_opens(
    finished: MainWindow, tmp_path: Path, preferences: Preferences
) -> None:
    preferences.name_template = "{lens}"
    said = []
    saved_through_the_dialog(
        finished, tmp_path / "a.png", lambda options: said.append(options.problem.text())
    )
    assert "{lens}" in said[0]
