"""Paths that Qt gives, as Python knows them: also those whose names are no UTF-8."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes

from fusion.files.existing import exists, is_folder
from ui.qt import QStandardPaths, QUrl

UNREADABLE = "\ufffd"
"""What Qt shows in place of bytes that are no UTF-8."""


def data_folder() -> Path:
    """Where the program keeps what is its own: in the user's folder for application data."""
    kind = QStandardPaths.StandardLocation.GenericDataLocation
    return Path(QStandardPaths.writableLocation(kind)) / "Parfocal"


def path_of_url(url: QUrl) -> Path:
    """The file of a local URL; its bytes are taken as they are, where Qt would replace some."""
    encoded = bytes(url.toEncoded())
    shown = Path(url.toLocalFile())
    if UNREADABLE not in str(shown):
        return shown
    exact = Path(os.fsdecode(unquote_to_bytes(encoded.removeprefix(b"file://"))))
    return exact if exists(exact) else path_shown(str(shown))


def path_shown(name: str) -> Path:
    """The file that a dialog of Qt names; where bytes were replaced, the one that looks so."""
    whole = Path(name)
    if UNREADABLE not in name:
        return whole
    found = Path(whole.anchor)
    for part in whole.relative_to(whole.anchor).parts:
        found = found / (part if UNREADABLE not in part else entry_shown(found, part))
    return found


def entry_shown(folder: Path, shown: str) -> str:
    """The name in a folder that Qt shows like this; the same text where there is none."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - names are enough
    except OSError:
        return shown
    return next((name for name in names if as_shown(name) == runs_joined(shown)), shown)


def as_shown(name: str) -> str:
    """A name as Qt shows it, with one mark for each run of unreadable bytes."""
    return runs_joined(os.fsencode(name).decode("utf-8", "replace"))


def runs_joined(name: str) -> str:
    return re.sub(f"{UNREADABLE}+", UNREADABLE, name)


def existing_folder(folder: str | Path) -> str:
    """A folder that was used before, as long as it is there (a card may be taken out); else the user's.

    Without this Qt's dialogs begin where the program was started.
    """
    return str(folder if is_folder(Path(folder)) else Path.home())
