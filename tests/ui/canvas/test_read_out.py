"""What the bottom line says of the pixel under the cursor is true of what is shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PyQt5.QtTest import QTest

from tests.ui.conftest import MakeWindow, load, settle
from ui.canvas.canvas import Canvas
from ui.canvas.viewport import ZOOM_STEP
from ui.canvas.views import View
from ui.main_window import MainWindow
from ui.qt import QApplication, QPoint, Qt
from ui.samples import sample_pair


def rest_on(canvas: Canvas, x: int, y: int) -> None:
    """Put the cursor over a pixel of the picture, and leave it there."""
    placement, ratio = canvas.placement(), canvas.devicePixelRatioF()
    left = (placement.left + (x + 0.5) * placement.zoom) / ratio
    top = (placement.top + (y + 0.5) * placement.zoom) / ratio
    QTest.mouseMove(canvas, QPoint(round(left), round(top)))
    QApplication.processEvents()


def values(pixels: np.ndarray, x: int, y: int) -> str:
    return f"{x}, {y}   RGB " + " ".join(str(v) for v in pixels[y, x])


def test_the_values_follow_the_view_the_job_and_space(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    window.fuse()
    settle(window)
    result, fused = window.bottom.pixel, window.session.fused
    assert fused is not None
    x, y = 100, 20
    rest_on(window.viewer.canvases[0], x, y)
    assert result.text().startswith(values(fused.result.photo.pixels, x, y))
    window.viewer.flip(True)
    assert result.text() == values(fused.sources[0].photo.pixels, x, y), "the source that is peeked at"
    window.viewer.flip(False)
    assert result.text().startswith(values(fused.result.photo.pixels, x, y))
    window.viewer.look_at_source(1)
    assert result.text() == values(fused.sources[1].photo.pixels, x, y)
    window.viewer.show_view(View.RESULT)
    assert "confidence" in result.text()
    window.session.choose_method("average")
    window.fuse()
    settle(window)
    again = window.session.fused
    assert again is not None
    assert result.text() == values(again.result.photo.pixels, x, y), "the result of the second job"
    window.session.clear()
    assert result.text() == ""


def test_a_preview_is_not_said_of_the_result(make_window: MakeWindow) -> None:
    window = make_window()
    load(window, sample_pair())
    window.viewer.look_at_source(0)
    rest_on(window.viewer.canvases[0], 100, 100)
    assert "RGB" in window.bottom.pixel.text()
    window.fuse()
    settle(window)
    assert "RGB" in window.bottom.pixel.text()
    assert "Preview" not in window.bottom.pixel.text()


def test_key_1_zooms_at_the_cursor(window: MainWindow) -> None:
    load(window, sample_pair())
    window.viewer.look_at_source(0)
    QApplication.processEvents()
    canvas = window.viewer.canvases[0]
    rest_on(canvas, 900, 200)
    point = canvas.cursor_point
    assert point is not None
    there = canvas.picture_point(point)
    assert window.viewport.zoom < 1
    for key, zoom in ((Qt.Key.Key_1, 1.0), (Qt.Key.Key_Plus, ZOOM_STEP**2)):
        QTest.keyClick(window, key)
        assert window.viewport.zoom == zoom
        assert canvas.picture_point(point) == pytest.approx(there, abs=1)
        x, y = canvas.picture_point(point)
        assert window.bottom.pixel.text().startswith(f"{int(x)}, {int(y)} ")
    QTest.mouseMove(window.bottom, QPoint(5, 5))
    QApplication.processEvents()
    assert canvas.cursor_point is None
    assert window.bottom.pixel.text() == ""
    centre = window.viewport.centre
    QTest.keyClick(window, Qt.Key.Key_1)
    assert window.viewport.zoom == 1
    assert window.viewport.centre == centre
