"""All keys on one page, by the menus that they belong to; the page can be printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from fusion import FusionError
from fusion.files.replacing import replace_whole
from ui.dialogs.commands import MenuCommand, plain
from ui.dialogs.target import TargetDialog
from ui.i18n import tr
from ui.jobs.actions import error_text
from ui.qt import (
    QBuffer,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPageSize,
    QPdfWriter,
    QScrollArea,
    QSizeF,
    Qt,
    QTextDocument,
    QVBoxLayout,
    QWidget,
)

Group = tuple[str, list[tuple[str, str]]]
"""A heading, and under it each key with what it does."""
COLUMNS = 3
MARGINS = 70
"""What the dialog is wider than its columns."""
PAGE_POINTS = (9, 8, 7, 6, 5)
"""Sizes of its letters, the first at which all of it is on one page."""
HEADING_HEIGHT = 34
HEADING_ROWS = 2
"""What a heading with the space above it takes, in rows."""
FEWEST_ROWS = 3
"""Of a group in a column."""
NUMBER = re.compile(r"\d+")
PAGE_DOTS = 300
"""Per inch of the printed page."""


def mouse_group() -> Group:
    """What needs holding or a mouse, and so is in no menu."""
    return tr("Mouse and held keys"), [
        (tr("Space"), tr("Show the sources in turn while held")),
        (tr("Wheel"), tr("Zoom at the cursor")),
        (tr("Drag"), tr("Move the picture")),
        (tr("Double click"), tr("Between the whole picture and 100 %")),
        (tr("Left, Right"), tr("The frame before, the frame after")),
        (tr("Tab"), tr("To the next control")),
        (tr("Esc"), tr("Stop what runs, or close a message")),
    ]


def brush_group() -> Group:
    """The keys of the brush, which count while *Retouch* is shown."""
    return tr("Brush, while retouching"), [
        ("[, ]", tr("Smaller, larger")),
        ("{, }", tr("Softer, harder")),
        ("X", tr("Paint with the runner-up at the cursor")),
        ("E", tr("Erase strokes, or paint again")),
        (tr("Alt+click"), tr("Paint with the source that is sharpest there")),
    ]


def groups_of(commands: Sequence[MenuCommand]) -> list[Group]:
    """The keys of the menus, a group for each menu of the bar, and those of brush and mouse."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for command in commands:
        if command.keys:
            rows = groups.setdefault(plain(command.menus[0]), [])
            rows.append((", ".join(command.keys), command.name))
    joined = [(title, joined_rows(rows)) for title, rows in groups.items()]
    return [*joined, brush_group(), mouse_group()]


