"""The picture never moves: not between views, not when something is said, not while a job runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PyQt5.QtTest import QTest

from fusion import Photo
from tests.ui.conftest import MakeWindow, StepwiseFuse, first_frame, load, settle
from tests.ui.panels.test_stack_list import fill
from tests.ui.test_wrong_input import files_data
from ui.canvas.panes import make_menu
from ui.canvas.views import View
from ui.document.session import Source
from ui.main_window import MainWindow
from ui.qt import (
    QApplication,
    QDropEvent,
    QEvent,
    QMenu,
    QMouseEvent,
    QPoint,
    QPointF,
    QRect,
    Qt,
    QWheelEvent,
)

NO_KEY, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


def place(window: MainWindow) -> QRect:
    """Where the picture is in the window."""
    QApplication.processEvents()
    canvas = window.viewer.canvases[0]
    return QRect(canvas.mapTo(window, QPoint(0, 0)), canvas.size())


def test_the_picture_stays_between_views_and_under_messages(fused: MainWindow) -> None:
    window = fused
    window.viewer.show_view(View.RESULT)
    before = place(window)
    for view in (View.DECISION, View.CONFIDENCE, View.DEPTH, View.RESULT):
        window.viewer.show_view(view)
        settle(window)
        assert place(window) == before, view
    for text in ("Short.", "Two\nlines", "a long text " * 40):
        window.messages.say("error", text)
        assert place(window) == before
        assert window.messages.isVisible()
        assert window.messages.mapTo(window, QPoint(0, 0)).y() >= before.top()
    window.messages.clear()
    window.session.look_at(1)
    assert place(window) == before


def test_the_picture_stays_while_fusing_and_when_fuse_cannot_be_clicked(
    make_window: MakeWindow, pair: list[Path]
) -> None:
    stepwise = StepwiseFuse()
    window = make_window(stepwise)
    load(window, pair)
    window.session.look_at(0)
    before = place(window)
    window.fuse()
    assert place(window) == before
    window.jobs.cancel_all()
    stepwise.steps.release()
    window.jobs.wait(10)
    window.session.choose_method("sesf-published")
    window.session.put(window.session.sources[0])
    assert window.bottom._reason.isVisible()
    window.session.remove(2)
    assert place(window) == before


def test_keys_fit_enlarge_at_the_cursor_and_step(window: MainWindow) -> None:
    fill(window, 3)
    window.viewer.setFocus()
    for key, slot in ((Qt.Key.Key_Right, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 2),
                      (Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 1), (Qt.Key.Key_Up, 0)):  # fmt: skip
        QTest.keyClick(window.viewer, key)
        assert (window.viewer.look.view, window.viewer.look.slot) == (View.SOURCE, slot)
    large = Source(Photo(np.zeros((1200, 1600), np.uint8), path=Path("large.png")))
    window.session.put(large, 0)
    canvas = window.viewer.canvases[0]
    window.viewport.fit()
    corner = QPoint(canvas.width() // 3, canvas.height() // 3)
    canvas._take_cursor(corner)
    under = canvas.picture_point(corner)
    window.menus.actions["full"].trigger()
    assert window.viewport.zoom == 1.0
    after = canvas.picture_point(corner)
    assert abs(after[0] - under[0]) <= 1
    assert abs(after[1] - under[1]) <= 1
    window.menus.actions["fit"].trigger()
    assert window.viewport.fits
    keys = [key.toString() for key in window.menus.actions["fit"].shortcuts()]
    assert keys == ["F", "0"]


def test_cards_do_not_scroll_sideways_and_their_buttons_are_whole(window: MainWindow) -> None:
    fill(window, 4)
    window.resize(900, 600)
    QApplication.processEvents()
    card = window.sources.cards[0]
    area = card.parentWidget().parentWidget()  # type: ignore[union-attr]
    assert area is not None
    assert card.mapTo(area, QPoint(card.width(), 0)).x() <= area.width()
    QTest.keyClick(card, Qt.Key.Key_Right)
    assert window.viewer.look.view is View.SOURCE


def test_space_held_peeks_and_a_drag_pans(fused: MainWindow) -> None:
    window, canvas = fused, fused.viewer.canvases[0]
    window.viewer.show_view(View.RESULT)
    window.viewport.zoom_to(4.0)
    QTest.keyPress(window, Qt.Key.Key_Space)
    assert canvas.scene.source is window.session.sources[0]
    before = window.viewport.centre
    QTest.mousePress(canvas, LEFT, NO_KEY, QPoint(100, 100))
    assert canvas.scene.caption == "Result"
    canvas.mouseMoveEvent(
        QMouseEvent(QEvent.Type.MouseMove, QPointF(140, 100), LEFT, Qt.MouseButtons(LEFT), NO_KEY)
    )
    assert window.viewport.centre.x() == before.x() - 10
    QTest.mouseRelease(canvas, LEFT, NO_KEY, QPoint(140, 100))
    QTest.keyRelease(window, Qt.Key.Key_Space)
    assert canvas.scene.caption == "Result"


def captions(window: MainWindow) -> list[str]:
    return [canvas.scene.caption for canvas in window.viewer.canvases if not canvas.isHidden()]


def test_the_user_chooses_what_stands_side_by_side(make_window: MakeWindow, pair: list[Path]) -> None:
    window = make_window(first_frame)
    load(window, [*pair] * 3)
    window.sources.list.choose([2, 5])
    window.menus.actions["compare"].trigger()
    assert [text[:8] for text in captions(window)] == ["Source 3", "Source 6"]
    window.fuse()
    settle(window)
    window.menus.actions["compare"].trigger()
    assert [text[:8] for text in captions(window)] == ["Source 3", "Source 6", "Result", "Decision"]
    menus: list[QMenu] = []
    window.viewer._grid.pane_clicked.emit(1, QPoint(5, 5))
    menus += [menu for menu in window.viewer.findChildren(QMenu) if menu.isVisible()]
    texts = [action.text() for action in menus[0].actions()]
    assert texts[:3] == ["Result", "Decision map", "Confidence"]
    assert len(texts) == 3 + 1 + 6
    menus[0].actions()[4].trigger()
    menus[0].close()
    assert [text[:8] for text in captions(window)] == ["Source 3", "Source 1", "Result", "Decision"]
    window.sources.list.choose([0, 1, 2, 3])
    window.menus.actions["compare"].trigger()
    assert [text[:8] for text in captions(window)] == [f"Source {number}" for number in (1, 2, 3, 4)]


def test_a_long_menu_of_sources_is_in_blocks(window: MainWindow) -> None:
    fill(window, 45)
    menu = make_menu(window, window.session, lambda _pane: None)
    assert [action.text() for action in menu.actions()] == ["1 - 20", "21 - 40", "41 - 45"]
    menu.deleteLater()


def test_pictures_of_differing_sizes_are_not_cropped(window: MainWindow) -> None:
    from tests.ui.panels.test_stack_list import made

    small, large = made(1, 8)[0], made(1, 40)[0]
    window.session.put_all([(large, None), (small, None)])
    QApplication.processEvents()
    canvas = window.viewer.canvases[0]
    placement = canvas.placement()
    assert placement.top >= 0
    assert placement.top + 40 * placement.zoom <= canvas.screen_size().height() + 1


def test_dropping_a_second_stack_begins_anew_or_adds(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    data = files_data([*pair, pair[0]])
    viewer = window.viewer
    for share, expected in ((0.25, 3), (0.75, 6)):
        inside = QPoint(round(viewer.width() * share), viewer.height() // 2)
        at = window.mapFromGlobal(viewer.mapToGlobal(inside))
        window.viewer.show_drop(True)
        QApplication.processEvents()
        window.dropEvent(QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, LEFT, NO_KEY))
        settle(window)
        assert len(window.session.sources) == expected
    window.session.undo()
    window.session.undo()
    assert [source.path for source in window.session.sources] == pair


def test_the_scrubber_is_there_from_three_frames_on(window: MainWindow) -> None:
    fill(window, 2)
    assert not window.scrubber.isVisible()
    fill(window, 17)
    assert window.scrubber.isVisible()
    curve = window.scrubber.curve
    for number in (16, 3):
        x = round((number + 0.5) * curve.width() / 17)
        QTest.mouseClick(curve, LEFT, NO_KEY, QPoint(x, 10))
        assert window.viewer.look.slot == number
        assert window.scrubber.place.text() == f"{number + 1}/17"
    window.scrubber.after.click()
    assert window.scrubber.place.text() == "5/17"
    QTest.keyClick(curve, Qt.Key.Key_End)
    assert window.scrubber.place.text() == "17/17"
    assert not window.scrubber.after.isEnabled()


def test_the_wheel_zooms_at_the_cursor(window: MainWindow) -> None:
    fill(window, 3)
    window.session.look_at(0)
    canvas = window.viewer.canvases[0]
    window.viewport.zoom_to(20.0)
    at = QPoint(canvas.width() // 4, canvas.height() // 4)
    under = canvas.picture_point(at)
    event = QWheelEvent(
        QPointF(at), QPointF(canvas.mapToGlobal(at)), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, NO_KEY, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    canvas.wheelEvent(event)
    after = canvas.picture_point(at)
    assert abs(after[0] - under[0]) + abs(after[1] - under[1]) < 0.2
