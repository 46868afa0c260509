"""What may be written over: one guard for every file that the program writes."""

from __future__ import annotations

import mmap
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from fusion.errors import FusionError

PathLike = str | os.PathLike[str]
OWN_MARK = re.compile(rb'urn:parfocal:record:|"parfocal_record"|"parfocal_project"|Parfocal \d+\.\d')
"""In every file that the program writes beside those that the user names: records in pictures and in
sidecars, and the program's name in TIFF."""
MARKED_BYTES = 1 << 24
"""So many at the beginning and at the end of a file are searched for the mark."""
LETTER_CASE_COUNTS = not (os.name == "nt" or sys.platform == "darwin")


def refuse_outputs(
    named: Iterable[PathLike], sources: Iterable[PathLike] = (), beside: Iterable[PathLike] = ()
) -> None:
    """Raise where writing files would lose something; nothing is written.

    Parameters
    ----------
    named
        Files that the user named: what is there may be replaced.
    sources
        Files that were or will be read, and are not replaced.
    beside
        Files that the program names itself, such as sidecars: only what it wrote before is replaced.

    Raises
    ------
    FusionError
        Where one of the files is a folder, a device or a pipe, where it is one of the sources, by
        whatever path or link, where two are the same file, and where one of ``beside`` is someone
        else's.

    Examples
    --------
    >>> refuse_outputs(["sharp.png", "map.png"], ["near.png", "far.png"])
    >>> refuse_outputs(["a.png", "./a.png"])
    Traceback (most recent call last):
    fusion.errors.FusionError: a.png and a.png cannot be the same file; give each a name of its own
    """
    chosen, added = [Path(place) for place in named], [Path(place) for place in beside]
    guard = OutputGuard(sources)
    for place in (*chosen, *added):
        guard.take(place)
    for place in added:
        if place.exists() and not is_own(place):
            raise FusionError(
                "foreign-not-overwritten",
                "{path} is there and is not of Parfocal, so it is not overwritten; move it, or choose "
                "another name for the result",
                path=place,
            )  # fmt: skip


class OutputGuard:
    """Refuses files, one after another, that are sources or were taken before.

    Parameters
    ----------
    sources
        Files that are not replaced; each is looked at once.
    """

    def __init__(self, sources: Iterable[PathLike] = ()) -> None:
        self._read = {identity(Path(source)) for source in sources}
        self._taken: dict[tuple[object, ...], Path] = {}

    def take(self, place: Path) -> None:
        """Raise ``FusionError`` where ``place`` may not be written; else it is taken."""
        refuse_special(place)
        key = identity(place)
        if key in self._read:
            raise FusionError(
                "source-not-overwritten",
                "{path} is one of the sources and is not overwritten; choose another name",
                path=place,
            )
        if key in self._taken:
            raise FusionError(
                "results-in-same-file",
                "{first} and {second} cannot be the same file; give each a name of its own",
                first=self._taken[key], second=place,
            )  # fmt: skip
        self._taken[key] = place


def identity(place: Path) -> tuple[object, ...]:
    """What two paths of one file have in common, through ``..`` and links.

    It is device and inode, or where there is no file yet those of the folder, and the name.
    """
    try:
        found = place.stat()
        return found.st_dev, found.st_ino
    except (OSError, ValueError):
        real = Path(os.path.realpath(place)) if "\0" not in str(place) else place
    name = real.name
    if not LETTER_CASE_COUNTS:
        name = unicodedata.normalize("NFC", name).casefold()
    try:
        folder = real.parent.stat()
    except (OSError, ValueError):
        return str(real.parent), name
    return folder.st_dev, folder.st_ino, name


def refuse_nameless(place: Path) -> None:
    """Raise for ``.`` and ``/``, which end in no name."""
    if not place.name:
        raise FusionError(
            "no-file-name", "{path} is no name of a file; choose one, such as sharp.png",
            path=place,
        )  # fmt: skip


def refuse_special(place: Path) -> None:
    """Raise where ``place`` is no name of a file, or leads to anything but an ordinary file."""
    refuse_nameless(place)
    try:
        kind = place.stat().st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise cannot_write(place, error) from None
    if stat.S_ISDIR(kind):
        raise FusionError(
            "folder-not-file-name", "{path} is a folder; choose a name for the picture in it",
            path=place,
        )  # fmt: skip
    if not stat.S_ISREG(kind):
        raise FusionError(
            "special-file-not-replaced",
            "{path} is a device, a pipe or a socket, which is not replaced; choose another name",
            path=place,
        )


def refuse_unwritable_folder(place: Path) -> None:
    """Raise where ``place`` is no ordinary file, or its folder is missing or may not be written."""
    refuse_special(place)
    try:
        folder = Path(os.path.realpath(place)).parent if place.is_symlink() else place.parent
        if not folder.is_dir():
            raise FusionError(
                "no-folder-to-write", "there is no folder {folder}; make it, or choose another one",
                folder=folder,
            )  # fmt: skip
    except (OSError, ValueError) as error:
        raise cannot_write(place, error) from None
    if not os.access(folder, os.W_OK):
        raise not_permitted(folder)


def refuse_no_folder(folder: Path) -> None:
    """Raise where ``folder`` is no folder and could not be made either."""
    for place in (folder, *folder.absolute().parents):
        try:
            kind = place.stat().st_mode
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            raise cannot_write(folder, error) from None
        if not stat.S_ISDIR(kind):
            raise FusionError("path-is-no-folder", "{path} is no folder; name another", path=place)
        if not os.access(place, os.W_OK):
            raise not_permitted(place)
        return


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they are missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise FusionError(
            "folder-not-made", "the folder {folder} cannot be made ({reason}); choose another one",
            folder=folder, reason=reason_of(error),
        ) from None  # fmt: skip


def is_own(place: Path) -> bool:
    """Whether this program wrote a file, by what the file says of itself."""
    try:
        with place.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size == 0:
                return False
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                starts = (0, max(size - MARKED_BYTES, 0))
                return any(OWN_MARK.search(content, at, at + MARKED_BYTES) for at in starts)
    except (OSError, ValueError):
        return False


def not_permitted(folder: Path) -> FusionError:
    """The error of a folder in which nothing may be written."""
    return FusionError(
        "writing-not-permitted", "the folder {folder} may not be written; choose another one",
        folder=folder,
    )  # fmt: skip


def cannot_write(place: Path, error: Exception) -> FusionError:
    """The error of a name under which nothing can be written."""
    return FusionError(
        "cannot-write-this-name", "{path} cannot be written ({reason}); choose another name",
        path=place, reason=reason_of(error),
    )  # fmt: skip


def reason_of(error: Exception) -> str:
    """What the system says of a failure."""
    return getattr(error, "strerror", None) or str(error)
