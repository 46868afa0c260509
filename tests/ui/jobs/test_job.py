"""Nothing blocks: progress, cancel, faults, closing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from fusion import FusionError, FusionResult, FusionSettings, Photo, Registration
from fusion.contracts import Context
from fusion.notes import Note
from fusion.progress import Progress, Repeating
from tests.ui.conftest import (
    HANG_SECONDS,
    MakeWindow,
    StepwiseFuse,
    first_frame,
    load,
    settle,
    slow_fuse,
    wait_for,
)
from ui.dialogs import files, questions
from ui.dialogs.questions import Answer
from ui.main_window import MainWindow
from ui.qt import QApplication, QProgressBar


def begin(window: MainWindow, pair: list[Path]) -> None:
    """Load the pair, and start fusing until the first progress shows."""
    load(window, pair)
    window.fuse()
    bar = window.bottom.findChild(QProgressBar)
    assert bar is not None
    wait_for(lambda: bar.maximum() > 0, "no progress was shown")


def test_cancel_is_answered_at_once_and_ends_the_thread_at_its_next_report(
    make_window: MakeWindow, pair: list[Path]
) -> None:
    held = StepwiseFuse()
    held.steps.release(2)
    window = make_window(held)
    begin(window, pair)
    wait_for(lambda: held.reports == 2, "the fusion did not start")
    assert window.bottom.cancel.isVisible()
    assert not window.bottom.fuse.isEnabled()
    window.bottom.cancel.click()
    QApplication.processEvents()
    assert not held.stopped.is_set(), "the window did not wait for the thread"
    assert window.jobs.current is None
    assert window.bottom.fuse.isEnabled()
    assert not window.bottom.cancel.isVisible()
    held.steps.release(1)
    assert window.jobs.wait(HANG_SECONDS)
    assert held.stopped.is_set()
    assert held.reports == 2, "the next report is the last thing the thread does"
    assert window.session.fused is None


def test_a_late_result_is_thrown_away(make_window: MakeWindow, pair: list[Path]) -> None:
    release = threading.Event()

    def deaf_fuse(photos, settings, progress, _known):  # type: ignore[no-untyped-def]
        progress("Blending", 0, 2)
        progress("Blending", 1, 2)
        release.wait(HANG_SECONDS)
        return first_frame(photos, settings, progress)

    window = make_window(deaf_fuse)
    begin(window, pair)
    window.bottom.cancel.click()
    assert window.jobs.current is None
    release.set()
    assert window.jobs.wait(HANG_SECONDS)
    QApplication.processEvents()
    assert window.session.fused is None
    assert window.messages.text == ""


def test_the_old_result_stays_until_the_new_one(make_window: MakeWindow, pair: list[Path]) -> None:
    calls: list[int] = []

    def once_fast(photos, settings, progress, _known):  # type: ignore[no-untyped-def]
        calls.append(1)
        return (first_frame if len(calls) == 1 else slow_fuse)(photos, settings, progress)

    window = make_window(once_fast)
    load(window, pair)
    window.fuse()
    settle(window)
    old = window.session.fused
    window.fuse()
    QApplication.processEvents()
    assert window.session.fused is old
    assert window.viewer.canvases[0].scene.base is window.gallery.of_result(old).picture  # type: ignore[arg-type]
    window.bottom.cancel.click()
    assert window.session.fused is old


def test_an_engine_error_is_one_sentence(make_window: MakeWindow, pair: list[Path]) -> None:
    def failing(_photos, _settings, _progress, _known):  # type: ignore[no-untyped-def]
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
    def faulty(_photos, _settings, _progress, _known):  # type: ignore[no-untyped-def]
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
    window = make_window(slow_fuse)
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
    window = make_window(slow_fuse)
    begin(window, pair)
    window.open_files([pair[0]])
    wait_for(lambda: len(window.session.sources) == 3, "the picture was not added")
    assert window.job_actions.is_fusing
    window.jobs.cancel_all()


def test_what_a_job_says_before_long_work_stands_in_the_bottom_bar(
    make_window: MakeWindow, pair: list[Path]
) -> None:
    held = TellingFuse()
    window = make_window(held)
    load(window, pair)
    window.fuse()
    wait_for(lambda: window.bottom.stage.text() == "This takes 7 min.", "the note was not shown")
    held.steps.release(2)
    wait_for(lambda: held.reports == 2, "the fusion did not go on")
    QApplication.processEvents()
    assert window.bottom.stage.text() == "This takes 7 min."
    window.bottom.cancel.click()
    held.steps.release(1)
    assert window.jobs.wait(HANG_SECONDS)


class TellingFuse(StepwiseFuse):
    """Says beforehand how long it takes."""

    def __call__(
        self, photos: Sequence[Photo], settings: FusionSettings, progress: Progress,
        known: Registration | None = None,
    ) -> FusionResult:  # fmt: skip
        note = Note("takes-long", "This takes {minutes} min.", minutes=7)
        Context("cpu", Repeating(progress)).tell(note)
        return super().__call__(photos, settings, progress, known)
