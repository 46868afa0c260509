"""Results compared: the metrics of all in one table, error maps against a reference."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from fusion.metrics import METRICS
from tests.ui.conftest import load, made_pair, settle
from tests.ui.test_results import fuse_by
from tests.ui.test_strokes_of_results import stroke
from ui.canvas.views import View
from ui.dialogs import files
from ui.features.result_metrics import ResultMetricsFeature
from ui.jobs.result_metrics_job import best_of
from ui.main_window import MainWindow
from ui.panels.results_table import BEST, ResultsTable
from ui.pictures.errors import error_colours, errors_of
from ui.qt import QApplication, QPushButton, Qt

ROLES = Qt.ItemDataRole
DOWN, ACROSS = Qt.Orientation.Vertical, Qt.Orientation.Horizontal


def feature_of(window: MainWindow) -> ResultMetricsFeature:
    return next(f for f in window.features if isinstance(f, ResultMetricsFeature))


def opened_table(window: MainWindow) -> ResultsTable:
    window.menus.actions["measure results"].trigger()
    settle(window)
    table = feature_of(window).table
    assert table is not None
    return table


@pytest.fixture
def two(window: MainWindow, pair: list[Path]) -> MainWindow:
    """A window with a sharp result and the mean."""
    load(window, pair)
    fuse_by(window, "spatial-frequency", "average")
    return window


@pytest.fixture
def with_truth(two: MainWindow, truth: Path) -> MainWindow:
    """The same, with a reference."""
    two.measuring.read_reference(truth)
    settle(two)
    return two


def test_all_results_are_in_one_table_and_the_best_are_marked(two: MainWindow) -> None:
    table = opened_table(two)
    model, results = table.model, list(two.session.results)
    assert table.isVisible()
    assert [model.headerData(n, ACROSS) for n in range(model.columnCount())] == [k.name for k in results]
    keys = feature_of(two).metrics.keys()
    for row, key in enumerate(keys):
        values = [feature_of(two).metrics.values(kept)[key] for kept in results]
        best = best_of(METRICS[key], values)
        for column in range(2):
            index = model.index(row, column)
            marked = model.data(index).startswith(BEST)
            bold = model.data(index, ROLES.FontRole)
            assert marked == (column in best) == (bold is not None and bold.bold())
            assert ("best" in model.data(index, ROLES.AccessibleTextRole)) == marked
        assert model.headerData(row, DOWN).endswith(("↑", "↓", "→ 0"))
    sharp = keys.index("SF")
    assert model.data(model.index(sharp, 0)).startswith(BEST), "the mean is not sharper"


def test_a_result_that_came_since_is_measured_when_the_table_opens_again(two: MainWindow) -> None:
    table = opened_table(two)
    metrics, first = feature_of(two).metrics, two.session.results[0]
    metrics.measure(everything=True)
    settle(two)
    known = dict(metrics.values(first))
    table.end.click()
    fuse_by(two, "laplacian-pyramid")
    opened_table(two)
    assert all(metrics.values(kept) for kept in two.session.results)
    assert dict(metrics.values(first)) == known, "what was measured stays, with all of its metrics"


def test_values_against_the_reference_come_with_it(with_truth: MainWindow) -> None:
    table = opened_table(with_truth)
    keys = feature_of(with_truth).metrics.keys()
    assert "PSNR_reference" in keys
    row = keys.index("PSNR_reference")
    assert table.model.headerData(row, DOWN) == "PSNR *  ↑"
    with_truth.measuring.drop_reference()
    table.refresh()
    assert feature_of(with_truth).metrics.keys() == [], "these values had the reference"


def test_the_table_is_copied_and_exported(
    two: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    table = opened_table(two)
    table.copy.click()
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text().splitlines()[0].split("\t")[0] == "metric"
    target = tmp_path / "all.csv"
    monkeypatch.setattr(files, "ask_export_table", lambda *_asked: target)
    table.export.click()
    settle(two)
    rows = list(csv.reader(target.read_text("utf-8").splitlines()))
    assert rows[0] == ["metric", "better", "Spatial frequency", "Average", "best"]
    by_key = {row[0]: row for row in rows[1:]}
    assert by_key["SF"][4] == "Spatial frequency"
    monkeypatch.setattr(files, "ask_export_table", lambda *_asked: two.session.sources[0].path)
    before = two.session.sources[0].path.read_bytes()
    table.export.click()
    settle(two)
    assert two.session.sources[0].path.read_bytes() == before


def test_a_stroke_makes_the_values_old_and_other_sources_are_left_out(
    two: MainWindow, pair: list[Path]
) -> None:
    opened_table(two)
    metrics, second = feature_of(two).metrics, two.session.results[1]
    assert metrics.values(second)
    two.viewer.show_view(View.RETOUCH)
    settle(two)
    assert metrics.values(second), "a brush in hand changes nothing"
    stroke(two, 60.0)
    assert not metrics.values(second)
    load(two, [pair[0]])
    two.session.remove(0)
    fuse_by(two, "average")
    assert metrics.compared == [two.session.results[2]]


def test_error_maps_against_the_reference(
    two: MainWindow, truth: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ask_open", lambda *_asked, **_more: [truth])
    two.strip.choose([0, 1])
    two.menus.actions["errors"].trigger()
    settle(two)
    shown = [canvas.scene for canvas in two.viewer.canvases if not canvas.isHidden()]
    assert [scene.caption for scene in shown] == [
        "Spatial frequency", "Average", "Error × 8: Spatial frequency", "Error × 8: Average",
    ]  # fmt: skip
    reference = made_pair()[0].astype(int)
    for scene, kept in zip(shown[2:], two.session.results, strict=True):
        assert scene.overlay is not None
        apart = np.abs(kept.fused.result.photo.pixels.astype(int) - reference).max(axis=2)
        assert np.array_equal(scene.overlay.pyramid.levels[0], apart)
    two.menus.actions["error gain 2"].trigger()
    scene = two.viewer.canvases[2].scene
    assert scene.caption == "Error × 2: Spatial frequency"
    assert scene.overlay is not None
    assert np.array_equal(scene.overlay.colours, error_colours(2))
    assert two.menus.actions["error gain 2"].isChecked()
    assert not two.menus.actions["error gain 8"].isChecked()
    two.measuring.drop_reference()
    two.viewer.refresh()
    assert not any("Error" in canvas.scene.caption for canvas in two.viewer.canvases)


def test_one_result_and_its_errors_follow_the_strokes(with_truth: MainWindow) -> None:
    with_truth.viewer.show_view(View.RETOUCH)
    settle(with_truth)
    with_truth.viewer.show_view(View.RESULT)
    with_truth.strip.clearSelection()
    with_truth.metrics.unfold()
    assert with_truth.metrics.errors.isVisible()
    button: QPushButton = with_truth.metrics.errors
    button.click()
    settle(with_truth)
    shown = [canvas.scene for canvas in with_truth.viewer.canvases if not canvas.isHidden()]
    assert [scene.caption for scene in shown] == ["Average", "Error × 8: Average"]
    stroke(with_truth, 90.0)
    fused, reference = with_truth.session.fused, with_truth.measuring.reference
    assert fused is not None
    assert reference is not None
    expected = errors_of(fused.result.photo.pixels, reference.pixels)
    assert shown[1].overlay is not None
    assert np.array_equal(shown[1].overlay.pyramid.levels[0], expected)


def test_a_reference_that_cannot_be_read_shows_no_errors_later(
    two: MainWindow, truth: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    monkeypatch.setattr(files, "ask_open", lambda *_asked, **_more: [broken])
    two.viewer.show_view(View.RESULT)
    two.menus.actions["errors"].trigger()
    settle(two)
    assert "broken.png" in two.messages.text
    two.measuring.read_reference(truth)
    settle(two)
    assert two.viewer.shown_view is View.RESULT


def test_errors_between_grey_and_colour_and_types() -> None:
    grey, colour = np.full((4, 5), 10, np.uint8), np.zeros((4, 5, 3), np.uint8)
    colour[..., 2] = 30
    assert errors_of(grey, colour).tolist() == [[20] * 5] * 4
    assert errors_of(np.full((2, 2), 10 << 8, np.uint16), np.zeros((2, 2), np.uint8)).max() == 10


def test_colours_grow_lighter_with_the_error() -> None:
    light = error_colours(1).astype(int).sum(axis=1)
    assert (np.diff(light) >= -2).all()
    assert error_colours(4)[64:].std(axis=0).max() == 0