def joined_rows(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The rows; those that follow each other and differ by a number only as one.

    Examples
    --------
    >>> joined_rows([("Ctrl+1", "Show 1"), ("Ctrl+2", "Show 2"), ("F", "Fit")])
    [('Ctrl+1 … Ctrl+2', 'Show 1 … 2'), ('F', 'Fit')]
    """
    found = []
    for _same, run in groupby(rows, key=lambda row: [NUMBER.sub("", part) for part in row]):
        (key, text), *others = run
        if others:
            last_key, last_text = others[-1]
            numbers = [number[0] for number in (NUMBER.search(text), NUMBER.search(last_text)) if number]
            key, text = f"{key} … {last_key}", NUMBER.sub(" … ".join(numbers), text, count=1)
        found.append((key, text))
    return found


class ShortcutsDialog(QDialog):
    """The keys of the menus, and those that need holding or a mouse."""

    def __init__(self, parent: QWidget, commands: Sequence[MenuCommand], folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard and mouse"))
        self.finished.connect(self.deleteLater)  # its parent would keep it as long as the window lives
        self._groups, self._folder = groups_of(commands), folder
        inside = columns_within(self._groups, parent.width() - MARGINS)
        area = QScrollArea()
        area.setObjectName("scrolled")
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setAccessibleName(tr("Keyboard and mouse"))
        area.setToolTip(tr("Every key of the window; the menus show them too"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        assert close is not None
        close.setToolTip(tr("Close this list (Esc)"))
        self.page = buttons.addButton(tr("Save as a page…"), QDialogButtonBox.ButtonRole.ActionRole)
        assert self.page is not None
        self.page.setToolTip(tr("Write the list as a PDF, to be printed"))
        self.page.clicked.connect(self._ask_page)
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 20, 20, 16)
        outer.setSpacing(16)
        outer.addWidget(area)
        outer.addWidget(self.problem)
        outer.addWidget(buttons)
        room = inside.sizeHint()
        width, height = room.width() + MARGINS, room.height() + 100
        self.resize(min(width, parent.width()), min(height, parent.height()))

    def _ask_page(self) -> None:
        filters = {"PDF (*.pdf)": (".pdf",)}
        name = self._folder / "parfocal-keys.pdf"
        path = TargetDialog(self, tr("Save as a page"), name, filters).ask()
        if path is None:
            return
        self.problem.hide()
        try:
            save_page(self._groups, path)
        except FusionError as error:
            self.problem.setText(error_text(error))
            self.problem.show()


def columns_within(groups: Sequence[Group], width: int) -> QWidget:
    """The groups beside each other in as many columns as fit into a width."""
    for count in range(COLUMNS, 0, -1):
        inside, columns = QWidget(), QHBoxLayout()
        inside.setObjectName("scrolled")
        columns.setSpacing(32)
        for part in in_columns(groups, count):
            columns.addLayout(column_of(part))
        inside.setLayout(columns)
        if inside.sizeHint().width() <= width:
            break
    return inside


def in_columns(groups: Sequence[Group], count: int) -> list[list[Group]]:
    """The groups in columns of about one length, in their order; one that is too long for the rest of a
    column goes on in the next, under its heading again.

    Examples
    --------
    >>> columns = in_columns([("View", [("F", "Fit")] * 12), ("Help", [("?", "Keys")] * 4)], 2)
    >>> [[(title, len(rows)) for title, rows in column] for column in columns]
    [[('View', 8)], [('View', 4), ('Help', 4)]]
    """
    length = -(-sum(len(rows) + HEADING_ROWS for _title, rows in groups) // count)
    columns: list[list[Group]] = [[]]
    free = length
    for title, all_rows in groups:
        rows = all_rows
        while rows:
            here = rows_here(len(rows), free - HEADING_ROWS) if len(columns) < count else len(rows)
            if here:
                columns[-1].append((title, rows[:here]))
                free -= here + HEADING_ROWS
            rows = rows[here:]
            if rows:
                columns.append([])
                free = length
    return columns


def rows_here(count: int, room: int) -> int:
    """How many of a group's rows stand in a column with so much room; neither here nor in the next
    column only a few."""
    if count <= room + 1:
        return count
    here = min(room, count - FEWEST_ROWS)
    return here if here >= FEWEST_ROWS else 0


def column_of(groups: Sequence[Group]) -> QVBoxLayout:
    """Labels, one row a key; the keys of all groups stand below each other."""
    column, grid = QVBoxLayout(), QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    row = 0
    for title, rows in groups:
        heading = QLabel(title)
        heading.setObjectName("heading")
        grid.addWidget(heading, row, 0, 1, 2)
        grid.setRowMinimumHeight(row, HEADING_HEIGHT)
        for number, (key, text) in enumerate(rows, row + 1):
            label = QLabel(key)
            label.setObjectName("strong")
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(QLabel(text), number, 1)
        row += len(rows) + 1
    column.addLayout(grid)
    column.addStretch(1)
    return column


def page_of(groups: Sequence[Group]) -> str:
    """The list as HTML, two columns wide, in black on white."""
    sides = in_columns(groups, 2)
    cells = []
    for side in sides:
        rows = []
        for title, keys in side:
            rows.append(f'<tr><td colspan="2"><h3>{escape(title)}</h3></td></tr>')
            rows += [
                f"<tr><td><b>{escape(key)}</b>&nbsp;&nbsp;</td><td>{escape(text)}</td></tr>"
                for key, text in keys
            ]
        cells.append(f'<td width="50%"><table>{"".join(rows)}</table></td>')
    title = f"Parfocal: {escape(tr('Keyboard and mouse'))}"
    return f'<h2>{title}</h2><table width="100%"><tr>{"".join(cells)}</tr></table>'


def save_page(groups: Sequence[Group], path: Path) -> None:
    """Write the list as one PDF page of A4; raises ``FusionError`` where it cannot be written."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(PAGE_DOTS)
    writer.setTitle("Parfocal")
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)  # type: ignore[union-attr]
    for points in PAGE_POINTS:
        document.setDefaultStyleSheet(f"* {{ color: black; font-size: {points}pt; }}")
        document.setHtml(page_of(groups))
        document.setPageSize(QSizeF(writer.width(), writer.height()))
        if document.pageCount() == 1:
            break
    document.print(writer)
    replace_whole(path, bytes(buffer.data()))
