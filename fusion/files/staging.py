"""Several files that appear together: all of them whole, or none."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from fusion.errors import FusionError
from fusion.files.outputs import (
    OutputGuard,
    PathLike,
    make_folder,
    reason_of,
    refuse_unwritable_folder,
)

PREFIX = ".parfocal-export-"


class Staging:
    """Files that wait in a folder beside their targets until all are written.

    Parameters
    ----------
    folder
        Where the waiting files lie: on the disk of the targets.
    sources
        Files that are not overwritten.
    """

    def __init__(self, folder: Path, sources: Iterable[PathLike] = ()) -> None:
        self._folder, self._guard = folder, OutputGuard(sources)
        self._waiting: dict[Path, Path] = {}

    @property
    def targets(self) -> tuple[Path, ...]:
        """Of all files that wait."""
        return tuple(self._waiting)

    def place_for(self, target: Path) -> Path:
        """Where to write the file that becomes ``target``; raises ``FusionError`` where it may not."""
        self._guard.take(target)
        within = self._folder / str(len(self._waiting))
        make_folder(within)
        self._waiting[target] = within / target.name
        return self._waiting[target]

    def release(self) -> None:
        """Move every file to its target; where one cannot be, all that was there before comes back."""
        moved: list[tuple[Path, Path | None]] = []
        try:
            for target, waiting in self._waiting.items():
                make_folder(target.parent)
                refuse_unwritable_folder(target)
                old = waiting.with_name(f"{waiting.name}.old") if target.exists() else None
                if old is not None:
                    target.replace(old)
                moved.append((target, old))
                waiting.replace(target)
        except (OSError, FusionError) as error:
            for target, old in reversed(moved):
                with contextlib.suppress(OSError):
                    if old is None:
                        target.unlink(missing_ok=True)
                    else:
                        old.replace(target)  # in one step: one of the two is there in any case
            if isinstance(error, FusionError):
                raise
            raise FusionError(
                "files-not-together",
                "the files cannot be written to {folder} ({reason}), so none was; choose another folder",
                folder=self._folder.parent, reason=reason_of(error),
            ) from None  # fmt: skip


@contextlib.contextmanager
def all_or_none(folder: Path, sources: Iterable[PathLike] = ()) -> Iterator[Staging]:
    """Files of ``folder`` that are written within; they appear at its end, and none where anything is
    raised.

    Examples
    --------
    >>> with all_or_none(Path()) as staging:
    ...     _ = staging.place_for(Path("a.txt")).write_text("a")
    ...     Path("a.txt").exists()
    False
    >>> Path("a.txt").read_text()
    'a'
    """
    make_folder(folder)
    refuse_unwritable_folder(folder / "name")
    try:
        waiting = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
    except OSError as error:
        raise FusionError(
            "writing-not-permitted", "the folder {folder} may not be written; choose another one",
            folder=folder,
        ) from error  # fmt: skip
    try:
        staging = Staging(waiting, sources)
        yield staging
        staging.release()
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
