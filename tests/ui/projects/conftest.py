"""A window with two results and a stroke, and how tests save and open projects."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.ui.conftest import MakeWindow, load, settle, wait_for
from ui.canvas.views import View
from ui.dialogs import questions
from ui.dialogs.questions import Answer
from ui.features.projects import ProjectsFeature
from ui.main_window import MainWindow


@pytest.fixture(autouse=True)
def _closes_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "ask_unsaved", lambda *_given: Answer.GO_ON)


def projects(window: MainWindow) -> ProjectsFeature:
    return next(each for each in window.features if isinstance(each, ProjectsFeature))


def stroke(window: MainWindow, x: float = 100.0) -> None:
    """A stroke with the first source; the brush is taken in hand before."""
    window.viewer.show_view(View.RETOUCH)
    wait_for(lambda: window.viewer.canvases[0].paints and window.jobs.current is None)
    painter = window.retouch.painter
    painter.change_brush(radius_px=6)
    painter.take_source(0)
    painter.pen_down(x, 40)
    painter.pen_to(x + 10, 50)
    painter.pen_up()


def pixels(window: MainWindow) -> np.ndarray:
    assert window.session.fused is not None
    return window.session.fused.result.photo.pixels.copy()


@pytest.fixture
def worked(make_window: MakeWindow, pair: list[Path]) -> MainWindow:
    """Two results, the first with a stroke, and settings that are not the usual ones."""
    window = make_window()
    load(window, pair)
    window.fuse()
    settle(window)
    stroke(window)
    window.viewer.show_view(View.RESULT)
    window.session.choose_method("average")
    window.fuse()
    settle(window)
    window.session.undo()  # the stroke that was carried over
    window.session.show_result(window.session.results[0])
    window.session.choose_method("spatial-frequency")
    window.session.set_parameter("window_radius", 9)
    return window


def saved(window: MainWindow, path: Path) -> Path:
    projects(window).save(path)
    settle(window)
    projects(window).autosave.finish()
    assert path.is_file(), window.messages.text
    return path


def opened(make_window: MakeWindow, path: Path) -> MainWindow:
    window = make_window()
    window.open_files([path])
    settle(window)
    wait_for(lambda: not projects(window).projects.waiting or window.jobs.current is None)
    settle(window)
    return window
