"""The results: every one is kept, shown, named, compared, taken out, saved; none goes in silence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PyQt5.QtTest import QTest

from fusion import load_photo
from fusion.record import read_record
from tests.ui.conftest import load, settle, wait_for
from tests.ui.monkey_surroundings import Findings, Watch
from ui.canvas.views import View
from ui.canvas.ways import Way
from ui.dialogs import files, questions
from ui.dialogs.questions import Answer
from ui.document.results import KeptResult, title_of
from ui.main_window import MainWindow
from ui.qt import QApplication, QContextMenuEvent, QLineEdit, QMenu, QPoint, Qt

METHODS = ("average", "laplacian-pyramid", "spatial-frequency")
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def fuse_by(window: MainWindow, *methods: str) -> list[KeptResult]:
    """One result by each method, in order."""
    for method in methods:
        window.session.choose_method(method)
        window.fuse()
        settle(window)
    return list(window.session.results)


def pixels(kept: KeptResult) -> np.ndarray:
    return kept.fused.result.photo.pixels


def click(window: MainWindow, row: int, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    strip = window.strip
    strip.scrollTo(strip.results.index(row))
    middle = strip.visualRect(strip.results.index(row)).center()
    QTest.mouseClick(strip.viewport(), LEFT, keys, middle)


@pytest.fixture
def three(window: MainWindow, pair: list[Path]) -> MainWindow:
    """A window with three results, none saved."""
    load(window, pair)
    fuse_by(window, *METHODS)
    window.viewer.show_view(View.RESULT)
    return window


def test_every_run_is_kept_and_the_strip_comes_with_the_second(
    window: MainWindow, pair: list[Path]
) -> None:
    load(window, pair)
    assert not window.strip.isVisible()
    first = fuse_by(window, "average")[0]
    window.viewer.show_view(View.RESULT)
    assert not window.strip.isVisible(), "one result needs no strip"
    canvas = window.viewer.canvases[0]
    before = canvas.mapTo(window, QPoint()), canvas.placement()
    second = fuse_by(window, "laplacian-pyramid")[1]
    QApplication.processEvents()
    assert window.strip.isVisible()
    assert (canvas.mapTo(window, QPoint()), canvas.placement()) == before, "the picture stays"
    assert [first.name, second.name] == ["Average", "Laplacian pyramid"]
    assert window.session.fused is second.fused
    assert second.seconds > 0
    assert not np.array_equal(pixels(first), pixels(second))
    third = fuse_by(window, "average")[2]
    assert third.name == "Average 2"
    window.viewport.fit()
    assert canvas.placement() != before[1], "the whole picture is seen again when asked for"


def test_the_whole_picture_is_in_each_pane_above_the_strip(three: MainWindow) -> None:
    three.viewer.show_view(View.COMPARE)
    QApplication.processEvents()
    panes = [canvas for canvas in three.viewer.canvases if canvas.isVisible()]
    assert len(panes) > 1
    for pane in panes:
        place = pane.placement()
        assert place.top >= 0
        assert place.top + 96 * place.zoom <= pane.height() * pane.devicePixelRatioF() + 1


def test_zooming_keeps_what_is_under_the_cursor_above_the_strip(three: MainWindow) -> None:
    canvas, at = three.viewer.canvases[0], QPoint(200, 60)
    under = canvas.picture_point(at)
    canvas.zoom_at(at, three.viewport.zoom * 2)
    after = canvas.picture_point(at)
    assert abs(after[0] - under[0]) + abs(after[1] - under[1]) < 1


def test_a_click_the_arrows_return_and_control_with_a_number_show(three: MainWindow) -> None:
    results, strip = list(three.session.results), three.strip
    click(three, 0)
    assert three.session.results.shown is results[0]
    assert three.viewer.canvases[0].scene.caption == "Average"
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert three.session.results.shown is results[1]
    click(three, 0, CONTROL)
    assert three.session.results.shown is results[1], "that only selects"
    strip.choose([2])
    strip.setCurrentIndex(strip.results.index(2))
    QTest.keyClick(strip, Qt.Key.Key_Return)
    assert three.session.results.shown is results[2]
    for number, kept in enumerate(results, 1):
        action = three.menus.actions[f"result {number}"]
        assert action.shortcut().toString() == f"Ctrl+{number}"
        action.trigger()
        assert three.session.results.shown is kept
    assert not three.menus.actions["result 4"].isEnabled()


def test_arrows_lead_to_results_beyond_the_ends(three: MainWindow) -> None:
    results, strip = three.session.results, three.strip
    shown = results.shown
    assert shown is not None
    for _ in range(5):
        results.add(shown.fused)
    QApplication.processEvents()
    bar = strip.horizontalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(0)
    chosen, width = results.shown, strip.viewport().width()
    QTest.mouseClick(strip.viewport(), LEFT, NO_KEY, QPoint(width - 5, 20))
    assert bar.value() > 0
    QTest.mouseClick(strip.viewport(), LEFT, NO_KEY, QPoint(5, 20))
    assert bar.value() == 0
    assert results.shown is chosen, "an arrow shows nothing"
    QTest.mouseClick(strip.viewport(), LEFT, NO_KEY, QPoint(5, 20))
    assert results.shown is results[0], "and where none is, there is the result"


def test_one_key_flips_between_two(three: MainWindow) -> None:
    results = list(three.session.results)
    click(three, 0)
    for expected in (results[2], results[0], results[2]):
        three.menus.actions["flip"].trigger()
        assert three.session.results.shown is expected
    assert three.menus.actions["flip"].shortcut().toString() == "Q"


def test_a_result_gets_another_name(three: MainWindow) -> None:
    strip = three.strip
    click(three, 1)
    assert three.menus.actions["rename result"].shortcut().toString() == "F2"
    three.menus.actions["rename result"].trigger()
    editor = strip.findChild(QLineEdit)
    assert editor is not None
    editor.setText("  without halos ")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert three.session.results[1].name == "without halos"
    assert three.viewer.canvases[0].scene.caption == "without halos"
    three.session.results.rename(three.session.results[1], " ")
    assert three.session.results[1].name == "without halos"


def test_asking_for_another_name_again_keeps_what_is_typed(three: MainWindow) -> None:
    findings = Findings()
    click(three, 1)
    with Watch(findings):
        three.menus.actions["rename result"].trigger()
        editor = three.strip.findChild(QLineEdit)
        assert editor is not None
        editor.setText("half a name")
        three.menus.actions["rename result"].trigger()
    assert findings.warnings == []
    assert editor.text() == "half a name"
    assert three.strip.findChildren(QLineEdit) == [editor]


def test_a_name_that_nobody_gave_is_in_the_language_of_the_window(three: MainWindow) -> None:
    results = three.session.results
    english = results[0].name
    results.rename(results[1], "Mine")
    three.choose_language("zh_CN")
    QApplication.processEvents()
    assert results[0].name == title_of(results[0].fused) != english
    assert results[1].name == "Mine"
    three.choose_language("en")
    QApplication.processEvents()
    assert results[0].name == english


def test_taking_out_asks_about_what_is_in_no_file(
    three: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[int] = []
    answers = iter([False, True, True])

    def ask(_parent: object, count: int) -> bool:
        asked.append(count)
        return next(answers)

    monkeypatch.setattr(questions, "ask_remove", ask)
    results = list(three.session.results)
    three.strip.setFocus()
    click(three, 2)
    QTest.keyClick(three.strip, Qt.Key.Key_Delete)
    assert len(three.session.results) == 3
    QTest.keyClick(three.strip, Qt.Key.Key_Delete)
    assert list(three.session.results) == results[:2]
    assert three.session.results.shown is results[1], "its neighbour is shown"
    three.session.mark_saved(tmp_path / "there.png", results[1])
    click(three, 1)
    QTest.keyClick(three.strip, Qt.Key.Key_Delete)
    assert asked == [1, 1], "nothing is asked about a file"
    assert list(three.session.results) == results[:1]
    assert not three.strip.isVisible()
    three.result_commands.remove([results[0]])
    assert three.session.fused is None
    assert three.viewer.shown_view is View.COMPARE


def test_all_others_are_taken_out(three: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "ask_remove", lambda _parent, count: count == 2)
    click(three, 1)
    kept = three.session.results.shown
    three.menus.actions["remove others"].trigger()
    assert list(three.session.results) == [kept]


def test_closing_and_starting_over_ask_once_about_all(
    three: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(
        questions, "ask_unsaved", lambda _parent, count=1: asked.append(count) or Answer.STAY
    )
    three.start_over()
    assert not three.close()
    assert asked == [3, 3]
    assert len(three.session.results) == 3
    three.session.mark_saved(tmp_path / "a.png", three.session.results[0])
    three.session.mark_saved(tmp_path / "c.png", three.session.results[2])
    three.start_over()
    assert asked[2:] == [1], "one that is not shown is asked about too"
    monkeypatch.setattr(questions, "ask_unsaved", lambda *_asked: Answer.SAVE)
    monkeypatch.setattr(files, "ask_save", lambda *_asked: tmp_path / "kept.png")
    expected = pixels(three.session.results[1]).copy()
    assert three.close()
    assert np.array_equal(load_photo(tmp_path / "kept.png").pixels, expected)


def test_all_are_saved_by_their_names_and_nothing_is_replaced_unasked(
    three: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    monkeypatch.setattr(files, "ask_folder", lambda *_asked: folder)
    three.session.results.rename(three.session.results[0], "a/b: c")
    three.menus.actions["save all"].trigger()
    settle(three)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "近景 1_Laplacian pyramid.png", "近景 1_Spatial frequency.png", "近景 1_a_b_ c.png",
    ]  # fmt: skip
    assert three.session.is_saved
    for kept in three.session.results:
        assert kept.saved_as is not None
        assert np.array_equal(load_photo(kept.saved_as).pixels, pixels(kept))
        assert read_record(kept.saved_as).method == kept.method
    asked: list[list[str]] = []
    monkeypatch.setattr(
        questions, "ask_replace_all", lambda _parent, there: asked.append(list(there)) or False
    )
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    three.menus.actions["save all"].trigger()
    settle(three)
    assert len(asked[0]) == 3
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_results_stand_side_by_side(three: MainWindow) -> None:
    three.strip.choose([0, 2])
    three.menus.actions["compare results"].trigger()
    shown = [canvas for canvas in three.viewer.canvases if not canvas.isHidden()]
    assert [canvas.scene.caption for canvas in shown] == ["Average", "Spatial frequency"]
    for canvas, kept in zip(shown, (three.session.results[0], three.session.results[2]), strict=True):
        assert canvas.scene.base is three.gallery.of_result(kept.fused).picture
    three.viewer.show_way(Way.DIFFERENCE)
    both = three.viewer.canvases[0].scene
    assert both.other is not None
    assert [both.caption, both.other.caption] == ["Average", "Spatial frequency"]
    three.viewer.show_way(Way.SIDES)
    three.viewer._grid.pane_clicked.emit(1, QPoint(5, 5))
    menu = next(menu for menu in three.viewer.findChildren(QMenu) if menu.isVisible())
    texts = [action.text() for action in menu.actions()]
    assert {"Average", "Laplacian pyramid"} <= set(texts)
    source = next(action for action in menu.actions() if action.text().startswith("1   "))
    source.trigger()
    menu.close()
    assert shown[1].scene.source is three.session.sources[0], "a result beside a source"
    three.session.results.budget = 0
    three.result_jobs.make_room()
    results = list(three.session.results)
    wait_for(lambda: results[1].in_files, "what is not looked at stayed in memory")
    assert not results[0].in_files, "what stands side by side stays"
    click(three, 0)
    assert three.viewer.shown_view is View.RESULT
    assert three.session.results.shown is results[0]


def test_the_menu_of_the_strip(three: MainWindow) -> None:
    strip = three.strip
    strip.choose([0, 1])
    at = strip.visualRect(strip.results.index(0)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, strip.mapToGlobal(at))
    strip.contextMenuEvent(event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    able = {action.text(): action.isEnabled() for action in menu.actions()}
    menu.close()
    assert able == {
        "Show": False, "Compare": True, "Save as…": False, "Save the selected results…": True,
        "Rename": False, "Take out": True, "Take out all others": True,
    }  # fmt: skip


def test_what_is_told_of_a_result(three: MainWindow, tmp_path: Path) -> None:
    model, roles = three.strip.results, Qt.ItemDataRole
    told = model.data(model.index(0), roles.AccessibleTextRole)
    assert "Average" in told
    assert "not saved" in told
    assert "Ctrl+1" in model.data(model.index(0), roles.ToolTipRole)
    three.session.mark_saved(tmp_path / "there.png", three.session.results[0])
    assert "saved as there.png" in model.data(model.index(0), roles.AccessibleTextRole)
    three.choose_language("zh_CN")
    assert "not saved" not in model.data(model.index(1), roles.AccessibleTextRole)
