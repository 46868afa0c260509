"""Undo and redo of everything that changes the document; without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

LIMIT = 256_000_000
"""Bytes that the changes may hold together."""


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


@dataclass(eq=False)
class Reversal:
    """A change that two calls make and take back, such as one of a parameter or of the list; it holds no
    memory worth counting."""

    name: str
    take_back: Callable[[], None]
    make_again: Callable[[], None]
    nbytes: int = 0

    def undo(self) -> None:
        self.take_back()

    def redo(self) -> None:
        self.make_again()

    def forget(self) -> None:
        """There is nothing to give back."""


@dataclass(eq=False)
class Changes:
    """Changes that were made, the latest last, and those that were taken back, the next to make last."""

    done: list[Change] = field(default_factory=list)
    undone: list[Change] = field(default_factory=list)

    @property
    def nbytes(self) -> int:
        """Memory that they hold."""
        return sum(change.nbytes for change in (*self.done, *self.undone))


class History:
    """Changes in order, as many as there are; the memory that they hold is bounded.

    Above the limit those farthest from the present give their memory back and are computed anew when
    they are wanted, so that no change is ever lost.
    """

    def __init__(self, limit: int = LIMIT, changed: Callable[[], None] = lambda: None) -> None:
        self._limit = limit
        self._changed = changed
        self._done: list[Change] = []
        self._undone: list[Change] = []

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

    def enter(self, change: Change) -> None:
        """Take in a change that was made; what had been undone is over."""
        self._done.append(change)
        self._undone.clear()
        self._settle()

    def undo(self) -> None:
        """Take the latest change back; nothing happens where there is none."""
        if self._done:
            self._done[-1].undo()
            self._undone.append(self._done.pop())
            self._settle()

    def redo(self) -> None:
        """Make the change again that was undone last; nothing happens where there is none."""
        if self._undone:
            self._undone[-1].redo()
            self._done.append(self._undone.pop())
            self._settle()

    def work_on(self, changes: Changes) -> None:
        """Go on with the changes of another thing; those of the one before stay in its own lists."""
        self._done, self._undone = changes.done, changes.undone
        self._changed()

    def clear(self) -> None:
        """Forget all changes: another document."""
        self._done.clear()
        self._undone.clear()
        self._changed()

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
