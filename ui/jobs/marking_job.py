"""The marks of the pictures that are shown, made off the window's thread and kept for a few."""

from __future__ import annotations

from functools import partial
from weakref import ReferenceType, ref

from fusion.progress import Progress
from ui.jobs.job import Jobs
from ui.jobs.latest import Latest
from ui.pictures.marks import Marks, marks_of
from ui.pictures.pyramid import Pyramid
from ui.qt import QObject, Signal

MOST_WANTED, MOST_BYTES = 4, 150_000_000
"""As many pictures as there are canvases; and the memory of all marks that are kept: a byte a pixel."""
Known = tuple[ReferenceType[Pyramid], Marks]


class MarkKeeper(QObject):
    """Gives the marks of a picture, or makes them."""

    changed = Signal()
    """There are more marks than before."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._known: dict[int, Known] = {}
        self._stale: set[int] = set()
        self._wanted: list[Pyramid] = []
        self._latest = Latest(jobs, self._take)

    @property
    def is_busy(self) -> bool:
        """Whether marks are being made."""
        return self._latest.is_busy

    def of(self, picture: Pyramid) -> Marks | None:
        """The marks of a picture; None until they are made, which begins now."""
        known = self._known.get(id(picture))
        is_known = known is not None and known[0]() is picture
        if not is_known or id(picture) in self._stale:
            self._want(picture)
        return known[1] if is_known and known is not None else None

    def forget(self, picture: Pyramid) -> None:
        """The pixels of a picture changed: its marks are made anew, and the old ones used until then."""
        self._stale.add(id(picture))

    def stop(self) -> None:
        """Make no more."""
        self._wanted.clear()
        self._latest.stop()

    def _want(self, picture: Pyramid) -> None:
        if not any(picture is wanted for wanted in self._wanted):
            self._wanted.append(picture)
            del self._wanted[:-MOST_WANTED]
        if not self._latest.is_busy:
            self._go_on()

    def _go_on(self) -> None:
        if self._wanted:
            picture = self._wanted[-1]
            self._stale.discard(id(picture))
            self._latest.ask(partial(make, picture))

    def _take(self, made: tuple[Pyramid, Marks]) -> None:
        picture, marks = made
        self._wanted = [wanted for wanted in self._wanted if wanted is not picture]
        self._known = {key: known for key, known in self._known.items() if known[0]() is not None}
        self._known.pop(id(picture), None)
        self._known[id(picture)] = ref(picture), marks
        for key in list(self._known)[:-1]:
            if sum(bytes_of(kept) for _, kept in self._known.values()) > MOST_BYTES:
                del self._known[key]
        if self._wanted:
            self._go_on()
        self.changed.emit()


def make(picture: Pyramid, progress: Progress) -> tuple[Pyramid, Marks]:
    """A picture, and its marks."""
    return picture, marks_of(picture, lambda: progress("", 0, 1))


def bytes_of(marks: Marks) -> int:
    """The memory that marks take."""
    planes = (marks.active, marks.dark, marks.bright)
    return sum(level.nbytes for plane in planes for level in plane.levels)
