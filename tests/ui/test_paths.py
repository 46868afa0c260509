"""Files whose names are no UTF-8, in the window: dropped, named in a dialog, opened, saved."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from fusion import Photo, load_photo, save_photo
from tests.ui.conftest import load, made_pair, saved_through_the_dialog, settle
from ui.main_window import MainWindow
from ui.panels.source_card import dropped_files
from ui.paths import path_shown
from ui.qt import QMimeData, QUrl

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="every name is Unicode there"
)


@pytest.fixture
def odd(tmp_path: Path) -> list[Path]:
    folder = tmp_path / os.fsdecode(b"dia\xe9")
    folder.mkdir()
    places = [folder / os.fsdecode(name) for name in (b"n\xff\xfear.png", b"far\xfe.png")]
    for place, pixels in zip(places, made_pair(), strict=True):
        save_photo(Photo(pixels), place)
    return places


def test_a_dropped_file_is_found_by_its_bytes(odd: list[Path]) -> None:
    data = QMimeData()
    urls = [QUrl.fromEncoded(place.as_uri().encode()) for place in odd]
    data.setUrls([*urls, QUrl.fromLocalFile("/tmp/近 #1%.png")])
    assert dropped_files(data) == [*odd, Path("/tmp/近 #1%.png")]


def test_a_name_as_a_dialog_shows_it_leads_to_the_file(odd: list[Path]) -> None:
    for place in odd:
        shown = os.fsencode(place).decode("utf-8", "replace")
        assert path_shown(shown) == place
    gone = str(odd[0].parent.parent / "no\ufffdne.png")
    assert path_shown(gone) == Path(gone)


def test_such_files_are_opened_fused_and_saved(
    window: MainWindow, odd: list[Path], tmp_path: Path
) -> None:
    load(window, [odd[0].parent])
    assert sorted(source.path for source in window.session.sources) == sorted(odd)
    window.fuse()
    settle(window)
    target = tmp_path / "out.png"
    saved_through_the_dialog(window, target, lambda _options: None)
    assert load_photo(target).pixels.shape == made_pair()[0].shape
    place = tmp_path / os.fsdecode(b"sharp\xf0.tif")
    window.job_actions.save(place)
    settle(window)
    assert np.array_equal(load_photo(place).pixels, load_photo(target).pixels)
