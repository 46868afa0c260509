"""Many large pictures stay in their files; their pixels are read when they are looked at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.ui.conftest import load, made_pair, settle, wait_for
from ui.canvas import views
from ui.canvas.views import View
from ui.jobs import actions, looking
from ui.main_window import MainWindow


@pytest.fixture
def in_files(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """Six pictures of 1600 × 1200, of which none may be kept: JPEG, PNG and one that is cut off."""
    monkeypatch.setattr(actions, "MOST_KEPT", 1000)
    sharp, soft = (np.kron(half, np.ones((12, 12, 1), np.uint8)) for half in made_pair(100, 134))
    paths = [tmp_path / f"{number}.{'png' if number % 2 else 'jpg'}" for number in range(6)]
    for number, path in enumerate(paths):
        Image.fromarray(soft if number == 2 else sharp).save(path)
    paths[5].write_bytes(paths[5].read_bytes()[:9000])
    load(window, paths)
    return window


def test_sources_stay_in_their_files(in_files: MainWindow) -> None:
    session = in_files.session
    assert [source.is_kept for source in session.sources] == [False] * 6
    assert {(source.facts.width, source.facts.height) for source in session.sources} == {(1608, 1200)}
    wait_for(lambda: all(s.facts.sharpness or s.facts.problem for s in session.sources))
    sharpness = [source.facts.sharpness for source in session.sources]
    assert sharpness[0] is not None
    assert sharpness[2] is not None
    assert "5.png" in session.sources[5].facts.problem
    assert in_files.sources.model.row(5).warning == "cannot be read"
    assert in_files.sources.model.row(0).picture is not None
    assert len(in_files.gallery._sources) == 0, "no picture is kept"


def test_what_is_looked_at_is_read_and_more_where_it_is_enlarged(
    in_files: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "SCREEN_SIDE", 800)
    monkeypatch.setattr(views, "LARGEST_REDUCED", 800)
    window, source = in_files, in_files.session.sources[0]
    window.sources.list.looked_at.emit(0)
    assert window.viewer.look.view is View.SOURCE
    wait_for(lambda: window.gallery.of_source(source).levels[0].shape[1] == 804, "half of a JPEG's size")
    window.viewport.zoom_to(2.0)
    wait_for(lambda: window.gallery.of_source(source).levels[0].shape[1] == 1608)
    assert window.viewer.canvases[0].scene.base is window.gallery.of_source(source)


def test_files_are_fused_as_kept_pictures_are(
    window: MainWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(window, pair)
    window.fuse()
    settle(window)
    first = window.session.fused
    monkeypatch.setattr(actions, "MOST_KEPT", 1000)
    window.session.clear()
    load(window, pair)
    window.fuse()
    settle(window)
    second = window.session.fused
    assert first is not None
    assert second is not None
    np.testing.assert_array_equal(first.result.photo.pixels, second.result.photo.pixels)
    assert not any(source.is_kept for source in second.sources)
    assert window.session.why_stale() == ""


def test_files_that_went_are_told_when_they_are_looked_at(in_files: MainWindow) -> None:
    source = in_files.session.sources[1]
    wait_for(lambda: source.facts.sharpness)
    source.path.unlink()
    in_files.sources.list.looked_at.emit(1)
    wait_for(lambda: source.facts.problem)
    assert source.path.name in source.facts.problem
