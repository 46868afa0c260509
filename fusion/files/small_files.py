"""Small files with text in them: records and transforms, read whole and never more than fits."""

from __future__ import annotations

import stat
from pathlib import Path

from fusion.errors import FusionError
from fusion.files.outputs import reason_of

MOST_BYTES = 64_000_000
"""Far more than the record of ten thousand frames takes."""


def read_small(path: Path, most: int = MOST_BYTES) -> bytes:
    """All bytes of a file; raises ``FusionError`` for one of more than ``most``, and for what is no
    ordinary file: devices have no end, and pipes may wait for ever."""
    content = read_beginning(path, most + 1)
    if len(content) > most:
        raise FusionError(
            "text-file-too-large",
            "{path} is larger than any file with a record or transforms; check the name",
            path=path,
        )
    return content


def read_beginning(path: Path, count: int) -> bytes:
    """The first bytes of an ordinary file; raises ``FusionError`` for what is none."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            reason = "it is a folder" if stat.S_ISDIR(found.st_mode) else "it is no ordinary file"
            raise OSError(0, reason)
        with path.open("rb") as file:
            return file.read(min(count, found.st_size))
    except (OSError, ValueError) as error:
        raise FusionError(
            "unreadable-check-name", "{path} cannot be read ({reason}); check the name",
            path=path, reason=reason_of(error),
        ) from None  # fmt: skip
