"""Before the result of large pictures comes a preview of it: shown, said, never saved."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from fusion import FusionError, FusionResult, FusionSettings, Photo, Progress
from fusion.register.registration import Registration
from tests.ui.conftest import MakeWindow, first_frame, load, mixed, settle
from ui.canvas.views import View, read_out
from ui.document.fused import Fused
from ui.jobs import result_views
from ui.jobs.registering import Fuse, fuse_photos
from ui.main_window import MainWindow


@pytest.fixture(autouse=True)
def _small_pictures_count_as_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_views, "QUICK_FROM", 96 * 128)
    monkeypatch.setattr(result_views, "QUICK_PIXELS", 24 * 32)
    monkeypatch.setattr("ui.pictures.pyramid.SMALLEST_SIDE", 16)


class HeldFuse:
    """The engine, which waits before it fuses the full pictures."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.heights: list[int] = []
        self.accuracies: list[str] = []
        self.error: FusionError | None = None
        self.fuse: Fuse = fuse_photos

    def __call__(
        self, photos: Sequence[Photo], settings: FusionSettings, progress: Progress,
        known: Registration | None = None,
    ) -> FusionResult:  # fmt: skip
        self.heights.append(photos[0].height)
        self.accuracies.append(getattr(settings.parameters, "accuracy", ""))
        if photos[0].height == 96:
            while not self.go_on.wait(0.01):
                progress("Measuring sharpness", 0, 1)
        if self.error is not None and photos[0].height < 96:
            raise self.error
        return self.fuse(photos, settings, progress, known)


@pytest.fixture
def held() -> Iterator[HeldFuse]:
    held = HeldFuse()
    yield held
    held.go_on.set()


def previewed(make_window: MakeWindow, held: HeldFuse, pair: list[Path], qtbot: QtBot) -> MainWindow:
    """A window that shows the preview while the result is held back."""
    window = make_window(held)
    load(window, pair)
    window.fuse()
    qtbot.waitUntil(lambda: window.session.shown is not None, timeout=5000)
    return window


def shown(window: MainWindow) -> Fused:
    preview = window.session.shown
    assert preview is not None
    return preview


def test_the_preview_comes_first_and_the_result_replaces_it(
    make_window: MakeWindow, held: HeldFuse, pair: list[Path], qtbot: QtBot
) -> None:
    window = previewed(make_window, held, pair, qtbot)
    preview = shown(window)
    assert preview.is_preview
    assert window.session.fused is None
    assert window.viewer.look.view is View.RESULT
    scene = window.viewer.canvases[0].scene
    assert scene.base is window.gallery.of_result(preview).picture
    assert scene.caption == "Preview"
    assert "the result follows" in scene.warning
    assert (scene.base.width, scene.base.height) == (128, 96)
    assert scene.base.levels[0].shape[:2] == (24, 32)
    assert read_out(window.session, window.gallery, scene, 127, 95) == "127, 95   Preview"
    held.go_on.set()
    settle(window)
    result = window.session.fused
    assert result is not None
    assert shown(window) is result
    assert window.viewer.canvases[0].scene.base is window.gallery.of_result(result).picture
    assert window.viewer.canvases[0].scene.caption == "Result"
    assert held.heights == [24, 96]


def test_a_preview_cannot_be_saved_or_measured_but_its_maps_can_be_seen(
    make_window: MakeWindow, held: HeldFuse, pair: list[Path], qtbot: QtBot
) -> None:
    window = previewed(make_window, held, pair, qtbot)
    assert not window.bottom.save.isEnabled()
    assert window.job_actions.save(pair[0].with_name("result.png")) is None
    for view in (View.DECISION, View.CONFIDENCE, View.COMPARE):
        window.viewer.show_view(view)
        assert any("the result follows" in canvas.scene.warning for canvas in window.viewer.canvases)
        window.viewer.grab()


def test_a_cancelled_fusion_takes_its_preview_away_and_leaves_the_old_result(
    make_window: MakeWindow, held: HeldFuse, pair: list[Path], qtbot: QtBot
) -> None:
    window = previewed(make_window, held, pair, qtbot)
    held.go_on.set()
    settle(window)
    old = window.session.fused
    held.go_on.clear()
    window.fuse()
    qtbot.waitUntil(lambda: shown(window).is_preview, timeout=5000)
    assert window.session.fused is old
    job = window.jobs.current
    assert job is not None
    job.cancel()
    assert window.session.shown is old
    settle(window)


def test_where_the_preview_cannot_be_made_the_result_still_comes(
    make_window: MakeWindow, held: HeldFuse, pair: list[Path]
) -> None:
    held.error = FusionError("too-small", "too small for this method")
    held.go_on.set()
    window = make_window(held)
    load(window, pair)
    window.fuse()
    settle(window)
    assert window.session.fused is not None
    assert not window.messages.text


def test_small_pictures_have_no_preview(
    make_window: MakeWindow, held: HeldFuse, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_views, "QUICK_FROM", 4_000_000)
    held.go_on.set()
    window = make_window(held)
    load(window, pair)
    window.fuse()
    settle(window)
    assert held.heights == [96]


@pytest.mark.parametrize(("wanted", "of_the_preview"), [("auto", "quick"), ("exact", "exact")])
def test_the_preview_is_decided_at_half_size_unless_the_user_chose_otherwise(
    make_window: MakeWindow, held: HeldFuse, pair: list[Path], wanted: str, of_the_preview: str
) -> None:
    window = make_window(held)
    load(window, pair)
    window.session.choose_method("sesf")
    window.session.set_parameter("accuracy", wanted)
    held.fuse = first_frame
    held.go_on.set()
    window.fuse()
    settle(window)
    assert held.accuracies == [of_the_preview, wanted]


def test_the_preview_looks_like_the_result(
    make_window: MakeWindow, held: HeldFuse, pair: list[Path], qtbot: QtBot
) -> None:
    window = previewed(make_window, held, pair, qtbot)
    small = window.gallery.of_result(shown(window)).picture.levels[0].astype(int)
    held.go_on.set()
    settle(window)
    assert window.session.fused is not None
    levels = window.gallery.of_result(window.session.fused).picture.levels
    full = next(level for level in levels if level.shape == small.shape)
    assert np.abs(full - small).mean() < 12


def test_a_method_that_decides_nothing_has_a_preview_without_maps(
    make_window: MakeWindow, held: HeldFuse, pair: list[Path], qtbot: QtBot
) -> None:
    held.fuse = mixed
    window = previewed(make_window, held, pair, qtbot)
    pictures = window.gallery.of_result(shown(window))
    assert pictures.maps is None
    assert (pictures.picture.width, pictures.picture.height) == (128, 96)
    held.go_on.set()
    settle(window)
    assert window.session.fused is shown(window)
