"""The palette: every command by a few letters, in any language, with why one cannot be used now."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt5.QtTest import QTest

from tests.ui.conftest import MakeWindow, first_frame, load, mixed, settle
from ui.canvas.views import View
from ui.dialogs.commands import commands_of
from ui.dialogs.matching import fit
from ui.dialogs.palette import PaletteDialog, found
from ui.features.palette import Palette
from ui.main_window import MainWindow
from ui.qt import QApplication, Qt


def palette_of(window: MainWindow) -> Palette:
    return next(feature for feature in window.features if isinstance(feature, Palette))


def opened(window: MainWindow) -> PaletteDialog:
    window.menus.actions["palette"].trigger()
    QApplication.processEvents()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaletteDialog)
    return dialog


def texts(dialog: PaletteDialog) -> list[str]:
    return [item.text for item in dialog.model.items]


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [("fit", "Fit to window", "Benefit"), ("ftw", "Fit to window", "Often two"), ("", "A", ""),
     ("zoom in", "Zoom in", "Zoom out"), ("DÉC", "Décision", "Decision")],
)  # fmt: skip
def test_what_begins_with_the_letters_fits_better(typed: str, better: str, worse: str) -> None:
    assert fit(typed, better) >= fit(typed, worse)
    assert fit(typed, better) > 0


def test_every_command_and_method_is_there(window: MainWindow) -> None:
    names = {item.name for item in palette_of(window).items()}
    listed = {each.action.objectName() for each in commands_of(window.menuBar())} - {"palette"}
    assert listed <= names
    assert {"method: sesf", "method: laplacian-pyramid", "decision", "theme: light"} <= names


def test_enter_runs_what_is_marked_and_it_is_first_the_next_time(window: MainWindow) -> None:
    dialog = opened(window)
    QTest.keyClicks(dialog.line, "laplac pyr")
    assert texts(dialog)[0] == "Laplacian pyramid"
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert window.session.settings.method == "laplacian-pyramid"
    again = opened(window)
    assert texts(again)[0] == "Laplacian pyramid"
    assert again.model.items[0].is_ticked
    QTest.keyClick(again.line, Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_an_entry_of_a_submenu_says_of_which(window: MainWindow) -> None:
    items = {item.name: item for item in palette_of(window).items()}
    usual, space = items["open in default"], items["raw: adobe"]
    assert (usual.text, usual.where) == ("Open the saved result in: the usual program", "File")
    assert space.text == "Develop camera RAW in: Adobe RGB"
    assert found(list(items.values()), "usual program", [])[0] is usual


def test_up_and_down_choose(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    dialog = opened(window)
    QTest.keyClicks(dialog.line, "panel of")
    first = dialog.model.items[0].name
    QTest.keyClick(dialog.line, Qt.Key.Key_Down)
    QTest.keyClick(dialog.line, Qt.Key.Key_Up)
    assert dialog.model.items[dialog.list.currentIndex().row()].name == first
    before = window.menus.actions[first].isChecked()
    QTest.keyClick(dialog.line, Qt.Key.Key_Enter)
    assert window.menus.actions[first].isChecked() != before


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("typed", ["decision map", "决策图", "average", "平均"])
def test_both_languages_find_in_both(window: MainWindow, language: str, typed: str) -> None:
    window.choose_language(language)
    best = found(palette_of(window).items(), typed, [])[0]
    assert best.name in ("decision", "method: average")


def test_the_walk_through_doubt_needs_a_decision_and_says_so(
    make_window: MakeWindow, pair: list[Path]
) -> None:
    """The keys and the menu did nothing, without a word, where the buttons were off."""
    window = make_window(fuse=mixed)

    def why(name: str) -> str:
        return next(item.why_not for item in palette_of(window).items() if item.name == name)

    assert [why(name) for name in ("next place", "last place")] == ["There is no result yet."] * 2
    load(window, pair)
    window.fuse()
    settle(window)
    assert not window.menus.actions["next place"].isEnabled()
    assert why("next place") == "This method mixes the sources; there is no decision map."
    window.job_actions.fuse_function = first_frame
    window.fuse()
    settle(window)
    assert window.menus.actions["next place"].isEnabled()


def test_there_is_nothing_to_zoom_without_a_picture(window: MainWindow, pair: list[Path]) -> None:
    names = ("zoom-in", "zoom-out", "fit", "full")
    assert not any(window.menus.actions[name].isEnabled() for name in names)
    load(window, pair)
    assert all(window.menus.actions[name].isEnabled() for name in names)


def test_what_cannot_be_used_says_why_and_is_not_run(window: MainWindow) -> None:
    dialog = opened(window)
    QTest.keyClicks(dialog.line, "Fuse")
    item = next(item for item in dialog.model.items if item.name == "fuse")
    assert item.why_not == window.job_actions.why_not_fuse() != ""
    QTest.keyClicks(dialog.line, "x" * 9)
    assert texts(dialog) == []
    dialog.line.setText("confidence")
    assert dialog.model.items[0].why_not == "There is no result yet."
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert window.viewer.shown_view is not View.CONFIDENCE
    row = dialog.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert row == "Confidence, View, C, There is no result yet."
    dialog.reject()
