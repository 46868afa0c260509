"""Projects in the window: saved, opened, kept as they go, and come back to after a kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fusion import load_photo
from fusion.cli import main
from fusion.project import read_project
from tests.ui.conftest import MakeWindow, load, settle, slow_fuse, wait_for
from tests.ui.test_wrong_input import files_data
from ui.canvas.views import View
from ui.canvas.window_view import restored_view
from ui.dialogs import files, questions
from ui.dialogs import missing_files as missing
from ui.dialogs.questions import Answer
from ui.document.autosave import left_behind
from ui.features import projects as feature_module
from ui.features.projects import ProjectsFeature
from ui.main_window import MainWindow
from ui.paths import data_folder
from ui.qt import QApplication, QDropEvent, QPointF, Qt

ROOT = Path(__file__).resolve().parents[2]


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


def test_a_project_comes_back_as_it_was(
    worked: MainWindow, make_window: MakeWindow, tmp_path: Path
) -> None:
    before, retouch = pixels(worked), worked.session.results[0].retouch
    worked.session.results[1].second_of = worked.session.results[0]
    worked.viewport.zoom_to(2.0, QPointF(40, 30), QPointF())
    path = saved(worked, tmp_path / "花 flower.parfocal")
    worked.close()
    window = opened(make_window, path)
    session = window.session
    assert [source.name for source in session.sources] == [s.name for s in worked.session.sources]
    assert session.settings == worked.session.settings
    assert [kept.name for kept in session.results] == [kept.name for kept in worked.session.results]
    assert session.results.shown is session.results[0] is session.results[1].second_of
    assert session.results[0].retouch == retouch
    assert not session.results[1].is_retouched
    assert np.array_equal(pixels(window), before)
    assert session.registration is not None
    assert session.why_stale() == worked.session.why_stale() != ""
    assert window.viewport.zoom == pytest.approx(2.0)
    assert not session.can_undo
    stroke(window, 60)
    assert len(session.results[0].retouch.strokes) == 2


def test_results_come_back_in_their_order(
    worked: MainWindow, make_window: MakeWindow, tmp_path: Path
) -> None:
    worked.session.show_result(worked.session.results[1])
    names = [kept.name for kept in worked.session.results]
    path = saved(worked, tmp_path / "flower.parfocal")
    worked.close()
    window = opened(make_window, path)
    assert [kept.name for kept in window.session.results] == names
    assert window.session.results.shown is window.session.results[1]


def test_every_result_is_repeated_without_a_window(worked: MainWindow, tmp_path: Path) -> None:
    expected = [kept.fused.result.photo.pixels for kept in worked.session.results]
    path = saved(worked, tmp_path / "flower.parfocal")
    assert main(["repeat", str(path), "-o", str(tmp_path / "again")]) == 0
    made = sorted((tmp_path / "again").glob("*.tif"))
    assert len(made) == 2
    for place, pixels_then in zip(made, expected, strict=True):
        assert load_photo(place).pixels.tobytes() == pixels_then.tobytes()


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
from tests.ui.test_projects import projects, stroke
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


def test_files_that_moved_are_asked_for_once(
    worked: MainWindow, make_window: MakeWindow, pair: list[Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = saved(worked, tmp_path / "flower.parfocal")
    worked.close()
    there = tmp_path / "elsewhere" / "deep"
    shutil.move(pair[0].parent, there)
    asked: list[list[str]] = []

    def answer(_parent: object, names: list[str]) -> missing.Missing:
        asked.append(names)
        return missing.Missing.LOOK

    monkeypatch.setattr(feature_module, "ask_missing", answer)
    monkeypatch.setattr(feature_module, "ask_folder", lambda _parent, _folder: there)
    window = opened(make_window, path)
    assert asked == [[each.name for each in pair]]
    assert len(window.session.sources) == 2
    assert len(window.session.results) == 2


def test_going_on_without_leaves_the_project_as_it_is(
    worked: MainWindow, make_window: MakeWindow, pair: list[Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = saved(worked, tmp_path / "flower.parfocal")
    worked.close()
    pair[1].unlink()
    monkeypatch.setattr(feature_module, "ask_missing", lambda *_: missing.Missing.WITHOUT)
    before = path.read_bytes()
    window = opened(make_window, path)
    assert [source.name for source in window.session.sources] == [pair[0].name]
    assert "it stays as it is" in window.messages.text
    window.session.set_parameter("window_radius", 20)
    projects(window).autosave.finish()
    assert path.read_bytes() == before
    [kept] = (data_folder() / "sessions").glob("session-*.parfocal")
    assert len(read_project(kept).results) == 2, "results that wait are not lost"


def test_the_dialog_lists_what_is_missing(window: MainWindow) -> None:
    dialog = missing.MissingFilesDialog(window, ["a.tif", "<b>.tif"])
    assert [dialog.list.item(row).text() for row in range(2)] == ["a.tif", "<b>.tif"]
    for button, answer in (
        (dialog.look, missing.Missing.LOOK), (dialog.without, missing.Missing.WITHOUT),
        (dialog.cancel, missing.Missing.CANCEL),
    ):  # fmt: skip
        button.click()
        assert dialog.answer is answer


def test_a_damaged_project_changes_nothing(worked: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "bad.parfocal"
    path.write_text('{"parfocal_project": 1}')
    worked.open_files([path])
    settle(worked)
    assert "is no project of Parfocal" in worked.messages.text
    assert len(worked.session.results) == 2


def test_what_was_opened_is_in_the_menu(
    worked: MainWindow, make_window: MakeWindow, tmp_path: Path
) -> None:
    path = saved(worked, tmp_path / "flower.parfocal")
    worked.close()
    window = make_window()
    first = window.menus.actions["recent 0"]
    assert first.isVisible()
    assert "flower.parfocal" in first.text()
    assert not window.menus.actions["recent 1"].isVisible()
    first.trigger()
    settle(window)
    wait_for(lambda: len(window.session.results) == 2 and window.jobs.current is None)
    assert projects(window).autosave.path == path
    window.menus.actions["clear recent"].trigger()
    assert not first.isVisible()


def test_a_saved_picture_opens_what_it_was_made_from(
    worked: MainWindow, make_window: MakeWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = pair[0].parent / "sharp.tif"
    before = pixels(worked)
    worked.job_actions.save(out)
    settle(worked)
    worked.close()
    window = make_window()
    load(window, [out])
    assert "was made and retouched by this program" in window.messages.text
    window.messages.shown[-1].buttons[0].click()
    settle(window)
    wait_for(lambda: window.session.fused is not None and window.jobs.current is None)
    assert [source.name for source in window.session.sources] == [path.name for path in pair]
    assert np.array_equal(pixels(window), before)
    assert window.session.results[0].is_retouched
    assert window.session.is_saved
    monkeypatch.setattr(files, "ask_open", lambda *_given, **_more: [out])
    window.session.clear()
    window.menus.actions["open making"].trigger()
    settle(window)
    wait_for(lambda: window.session.fused is not None and window.jobs.current is None)
    assert np.array_equal(pixels(window), before)


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


def test_results_that_were_not_made_again_stay_in_the_project(
    worked: MainWindow, make_window: MakeWindow, tmp_path: Path
) -> None:
    path = saved(worked, tmp_path / "flower.parfocal")
    worked.close()
    window = make_window(fuse=slow_fuse)
    window.open_files([path])
    wait_for(lambda: len(window.session.sources) == 2 and window.jobs.current is not None)
    assert "results of the project again" in window.jobs.current.title
    window.jobs.current.cancel()
    QApplication.processEvents()
    assert window.jobs.current is None
    assert "2 results are not made again yet" in window.messages.text
    window.session.set_parameter("window_radius", 12)
    projects(window).autosave.finish()
    assert [result.title for result in read_project(path).results] == [
        kept.name for kept in worked.session.results
    ]


def test_a_project_that_is_dropped_is_opened(worked: MainWindow, tmp_path: Path) -> None:
    path = saved(worked, tmp_path / "flower.parfocal")
    worked.start_over()
    middle, data = QPointF(worked.width() / 2, worked.height() / 2), files_data([path])
    event = QDropEvent(
        middle, Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    worked.dropEvent(event)
    settle(worked)
    wait_for(lambda: len(worked.session.results) == 2 and worked.jobs.current is None)
    assert projects(worked).autosave.path == path


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


@pytest.mark.parametrize(
    "view", [{}, {"view": 3, "zoom": "a"}, {"fits": False, "zoom": float("nan"), "middle": [1, 2]},
             {"fits": False, "zoom": 10**400, "middle": [0, 0]}, {"view": "nothing", "middle": {}},
             {"fits": False, "zoom": 2, "middle": [1, True]}, {"view": ["result"]}],
)  # fmt: skip
def test_a_view_that_makes_no_sense_is_not_taken(window: MainWindow, view: dict[str, Any]) -> None:
    restored_view(view, window.viewer, window.viewport)
    assert window.viewport.fits
