"""The document without its results as it was, and a change from one such state to the next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from fusion.settings import FusionSettings, Parameters
from ui.document.alignment import Aligned
from ui.document.history import Change
from ui.document.source import Source
from ui.document.source_list import Slots

Name = Callable[[], str]
"""Gives what a change is called, in the language of the window."""


@dataclass(frozen=True, eq=False)
class State:
    """Sources and settings, and what had been found by registering.

    Attributes
    ----------
    slots
        For sources; the empty ones are None.
    settings, follows_count
        Those chosen, and whether the number of sources chose the method.
    aligned
        What had been found.
    left, parameters
        With which settings each kind of fusion, and with which parameters each method was left.
    """

    slots: Slots
    settings: FusionSettings | None = None
    follows_count: bool = True
    aligned: Aligned | None = None
    left: Mapping[str, tuple[FusionSettings, bool]] = field(default_factory=dict)
    parameters: Mapping[str, Parameters] = field(default_factory=dict)

    def is_like(self, other: State) -> bool:
        """Whether nothing differs that a user chose."""
        mine = (self.slots, self.settings, self.follows_count)
        return mine == (other.slots, other.settings, other.follows_count)


class Stateful(Protocol):
    """A document whose state can be taken and brought back."""

    def state(self) -> State: ...

    def restore(self, state: State) -> None: ...

    def sources_in_use(self) -> Collection[Source]: ...


class StateChange:
    """A change of sources or settings.

    It keeps the state on its other side: that before it while it is made, that after it while it is
    undone. What is found by registering in the meantime goes with that state.
    """

    def __init__(self, document: Stateful, before: State, after: State, name: Name) -> None:
        self._document, self._name = document, name
        self._before, self._after = before, after
        self._other = before

    @property
    def name(self) -> str:
        """What it is, for the menu."""
        return self._name()

    @property
    def nbytes(self) -> int:
        """Memory of the pixels that only it could bring back."""
        return sum(source.kept_bytes for source in self._held())

    def undo(self) -> None:
        """The state before it."""
        self._after = self._document.state()
        self._document.restore(self._before)
        self._other = self._after

    def redo(self) -> None:
        """The state after it."""
        self._before = self._document.state()
        self._document.restore(self._after)
        self._other = self._before

    def forget(self) -> None:
        """Leave the pixels of its sources in their files."""
        for source in self._held():
            source.leave_in_file()

    def joined(self, later: Change) -> Change | None:
        """This one and a later one as one change; None where all is as it was before both."""
        assert isinstance(later, StateChange)
        if self._before.is_like(later._after):
            return None
        return StateChange(self._document, self._before, later._after, later.name_from(self))

    def is_of(self, thing: object) -> bool:
        """It is of the document itself, which stays."""
        return thing is self._document

    def name_from(self, earlier: StateChange) -> Name:
        """The name of an earlier change and this one together."""
        first, last = earlier._name, self._name
        if isinstance(first, FromTo) and isinstance(last, FromTo):
            return FromTo(last.label, first.before, last.after)
        return last

    def _held(self) -> list[Source]:
        used = set(map(id, self._document.sources_in_use()))
        here = self._after if self._other is self._before else self._before
        used.update(map(id, here.slots))
        others = [source for source in self._other.slots if source is not None]
        return [source for source in others if id(source) not in used]


@dataclass(frozen=True)
class FromTo:
    """The name of a change of one value: ``Radius 5 → 8``."""

    label: Name
    before: Name
    after: Name

    def __call__(self) -> str:
        return f"{self.label()} {self.before()} → {self.after()}"
