"""Folders, profiles, records and the choices of the save dialog, as a user meets them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fusion import Metadata, Photo, load_photo, save_photo
from fusion.files.colour import profiles
from fusion.files.metadata.ifd import GPS, read_first
from tests.fusion.files.test_dng import shots_as_raw_and_png
from tests.fusion.files.test_formats import dng
from tests.fusion.files.test_metadata import camera_block
from tests.ui.conftest import load, made_pair, saved_through_the_dialog, settle
from tests.ui.test_wrong_input import drop, files_data
from ui.canvas.views import read_out, scenes
from ui.dialogs import files
from ui.dialogs.saving import SavingOptions
from ui.main_window import MainWindow
from ui.pictures.pyramid import to_eight_bits
from ui.preferences import Preferences


def wide_pair(folder: Path, second_profile: bytes | None = None) -> list[Path]:
    """A 16-bit pair in ProPhoto, the first with a camera's EXIF."""
    prophoto = profiles.raw_profile("prophoto")
    first, second = made_pair(kind=np.uint16)
    photos = (
        Photo(first, prophoto, Metadata(camera_block())), Photo(second, second_profile or prophoto),
    )  # fmt: skip
    return [save_photo(photo, folder / f"{number}.tif") for number, photo in enumerate(photos, 1)]


def test_a_dropped_folder_stands_for_its_pictures(window: MainWindow, pair: list[Path]) -> None:
    (pair[0].parent / "notes.txt").touch()
    drop(window, files_data([pair[0].parent]))
    settle(window)
    assert sorted(source.path for source in window.session.sources) == sorted(pair)


def test_wide_colours_are_shown_in_srgb_and_read_as_in_the_file(
    window: MainWindow, tmp_path: Path
) -> None:
    load(window, wide_pair(tmp_path))
    source = window.session.sources[0]
    shown = window.gallery.of_source(source).levels[0]
    assert shown.dtype == np.uint8
    expected = profiles.on_screen(to_eight_bits(source.photo.pixels), source.photo.profile)
    np.testing.assert_array_equal(shown, expected)
    assert not np.array_equal(shown, to_eight_bits(source.photo.pixels))
    scene = scenes(window.session, window.gallery, window.viewer.look)[0]
    values = " ".join(str(value) for value in source.photo.pixels[20, 10])
    assert values in read_out(window.session, window.gallery, scene, 10, 20)


def test_converted_colours_are_told_after_fusing(window: MainWindow, tmp_path: Path) -> None:
    load(window, wide_pair(tmp_path, profiles.raw_profile("adobe")))
    window.fuse()
    settle(window)
    assert "The colours of 2.tif were converted" in window.messages.text


def boxes(location: bool, sidecar: bool) -> Callable[[SavingOptions], None]:
    """Sets the two boxes of the save dialog."""

    def choose(options: SavingOptions) -> None:
        options.location.setChecked(location)
        options.sidecar.setChecked(sidecar)

    return choose


def test_the_save_dialog_leaves_the_location_out_and_writes_a_record(
    window: MainWindow, tmp_path: Path, preferences: Preferences
) -> None:
    sources = wide_pair(tmp_path)
    load(window, sources)
    window.fuse()
    settle(window)
    target = tmp_path / "out.tif"
    saved_through_the_dialog(window, target, boxes(location=False, sidecar=True))
    first = read_first(load_photo(target).metadata.exif or b"")
    assert first is not None
    assert GPS not in first.below
    record = json.loads(Path(f"{target}.json").read_text(encoding="utf-8"))
    assert [source["path"] for source in record["sources"]] == ["1.tif", "2.tif"]
    assert (preferences.keep_location, preferences.sidecar) == (False, True)
    saved_through_the_dialog(window, tmp_path / "kept.tif", boxes(location=True, sidecar=False))
    kept = read_first(load_photo(tmp_path / "kept.tif").metadata.exif or b"")
    assert kept is not None
    assert GPS in kept.below
    assert not (tmp_path / "kept.tif.json").exists()


def test_saving_sixteen_bits_as_jpeg_is_told(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(window, wide_pair(tmp_path))
    window.fuse()
    settle(window)
    monkeypatch.setattr(files, "ask_save", lambda *_args: tmp_path / "out.jpg")
    window.ask_save()
    settle(window)
    assert "This format holds 8 of the 16 bits" in window.messages.text


def test_camera_raw_gets_one_development_in_the_chosen_space(
    window: MainWindow, tmp_path: Path, preferences: Preferences
) -> None:
    scene = np.random.default_rng(5).integers(3000, 20_000, (64, 96), dtype=np.uint16)
    for name, neutral in (("1.dng", (500, 1000, 800)), ("2.dng", (900, 1000, 400))):
        (tmp_path / name).write_bytes(dng(scene, neutral))
    window.menus.actions["raw: prophoto"].trigger()
    assert preferences.raw_space == "prophoto"
    load(window, [tmp_path / "1.dng"])
    load(window, [tmp_path / "2.dng"])
    first, second = (source.photo for source in window.session.sources)
    assert first.profile == second.profile == profiles.raw_profile("prophoto")
    assert first.raw == second.raw
    np.testing.assert_array_equal(first.pixels, second.pixels)


def test_all_notes_of_reading_are_told_and_stay_at_the_cards(
    window: MainWindow, tmp_path: Path
) -> None:
    """Once for all files of which they are true; an unreadable file beside them hides none."""
    for number in (1, 2, 3):
        Image.fromarray(made_pair()[0]).convert("RGBA").save(tmp_path / f"{number}.png")
    Image.fromarray(made_pair()[0]).convert("CMYK").save(tmp_path / "4.jpg")
    (tmp_path / "5.jpg").write_bytes(b"no picture")
    load(window, [tmp_path])
    lines = window.messages.text.splitlines()
    assert "5.jpg is not a picture" in lines[0]
    assert lines[1:] == [
        "1.png and 2 more: Its transparency was left out.", "4.jpg: It was converted from CMYK to RGB.",
    ]  # fmt: skip
    assert "Its transparency was left out." in window.sources.cards[1].toolTip()
    assert "CMYK" in window.sources.cards[3].toolTip()


def test_a_folder_can_be_ordered_by_the_time_of_capture(
    window: MainWindow, tmp_path: Path, preferences: Preferences
) -> None:
    for name, second in (("a.jpg", 9), ("b.jpg", 3), ("c.jpg", 6)):
        exif = Image.Exif()
        exif.get_ifd(0x8769)[36867] = f"2026:11:21 16:47:0{second}"
        Image.fromarray(made_pair()[0]).save(tmp_path / name, exif=exif)
    for order, names in (("time", "bca"), ("name", "abc")):
        window.menus.actions[f"order: {order}"].trigger()
        assert preferences.folder_order == order
        drop(window, files_data([tmp_path]))
        settle(window)
        assert "".join(source.path.stem for source in window.session.sources) == names
        window.session.clear()


def test_of_raw_and_jpeg_of_one_shot_the_menu_says_what_is_taken(
    window: MainWindow, tmp_path: Path
) -> None:
    folder = shots_as_raw_and_png(tmp_path / "shots")
    window.menus.actions["twins: jpeg"].trigger()
    load(window, [folder])
    assert [source.name for source in window.session.sources] == ["1.png", "2.png"]
    told = [str(note) for note in window.session.sources[0].photo.notes]
    assert any("the RAW files were left out: 2." in note for note in told)
    assert window.preferences.twins == "jpeg"
