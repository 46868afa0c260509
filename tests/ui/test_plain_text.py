"""File names and notes are shown letter by letter, wherever they stand."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PyQt5.QtWidgets import QLabel as GuessingLabel

from fusion.notes import Note
from tests.ui.conftest import MakeWindow, load, settle
from ui.main_window import MainWindow
from ui.plain_text import plain_tooltip
from ui.qt import QAbstractItemView, QAbstractTableModel, QApplication, QLabel, Qt, QWidget

ROOT = Path(__file__).resolve().parents[2] / "ui"
NAMES = ("<img src=evil.png>.png", "<h1>large.png", "a&b<b>bold.png")
MARKUP = re.compile(r"<(img|h1|b)\b")
"""What would be drawn otherwise; a tooltip has it escaped."""


def hostile(pair: list[Path], folder: Path) -> list[Path]:
    return [Path(shutil.copy(pair[n % 2], folder / name)) for n, name in enumerate(NAMES)]


def guessing(window: QWidget) -> list[str]:
    """Labels, tooltips and cells of a window that show a name as markup."""
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        if isinstance(widget, GuessingLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            found.append(f"{type(widget).__name__} {widget.text()}")
        if MARKUP.search(widget.toolTip()):
            found.append(f"tooltip of {type(widget).__name__}: {widget.toolTip()}")
        if isinstance(widget, QAbstractItemView):
            found += [f"cell: {tip}" for tip in tooltips_of(widget) if MARKUP.search(tip)]
    return found


def tooltips_of(view: QAbstractItemView) -> list[str]:
    model = view.model()
    if model is None:
        return []
    table = isinstance(model, QAbstractTableModel)  # a list keeps its count of columns to itself
    rows, columns = range(model.rowCount()), range(model.columnCount() if table else 1)
    places = [model.index(row, column) for row in rows for column in columns]
    return [str(model.data(place, Qt.ItemDataRole.ToolTipRole) or "") for place in places]


def test_every_label_tooltip_and_cell_shows_names_and_notes_as_plain_text(
    make_window: MakeWindow, pair: list[Path], tmp_path: Path
) -> None:
    window = make_window()
    for count in (2, 3):
        places = hostile(pair, tmp_path)[:count]
        load(window, places)
        for source in window.session.sources:
            notes = (Note("only-first-page", "It has {count} pages", count="<h1><img src=x>"),)
            object.__setattr__(source.photo, "notes", notes)
        window.session.sources_changed.emit()
        window.fuse()
        settle(window)
        QApplication.processEvents()
        assert guessing(window) == []
        shown = "".join(label.text() for label in window.findChildren(GuessingLabel))
        assert NAMES[0] in shown or count > 2
        window.session.clear()


def test_tooltips_are_escaped_only_where_they_must_be() -> None:
    assert plain_tooltip("near & far.png\nnote") == "near & far.png\nnote"
    assert "&lt;img" in plain_tooltip("<img src=evil.png>.png")


def test_a_label_shows_plain_text() -> None:
    assert QLabel is not GuessingLabel


def test_no_file_makes_labels_that_guess() -> None:
    """Labels come from ``ui.qt`` alone, and none is told to guess, or to show rich text."""
    for path in ROOT.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"TextFormat\.(Auto|Rich|Markdown)Text|insertHtml", text), path
        assert "setHtml" not in text or "from html import escape" in text, "a page for the printer"
        if path.name != "qt.py":
            plain = text.count("box.setTextFormat(Qt.TextFormat.PlainText)")
            assert text.count("QMessageBox(") == plain, path


@pytest.mark.parametrize("name", NAMES)
def test_the_window_title_and_messages_have_the_name_as_it_is(
    window: MainWindow, pair: list[Path], name: str, tmp_path: Path
) -> None:
    place = Path(shutil.copy(pair[0], tmp_path / name))
    load(window, [place, pair[1]])
    assert name in window.windowTitle()
