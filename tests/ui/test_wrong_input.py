"""Wrong files give one sentence that names them, and leave everything as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt5.QtTest import QTest

from tests.ui.conftest import MakeWindow, load, settle
from ui.canvas.views import View
from ui.dialogs import files
from ui.main_window import MainWindow
from ui.panels.source_card import SLOT_MIME, SourceCard
from ui.qt import QDragEnterEvent, QDropEvent, QMimeData, QPoint, QPointF, Qt, QUrl, QWidget


@pytest.mark.parametrize("kind", ["text", "empty", "missing", "folder", "cut"])
def test_a_wrong_file_is_one_sentence(
    window: MainWindow, pair: list[Path], tmp_path: Path, kind: str
) -> None:
    load(window, pair)
    before = window.session.slots
    wrong = tmp_path / "错误 file.jpg"
    if kind == "text":
        wrong.write_text("not a picture")
    elif kind == "empty":
        wrong.touch()
    elif kind == "folder":
        wrong.mkdir()
    elif kind == "cut":
        wrong = wrong.with_suffix(".png")
        wrong.write_bytes(pair[0].read_bytes()[:5000])
    load(window, [wrong])
    text = window.messages.text
    assert wrong.name in text
    assert "\n" not in text
    assert "Traceback" not in text
    assert window.session.slots == before
    window.messages.clear()
    assert window.messages.text == ""


def test_good_files_come_in_beside_a_bad_one(
    window: MainWindow, pair: list[Path], tmp_path: Path
) -> None:
    wrong = tmp_path / "broken.png"
    wrong.write_bytes(b"nothing")
    load(window, [pair[0], wrong, pair[1]])
    assert [source.path for source in window.session.sources] == pair
    assert "broken.png" in window.messages.text


def drop(target: QWidget, data: QMimeData) -> None:
    """Enter and drop, as the window system would tell it."""
    point, copy = target.rect().center(), Qt.DropAction.CopyAction
    left, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(point, copy, data, left, no_key)
    enter.ignore()
    target.dragEnterEvent(enter)
    assert enter.isAccepted()
    target.dropEvent(QDropEvent(QPointF(point), copy, data, left, no_key))


def files_data(paths: list[Path]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_dropping_several_files_fills_the_slots(window: MainWindow, pair: list[Path]) -> None:
    drop(window, files_data(pair))
    settle(window)
    assert [source.path for source in window.session.sources] == pair


def test_dropping_on_a_slot_fills_or_replaces_it(window: MainWindow, pair: list[Path]) -> None:
    drop(window.sources.cards[1], files_data([pair[1]]))
    settle(window)
    slots = window.session.slots
    assert slots[0] is None
    assert slots[1] is not None
    drop(window.sources.cards[0], files_data([pair[0]]))
    settle(window)
    assert [source.path for source in window.session.sources] == pair
    drop(window.sources.cards[1], files_data([pair[0]]))
    settle(window)
    assert [source.path for source in window.session.sources] == [pair[0], pair[0]]


def test_dragging_a_card_changes_the_order(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    first, second = window.sources.cards
    drop(first, second.carried_data())
    assert [source.path for source in window.session.sources] == pair[::-1]


def refused(target: SourceCard, data: QMimeData) -> bool:
    """Whether a card takes no notice of what is dragged over it, and dropped all the same."""
    point, copy = target.rect().center(), Qt.DropAction.CopyAction
    left, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(point, copy, data, left, no_key)
    drop_event = QDropEvent(QPointF(point), copy, data, left, no_key)
    for event in (enter, drop_event):
        event.ignore()
    target.dragEnterEvent(enter)
    target.dropEvent(drop_event)
    return not enter.isAccepted() and not drop_event.isAccepted()


def test_a_card_of_another_window_moves_nothing(make_window: MakeWindow, pair: list[Path]) -> None:
    here, there = make_window(), make_window()
    load(here, pair)
    load(there, pair)
    assert refused(here.sources.cards[0], there.sources.cards[1].carried_data())
    assert [source.path for source in here.session.sources] == pair


def test_a_card_that_is_gone_moves_nothing(window: MainWindow, pair: list[Path]) -> None:
    load(window, [*pair, pair[0]])
    stale = window.sources.cards[2].carried_data()
    window.session.remove(2)
    assert refused(window.sources.cards[0], stale)
    for content in (b"", b"7", b"-1", b"no number", bytes(range(256))):
        data = QMimeData()
        data.setData(SLOT_MIME, content)
        assert refused(window.sources.cards[0], data)
    window.session.move(9, 0)
    window.session.remove(9)
    assert [source.path for source in window.session.sources] == pair


def test_a_card_opens_looks_and_removes_by_key(
    window: MainWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ask_open", lambda *_args, **_more: [pair[0]])
    QTest.mouseClick(window.sources.cards[0], Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    settle(window)
    assert window.session.sources[0].path == pair[0]
    QTest.keyClick(window.sources.cards[0], Qt.Key.Key_Return)
    assert window.viewer.look.view is View.SOURCE
    QTest.keyClick(window.sources.cards[0], Qt.Key.Key_Delete)
    assert window.session.sources == ()
