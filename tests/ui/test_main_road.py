"""Load two, fuse, look, save: the road that every user takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image
from PyQt5.QtTest import QTest

from fusion import load_photo
from tests.ui.conftest import MakeWindow, first_frame, load, made_pair, settle, visible_texts
from ui.canvas.views import View
from ui.dialogs import files
from ui.main_window import MainWindow
from ui.qt import QApplication, QFileDialog, QLabel, QLineEdit, Qt, QTimer


def test_load_fuse_and_save(
    window: MainWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not window.bottom.fuse.isEnabled()
    load(window, pair)
    assert [source.path for source in window.session.sources] == pair
    assert window.bottom.fuse.isEnabled()
    window.bottom.fuse.click()
    settle(window)
    fused = window.session.fused
    assert fused is not None
    assert window.viewer.look.view is View.RESULT
    assert window.viewer.canvases[0].scene.base is window.gallery.of_result(fused).picture
    first, second = made_pair()
    left, right = slice(8, 40), slice(-40, -8)
    np.testing.assert_array_equal(fused.result.photo.pixels[:, left], first[:, left])
    np.testing.assert_array_equal(fused.result.photo.pixels[:, right], second[:, right])

    target = pair[0].parent / "结果 🌸.png"
    monkeypatch.setattr(files, "ask_save", lambda *_args: target)
    window.bottom.save.click()
    settle(window)
    np.testing.assert_array_equal(load_photo(target).pixels, fused.result.photo.pixels)
    assert window.session.is_saved
    assert target.name in window.messages.text


def test_cancelled_dialogs_change_nothing(
    window: MainWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(window, pair)
    window.fuse()
    settle(window)
    before = window.session.slots, window.session.fused
    monkeypatch.setattr(files, "ask_open", lambda *_args, **_more: [])
    monkeypatch.setattr(files, "ask_save", lambda *_args: None)
    window.ask_open()
    window.ask_open(1)
    assert window.ask_save() is False
    settle(window)
    assert (window.session.slots, window.session.fused) == before
    assert not window.session.is_saved


def test_saving_never_overwrites_a_source(
    window: MainWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(window, pair)
    window.fuse()
    settle(window)
    before = pair[1].read_bytes()
    monkeypatch.setattr(files, "ask_save", lambda *_args: pair[1])
    window.ask_save()
    settle(window)
    assert pair[1].read_bytes() == before
    assert pair[1].name in window.messages.text
    assert not window.session.is_saved


def test_a_source_of_an_older_result_is_not_overwritten_either(
    window: MainWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(window, pair)
    window.fuse()
    settle(window)
    window.session.remove(0)
    before = pair[0].read_bytes()
    monkeypatch.setattr(files, "ask_save", lambda *_args: pair[0])
    window.ask_save()
    settle(window)
    assert pair[0].read_bytes() == before
    assert not window.session.is_saved


def test_result_of_other_sources_is_marked(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    window.fuse()
    settle(window)
    assert window.viewer.canvases[0].scene.warning == ""
    window.session.move(0, 1)
    assert window.viewer.canvases[0].scene.warning == window.session.why_stale() != ""
    window.session.move(0, 1)
    assert window.viewer.canvases[0].scene.warning == ""
    window.session.set_parameter("window_radius", 9)
    assert window.session.why_stale()
    window.session.reset_parameters()
    assert not window.session.why_stale()


def test_any_number_of_frames_in_any_order(window: MainWindow, pair: list[Path]) -> None:
    load(window, [*pair, *pair])
    assert len(window.sources.cards) == 4
    third = window.session.slots[2]
    window.session.move(2, 0)
    assert window.session.slots[0] is third
    window.session.remove(3)
    window.fuse()
    settle(window)
    assert window.session.fused is not None
    assert len(window.session.fused.shares) == 3
    window.viewer.show_view(View.DECISION)
    assert len(window.viewer.canvases[0].scene.overlay.colours) == 3  # type: ignore[union-attr]


def test_a_source_can_be_replaced(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    window.open_files([pair[0]], slot=1)
    settle(window)
    assert [source.path for source in window.session.sources] == [pair[0], pair[0]]


@pytest.mark.parametrize("kind", ["grey", "deep", "deep grey", "float grey"])
def test_every_kind_of_picture_shows(make_window: MakeWindow, tmp_path: Path, kind: str) -> None:
    window = make_window(first_frame)
    pixels = made_pair(kind=np.uint16 if "deep" in kind else np.uint8)[0]
    if "grey" in kind:
        pixels = np.ascontiguousarray(pixels[:, :, 0])
    if "float" in kind:
        pixels = (pixels / 255).astype(np.float32)
    paths = [tmp_path / "a.tif", tmp_path / "b.tif"]
    for path in paths:
        tifffile.imwrite(path, pixels, photometric="minisblack" if pixels.ndim == 2 else "rgb")
    load(window, paths)
    window.fuse()
    settle(window)
    window.viewport.zoom_to(1.0)
    canvas = window.viewer.canvases[0]
    shown = canvas.grab().toImage()
    place = canvas.placement()
    expected = pixels[48, 64] if pixels.ndim == 3 else np.repeat(pixels[48, 64], 3)
    scale = {"float grey": 255.0, "grey": 1.0}.get(kind, 1 / 256)
    colour = shown.pixelColor(place.left + 64, place.top + 48)
    seen = np.array([colour.red(), colour.green(), colour.blue()], dtype=float)
    np.testing.assert_allclose(seen, np.floor(expected * scale + 0.01), atol=1)


def test_why_fuse_is_not_possible_is_said(window: MainWindow, pair: list[Path], tmp_path: Path) -> None:
    assert "slot 1" in window.bottom.fuse.toolTip()
    load(window, pair[:1])
    assert not window.bottom.fuse.isEnabled()
    assert "slot 2" in window.bottom.fuse.toolTip()
    other = tmp_path / "small.png"
    Image.fromarray(np.zeros((10, 20, 3), dtype=np.uint8)).save(other)
    load(window, [other])
    assert not window.bottom.fuse.isEnabled()
    assert "small.png" in window.bottom.fuse.toolTip()
    assert "20 × 10" in window.bottom.fuse.toolTip()


def test_a_method_for_two_refuses_three(window: MainWindow, pair: list[Path]) -> None:
    load(window, [*pair, pair[0]])
    window.session.choose_method("sesf-published")
    assert not window.bottom.fuse.isEnabled()
    window.session.choose_method("spatial-frequency")
    assert window.bottom.fuse.isEnabled()


def test_views_show_what_they_say(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    visible = [canvas for canvas in window.viewer.canvases if canvas.isVisible()]
    assert len(visible) == 2
    window.fuse()
    settle(window)
    fused = window.session.fused
    assert fused is not None
    pictures = window.gallery.of_result(fused)
    assert pictures.maps is not None
    decision, confidence = pictures.maps.decision, pictures.maps.confidence
    overlays = {View.DECISION: decision, View.CONFIDENCE: confidence, View.RESULT: None}
    for view, overlay in overlays.items():
        window.viewer.show_view(view)
        assert window.viewer.canvases[0].scene.overlay is overlay
    window.viewer.show_view(View.COMPARE)
    assert sum(canvas.isVisible() for canvas in window.viewer.canvases) == 4
    window.session.look_at(1)
    assert window.viewer.canvases[0].scene.base is window.gallery.of_source(window.session.sources[1])
    window.viewer.show_view(View.RESULT)
    window.viewer.flip(True)
    assert window.viewer.canvases[0].scene.base is window.gallery.of_source(window.session.sources[0])
    window.viewer.flip(False)
    assert window.viewer.canvases[0].scene.base is window.gallery.of_result(fused).picture


def test_the_pixel_under_the_cursor_is_read_out(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    window.fuse()
    settle(window)
    canvas = window.viewer.canvases[0]
    values = window.session.fused.result.photo.pixels[20, 10]  # type: ignore[union-attr]
    canvas.hovered.emit((10, 20))
    text = next(text for text in visible_texts(window.bottom) if text.startswith("10, 20"))
    assert " ".join(str(value) for value in values) in text
    assert "Source 1: 100 %" in text


def test_holding_space_shows_the_sources_in_turn(window: MainWindow, pair: list[Path]) -> None:
    """Also after Fuse was clicked: the button must not take the key."""
    load(window, pair)
    QTest.mouseClick(window.bottom.fuse, Qt.MouseButton.LeftButton)
    settle(window)
    fused, sources = window.session.fused, window.session.sources
    assert fused is not None
    canvas = window.viewer.canvases[0]
    receiver = window.focusWidget() or window
    for expected in (sources[0], sources[1], sources[0]):
        QTest.keyPress(receiver, Qt.Key.Key_Space)
        assert canvas.scene.base is window.gallery.of_source(expected)
        QTest.keyRelease(receiver, Qt.Key.Key_Space)
        assert canvas.scene.base is window.gallery.of_result(fused).picture
    assert window.session.fused is fused


def test_the_device_that_ran_is_shown(make_window: MakeWindow, pair: list[Path]) -> None:
    def on_a_gpu(photos, settings, progress, _known):  # type: ignore[no-untyped-def]
        return replace(first_frame(photos, settings, progress), device="cuda (Great GPU 3)")

    window = make_window(on_a_gpu)
    load(window, pair)
    window.fuse()
    settle(window)
    texts = [label.text() for label in window.results.findChildren(QLabel)]
    assert "Graphics card: Great GPU 3" in texts


def test_opening_fills_empty_slots_and_then_begins_a_new_set(
    window: MainWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        monkeypatch.setattr(files, "ask_open", lambda *_args, n=number, **_more: [pair[n]])
        window.ask_open_set()
        settle(window)
    assert [source.path for source in window.session.sources] == pair
    monkeypatch.setattr(files, "ask_open", lambda *_args, **_more: [pair[1].parent / "missing.png"])
    window.ask_open_set()
    settle(window)
    assert [source.path for source in window.session.sources] == pair
    monkeypatch.setattr(files, "ask_open", lambda *_args, **_more: [pair[1]])
    window.ask_open_set()
    settle(window)
    assert [source.path for source in window.session.sources] == [pair[1]]


@pytest.mark.parametrize(("typed", "written"), [("new", "new.jpg"), ("new.png", "new.png")])
def test_the_save_dialog_adds_the_ending(
    window: MainWindow, tmp_path: Path, typed: str, written: str
) -> None:
    def answer() -> None:
        dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog))
        name = dialog.findChild(QLineEdit)
        assert name is not None
        assert name.text() == "微距_fused.jpg"
        name.setText(typed)
        dialog.accept()

    QTimer.singleShot(200, answer)
    assert files.ask_save(window, tmp_path / "微距_fused.jpg") == tmp_path / written


def test_the_save_dialog_can_be_cancelled(window: MainWindow, tmp_path: Path) -> None:
    def answer() -> None:
        dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog))
        dialog.reject()

    QTimer.singleShot(200, answer)
    assert files.ask_save(window, tmp_path / "x.png") is None
