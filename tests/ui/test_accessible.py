"""Keyboard and screen reader: Tab follows the eye, a card is one stop, and everything has a name."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PyQt5.QtTest import QTest

from tests.ui.accessible import CAN_ASK, Told, told_of
from tests.ui.conftest import load, settle
from tests.ui.test_tooltips import controls
from ui.canvas.views import View
from ui.dialogs.saving import SavingOptions
from ui.dialogs.shortcuts import ShortcutsDialog
from ui.dialogs.target import TargetDialog
from ui.focus import stops_in
from ui.main_window import MainWindow
from ui.panels.source_card import SourceCard
from ui.qt import QApplication, QContextMenuEvent, QMenu, QPoint, Qt, QWidget


def without_name(window: QWidget) -> list[Told]:
    return [
        told
        for told in told_of(window)
        if told.is_focusable and not told.is_invisible and not told.name.strip()
    ]


@pytest.mark.skipif(not CAN_ASK, reason="Qt's accessibility interface is asked on x86-64 only")
def test_everything_that_takes_the_focus_has_a_name(window: MainWindow, pair: list[Path]) -> None:
    assert without_name(window) == []
    load(window, [*pair, pair[0]])
    for panel in (window.settings, window.align, window.metrics):
        panel.unfold()
    window.show_frames(True)
    QApplication.processEvents()
    assert len(list(told_of(window))) > 100
    assert without_name(window) == []
    window.fuse()
    settle(window)
    window.measuring.measure()
    settle(window)
    for view in (View.DECISION, View.DEPTH, View.COMPARE):
        window.viewer.show_view(view)
        settle(window)
        assert without_name(window) == []
    window.choose_language("zh_CN")
    assert without_name(window) == []
    for method in ("sesf", "learned-decision", "laplacian-pyramid"):
        window.session.choose_method(method)
        QApplication.processEvents()
        assert without_name(window) == []


@pytest.mark.skipif(not CAN_ASK, reason="Qt's accessibility interface is asked on x86-64 only")
def test_so_has_everything_in_the_dialogs(window: MainWindow, tmp_path: Path) -> None:
    save = TargetDialog(window, "Save", tmp_path / "a.jpg", {"JPEG (*.jpg)": (".jpg",)},
                        SavingOptions(window.preferences))  # fmt: skip
    shortcuts = ShortcutsDialog(window, window.menus.commands(), tmp_path)
    for dialog in (save, shortcuts):
        dialog.show()
        QApplication.processEvents()
        assert without_name(dialog) == []
        dialog.close()
        dialog.deleteLater()


def place(window: MainWindow, widget: QWidget) -> tuple[int, int]:
    point = widget.mapTo(window, QPoint(0, 0))
    return point.x(), point.y()


def test_tab_goes_down_each_column_and_ends_at_the_bottom(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    window.settings.unfold()
    QApplication.processEvents()
    columns = [window.sources, window.viewer, window._right, window.bottom]
    stops = stops_in(window)
    first, seen = stops[0], []
    first.setFocus()
    for _ in stops:
        current = QApplication.focusWidget()
        assert current is not None
        seen.append(current)
        QTest.keyClick(current, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is first, "round and round"
    assert len(set(map(id, seen))) == len(stops), "every stop once"
    in_columns = [next(n for n, column in enumerate(columns) if column.isAncestorOf(w)) for w in seen]
    assert in_columns == sorted(in_columns)
    for before, after in pairwise(seen):
        if in_columns[seen.index(before)] == in_columns[seen.index(after)]:
            (x, y), (next_x, next_y) = place(window, before), place(window, after)
            assert next_y > y - before.height() // 2, (before, after)
            assert next_y + after.height() // 2 > y
            assert next_x > x or next_y + after.height() > y + before.height() // 2
    QTest.keyClick(first, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is seen[-1]


def test_a_card_is_one_stop_with_keys_and_a_menu(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    stops = [stop for stop in stops_in(window) if window.sources.isAncestorOf(stop)]
    assert stops[:2] == list(window.sources.kinds.buttons.values()), "the kinds of fusion come first"
    del stops[:2]
    assert [type(stop) for stop in stops[:2]] == [SourceCard, SourceCard]
    assert len(stops) == 3, "and the button below them"
    QTest.keyClick(stops[0], Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [source.path for source in window.session.sources] == pair[::-1]
    QTest.keyClick(window.sources.cards[1], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [source.path for source in window.session.sources] == pair
    card = window.sources.cards[0]
    middle = card.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, card.mapToGlobal(middle))
    card.contextMenuEvent(event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.isEnabled() for action in menu.actions()] == [False, True, True, True]
    menu.actions()[3].trigger()
    menu.close()
    assert [source.path for source in window.session.sources] == pair[1:]


def test_the_focus_is_seen_on_the_blue_button(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    button = window.bottom.fuse
    assert button.property("next")
    for theme in ("dark", "light"):
        window.choose_theme(theme)
        window.viewer.setFocus()
        QApplication.processEvents()
        plain = button.grab().toImage()
        window.activateWindow()
        button.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        focused = button.grab().toImage()
        middle = plain.height() // 2
        before, after = plain.pixelColor(3, middle), focused.pixelColor(3, middle)
        apart = abs(before.lightness() - after.lightness())
        assert apart > 60, (theme, before.name(), after.name())


def test_a_screen_reader_is_told_what_the_picture_shows(fused: MainWindow) -> None:
    canvas = fused.viewer.canvases[0]
    for view, name in ((View.RESULT, "Result"), (View.DECISION, "Decision map")):
        fused.viewer.show_view(view)
        settle(fused)
        assert canvas.accessibleName() == name
    QTest.mouseMove(canvas, canvas.rect().center())
    QApplication.processEvents()
    assert "1" in canvas.accessibleDescription(), "the source that gave the pixel, not only its colour"
    canvas.hovered.emit(None)
    assert canvas.accessibleDescription() == ""


@pytest.mark.parametrize("view", [View.RESULT, View.DECISION, View.DEPTH, View.COMPARE, View.RETOUCH])
def test_tab_reaches_every_control_in_every_step(fused: MainWindow, view: View) -> None:
    for panel in (fused.settings, fused.align, fused.metrics):
        panel.unfold()
    fused.viewer.show_view(view)
    settle(fused)
    reached = set(map(id, stops_in(fused)))
    missed = [
        (type(widget).__name__, widget.objectName(), widget.accessibleName())
        for widget in controls(fused)
        if widget.isVisible() and widget.isEnabled() and id(widget) not in reached
        and not isinstance(widget.parent(), SourceCard)  # a card is one stop, with keys and a menu
    ]  # fmt: skip
    assert missed == []


def test_everything_has_a_role(fused: MainWindow) -> None:
    if not CAN_ASK:
        return
    assert all(told.role for told in told_of(fused) if told.is_focusable and not told.is_invisible)
