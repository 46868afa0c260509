"""Everything that can be used says what it is for, in both languages, with the right key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.conftest import load, settle
from tests.ui.dialogs.test_shortcuts import brush_keys, sequences
from ui.dialogs.palette import PaletteDialog
from ui.dialogs.saving import SavingOptions
from ui.dialogs.shortcuts import ShortcutsDialog
from ui.main_window import MainWindow
from ui.qt import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QAction,
    QApplication,
    QComboBox,
    QLineEdit,
    QSlider,
    QTreeView,
    QWidget,
)

KINDS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QSlider, QAbstractItemView)
PARTS_OF_QT = (QAbstractSpinBox, QComboBox, QTreeView)
KEY = re.compile(r"[(（]((?:Ctrl\+|Shift\+|Alt\+)*(?:F\d+|[A-Z0-9?+=-]|Return|Esc|Left|Right))[)）]$")


def controls(whole: QWidget) -> Iterator[QWidget]:
    """What a hand can use; without the parts that Qt makes inside of them."""
    for kind in KINDS:
        for widget in whole.findChildren(kind):
            parent, grand = widget.parent(), widget.parent().parent()
            is_part = isinstance(parent, PARTS_OF_QT) or isinstance(grand, PARTS_OF_QT)
            if not is_part and not widget.objectName().startswith("qt_"):
                yield widget


def untold(whole: QWidget) -> set[str]:
    return {
        f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName()}"
        for widget in controls(whole)
        if not widget.toolTip().strip()
    }


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_control_of_the_window(window: MainWindow, pair: list[Path], language: str) -> None:
    window.choose_language(language)
    load(window, pair)
    for panel in (window.settings, window.align, window.metrics):
        panel.unfold()
    window.show_frames(True)
    window.fuse()
    settle(window)
    found = untold(window)
    for method in ("sesf", "learned-decision", "laplacian-pyramid"):
        window.session.choose_method(method)
        QApplication.processEvents()
        found |= untold(window)
    window.session.choose_purpose("infrared-visible")
    QApplication.processEvents()
    assert found | untold(window) == set()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_control_of_the_dialogs(window: MainWindow, tmp_path: Path, language: str) -> None:
    window.choose_language(language)
    keys = ShortcutsDialog(window, window.menus.commands(), tmp_path)
    palette = PaletteDialog(window, [], [], lambda _name: None)
    saving = SavingOptions(window.preferences)
    found = untold(keys) | untold(palette) | untold(saving)
    for widget in (keys, palette, saving):
        widget.deleteLater()
    assert found == set()


def test_the_keys_in_them_exist(window: MainWindow) -> None:
    known = {key for action in window.findChildren(QAction) for key in sequences(action)}
    known |= {*brush_keys(), "Left", "Right"}
    named = {
        found.group(1): widget.toolTip()
        for widget in controls(window)
        if (found := KEY.search(widget.toolTip()))
    }
    assert len(named) > 10
    assert {key: text for key, text in named.items() if key not in known} == {}
