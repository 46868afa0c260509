"""Strokes and results: which result has which, and when a stroke ends."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from tests.ui.conftest import MakeWindow, load, settle
from tests.ui.test_results import fuse_by, pixels
from ui.canvas.views import View
from ui.main_window import MainWindow


def test_strokes_belong_to_their_result(make_window: MakeWindow, pair: list[Path]) -> None:
    window = make_window()
    load(window, pair)
    first = fuse_by(window, "spatial-frequency")[0]
    window.viewer.show_view(View.RETOUCH)
    settle(window)
    painter = window.retouch.painter
    computed = pixels(first).copy()
    for x in (80.0, 100.0):
        stroke(window, x)
    painted = pixels(first).copy()
    assert first.is_retouched
    assert not np.array_equal(computed, painted)
    window.viewer.show_view(View.RESULT)
    second = fuse_by(window, "average")[1]
    assert second.is_retouched, "fusing again keeps the strokes"
    window.session.undo()
    window.session.undo()
    assert not second.is_retouched, "and they can be taken back there too"
    window.session.show_result(first)
    assert np.array_equal(pixels(first), painted)
    assert len(painter.retouch().strokes) == 2
    for _ in ("the method", "a stroke", "a stroke"):
        window.session.undo()
    assert np.array_equal(pixels(first), computed)
    window.session.show_result(second)
    window.session.redo()
    assert window.session.results.shown is first
    window.session.redo()
    assert np.array_equal(pixels(first), painted)


def test_strokes_stay_with_their_scene(
    make_window: MakeWindow, pair: list[Path], tmp_path: Path
) -> None:
    window = make_window()
    load(window, pair)
    fuse_by(window, "spatial-frequency", "average")
    window.viewer.show_view(View.RETOUCH)
    settle(window)
    retouch = window.retouch
    retouch.panel.other_wanted.emit(window.session.results[0])
    settle(window)
    assert retouch.painter.other is not None
    retouch.painter.pen_down(40.0, 40.0)
    retouch.painter.pen_up()
    retouch.painter.erase(True)
    retouch.painter.pen_down(80.0, 40.0)
    retouch.painter.pen_up()
    others = [Path(shutil.copy(path, tmp_path / f"other {path.name}")) for path in pair]
    window.open_files(others, instead=True)
    settle(window)
    assert not fuse_by(window, "average")[2].is_retouched, "these are other pictures"
    assert "gone" not in window.messages.text


def test_a_stroke_ends_where_another_result_is_shown(
    make_window: MakeWindow, pair: list[Path]
) -> None:
    window = make_window()
    load(window, pair)
    first, second = fuse_by(window, "average", "spatial-frequency")
    window.viewer.show_view(View.RETOUCH)
    settle(window)
    painter, computed = window.retouch.painter, pixels(second).copy()
    painter.take_source(0)
    painter.pen_down(100.0, 40.0)
    painter.pen_to(106.0, 44.0)
    assert not np.array_equal(pixels(second), computed)
    window.session.show_result(first)
    settle(window)
    painter.pen_up()
    assert len(second.retouch.strokes) == 1, "it is on the picture, so it is in the record"
    assert not first.is_retouched
    window.session.undo()
    assert window.session.results.shown is second
    assert np.array_equal(pixels(second), computed)
    painter.pen_down(100.0, 40.0)
    window.fuse()
    settle(window)
    painter.pen_up()
    assert [len(kept.retouch.strokes) for kept in window.session.results] == [0, 1, 1]


def stroke(window: MainWindow, x: float) -> None:
    """A short stroke with the first source."""
    painter = window.retouch.painter
    painter.take_source(0)
    painter.pen_down(x, 40.0)
    painter.pen_to(x + 6, 44.0)
    painter.pen_up()
