"""Cells of tables that spreadsheets open: what they would run is written so that they show it."""

from __future__ import annotations

import re

RUN = re.compile("'*[=+\\-@\uff1d\uff0b\uff0d\uff20\0-\x1f]")
"""How a formula begins, in plain or in wide letters; control characters are left out before one."""
GUARD = "'"
"""Spreadsheets take what follows it as text."""


def guarded(text: str) -> str:
    """A cell with a guard before it where a spreadsheet would run it; numbers stay numbers.

    Examples
    --------
    >>> guarded("=1+1"), guarded("-0.25"), guarded("near.png")
    ("'=1+1", '-0.25', 'near.png')
    """
    return GUARD + text if RUN.match(text) and not is_number(text) else text


def unguarded(cell: str) -> str:
    """The text of a cell that ``guarded`` made.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("-0.25"), unguarded("'near.png")
    ('=1+1', '-0.25', "'near.png")
    """
    text = cell.removeprefix(GUARD)
    return text if text != cell and guarded(text) == cell else cell


def is_number(text: str) -> bool:
    """Whether a text is a number and nothing else."""
    return re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?(inf|nan)", text) is not None
