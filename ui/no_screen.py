"""Where no window can be shown: one sentence that names the command line, instead of Qt's abort."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ui.qt import QMessageLogContext, QtMsgType, qInstallMessageHandler

FAILED = 1
SENTENCE = (
    "error: there is no screen on which the window can be shown ({reason}); use the command line: "
    "python -m fusion fuse FIRST SECOND -o RESULT.png\n"
)


@contextmanager
def refusing_without_screen() -> Iterator[None]:
    """Make the Qt application within: where Qt finds no screen it would end the process with an abort
    and a paragraph; here it ends with a sentence and code 1."""
    said: list[str] = []

    def take(kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
        if kind == QtMsgType.QtFatalMsg:
            sys.stderr.write(SENTENCE.format(reason=reason_in(said)))
            sys.stderr.flush()
            os._exit(FAILED)
        said.append(text or "")

    before = qInstallMessageHandler(take)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
    for text in said:
        sys.stderr.write(f"{text}\n")


def reason_in(said: list[str]) -> str:
    """The first thing that Qt says of it, as part of a sentence."""
    first = next((" ".join(text.split()) for text in said if text.strip()), "Qt cannot start")
    return first.rstrip(" .")
