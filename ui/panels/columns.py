"""The window's columns: sources, picture, settings; below them the list of frames and the bottom bar."""

from __future__ import annotations

from collections.abc import Sequence

from ui.qt import QSplitter, Qt, QVBoxLayout, QWidget

FRAMES_HEIGHT = 190
LEAST_WIDTHS, WIDTHS = (212, 470, 264), (238, 782, 300)


def fill_columns(frames: QWidget, bottom: QWidget, rows: QVBoxLayout) -> QSplitter:
    """Put an empty splitter, the list of frames (hidden) and the bottom bar into the window's rows.

    From the outside in: with each new parent Qt applies the style sheet to all inside again.
    """
    columns, stack = thin(Qt.Orientation.Horizontal), thin(Qt.Orientation.Vertical)
    rows.addWidget(stack, 1)
    rows.addWidget(bottom)
    stack.addWidget(columns)
    stack.addWidget(frames)
    stack.setStretchFactor(0, 1)
    stack.setSizes([600, FRAMES_HEIGHT])
    frames.hide()
    return columns


def fill_middle(columns: QSplitter, left: QWidget, middle: Sequence[QWidget], right: QWidget) -> None:
    """Put the three columns into the splitter; in the middle one the first widget takes the room."""
    between = QWidget()
    for widget, least in zip((left, between, right), LEAST_WIDTHS, strict=True):
        widget.setMinimumWidth(least)
        columns.addWidget(widget)
    columns.setSizes(list(WIDTHS))
    columns.setStretchFactor(1, 1)
    column = QVBoxLayout(between)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for number, widget in enumerate(middle):
        column.addWidget(widget, 1 if number == 0 else 0)


def thin(orientation: Qt.Orientation) -> QSplitter:
    """A splitter with a thin line, none of whose parts folds away."""
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    return splitter
