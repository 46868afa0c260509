"""Keys: all on one page, no two alike, and every entry of a menu within reach of the keyboard."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from PyQt5.QtTest import QTest

from tests.ui.conftest import load
from ui.dialogs.commands import access_key, commands_of
from ui.dialogs.shortcuts import ShortcutsDialog, brush_group, groups_of, mouse_group, save_page
from ui.dialogs.target import TargetDialog
from ui.main_window import MainWindow
from ui.qt import (
    QAction,
    QApplication,
    QEvent,
    QKeyEvent,
    QKeySequence,
    QLabel,
    QMenu,
    QScrollArea,
    Qt,
    QTimer,
)

USER = Path(__file__).resolve().parents[3] / "docs" / "user"
GUIDE = [USER / f"{page}.md" for page in ("guide", "seeing", "export", "keyboard")]
NAMED = "Esc|Enter|Space|Tab|Delete|Return"
KEY = re.compile(rf"`((?:(?:Ctrl|Shift|Alt)\+)*(?:F\d{{1,2}}|[A-Z0-9?\[\]{{}}=+-]|{NAMED}))`")
WORDS = {",", "…", "hold", "arrow", "keys"}
ELSEWHERE = {"Space", "Tab", "Esc", "Delete", "Enter", "Return", "←", "→", "↑", "↓", "Alt+↑", "Alt+↓"}
"""Keys that are no shortcut: the window, a list or a card takes them itself."""


def sequences(action: QAction) -> list[str]:
    portable = QKeySequence.SequenceFormat.PortableText
    return [key.toString(portable) for key in action.shortcuts() if not key.isEmpty()]


def test_no_two_commands_share_a_key(window: MainWindow) -> None:
    of_key: dict[str, list[str]] = {}
    for action in window.findChildren(QAction):
        for key in sequences(action):
            of_key.setdefault(key, []).append(action.objectName() or action.text())
    assert {key: names for key, names in of_key.items() if len(set(names)) > 1} == {}


def menus_in(menu: QMenu) -> list[QMenu]:
    inner = [action.menu() for action in menu.actions()]
    return [menu, *(each for below in inner if below is not None for each in menus_in(below))]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("purpose", ["multifocus", "infrared-visible"])
def test_every_entry_has_a_shortcut_or_an_access_key_of_its_own(
    window: MainWindow, language: str, purpose: str
) -> None:
    window.session.choose_purpose(purpose)
    window.choose_language(language)
    bar = window.menuBar()
    assert bar is not None
    tops = [action.menu() for action in bar.actions()]
    letters = [access_key(action.text()) for action in bar.actions()]
    assert "" not in letters
    assert [letter for letter, count in Counter(letters).items() if count > 1] == []
    for menu in [each for top in tops if top is not None for each in menus_in(top)]:
        entries = [a for a in menu.actions() if not a.isSeparator() and a.isVisible()]
        unreached = [a.text() for a in entries if not access_key(a.text()) and not sequences(a)]
        assert unreached == [], menu.title()
        letters = [key for action in entries if (key := access_key(action.text()))]
        assert [letter for letter, count in Counter(letters).items() if count > 1] == [], menu.title()


def brush_keys() -> list[str]:
    return [key for keys, _text in brush_group()[1] for key in keys.split(", ") if len(key) == 1]


def test_the_keys_of_the_brush_are_its_own(window: MainWindow) -> None:
    taken = {key for action in window.findChildren(QAction) for key in sequences(action)}
    assert taken & set(brush_keys()) == set()
    for key in brush_keys():
        code = QKeySequence(key)[0]
        event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, key)
        assert window.retouch._action_of(event) is not None, key


def test_every_key_of_the_guide_exists(window: MainWindow) -> None:
    guide = "\n".join(page.read_text(encoding="utf-8") for page in GUIDE)
    rows = re.findall(r"^\| ([^|]+) \|", guide.split("## Keys")[1], re.MULTILINE)[2:]
    listed = ", ".join(rows).replace("(", "").replace(")", "").replace("or ", ", ").replace("−", "-")
    written = set(KEY.findall(guide)) | {key.strip() for key in re.split(r", | ", listed) if key.strip()}
    written = {key for key in written if key not in WORDS}
    known = {key for action in window.findChildren(QAction) for key in sequences(action)}
    known |= ELSEWHERE | {key for key, _text in mouse_group()[1]} | set(brush_keys())
    same = {"Ctrl+Enter": "Ctrl+Return"}
    assert {key for key in written if same.get(key, key) not in known} == set()
    assert {"F", "1", "Ctrl+Shift+P"} <= written


def test_the_sheet_has_every_key_by_its_menu(window: MainWindow, tmp_path: Path) -> None:
    commands = window.menus.commands()
    groups = dict(groups_of(commands))
    assert list(groups)[:3] == ["File", "Edit", "Stack"]
    assert ("F1, ?", "Keyboard and mouse") in groups["Help"]
    assert ("Ctrl+1 … Ctrl+9", "Show result 1 … 9") in groups["View"]
    assert not [key for key, _text in groups["View"] if key == "Ctrl+2"]
    dialog = ShortcutsDialog(window, commands, tmp_path)
    shown = [label.text() for label in dialog.findChildren(QLabel)]
    for rows in groups.values():
        for key, text in rows:
            assert key in shown
            assert text in shown
    dialog.deleteLater()


def test_the_sheet_names_commands_whatever_they_would_do_now(
    window: MainWindow, pair: list[Path]
) -> None:
    load(window, pair)
    groups = dict(groups_of(window.menus.commands()))
    assert ("Ctrl+Z", "Undo") in groups["Edit"]
    assert window.menus.actions["undo"].text() != "&Undo"
    assert ("Ctrl+Alt+O", "Open the saved result in the chosen program") in groups["File"]


def test_the_sheet_has_as_many_columns_as_fit_and_is_seen_whole_on_a_laptop(
    window: MainWindow, tmp_path: Path
) -> None:
    for width in (980, 1366):
        window.resize(width, 768)
        dialog = ShortcutsDialog(window, window.menus.commands(), tmp_path)
        dialog.show()
        QApplication.processEvents()
        area = dialog.findChild(QScrollArea)
        assert area is not None
        across, down = area.horizontalScrollBar(), area.verticalScrollBar()
        assert across is not None
        assert down is not None
        assert across.maximum() == 0
        assert width < 1366 or down.maximum() == 0
        dialog.close()


def test_f1_and_the_question_mark_open_it(window: MainWindow) -> None:
    assert sequences(window.menus.actions["shortcuts"]) == ["F1", "?"]
    seen: list[object] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        seen.append(type(dialog))
        if dialog is not None:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(50, look)
    window.menus.actions["shortcuts"].trigger()
    assert seen == [ShortcutsDialog]


def test_it_is_written_as_a_page(window: MainWindow, tmp_path: Path) -> None:
    target = tmp_path / "键 keys.pdf"
    save_page(groups_of(list(commands_of(window.menuBar()))), target)
    content = target.read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") == 1, "one page"


def test_a_page_that_cannot_be_written_is_said(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TargetDialog, "ask", lambda _dialog: tmp_path / "no folder" / "keys.pdf")
    dialog = ShortcutsDialog(window, window.menus.commands(), tmp_path)
    assert dialog.page is not None
    dialog.page.click()
    assert "keys.pdf" in dialog.problem.text()
    assert not dialog.problem.isHidden()
    dialog.deleteLater()
