"""Where a project's files are now: where they were, beside the project, or known by their hash."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath

from fusion.errors import FusionError
from fusion.files.existing import exists, is_file
from fusion.files.outputs import reason_of
from fusion.progress import Progress, no_progress
from fusion.project.project import ProjectSource

MOST_ENTRIES = 5000
"""So many entries of a folder are looked at for a file with another name."""


@dataclass(frozen=True)
class Place:
    """Where a source was found.

    Attributes
    ----------
    path
        Of the file.
    is_same
        Whether it has the size and, where that was looked at, the hash that the project knows.

    Examples
    --------
    >>> Place(Path("near.tif")).is_same
    True
    """

    path: Path
    is_same: bool = True


def find_files(
    sources: Sequence[ProjectSource],
    beside: Path,
    folders: Sequence[Path] = (),
    exactly: bool = False,
    progress: Progress = no_progress,
) -> list[Place | None]:
    """The files of sources, wherever they are now.

    Parameters
    ----------
    sources
        As the project names them.
    beside
        The project's folder.
    folders
        Looked into first: where a user says that the files are.
    exactly
        Whether every file is hashed; else one that lies where it was, in its size, is believed.
    progress
        Called for each source.

    Returns
    -------
    list of Place or None
        For each source; None where nothing was found. A file that has another content than then is
        given only where no other was found.

    Raises
    ------
    FusionError
        For a file that is there and cannot be read.

    Examples
    --------
    >>> find_files([ProjectSource("missing.tif", "/nowhere/missing.tif")], Path())
    [None]
    """
    found: list[Place | None] = []
    moved: dict[str, Path] = {}
    seen = SeenFiles()
    for number, source in enumerate(sources):
        progress("Looking for the files", number, len(sources))
        folder = str(PurePosixPath(source.path).parent)
        others = [moved[folder]] if folder in moved else []
        place = find_file(source, beside, [*folders, *others], exactly, seen)
        if place is not None:
            moved[folder] = place.path.parent
        found.append(place)
    return found


class SeenFiles:
    """Hashes of files and sizes in folders, each read once, for as many sources as are looked for: the
    photographs of a camera may all be of one size."""

    def __init__(self) -> None:
        self._hashes: dict[Path, str] = {}
        self._by_size: dict[Path, dict[int, list[Path]]] = {}

    def hash_of(self, path: Path) -> str:
        """SHA-256 of a file; raises ``FusionError`` for one that cannot be read."""
        if path not in self._hashes:
            self._hashes[path] = hash_of_file(path)
        return self._hashes[path]

    def of_size(self, folder: Path, size: int) -> list[Path]:
        """The files of a folder that have exactly this size."""
        if folder not in self._by_size:
            self._by_size[folder] = by_size(folder)
        return self._by_size[folder].get(size, [])


def find_file(
    source: ProjectSource, beside: Path, folders: Sequence[Path], exactly: bool, seen: SeenFiles
) -> Place | None:
    """The file of one source."""
    changed: Place | None = None
    for path, is_where_it_was in candidates(source, beside, folders):
        if agrees(path, source, exactly or not is_where_it_was, seen):
            return Place(path)
        changed = changed or Place(path, is_same=False)
    for folder in [*folders, beside] if source.sha256 and source.size_bytes else []:
        for path in seen.of_size(folder, source.size_bytes or 0):
            with suppress(FusionError):  # some other file, which nobody asked for
                if seen.hash_of(path) == source.sha256:
                    return Place(path)
    return changed


def candidates(
    source: ProjectSource, beside: Path, folders: Sequence[Path]
) -> Iterator[tuple[Path, bool]]:
    """Files that have the source's name and may be it, and whether it was there when it was kept."""
    name = PurePosixPath(source.name.replace("\\", "/")).name
    if not name:
        return
    parts = PurePosixPath(source.path).parts
    above = parts[-2] if len(parts) > 2 else ""
    places = [(folder / part, False) for folder in folders for part in (name, f"{above}/{name}")]
    told = (str(beside / source.relative) if source.relative else "", source.path)
    places += [(Path(path), True) for path in told if path and not is_on_another_computer(path, beside)]
    for folder in (beside, beside.parent):
        places += [(folder / part, False) for part in (name, f"{above}/{name}")]
    seen = set[Path]()
    for path, is_where_it_was in places:
        if path not in seen and is_file(path):
            seen.add(path)
            yield plainly(path), is_where_it_was


def plainly(path: Path) -> Path:
    """The path of a file without ``..`` in it, where that leads to the same file."""
    plain = Path(os.path.normpath(path))
    return plain if exists(plain) and plain.samefile(path) else path


def is_on_another_computer(path: str, beside: Path) -> bool:
    """Whether a path names another computer, and the project is on this one: asking for it would go
    out."""
    return path.replace("\\", "/").startswith("//") and not str(beside).startswith(("//", "\\\\"))


def agrees(path: Path, source: ProjectSource, exactly: bool, seen: SeenFiles) -> bool:
    """Whether a file has the size of a source, and where it is asked for the hash."""
    try:
        size = path.stat().st_size
    except OSError:
        return False
    if source.size_bytes is not None and size != source.size_bytes:
        return False
    return not exactly or not source.sha256 or seen.hash_of(path) == source.sha256


def by_size(folder: Path) -> dict[int, list[Path]]:
    """The files of a folder by their size in bytes; of one that cannot be read, as far as it can."""
    found: dict[int, list[Path]] = {}
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in islice(entries, MOST_ENTRIES):
            if entry.is_file():
                found.setdefault(entry.stat().st_size, []).append(Path(entry.path))
    return found


def hash_of_file(place: Path) -> str:
    """SHA-256 of a file, in hexadecimal; raises ``FusionError`` for one that cannot be read."""
    try:
        with place.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FusionError(
            "source-unreadable", "{path} cannot be read ({reason}); check its permissions",
            path=place, reason=reason_of(error),
        ) from None  # fmt: skip
