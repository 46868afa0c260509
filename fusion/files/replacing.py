"""Files appear whole or not at all: written beside the target first, then renamed."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from fusion.errors import FusionError
from fusion.files.outputs import reason_of, refuse_special

try:
    import fcntl
except ImportError:  # Windows, which does not let a file be removed that is open elsewhere
    fcntl = None  # type: ignore[assignment]

PART_NAME = re.compile(r"\.parfocal-[a-z0-9_]{8}\.part")
PART_SECONDS = 24 * 3600
"""Where files cannot be locked, a part file that is older was left by a process that was killed."""


def save_text(text: str, place: Path) -> Path:
    """Write a text file as carefully as a picture; returns its path.

    A byte of a file name that is no UTF-8 is written as ``\\udcff``, which JSON reads back as that byte.
    """
    replace_whole(place, text.encode("utf-8", "backslashreplace"))
    return place


def replace_whole(place: Path, content: bytes | bytearray) -> None:
    """Write beside ``place``, flush to the disk, rename; on failure nothing is left behind.

    What processes that were killed left in the folder is removed.
    """
    with whole_file(place) as file:
        file.write(content)


@contextlib.contextmanager
def whole_file(place: Path) -> Iterator[IO[bytes]]:
    """A file to be written, which becomes ``place`` at the end; where anything is raised within, nothing
    is left behind. Raises ``FusionError`` where it cannot be written."""
    refuse_special(place)
    try:
        place = place.resolve() if place.is_symlink() else place  # the link stays, its target changes
        remove_old_parts(place.parent)
        with part_file(place.parent) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            beside = Path(file.name)
            beside.chmod(place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~current_umask())
            if fcntl is None:
                file.close()  # Windows renames no open file
            beside.replace(place)
    except (OSError, RuntimeError) as error:
        raise FusionError(
            "writing-failed", "{path} cannot be written ({reason}); choose another folder or free space",
            path=place, reason=reason_of(error),
        ) from None  # fmt: skip


@contextlib.contextmanager
def part_file(folder: Path) -> Iterator[IO[bytes]]:
    """A new file in ``folder`` that no other process takes for an old one; it is removed in the end,
    where it still has its name."""
    while True:
        file = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed below, after it was renamed
            dir=folder, prefix=".parfocal-", suffix=".part", delete=False
        )
        if lock(file) is not False and os.fstat(file.fileno()).st_nlink:
            break
        file.close()  # another process removed it before it was locked
    try:
        yield file
    finally:
        with contextlib.suppress(OSError):
            Path(file.name).unlink(missing_ok=True)
        file.close()


def lock(file: IO[bytes]) -> bool | None:
    """Lock a part file: False where another process holds it, None where files cannot be locked."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def remove_old_parts(folder: Path) -> None:
    """Remove what saving processes that were killed left in ``folder``; those that run hold a lock."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if PART_NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    remove_if_left(Path(entry.path))


def remove_if_left(part: Path) -> None:
    """Remove a part file that no process writes any more."""
    age = time.time() - part.stat().st_mtime
    with part.open("rb") as file:
        locked = lock(file)
        if locked:
            part.unlink()
    if locked is None and age > PART_SECONDS:
        part.unlink()


def current_umask() -> int:
    """The permissions that new files do not get; asking means setting it twice."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
