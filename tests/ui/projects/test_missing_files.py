"""Files of a project that are not where they were."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fusion.project import read_project
from tests.ui.conftest import MakeWindow
from tests.ui.projects.conftest import opened, projects, saved
from ui.dialogs import missing_files as missing
from ui.features import projects as feature_module
from ui.main_window import MainWindow
from ui.paths import data_folder


def answers(
    monkeypatch: pytest.MonkeyPatch, folders: list[Path | None]
) -> list[tuple[list[str], list[Path]]]:
    """Look in these folders, one after the other, whenever it is asked; what was asked, with the folders
    that had been looked in."""
    asked: list[tuple[list[str], list[Path]]] = []
    chosen = iter(folders)

    def ask(_parent: object, names: list[str], looked: list[Path]) -> missing.Missing:
        asked.append((names, list(looked)))
        return missing.Missing.LOOK if len(asked) <= len(folders) else missing.Missing.CANCEL

    monkeypatch.setattr(feature_module, "ask_missing", ask)
    monkeypatch.setattr(feature_module, "ask_folder", lambda _parent, _folder: next(chosen))
    return asked


def test_files_that_moved_are_asked_for_once(
    worked: MainWindow, make_window: MakeWindow, pair: list[Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = saved(worked, tmp_path / "flower.parfocal")
    worked.close()
    there = tmp_path / "elsewhere" / "deep"
    shutil.move(pair[0].parent, there)
    asked = answers(monkeypatch, [there])
    window = opened(make_window, path)
    assert asked == [([each.name for each in pair], [])]
    assert len(window.session.sources) == 2
    assert len(window.session.results) == 2


def test_files_that_moved_to_two_folders_are_found_one_folder_after_the_other(
    worked: MainWindow, make_window: MakeWindow, pair: list[Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = saved(worked, tmp_path / "flower.parfocal")
    worked.close()
    places = [tmp_path / "a" / "deep", tmp_path / "b" / "deep"]
    for place, moved in zip(places, pair, strict=True):
        place.mkdir(parents=True)
        shutil.move(moved, place)
    asked = answers(monkeypatch, [places[0], None, places[1]])
    window = opened(make_window, path)
    names = [each.name for each in pair]
    assert asked == [(names, []), (names[1:], [places[0]]), (names[1:], [places[0]])]
    assert len(window.session.sources) == 2
    dialog = missing.MissingFilesDialog(window, names[1:], [places[0]])
    assert str(places[0]) in dialog.looked.text()


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


def test_a_picture_of_a_project_that_cannot_be_read_is_named(
    worked: MainWindow, make_window: MakeWindow, pair: list[Path], tmp_path: Path
) -> None:
    path = saved(worked, tmp_path / "flower.parfocal")
    worked.close()
    pair[1].write_bytes(b"")
    window = opened(make_window, path)
    assert [source.name for source in window.session.sources] == [pair[0].name]
    assert str(pair[1]) in window.messages.text
    assert "it stays as it is" in window.messages.text


def test_a_picture_that_has_changed_takes_no_stroke_out_of_the_project(
    worked: MainWindow, make_window: MakeWindow, pair: list[Path], tmp_path: Path
) -> None:
    path = saved(worked, tmp_path / "flower.parfocal")
    projects(worked).autosave.write()
    projects(worked).autosave.finish()
    worked.session.set_parameter("window_radius", 5)
    worked.close()  # what it writes at once knows the sizes of the files as well
    pair[0].write_bytes(pair[1].read_bytes() + b"longer")
    before = path.read_bytes()
    window = opened(make_window, path)
    assert pair[0].name in window.messages.text
    assert "the project stays as it is" in window.messages.text
    window.session.set_parameter("window_radius", 20)
    projects(window).autosave.finish()
    window.close()
    assert path.read_bytes() == before
