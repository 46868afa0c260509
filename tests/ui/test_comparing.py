"""Two pictures compared in the window: which two, by a divider, by blinking, by their difference."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PyQt5.QtTest import QTest

from tests.ui.conftest import MakeWindow, first_frame, load, settle
from tests.ui.test_seeing import drag, feature
from ui.canvas.compare_bar import CompareBar
from ui.canvas.panes import RESULT, Pane
from ui.canvas.views import View
from ui.canvas.ways import Way
from ui.features.comparing import ComparingFeature
from ui.main_window import MainWindow
from ui.qt import QApplication, QPoint, QPointF, Qt, QWheelEvent


@pytest.fixture
def compared(make_window: MakeWindow, pair: list[Path]) -> MainWindow:
    """A window whose result is its first source; the second is compared with it."""
    window = make_window(first_frame)
    load(window, pair)
    window.fuse()
    settle(window)
    window.viewer.look.slot = 1
    return window


def colours(window: MainWindow, x: float) -> np.ndarray:
    """The canvas's colours in its middle row, at a share of its width."""
    QApplication.processEvents()
    image = window.viewer.canvases[0].grab().toImage()
    return np.array(image.pixelColor(round(x * (image.width() - 1)), image.height() // 2).getRgb()[:3])


def alone(window: MainWindow, pane: Pane, x: float) -> np.ndarray:
    """What a picture shows there by itself, at the same place."""
    look = window.viewer.look
    before = look.pair
    look.pair, look.way = (pane, pane), Way.SPLIT
    window.viewer.refresh()
    seen = colours(window, x)
    look.pair = before
    return seen


def test_a_divider_shows_one_left_and_the_other_right(compared: MainWindow) -> None:
    window, viewer = compared, compared.viewer
    QTest.keyClick(window, Qt.Key.Key_V)
    assert viewer.shown_view is View.COMPARE
    first, second = viewer.comparing.pair
    assert (first.made, second.source) == (RESULT, window.session.sources[1])
    assert sum(not canvas.isHidden() for canvas in viewer.canvases) == 1
    left, right = colours(window, 0.3), colours(window, 0.7)
    assert (left == alone(window, first, 0.3)).all()
    assert (right == alone(window, second, 0.7)).all()
    viewer.look.way = Way.SPLIT
    viewer.refresh()
    slider = viewer.comparing.bar.divider
    assert slider.isVisible()
    slider.setFocus()
    for _ in range(3):
        QTest.keyClick(slider, Qt.Key.Key_PageUp)
    assert viewer.canvases[0].divider == pytest.approx(0.8)
    assert (colours(window, 0.7) == alone(window, first, 0.7)).all()


def test_the_divider_can_be_dragged_and_the_wheel_zooms_over_it(compared: MainWindow) -> None:
    window, viewer = compared, compared.viewer
    viewer.show_way(Way.SPLIT)
    QApplication.processEvents()
    divider, canvas = viewer.comparing.divider, viewer.canvases[0]
    assert divider.isVisible()
    grip = QPoint(divider.width() // 2, divider.height() // 2)
    drag(divider, grip, QPoint(canvas.width() // 4, 0))
    assert canvas.divider == pytest.approx(0.75, abs=0.02)
    assert divider.geometry().center().x() == pytest.approx(canvas.width() * canvas.divider, abs=2)
    zoom = window.viewport.zoom
    wheel = QWheelEvent(
        QPointF(grip), QPointF(divider.mapToGlobal(grip)), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(divider, wheel)
    assert window.viewport.zoom > zoom
    viewer.show_view(View.RESULT)
    assert not divider.isVisible()


def test_space_held_shows_the_second_and_moves_nothing(compared: MainWindow) -> None:
    window, viewer = compared, compared.viewer
    QTest.keyClick(window, Qt.Key.Key_T)
    first, second = viewer.comparing.pair
    before = viewer.canvases[0].placement()
    shown = colours(window, 0.7)
    QTest.keyPress(window, Qt.Key.Key_Space)
    other = colours(window, 0.7)
    assert viewer.canvases[0].placement() == before
    QTest.keyRelease(window, Qt.Key.Key_Space)
    assert (colours(window, 0.7) == shown).all()
    assert (shown == alone(window, first, 0.7)).all()
    assert (other == alone(window, second, 0.7)).all()


def test_space_held_alternates_at_the_rate_that_was_chosen(compared: MainWindow) -> None:
    viewer = compared.viewer
    viewer.show_way(Way.BLINK)
    viewer.comparing.take_rate(4)
    viewer.flip(True)
    timer, seen = viewer.comparing._blinking, [viewer.canvases[0].divider]
    assert timer.interval() == 250
    for _ in range(2):
        timer.timeout.emit()
        seen.append(viewer.canvases[0].divider)
    assert seen == [0.0, 1.0, 0.0]
    viewer.flip(False)
    assert not timer.isActive()
    assert viewer.canvases[0].divider == 1.0


def test_the_difference_is_black_where_they_agree_and_says_what_white_is(compared: MainWindow) -> None:
    window, viewer = compared, compared.viewer
    QTest.keyClick(window, Qt.Key.Key_M)
    bar = viewer.comparing.bar
    assert bar.gain.isVisible()
    assert bar.hint.text() == "White: a difference of 31.9 of 255"
    sources = [source.photo.pixels.astype(int) for source in window.session.sources]
    for gain in (1.0, 8.0):
        bar.gain_chosen.emit(gain)
        window.viewport.zoom_to(8.0, QPointF(100.5, 40.5), QPointF())
        expected = np.minimum(np.abs(sources[0] - sources[1])[40, 100] * gain, 255)
        assert (colours(window, 0.5) == expected).all()
    canvas = viewer.canvases[0]
    QTest.mouseMove(canvas, QPoint(canvas.width() // 2, canvas.height() // 2))
    QApplication.processEvents()
    x, y = (int(at) for at in canvas.picture_point(canvas.cursor_point))
    first, second = sources[0][y, x], sources[1][y, x]
    values = " ".join(map(str, first)), " ".join(map(str, second)), " ".join(map(str, first - second))
    assert window.bottom.pixel.text() == f"{x}, {y}   RGB {values[0]} − {values[1]} = {values[2]}"
    viewer.comparing.take(1, Pane(made=RESULT))
    assert not colours(window, 0.5).any()


def test_any_two_can_be_chosen_exchanged_and_are_forgotten_with_the_source(compared: MainWindow) -> None:
    window, viewer = compared, compared.viewer
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert sum(not canvas.isHidden() for canvas in viewer.canvases) == 2
    viewer.comparing.take(0, Pane(window.session.sources[0]))
    viewer.comparing.exchange()
    assert [pane.source for pane in viewer.comparing.pair] == list(window.session.sources[::-1])
    names = [canvas.scene.caption for canvas in viewer.canvases[:2]]
    assert "远景 2" in names[0]
    assert "近景 1" in names[1]
    window.session.clear()
    assert viewer.look.pair == ()
    QTest.keyClick(window, Qt.Key.Key_S)
    assert viewer.look.way is Way.SIDES


def test_names_are_whole_where_there_is_room_and_shortened_elsewhere(program: QApplication) -> None:
    bar, names = CompareBar(), ("a name of a picture that is quite long.jpg", "short")
    for width, is_whole in ((1100, True), (640, False), (1100, True)):
        bar.resize(width, bar.height())
        bar.show()
        program.processEvents()
        bar.show_for(Way.DIFFERENCE, names, 8.0, "White: a difference of 31.9 of 255")
        program.processEvents()
        assert (bar.first.text() == f"{names[0]}  ▾") is is_whole
        assert bar.second.text() == "short  ▾"
        assert bar.width() == width
        assert bar.gain.geometry().right() < width
    bar.close()


def test_other_pictures_are_seen_as_they_are(compared: MainWindow, pair: list[Path]) -> None:
    """The difference of the stack before is no view of the next one."""
    QTest.keyClick(compared, Qt.Key.Key_M)
    assert compared.viewer.look.way is Way.DIFFERENCE
    compared.session.clear()
    load(compared, pair)
    assert compared.viewer.shown_view is View.COMPARE
    assert compared.viewer.look.way is Way.SIDES


def test_two_sources_can_be_compared_before_there_is_a_result(
    window: MainWindow, pair: list[Path]
) -> None:
    assert not window.menus.actions["compare: split"].isEnabled()
    load(window, pair)
    assert window.menus.actions["compare: split"].isEnabled()
    window.viewer.show_way(Way.DIFFERENCE)
    assert [pane.source for pane in window.viewer.comparing.pair] == list(window.session.sources)


def test_the_menu_at_the_tab_offers_ways_and_pictures(compared: MainWindow) -> None:
    menu = feature(compared, ComparingFeature)._menu
    menu.aboutToShow.emit()
    texts = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    assert texts == [
        "Side by side", "Two side by side", "Two with a divider", "Two by blinking",
        "Difference of two", "First picture", "Second picture",
    ]  # fmt: skip
    menu.actions()[2].trigger()
    assert compared.viewer.look.way is Way.SPLIT
