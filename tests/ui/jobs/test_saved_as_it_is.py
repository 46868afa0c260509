"""A result counts as saved only where its file holds it as it is now."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fusion import load_photo
from fusion.record import hash_of, read_record
from tests.ui.conftest import HANG_SECONDS, MakeWindow, load, settle, wait_for
from tests.ui.projects.conftest import pixels, stroke
from tests.ui.test_results import fuse_by
from ui.canvas.views import View
from ui.document import results
from ui.features.export import ExportFeature
from ui.jobs import actions, export_job, results_job
from ui.main_window import MainWindow


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Files are written once it is set."""
    opened = threading.Event()

    def held_back(write: Callable[..., object]) -> Callable[..., object]:
        def act(*given: object, **named: object) -> object:
            assert opened.wait(HANG_SECONDS)
            return write(*given, **named)

        return act

    for place, name in (
        (actions, "write_result"), (results_job, "write_result"), (export_job, "save_photo"),
        (results, "with_strokes"),
    ):  # fmt: skip
        monkeypatch.setattr(place, name, held_back(getattr(place, name)))
    return opened


def save(window: MainWindow, target: Path) -> None:
    window.job_actions.save(target)


def save_from_the_strip(window: MainWindow, target: Path) -> None:
    window.result_jobs.save([(window.session.results[0], target)])


def export(window: MainWindow, target: Path) -> None:
    known = window.preferences
    known.export_things, known.export_name = f"picture{target.suffix}", target.stem
    known.export_folder = str(target.parent)
    next(each for each in window.features if isinstance(each, ExportFeature)).again()


@pytest.mark.parametrize("write", [save, save_from_the_strip, export])
def test_a_stroke_while_it_is_written_is_not_saved(
    fused: MainWindow, tmp_path: Path, gate: threading.Event,
    write: Callable[[MainWindow, Path], None],
) -> None:  # fmt: skip
    stroke(fused, 90.0)
    before = pixels(fused)
    write(fused, tmp_path / "saved.png")
    wait_for(lambda: fused.jobs.current is not None)
    painter = fused.retouch.painter
    painter.pen_down(20, 20)
    painter.pen_to(30, 30)
    painter.pen_up()
    gate.set()
    settle(fused)
    assert (tmp_path / "saved.png").is_file(), fused.messages.text
    assert not fused.session.is_saved, "the second stroke is in no file"
    record = read_record(tmp_path / "saved.png")
    assert record.strokes is not None
    assert len(record.strokes["strokes"]) == 1
    assert np.array_equal(load_photo(tmp_path / "saved.png").pixels, before)
    assert hash_of(before) == record.pixels_sha256
    write(fused, tmp_path / "again.png")
    settle(fused)
    assert fused.session.is_saved


def test_a_result_is_saved_though_another_is_looked_at(
    fused: MainWindow, tmp_path: Path, gate: threading.Event
) -> None:
    fuse_by(fused, "average")
    first, second = fused.session.results
    fused.session.show_result(first)
    save(fused, tmp_path / "first.png")
    fused.session.show_result(second)
    gate.set()
    settle(fused)
    assert first.saved_as == tmp_path / "first.png"
    assert second.saved_as is None


def test_a_stroke_undone_on_a_result_in_scratch_files_makes_its_file_older(
    make_window: MakeWindow, pair: list[Path], tmp_path: Path
) -> None:
    window = make_window()
    load(window, pair)
    [first] = fuse_by(window, "spatial-frequency")
    stroke(window, 90.0)
    save(window, tmp_path / "first.png")
    settle(window)
    assert first.saved_as is not None
    window.viewer.show_view(View.RESULT)
    second = fuse_by(window, "average")[1]
    settle(window)
    window.session.undo()  # the stroke that was carried over
    window.session.results.budget = second.nbytes
    window.result_jobs.make_room()
    wait_for(lambda: first.in_files, "the result stayed in memory")
    window.session.undo()
    window.session.undo()
    settle(window)
    assert not first.is_retouched
    assert first.saved_as is None, "its file has the stroke"


def test_strokes_carried_over_to_a_result_that_is_just_written(
    fused: MainWindow, tmp_path: Path
) -> None:
    stroke(fused, 90.0)
    fused.viewer.show_view(View.RESULT)
    fused.session.choose_method("average")
    fused.fuse()
    wait_for(lambda: len(fused.session.results) == 2)
    kept = fused.session.results[1]
    fused.session.mark_saved(tmp_path / "plain.png", kept)
    settle(fused)
    assert kept.is_retouched
    assert kept.saved_as is None
