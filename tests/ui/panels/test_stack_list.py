"""The stack as a list: rows without widgets, chosen and changed many at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PyQt5.QtTest import QTest

from fusion import Photo
from tests.ui.conftest import MakeWindow, first_frame, load, settle
from tests.ui.test_wrong_input import files_data
from ui.canvas.views import View
from ui.document.session import Source
from ui.main_window import MainWindow
from ui.panels.results import share_rows
from ui.panels.stack_delegate import ROW_HEIGHT
from ui.qt import QApplication, QDragEnterEvent, QDropEvent, QEvent, QLabel, QPoint, QPointF, Qt

NO_KEY, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def made(count: int, height: int = 8) -> list[Source]:
    shape = (height, 12, 3)
    return [
        Source(Photo(np.full(shape, number % 250, np.uint8), path=Path(f"{number:03}.png")))
        for number in range(count)
    ]


def fill(window: MainWindow, count: int) -> list[Source]:
    sources = made(count)
    window.session.put_all([(source, None) for source in sources], instead=True)
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return sources


def names(window: MainWindow) -> str:
    return "".join(str(int(source.path.stem)) for source in window.session.sources)


def click(window: MainWindow, row: int, keys: Qt.KeyboardModifier = NO_KEY, x: int = 100) -> None:
    rows = window.sources.list
    middle = rows.visualRect(rows.model().index(row, 0)).center()
    QTest.mouseClick(rows.viewport(), LEFT, keys, QPoint(x, middle.y()))


def test_four_are_cards_and_five_are_rows(window: MainWindow) -> None:
    fill(window, 4)
    assert (window.sources.shows_list, len(window.sources.cards)) == (False, 4)
    fill(window, 5)
    assert (window.sources.shows_list, len(window.sources.cards)) == (True, 0)
    assert window.sources.list.sizeHintForRow(0) == ROW_HEIGHT == 40
    window.session.remove(4)
    assert (window.sources.shows_list, len(window.sources.cards)) == (False, 4)


def test_three_hundred_frames_are_one_change_and_no_widget_a_frame(window: MainWindow) -> None:
    """And nothing is left that waits for being deleted."""
    fill(window, 5)
    before, heard = len(QApplication.allWidgets()), []
    window.session.sources_changed.connect(lambda: heard.append(1))
    fill(window, 300)
    assert (len(heard), len(QApplication.allWidgets())) == (1, before)
    assert window.sources.list.model().rowCount() == 300
    window.sources.list.scrollToBottom()
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(QApplication.allWidgets()) == before
    painted = window.sources.model._pictures
    assert len(painted) < 60, "only rows that were in sight have a picture"


def test_many_files_come_in_one_change(window: MainWindow, pair: list[Path]) -> None:
    heard: list[int] = []
    window.session.sources_changed.connect(lambda: heard.append(len(window.session.sources)))
    window.open_files([*pair] * 6)
    expected: list[int] = []
    window.job_actions.expected.connect(lambda _names: expected.append(window.sources.model.rowCount()))
    settle(window)
    assert expected in ([12], []), "all rows at once, before any was read"
    assert set(heard) == {12}


def test_selected_rows_are_removed_at_once_and_come_back(window: MainWindow) -> None:
    fill(window, 8)
    click(window, 1)
    click(window, 3, SHIFT)
    click(window, 6, CONTROL)
    assert window.sources.list.chosen == [1, 2, 3, 6]
    QTest.keyClick(window.sources.list, Qt.Key.Key_Delete)
    assert names(window) == "0457"
    window.menus.actions["undo"].trigger()
    assert names(window) == "01234567"
    window.menus.actions["redo"].trigger()
    assert names(window) == "0457"
    window.menus.actions["undo"].trigger()
    window.menus.actions["remove all"].trigger()
    assert names(window) == ""
    window.menus.actions["undo"].trigger()
    assert names(window) == "01234567"


def test_the_selection_stays_with_the_sources(window: MainWindow) -> None:
    fill(window, 6)
    click(window, 1)
    click(window, 2, CONTROL)
    QTest.keyClick(window.sources.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(window) == "031245"
    assert window.sources.list.chosen == [2, 3]
    window.menus.actions["reverse"].trigger()
    assert window.sources.list.chosen == [2, 3]
    assert names(window) == "542130"


def test_rows_are_dragged_to_another_place(window: MainWindow) -> None:
    fill(window, 6)
    rows = window.sources.list
    data = rows.model().mimeData([rows.model().index(row, 0) for row in (0, 1)])
    target = rows.visualRect(rows.model().index(4, 0))
    for y, expected in ((target.top() + 5, "230145"), (target.bottom() - 5, "450123")):
        at = QPoint(60, y)
        enter = QDragEnterEvent(at, Qt.DropAction.MoveAction, data, LEFT, NO_KEY)
        rows.dragEnterEvent(enter)
        assert enter.isAccepted()
        rows.dropEvent(QDropEvent(QPointF(at), Qt.DropAction.MoveAction, data, LEFT, NO_KEY))
        if expected == "230145":
            assert names(window) == expected
            window.session.undo()
    assert names(window) == "234015"


def test_rows_of_another_window_and_files_are_not_taken_by_the_list(
    make_window: MakeWindow, pair: list[Path]
) -> None:
    here, there = make_window(), make_window()
    for window in (here, there):
        fill(window, 6)
    foreign = there.sources.list.model().mimeData([there.sources.list.model().index(0, 0)])
    for data in (foreign, files_data(pair)):
        enter = QDragEnterEvent(QPoint(60, 60), Qt.DropAction.MoveAction, data, LEFT, NO_KEY)
        here.sources.list.dragEnterEvent(enter)
        assert not enter.isAccepted()


def test_a_click_on_the_box_ticks_all_that_are_selected(window: MainWindow) -> None:
    fill(window, 6)
    click(window, 1)
    click(window, 2, CONTROL)
    click(window, 2, x=12)
    assert [window.session.is_used(n) for n in range(6)] == [True, False, False, True, True, True]
    assert window.sources.list.chosen == [1, 2]
    click(window, 4, x=12)
    assert not window.session.is_used(4)
    QTest.keyClick(window.sources.list, Qt.Key.Key_Return)
    assert all(window.session.is_used(number) for number in (1, 2))


def test_sorted_by_name_and_thinned(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(window, 12)
    window.menus.actions["reverse"].trigger()
    window.menus.actions["sort: name"].trigger()
    settle(window)
    assert names(window) == "01234567891011"
    monkeypatch.setattr("ui.dialogs.questions.ask_number", lambda *_args: 3)
    window.menus.actions["every"].trigger()
    assert names(window) == "0369"


def test_sorted_by_the_time_of_capture(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(window, 6)
    times = {"000": "5", "001": "1", "002": "4", "003": "2", "004": "3", "005": "0"}
    monkeypatch.setattr("ui.jobs.actions.capture_time", lambda path: times[path.stem])
    window.menus.actions["sort: time"].trigger()
    settle(window)
    assert names(window) == "513420"


def test_all_shares_are_told(make_window: MakeWindow, pair: list[Path]) -> None:
    """Those of each of twelve frames: they once stopped at the eighth."""
    window = make_window(first_frame)
    load(window, [*pair] * 6)
    window.fuse()
    settle(window)
    rows = [window.sources.model.row(number) for number in range(12)]
    assert [row.share for row in rows] == [1.0] + [0.0] * 11
    assert sum(row.share or 0 for row in rows) == pytest.approx(1)
    fused = window.session.fused
    assert fused is not None
    told = share_rows(replace(fused, shares=tuple(number / 78 for number in range(1, 13))))
    assert told[0] == ("Source 12", "15 %")
    assert told[-1] == ("5 others", "19 %")
    assert len(told) == 8


def test_what_does_not_fit_is_marked(window: MainWindow) -> None:
    fill(window, 6)
    odd = made(1, height=9)[0]
    window.session.put(odd, 0)
    warnings = [window.sources.model.row(number).warning for number in range(6)]
    assert warnings == ["does not fit", "", "", "", "", ""]
    window.session.keep_every(2)
    card = window.sources.cards[0]
    assert "does not fit" in [label.text() for label in card.findChildren(QLabel)]


def test_looking_at_a_row_and_stepping_on(window: MainWindow) -> None:
    fill(window, 6)
    click(window, 2)
    assert (window.viewer.look.view, window.viewer.look.slot) == (View.SOURCE, 2)
    QTest.keyClick(window.sources.list, Qt.Key.Key_Down)
    assert window.viewer.look.slot == 3
    assert window.sources.list.rows.viewed == 3
    QTest.keyClick(window.sources.list, Qt.Key.Key_Right)
    assert window.viewer.look.slot == 4
    QTest.keyClick(window.sources.list, Qt.Key.Key_Left)
    assert window.viewer.look.slot == 3
