"""Nothing blocks: progress, cancel, faults, closing."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest

from fusion import FusionError
from tests.ui.conftest import MakeWindow, endless_fuse, first_frame, load, settle, wait_for
from ui.dialogs import files, questions
from ui.dialogs.questions import Answer
from ui.main_window import MainWindow
from ui.qt import QApplication


def begin(window: MainWindow, pair: list[Path]) -> None:
    """Load the pair, and start fusing until the first progress shows."""
    load(window, pair)
    window.fuse()
    wait_for(lambda: window.bottom.progress.maximum() > 0)


def test_cancel_is_answered_at_once_and_the_thread_stops_at_its_next_report(
    make_window: MakeWindow, pair: list[Path]
) -> None:
    """Between two reports the thread cannot be stopped; the window does not wait for it."""
    go_on, reports = threading.Event(), []

    def held_fuse(photos, settings, progress):  # type: ignore[no-untyped-def]
        progress("Blending", 1, 2)
        assert go_on.wait(20), "Cancel waits for the thread"
        for step in range(3):
            reports.append(step)
            progress("Blending", 1, 2)
        return first_frame(photos, settings, progress)

    window = make_window(held_fuse)
    begin(window, pair)
    assert window.bottom.cancel.isVisible()
    assert not window.bottom.fuse.isEnabled()
    window.bottom.cancel.click()
    assert window.jobs.current is None
    assert window.bottom.fuse.isEnabled()
    assert not window.bottom.cancel.isVisible()
    go_on.set()
    assert window.jobs.wait(5)
    assert reports == [0]
    QApplication.processEvents()
    assert window.session.fused is None


def test_a_late_result_is_thrown_away(make_window: MakeWindow, pair: list[Path]) -> None:
    release = threading.Event()

    def deaf_fuse(photos, settings, progress):  # type: ignore[no-untyped-def]
        progress("Blending", 0, 2)
        progress("Blending", 1, 2)
        release.wait(5)
        return first_frame(photos, settings, progress)

    window = make_window(deaf_fuse)
    begin(window, pair)
    window.bottom.cancel.click()
    assert window.jobs.current is None
    release.set()
    assert window.jobs.wait(3)
    QApplication.processEvents()
    assert window.session.fused is None
    assert window.messages.text == ""


def test_the_old_result_stays_until_the_new_one(make_window: MakeWindow, pair: list[Path]) -> None:
    calls: list[int] = []

    def once_fast(photos, settings, progress):  # type: ignore[no-untyped-def]
        calls.append(1)
        return (first_frame if len(calls) == 1 else endless_fuse)(photos, settings, progress)

    window = make_window(once_fast)
    load(window, pair)
    window.fuse()
    settle(window)
    old = window.session.fused
    window.fuse()
    QApplication.processEvents()
    assert window.session.fused is old
    assert window.viewer.canvases[0].scene.base is window.gallery.of_result(old).picture  # type: ignore[union-attr]
    window.bottom.cancel.click()
    assert window.session.fused is old


def test_an_engine_error_is_one_sentence(make_window: MakeWindow, pair: list[Path]) -> None:
    def failing(_photos, _settings, _progress):  # type: ignore[no-untyped-def]
        raise FusionError("no-folder-here", "there is no folder here; make it, or choose another one")

    window = make_window(failing)
    load(window, pair)
    window.fuse()
    settle(window)
    assert window.messages.text == "There is no folder here; make it, or choose another one."
    assert window.bottom.fuse.isEnabled()


def test_a_fault_is_told_and_logged(
    make_window: MakeWindow, pair: list[Path], caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(_photos, _settings, _progress):  # type: ignore[no-untyped-def]
        raise ZeroDivisionError("secret detail")

    window = make_window(faulty)
    load(window, pair)
    with caplog.at_level(logging.ERROR):
        window.fuse()
        settle(window)
    assert "went wrong inside the program" in window.messages.text
    assert "secret" not in window.messages.text
    assert "Traceback" not in window.messages.text
    assert "secret detail" in caplog.text


def test_closing_asks_while_a_job_runs(
    make_window: MakeWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(endless_fuse)
    begin(window, pair)
    asked: list[object] = []
    monkeypatch.setattr(questions, "ask_stop", lambda parent: asked.append(parent) or Answer.STAY)
    assert window.close() is False
    assert asked
    assert window.jobs.current is not None
    monkeypatch.setattr(questions, "ask_stop", lambda _parent: Answer.GO_ON)
    assert window.close() is True
    assert window.jobs.current is None


def test_closing_asks_about_an_unsaved_result(
    make_window: MakeWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(first_frame)
    load(window, pair)
    window.fuse()
    settle(window)
    monkeypatch.setattr(questions, "ask_unsaved", lambda _parent: Answer.STAY)
    assert window.close() is False
    target = pair[0].parent / "kept.png"
    monkeypatch.setattr(questions, "ask_unsaved", lambda _parent: Answer.SAVE)
    monkeypatch.setattr(files, "ask_save", lambda *_args: target)
    assert window.close() is True
    assert target.exists()


def test_pictures_can_be_added_while_fusing(make_window: MakeWindow, pair: list[Path]) -> None:
    window = make_window(endless_fuse)
    begin(window, pair)
    window.open_files([pair[0]])
    wait_for(lambda: len(window.session.sources) == 3)
    assert window.job_actions.is_fusing
    window.jobs.cancel_all()
