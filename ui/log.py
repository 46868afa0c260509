"""The log: the tracebacks that a user never sees, and where the time of each fusion went."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from ui.paths import data_folder

LOG = logging.getLogger(__name__)


def log_path() -> Path:
    """The log file, in the user's folder for application data."""
    return data_folder() / "parfocal.log"


def start_log() -> None:
    """Write warnings and errors, and what the window notes, to the log file; without one where it
    cannot be written."""
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=1_000_000, backupCount=1, encoding="utf-8", delay=True,
            errors="backslashreplace",
        )  # fmt: skip
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger("ui").setLevel(logging.INFO)


def catch_faults(show_fault: Callable[[], None]) -> None:
    """Log what a slot raises and ``show_fault`` to the user, instead of Qt ending the program."""

    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        LOG.error("a fault in the window", exc_info=(kind, fault, trace))
        show_fault()

    sys.excepthook = hook
