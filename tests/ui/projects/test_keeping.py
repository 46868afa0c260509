"""The document kept as it goes, and come back to after a kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fusion import FusionError
from fusion.project import read_project, save_project
from tests.ui.conftest import MakeWindow, load, settle, wait_for
from tests.ui.projects.conftest import pixels, projects, saved, stroke
from ui.dialogs.missing_files import Missing
from ui.document.autosave import left_behind
from ui.features import projects as feature_module
from ui.main_window import MainWindow
from ui.paths import data_folder
from ui.qt import QApplication

ROOT = Path(__file__).resolve().parents[3]


def test_a_named_project_is_kept_up_to_date(worked: MainWindow, tmp_path: Path) -> None:
    path = saved(worked, tmp_path / "flower.parfocal")
    worked.session.set_parameter("window_radius", 11)
    wait_for(lambda: getattr(read_project(path).settings.parameters, "window_radius", 0) == 11)
    stroke(worked, 60)
    wait_for(lambda: len(read_project(path).results[0].retouch.strokes) == 2)
    worked.session.undo()
    wait_for(lambda: len(read_project(path).results[0].retouch.strokes) == 1)
    assert left_behind(data_folder() / "sessions") == [], "this process lives"


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.ui.conftest import load, settle, wait_for
from tests.ui.projects.conftest import projects, stroke
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.program import make_program
from ui.qt import QSettings
program = make_program(["test"])
preferences = Preferences(QSettings(sys.argv[1], QSettings.Format.IniFormat))
preferences.checks_frames = False
window = MainWindow(preferences)
window.session.choose_method("spatial-frequency")
window.show()
load(window, [Path(name) for name in sys.argv[2:]])
window.fuse()
settle(window)
stroke(window, 90.0)
stroke(window, 100.0)
painter, kept = window.retouch.painter, projects(window).autosave
wait_for(lambda: kept._thread is None and not kept._is_wanted and kept._own.exists())
painter.pen_down(60, 20)
painter.pen_to(70, 30)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_killed_in_the_middle_of_a_stroke_it_comes_back(
    make_window: MakeWindow, pair: list[Path], tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path / "killed.ini"), *map(str, pair)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    [left] = left_behind(data_folder() / "sessions")
    window = make_window()
    wait_for(lambda: window.messages.shown)
    [message] = window.messages.shown
    assert "has been kept" in message.text
    message.buttons[0].click()
    settle(window)
    wait_for(lambda: window.session.fused is not None and window.jobs.current is None)
    settle(window)
    assert [source.name for source in window.session.sources] == [path.name for path in pair]
    assert len(window.session.results[0].retouch.strokes) == 2
    plain = window.session.results[0].computed
    assert plain is not None
    assert not np.array_equal(pixels(window), plain.result.photo.pixels)
    assert not left.exists(), "this window keeps it now"
    stroke(window, 30.0)
    assert len(window.session.results[0].retouch.strokes) == 3


def test_two_windows_do_not_touch_each_others_documents(
    make_window: MakeWindow, pair: list[Path], tmp_path: Path
) -> None:
    first, second = make_window(), make_window()
    load(first, pair)
    load(second, pair[:1])
    for window in (first, second):
        projects(window).autosave.touch()
        projects(window).autosave.finish()
    folder = data_folder() / "sessions"
    assert len(list(folder.glob("session-*.parfocal"))) == 2
    assert left_behind(folder) == []
    path = saved(first, tmp_path / "one.parfocal")
    second.open_files([path])
    settle(second)
    assert "open in another window" in second.messages.text
    second.session.remove(0)
    projects(second).autosave.touch()
    projects(second).autosave.finish()
    assert len(read_project(path).listed) == 2


def test_what_was_closed_last_can_be_opened_again(
    make_window: MakeWindow, pair: list[Path]
) -> None:
    window = make_window()
    load(window, pair)
    window.close()
    QApplication.processEvents()
    last = data_folder() / "sessions" / "last.parfocal"
    assert len(read_project(last).listed) == 2
    again = make_window()
    again.menus.actions["open last"].trigger()
    settle(again)
    assert len(again.session.sources) == 2


def test_starting_over_leaves_the_project_as_it_is(worked: MainWindow, tmp_path: Path) -> None:
    path = saved(worked, tmp_path / "flower.parfocal")
    assert worked.session.is_saved, "its results can be made again"
    worked.session.set_parameter("window_radius", 11)
    worked.start_over()
    projects(worked).autosave.touch()
    projects(worked).autosave.finish()
    project = read_project(path)
    assert (len(project.listed), len(project.results)) == (2, 2)
    assert getattr(project.settings.parameters, "window_radius", 0) == 11
    assert projects(worked).autosave.path is None
    assert not worked.session.is_in_project


def test_where_the_project_cannot_be_written_it_is_said_once(
    worked: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    path = saved(worked, folder / "flower.parfocal")
    shutil.rmtree(folder)
    kept = projects(worked).autosave
    for radius in (11, 12):
        worked.session.set_parameter("window_radius", radius)
        kept.write()
        wait_for(lambda: kept._thread is None)
        QApplication.processEvents()
    assert worked.messages.text.count("cannot be written") == 1
    assert not path.exists()
    [instead] = (data_folder() / "sessions").glob("session-*.parfocal")
    assert len(read_project(instead).results) == 2, "it is kept where it can be"


def left_document(worked: MainWindow) -> Path:
    """What a process that was killed had open: the document of this window, which is emptied."""
    left = data_folder() / "sessions" / "session-1-1.parfocal"
    left.parent.mkdir(parents=True, exist_ok=True)
    save_project(projects(worked)._collect(), left)
    worked.close()
    return left


def come_back(window: MainWindow) -> None:
    wait_for(lambda: window.messages.shown)
    window.messages.shown[0].buttons[0].click()
    settle(window)


def test_what_was_not_come_back_to_is_not_lost_by_opening_another_project(
    worked: MainWindow, make_window: MakeWindow, pair: list[Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    first = make_window()
    load(first, pair[1:])
    other = saved(first, tmp_path / "other.parfocal")
    first.close()
    left = left_document(worked)
    before = left.read_bytes()
    shutil.move(pair[0], tmp_path / "moved.png")
    monkeypatch.setattr(feature_module, "ask_missing", lambda *_: Missing.CANCEL)
    window = make_window()
    come_back(window)
    projects(window).open(other)
    settle(window)
    assert projects(window).autosave.path == other
    assert left.read_bytes() == before


def test_what_is_come_back_to_stays_where_it_is_until_it_is_kept_again(
    worked: MainWindow, make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = left_document(worked)
    window = make_window()
    full = FusionError("document-not-kept", "there is no room")
    monkeypatch.setattr(projects(window).autosave, "_save", lambda *_given, **_named: full)
    come_back(window)
    wait_for(lambda: len(window.session.results) == 2 and window.jobs.current is None)
    assert left.is_file()
