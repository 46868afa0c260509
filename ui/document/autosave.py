"""The document kept as it goes: in the project that the user named, or in the user's data folder."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import count
from pathlib import Path

from fusion import FusionError
from fusion.project import ENDING, Project, ProjectSource, save_project
from fusion.project.project_file import StrokeTexts
from ui.qt import QLockFile, QObject, QTimer, Signal

LOG = logging.getLogger(__name__)
WAIT_MS = 500
"""Changes that come within it are written together; a stroke is written when the pen is lifted."""
LAST = f"last{ENDING}"
"""The unnamed document that was closed last."""
NUMBERS = count(1)


class Autosave(QObject):
    """Writes the document after each change, in a thread, whole or not at all.

    A document without a name is written into ``folder``, under a name that a lock keeps for this window
    as long as its process lives.
    """

    failed = Signal(object)
    """The document cannot be written: the error. Once, until it can be again."""
    _ended = Signal(object, object)
    """A thread, and the error where it could not write."""

    def __init__(self, collect: Callable[[], Project], folder: Path) -> None:
        super().__init__()
        self._collect, self._folder = collect, folder
        self._own = folder / f"session-{os.getpid()}-{next(NUMBERS)}{ENDING}"
        self._lock: QLockFile | None = None
        self._named: tuple[QLockFile, Path] | None = None
        self._thread: threading.Thread | None = None
        self._is_wanted = self._has_failed = False
        self._texts = StrokeTexts()
        self._sizes: dict[str, int | None] = {}
        self.path: Path | None = None
        """The project that the user named; None for a document without a name."""
        self.is_on = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.write)
        self._ended.connect(self._end)

    def touch(self) -> None:
        """Something changed: it will be written soon."""
        if self.is_on and not self._timer.isActive():
            self._timer.start(WAIT_MS)

    def write(self) -> None:
        """Begin to write the document as it is now; after what is being written."""
        self._timer.stop()
        if not self.is_on:
            return
        if self._thread is not None:
            self._is_wanted = True
            return
        project, path = self._collect(), self.path
        work = threading.Thread(
            target=self._run, args=(project, path), name="job: autosave", daemon=True
        )
        self._thread = work
        work.start()

    def name(self, path: Path | None) -> bool:
        """Keep the document in this project from now on, or without a name; False where another window
        has the project open: it is kept without a name then."""
        self.finish()
        self._release()
        self.path = None
        if path is None:
            return True
        place = path.resolve()
        told = self._folder / f"open-{sha256(os.fsencode(place)).hexdigest()[:16]}.project"
        lock = locked(told.with_suffix(".lock"))
        if lock is None:
            return False
        self._forget_own()
        self.path, self._named = path, (lock, told)
        with contextlib.suppress(OSError):
            told.write_bytes(os.fsencode(place))
        return True

    def finish(self) -> bool:
        """Wait until what is being written is written, and write what was not yet; False where that
        cannot be."""
        is_due = self._timer.isActive() or self._is_wanted
        self._timer.stop()
        self._is_wanted = False
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if is_due and self.is_on:
            return self._save(self._collect(), self.path, asks_sizes=False) is None
        return True

    def begin_anew(self) -> None:
        """Another document without a name; what the one before has in no project stays as the last."""
        self.finish()
        self._keep_as_last()
        self._release()
        self.path = None

    def close(self) -> None:
        """The window closes."""
        self.begin_anew()
        self.is_on = False
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    @property
    def last(self) -> Path:
        """The unnamed document that was closed last, if there was one."""
        return self._folder / LAST

    def _forget_own(self) -> None:
        """What was kept without a name, while the project could not be written, is older now."""
        with contextlib.suppress(OSError):
            self._own.unlink(missing_ok=True)

    def _keep_as_last(self) -> None:
        if self._own.exists():
            with contextlib.suppress(OSError):
                self._own.replace(self.last)

    def _release(self) -> None:
        if self._named is not None:
            lock, told = self._named
            told.unlink(missing_ok=True)
            lock.unlock()
            self._named = None

    def _run(self, project: Project, path: Path | None) -> None:
        problem = self._save(project, path)
        with contextlib.suppress(RuntimeError):  # the window is gone already
            self._ended.emit(threading.current_thread(), problem)

    def _save(
        self, project: Project, path: Path | None, asks_sizes: bool = True
    ) -> FusionError | None:
        """Write a document; the error where that cannot be. Sizes of files that are not known yet are
        asked for, but not by the window's thread."""
        if asks_sizes:
            self._ask_sizes(project)
        project = replace(project, sources=tuple(map(self._with_size, project.sources)))
        try:
            if path is not None:
                save_project(project, path, self._texts)
                self._forget_own()
                return None
        except FusionError as error:
            LOG.warning("the project was not written: %s", error)
            return self._save(project, None, asks_sizes) or error
        try:
            if project.is_empty:
                self._own.unlink(missing_ok=True)
            else:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._lock = self._lock or locked(lock_of(self._own))
                save_project(project, self._own, self._texts)
        except FusionError as error:
            return error
        except OSError as error:
            return FusionError(
                "document-not-kept", "the document cannot be kept in {folder} ({reason}); save it",
                folder=self._folder, reason=error.strerror,
            )  # fmt: skip
        return None

    def _ask_sizes(self, project: Project) -> None:
        """Ask for the size of each file, once."""
        for source in project.sources:
            if source.size_bytes is None and source.path not in self._sizes:
                try:
                    self._sizes[source.path] = Path(source.path).stat().st_size
                except (OSError, ValueError):
                    self._sizes[source.path] = None

    def _with_size(self, source: ProjectSource) -> ProjectSource:
        """The source with the size of its file, where that is known."""
        known = self._sizes.get(source.path)
        return source if known is None else replace(source, size_bytes=known)

    def _end(self, work: threading.Thread, problem: FusionError | None) -> None:
        if problem is not None and not self._has_failed:
            self.failed.emit(problem)
        self._has_failed = problem is not None
        if work is not self._thread:
            return  # it was waited for, and another one may write by now
        self._thread = None
        if self._is_wanted:
            self._is_wanted = False
            self.write()


def lock_of(document: Path) -> Path:
    """The lock of a document that has no name."""
    return document.with_name(document.name + ".lock")


def locked(place: Path) -> QLockFile | None:
    """A lock that this process holds until it ends; None where another one that lives holds it."""
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(place))
    lock.setStaleLockTime(0)  # as old as it may be, it holds while its process lives
    return lock if lock.tryLock(0) else None


def left_behind(folder: Path) -> list[Path]:
    """Documents of processes that were killed, the latest first: unnamed ones, and named projects."""
    found = sorted(left_in(folder), key=changed_at, reverse=True)
    return list(dict.fromkeys(found))


def left_in(folder: Path) -> Iterator[Path]:
    """Documents in a folder, and projects named there, that no process holds."""
    for document in folder.glob(f"session-*{ENDING}"):
        if is_free(lock_of(document)):
            yield document
    for told in folder.glob("open-*.project"):
        if is_free(told.with_suffix(".lock")):
            with contextlib.suppress(OSError):
                project = Path(os.fsdecode(told.read_bytes()))
                told.unlink()
                if project.is_file():
                    yield project


def is_free(place: Path) -> bool:
    """Whether no process that lives holds a lock."""
    lock = locked(place)
    if lock is None:
        return False
    lock.unlock()
    return True


def changed_at(place: Path) -> float:
    """When a file was written; 0 where it is gone."""
    try:
        return place.stat().st_mtime
    except OSError:
        return 0.0
