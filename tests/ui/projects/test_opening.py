"""Projects that are saved and opened, and what else opens as one."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fusion import FusionResult, load_photo
from fusion.cli import main
from fusion.project import read_project
from tests.ui.conftest import MakeWindow, load, settle, slow_fuse, wait_for
from tests.ui.projects.conftest import opened, pixels, projects, saved, stroke
from tests.ui.test_wrong_input import files_data
from ui.canvas.views import View
from ui.canvas.window_view import restored_view
from ui.dialogs import files
from ui.jobs.registering import fuse_photos
from ui.main_window import MainWindow
from ui.qt import QApplication, QDropEvent, QPointF, Qt


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


def test_fusing_again_keeps_the_strokes_of_a_project_that_was_opened(
    worked: MainWindow, make_window: MakeWindow, tmp_path: Path
) -> None:
    retouch = worked.session.results[0].retouch
    path = saved(worked, tmp_path / "flower.parfocal")
    worked.close()
    window = opened(make_window, path)
    assert window.viewer.look.view is View.RESULT
    window.session.choose_method("laplacian-pyramid")
    window.fuse()
    settle(window)
    shown = window.session.results.shown
    assert shown is window.session.results[2]
    assert shown.retouch == retouch


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


@pytest.mark.parametrize("by", ["starting over", "another project"])
def test_what_is_made_for_a_document_does_not_come_into_the_next_one(
    worked: MainWindow, make_window: MakeWindow, pair: list[Path], tmp_path: Path, by: str
) -> None:
    path = saved(worked, tmp_path / "flower.parfocal")
    worked.close()
    begun = threading.Event()

    def slow_at_first(*given: Any) -> FusionResult:
        if begun.is_set():
            return fuse_photos(*given)
        begun.set()
        return slow_fuse(*given)

    window = make_window(fuse=slow_at_first)
    load(window, pair)
    window.fuse()
    wait_for(begun.is_set)
    fusing = window.jobs.current
    if by == "starting over":
        window.start_over()
    else:
        window.open_files([path])
    wait_for(lambda: fusing is not None and fusing.is_over, "it still runs")
    settle(window)
    wait_for(lambda: not projects(window).projects.waiting and window.jobs.current is None)
    names = [kept.name for kept in window.session.results]
    assert names == ([] if by == "starting over" else [kept.name for kept in worked.session.results])


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


def test_a_damaged_project_changes_nothing(worked: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "bad.parfocal"
    path.write_text('{"parfocal_project": 1}')
    worked.open_files([path])
    settle(worked)
    assert "is no project of Parfocal" in worked.messages.text
    assert len(worked.session.results) == 2


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


def test_folders_that_were_read_are_in_the_menu_whatever_their_names(
    window: MainWindow, pair: list[Path], tmp_path: Path
) -> None:
    folder = pair[0].parent.rename(tmp_path / "photos 2026.11")
    load(window, [tmp_path / "nothing"])
    assert window.preferences.recent == []
    load(window, [folder])
    assert window.preferences.recent == [str(folder)]
    window.session.clear()
    window.menus.actions["recent 0"].trigger()
    settle(window)
    assert len(window.session.sources) == 2


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


@pytest.mark.parametrize(
    "view", [{}, {"view": 3, "zoom": "a"}, {"fits": False, "zoom": float("nan"), "middle": [1, 2]},
             {"fits": False, "zoom": 10**400, "middle": [0, 0]}, {"view": "nothing", "middle": {}},
             {"fits": False, "zoom": 2, "middle": [1, True]}, {"view": ["result"]}],
)  # fmt: skip
def test_a_view_that_makes_no_sense_is_not_taken(window: MainWindow, view: dict[str, Any]) -> None:
    restored_view(view, window.viewer, window.viewport)
    assert window.viewport.fits
