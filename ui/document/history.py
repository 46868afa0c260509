"""Undo and redo of everything that changes the document: strokes, parameters, the list. Without Qt."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

LIMIT = 256_000_000
"""Bytes that the changes may hold together."""
MERGE_SECONDS = 1.0
"""Changes of one thing that come so soon after each other are one: those of a slider."""


class Change(Protocol):
    """One change of the document, which was made already when it is entered.

    Attributes
    ----------
    name
        What it is, for the menu.
    nbytes
        Memory that it holds now.
    """

    @property
    def name(self) -> str: ...

    @property
    def nbytes(self) -> int: ...

    def undo(self) -> None:
        """Take the change back."""

    def redo(self) -> None:
        """Make it again."""

    def forget(self) -> None:
        """Give the memory back; the change can still be undone and redone, if slower."""

    def joined(self, later: Change) -> Change | None:
        """This one and a later one of the same thing as one change; None where both change nothing."""

    def is_of(self, thing: object) -> bool:
        """Whether it changes a thing that can go, such as a result."""


class History:
    """Changes in order, as many as there are; the memory that they hold is bounded.

    Above the limit those farthest from the present give their memory back and are computed anew when
    they are wanted, so that no change is ever lost.
    """

    def __init__(
        self, limit: int = LIMIT, changed: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._limit = limit
        self._changed = changed
        self._clock = clock
        self._done: list[Change] = []
        self._undone: list[Change] = []
        self._latest = ("", 0.0)

    @property
    def undo_name(self) -> str:
        """What would be undone; empty where there is nothing."""
        return self._done[-1].name if self._done else ""

    @property
    def redo_name(self) -> str:
        """What would be made again; empty where there is nothing."""
        return self._undone[-1].name if self._undone else ""

    @property
    def nbytes(self) -> int:
        """Memory that all changes hold."""
        return sum(change.nbytes for change in (*self._done, *self._undone))

    def enter(self, change: Change, of: str = "") -> None:
        """Take in a change that was made; what had been undone is over.

        ``of`` says what changed, such as one parameter: changes of the same that come soon after each
        other are one step. Empty for a step of its own.
        """
        latest, at, now = *self._latest, self._clock()
        self._undone.clear()
        self._latest = of, now
        if of and of == latest and now - at <= MERGE_SECONDS and self._done:
            whole = self._done.pop().joined(change)
            self._done += [] if whole is None else [whole]
        else:
            self._done.append(change)
        self._settle()

    def undo(self) -> None:
        """Take the latest change back; nothing happens where there is none."""
        if self._done:
            change = self._done.pop()
            self._undone.append(change)
            change.undo()
            self._end_step()

    def redo(self) -> None:
        """Make the change again that was undone last; nothing happens where there is none."""
        if self._undone:
            change = self._undone.pop()
            self._done.append(change)
            change.redo()
            self._end_step()

    def drop(self, gone: object) -> None:
        """Forget the changes of a thing that is there no more."""
        self._done = [change for change in self._done if not change.is_of(gone)]
        self._undone = [change for change in self._undone if not change.is_of(gone)]
        self._end_step()

    def clear(self) -> None:
        """Forget all changes: another document."""
        self._done.clear()
        self._undone.clear()
        self._end_step()

    def _end_step(self) -> None:
        self._latest = "", 0.0
        self._settle()

    def _settle(self) -> None:
        """Bring the memory below the limit and tell that there was a change."""
        held = self.nbytes
        done = [change for change in self._done if change.nbytes]
        undone = [change for change in self._undone if change.nbytes]
        while held > self._limit and (done or undone):
            farthest = done.pop(0) if len(done) >= len(undone) else undone.pop(0)
            held -= farthest.nbytes
            farthest.forget()
        self._changed()
