"""The document kept as it goes: one writer at a time, and nothing older is left beside the project."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from fusion.project import Project, ProjectSource, read_project
from tests.ui.conftest import wait_for
from ui.document import autosave as autosave_module
from ui.document.autosave import Autosave, left_behind
from ui.qt import QApplication


@pytest.fixture
def document(program: QApplication, tmp_path: Path) -> Autosave:
    """A document with one source."""
    assert program is QApplication.instance()
    place = tmp_path / "a.tif"
    source = ProjectSource(place.name, place.as_posix())
    project = Project(sources=(source,), listed=(0, None))
    return Autosave(lambda: project, tmp_path / "sessions")


def ended(document: Autosave) -> None:
    wait_for(lambda: document._thread is None)


def test_a_writer_that_was_waited_for_does_not_end_the_next_one(
    document: Autosave, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert document.name(tmp_path / "one.parfocal")
    goes_on = threading.Event()

    def save(*_given: object) -> None:
        if second:
            goes_on.wait(5)

    second: list[bool] = []
    monkeypatch.setattr(autosave_module, "save_project", save)
    document.write()
    document.finish()
    second.append(True)
    document.write()
    QApplication.processEvents()  # the first one's end comes only now
    assert document._thread is not None
    goes_on.set()
    ended(document)


def test_what_was_kept_beside_a_project_goes_once_the_project_is_written(
    document: Autosave, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    path = folder / "one.parfocal"
    assert document.name(path)
    folder.rename(tmp_path / "gone")
    document.write()
    ended(document)
    assert document._own.is_file()
    (tmp_path / "gone").rename(folder)
    document.write()
    ended(document)
    assert path.is_file()
    assert not document._own.exists()
    document.close()
    assert left_behind(tmp_path / "sessions") == []
    assert not document.last.exists()


def test_what_no_project_could_take_stays_as_the_last(document: Autosave, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    assert document.name(folder / "one.parfocal")
    folder.rmdir()
    document.write()
    ended(document)
    document.begin_anew()
    assert len(read_project(document.last).sources) == 1
