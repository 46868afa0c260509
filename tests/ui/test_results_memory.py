"""The memory that results take: pixels go to scratch files and come back, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fusion import load_photo
from fusion.record import read_record
from tests.ui.conftest import MakeWindow, load, settle, wait_for
from tests.ui.test_results import click, fuse_by, pixels
from tests.ui.test_strokes_of_results import stroke
from ui.canvas.views import View
from ui.jobs.job import Job
from ui.main_window import MainWindow


def test_beyond_the_budget_pixels_go_to_scratch_files_and_come_back(
    make_window: MakeWindow, pair: list[Path], tmp_path: Path
) -> None:
    window = make_window()
    load(window, pair)
    first = fuse_by(window, "spatial-frequency")[0]
    window.viewer.show_view(View.RETOUCH)
    settle(window)
    computed = pixels(first).copy()
    stroke(window, 90.0)
    painted = pixels(first).copy()
    window.viewer.show_view(View.RESULT)
    second = fuse_by(window, "average")[1]
    plain = pixels(second).copy()
    window.session.results.budget = second.nbytes
    window.result_jobs.make_room()
    wait_for(lambda: first.in_files, "the result stayed in memory")
    assert isinstance(pixels(first), np.memmap)
    assert first.nbytes == 0
    assert window.session.results.nbytes <= window.session.results.budget
    assert first.is_retouched
    assert np.array_equal(pixels(first), painted)
    target = tmp_path / "from files.png"
    saving: Job | None = window.result_jobs.save([(first, target)])
    assert saving is not None
    settle(window)
    assert np.array_equal(load_photo(target).pixels, painted)
    assert len(read_record(target).retouch.strokes) == 1
    click(window, 0)
    wait_for(lambda: window.session.results.shown is first, "the result did not come back")
    settle(window)
    assert not isinstance(pixels(first), np.memmap)
    assert np.array_equal(pixels(first), painted)
    window.viewer.show_view(View.RETOUCH)
    wait_for(lambda: window.viewer.canvases[0].paints, "the brush did not come")
    wait_for(lambda: second.in_files, "the other one stayed in memory")
    assert np.array_equal(pixels(second), plain)
    window.session.undo()
    assert window.session.results.shown is second, "the stroke that was carried over is undone first"
    settle(window)
    assert second.computed is not None
    assert np.array_equal(pixels(second), second.computed.result.photo.pixels)
    window.session.undo()
    window.session.undo()
    settle(window)
    assert window.session.results.shown is first
    assert np.array_equal(pixels(first), computed), "its strokes can still be undone"


def test_without_room_for_scratch_files_all_stay_and_it_is_said(
    window: MainWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from fusion import FusionError
    from ui.jobs import results_job

    def refuse(*_asked: object) -> None:
        raise FusionError("no-temporary-space", "there is no room in {folder}", folder="/tmp")

    load(window, pair)
    fuse_by(window, "average", "spatial-frequency")
    monkeypatch.setattr(results_job, "both", refuse)
    before = [pixels(kept).copy() for kept in window.session.results]
    window.session.results.budget = 0
    window.result_jobs.make_room()
    said: Callable[[], bool] = lambda: "no room" in window.messages.text  # noqa: E731
    wait_for(said, "nothing was said")
    for kept, values in zip(window.session.results, before, strict=True):
        assert not kept.in_files
        assert np.array_equal(pixels(kept), values)


def test_the_sources_of_results_take_their_share_of_the_memory(
    window: MainWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.jobs import actions

    monkeypatch.setattr(actions, "MOST_KEPT", 2 * 96 * 128)
    load(window, pair)
    first = fuse_by(window, "average")[0]
    window.open_files(pair, instead=True)
    settle(window)
    assert all(source.is_kept for source in first.fused.sources)
    assert not any(source.is_kept for source in window.session.sources), "these stay in their files"
    window.session.remove_result(first)
    window.open_files(pair, instead=True)
    settle(window)
    assert all(source.is_kept for source in window.session.sources)
