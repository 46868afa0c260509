"""Seeing in the window: loupe, focus peaking, clipping, histogram, activity at the cursor, the mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from PIL import Image
from PyQt5.QtTest import QTest

from tests.ui.conftest import MakeWindow, first_frame, load, settle, wait_for
from tests.ui.pictures.test_activity_curve import stack
from ui.canvas.marking import PEAK_COLOUR, Peaking
from ui.canvas.views import View
from ui.features.activity import ActivityFeature
from ui.features.loupe import LoupeFeature
from ui.features.seeing import SeeingFeature
from ui.main_window import MainWindow
from ui.qt import QApplication, QEvent, QMouseEvent, QPoint, QPointF, Qt, QWheelEvent, QWidget


def feature(window: MainWindow, kind: type) -> Any:
    return next(each for each in cast("list[object]", window.features) if isinstance(each, kind))


@pytest.fixture
def looked_at(make_window: MakeWindow, pair: list[Path]) -> MainWindow:
    """A window with a result that is looked at; the result is the first source."""
    window = make_window(first_frame)
    load(window, pair)
    window.fuse()
    settle(window)
    QApplication.processEvents()
    return window


def colours(window: MainWindow) -> np.ndarray:
    """(h, w, 3): what the first canvas shows."""
    image = window.viewer.canvases[0].grab().toImage().convertToFormat(13)  # RGB888
    content = image.constBits()
    assert content is not None
    rows = np.frombuffer(content.asarray(image.byteCount()), np.uint8)
    return rows.reshape(image.height(), -1)[:, : 3 * image.width()].reshape(image.height(), -1, 3)


def rest_on(window: MainWindow, number: int, x: float, y: float) -> QPoint:
    """Put the mouse over a pixel of the reference; where that is on the canvas."""
    canvas = window.viewer.canvases[number]
    placement = canvas.placement()
    point = QPoint(
        round(placement.left + placement.zoom * x), round(placement.top + placement.zoom * y)
    )
    QTest.mouseMove(canvas, point)
    QApplication.processEvents()
    return point


def test_the_loupe_shows_the_same_place_on_every_canvas(looked_at: MainWindow) -> None:
    window, loupe = looked_at, feature(looked_at, LoupeFeature)
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    QApplication.processEvents()
    QTest.keyClick(window, Qt.Key.Key_L)
    rest_on(window, 0, 64.5, 48.5)
    places = [each.at for each in loupe.loupes[:2]]
    assert places[0] == places[1] == pytest.approx((64.5, 48.5), abs=0.5)
    canvas = window.viewer.canvases[0]
    before = loupe.loupes[0].zoom(canvas.placement().zoom)
    assert before == 2 * canvas.placement().zoom
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert loupe.loupes[1].zoom(canvas.placement().zoom) == pytest.approx(1.5 * before)
    window.viewport.zoom_to(0.25)
    assert loupe.loupes[0].zoom(0.25) == 3.0, "below 100 % it enlarges the file's pixels"
    QTest.keyClick(window, Qt.Key.Key_L)
    assert loupe.loupes[0].at is None


def test_the_lens_enlarges_what_is_under_it(looked_at: MainWindow) -> None:
    window, loupe = looked_at, feature(looked_at, LoupeFeature)
    window.viewport.zoom_to(4.0, QPointF(40.5, 40.5), QPointF())
    loupe.change_shape()
    loupe.take(4)
    point = rest_on(window, 0, 40.5, 40.5)
    at = loupe.loupes[0].at
    pixels = window.session.sources[0].photo.pixels
    seen = colours(window)
    for dx, dy in ((0, 0), (3, -2), (-4, 3)):
        expected = pixels[int(at[1]) + dy, int(at[0]) + dx]
        offset = [(whole + 0.5 - part) * 16 for whole, part in zip(map(int, at), at, strict=True)]
        x, y = point.x() + offset[0] + 16 * dx, point.y() + offset[1] + 16 * dy
        assert (seen[round(y), round(x)] == expected).all(), (dx, dy)


def test_focus_peaking_is_switched_by_key_and_can_be_told_by_stripes(looked_at: MainWindow) -> None:
    window, seeing = looked_at, feature(looked_at, SeeingFeature)
    QTest.keyClick(window, Qt.Key.Key_K)
    assert seeing.panel.isVisible()
    wait_for(lambda: (colours(window) == PEAK_COLOUR).all(axis=2).mean() > 0.1)
    sharp = (colours(window) == PEAK_COLOUR).all(axis=2)
    middle = sharp.shape[1] // 2
    assert sharp[:, : middle - 40].sum() > 20 * sharp[:, middle + 40 :].sum()
    seeing.panel.threshold.setValue(seeing.panel.threshold.maximum())
    assert (colours(window) == PEAK_COLOUR).all(axis=2).sum() < sharp.sum()
    window.menus.actions["peaking: hatch"].trigger()
    assert seeing.style.peaking is Peaking.HATCH
    assert not (colours(window) == PEAK_COLOUR).all(axis=2).any()
    QTest.keyClick(window, Qt.Key.Key_K)
    assert not seeing.panel.isVisible()
    QTest.keyClick(window, Qt.Key.Key_K)
    assert seeing.style.peaking is Peaking.HATCH, "it comes back as it was"


def test_the_histogram_counts_what_is_shown(looked_at: MainWindow) -> None:
    window, seeing = looked_at, feature(looked_at, SeeingFeature)
    before = window.viewer.canvases[0].placement()
    QTest.keyClick(window, Qt.Key.Key_H)
    panel = seeing.panel.histogram
    wait_for(lambda: panel._histogram is not None)
    pixels = window.session.sources[0].photo.pixels
    assert panel._histogram.pixels == pixels.shape[0] * pixels.shape[1]
    assert panel._histogram.highlights[0] == (pixels[:, :, 0] == 255).sum()
    assert panel.curves.accessibleDescription()
    assert window.viewer.canvases[0].placement() == before, "the picture never moves"
    window.viewport.zoom_to(16.0, QPointF(64, 48), QPointF())
    panel.seen_only.setChecked(True)
    wait_for(lambda: panel._histogram.pixels < pixels.shape[0] * pixels.shape[1])
    window.viewer.look_at_source(1)
    wait_for(lambda: panel._caption == window.viewer.canvases[0].scene.caption)
    QTest.keyClick(window, Qt.Key.Key_H)
    assert not seeing.panel.isVisible()


def test_clipping_is_striped(make_window: MakeWindow, tmp_path: Path) -> None:
    window, paths = make_window(), [tmp_path / f"{name}.png" for name in "ab"]
    pixels = np.full((64, 96, 3), 128, np.uint8)
    pixels[:, :48] = 255
    for path in paths:
        Image.fromarray(pixels).save(path)
    load(window, paths)
    window.viewer.look_at_source(0)
    seeing = feature(window, SeeingFeature)
    QTest.keyClick(window, Qt.Key.Key_Z)
    assert seeing.style.clipping
    QApplication.processEvents()
    wait_for(lambda: (colours(window) == (255, 60, 60)).all(axis=2).any())
    marked = (colours(window) == (255, 60, 60)).all(axis=2)
    assert not marked[:, marked.shape[1] // 2 + 20 :].any()


def test_the_activity_at_the_cursor_leads_to_the_frame(window: MainWindow, tmp_path: Path) -> None:
    paths = []
    for number, pixels in enumerate(stack()):
        paths.append(tmp_path / f"{number}.png")
        Image.fromarray(pixels).save(paths[-1])
    assert not window.menus.actions["activity"].isEnabled()
    load(window, paths)
    window.viewer.look_at_source(0)
    QApplication.processEvents()
    activity, scrubber = feature(window, ActivityFeature), window.scrubber
    QTest.keyClick(window, Qt.Key.Key_A)
    rest_on(window, 0, 140.5, 40.5)
    wait_for(lambda: scrubber.curve._at_place is not None)
    curve = scrubber.curve._at_place
    assert curve is not None
    assert curve.best == 3
    assert scrubber.told.text() == f"Activity at {curve.x}, {curve.y}, from the pixels"
    QApplication.processEvents()
    place = QPoint(round(3.5 * scrubber.curve.width() / 5), 10)
    QTest.mouseMove(scrubber.curve, place)
    QTest.mouseClick(scrubber.curve, Qt.MouseButton.LeftButton, pos=place)
    assert window.viewer.viewed_slot == 3
    assert scrubber.curve._at_place is curve, "it stays while the mouse goes to it"
    window.choose_language("zh_CN")
    QApplication.processEvents()
    assert "活跃度" in scrubber.told.text()
    assert scrubber.curve._at_place is curve
    window.choose_language("en")
    QTest.keyClick(window, Qt.Key.Key_A)
    assert scrubber.curve._at_place is None
    assert not scrubber.told.isVisible()
    assert not activity.is_on


def drag(widget: QWidget, begin: QPoint, by: QPoint) -> None:
    """Press the left button, move the mouse, let go."""
    left, none, kinds = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QEvent.Type
    for kind, at, buttons in (
        (kinds.MouseButtonPress, begin, left), (kinds.MouseMove, begin + by, left),
        (kinds.MouseButtonRelease, begin + by, Qt.MouseButton.NoButton),
    ):  # fmt: skip
        button = Qt.MouseButton.NoButton if kind == kinds.MouseMove else left
        QApplication.sendEvent(widget, QMouseEvent(kind, QPointF(at), button, buttons, none))


def wheel(window: MainWindow, point: QPoint, steps: int) -> None:
    canvas = window.viewer.canvases[0]
    event = QWheelEvent(
        QPointF(point), QPointF(canvas.mapToGlobal(point)), QPoint(), QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_keys_and_mouse_move_the_picture(looked_at: MainWindow) -> None:
    """F fits, 1 is 100 % at the cursor, the wheel zooms there, a drag pans, arrows step."""
    window, canvas = looked_at, looked_at.viewer.canvases[0]
    point = rest_on(window, 0, 70.5, 44.5)
    there = canvas.picture_point(point)
    wheel(window, point, 2)
    assert not window.viewport.fits
    assert canvas.picture_point(point) == pytest.approx(there, abs=0.3)
    QTest.keyClick(window, Qt.Key.Key_1)
    assert window.viewport.zoom == 1.0
    assert canvas.picture_point(point) == pytest.approx(there, abs=1)
    centre = window.viewport.centre
    drag(canvas, point, QPoint(-12, 7))
    assert window.viewport.centre == centre + QPointF(12, -7)
    QTest.keyClick(window, Qt.Key.Key_F)
    assert window.viewport.fits
    QTest.keyClick(window, Qt.Key.Key_Right)
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert window.viewer.viewed_slot == 1
    QTest.keyClick(window, Qt.Key.Key_Left)
    assert window.viewer.viewed_slot == 0


def test_with_a_brush_space_and_a_drag_pan_and_the_wheel_zooms(looked_at: MainWindow) -> None:
    window, canvas = looked_at, looked_at.viewer.canvases[0]
    window.viewer.show_view(View.RETOUCH)
    canvas.let_paint(True)
    strokes: list[tuple[float, ...]] = []
    canvas.pen_down.connect(lambda *at: strokes.append(at))
    window.viewport.zoom_to(8.0, QPointF(64, 48), QPointF())
    point = QPoint(canvas.width() // 2, canvas.height() // 2)
    there = canvas.picture_point(point)
    wheel(window, point, 1)
    assert window.viewport.zoom > 8
    assert canvas.picture_point(point) == pytest.approx(there, abs=0.3)
    centre = window.viewport.centre
    QTest.keyPress(window, Qt.Key.Key_Space)
    drag(canvas, point, QPoint(30, 0))
    QTest.keyRelease(window, Qt.Key.Key_Space)
    assert window.viewport.centre.x() < centre.x()
    assert not strokes
