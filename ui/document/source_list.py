"""The list of sources and how it changes: every change can be undone. Without Qt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from fusion.settings import RegistrationParameters
from ui.document.alignment import Aligned
from ui.document.source import Source

FEWEST_SLOTS = 2
MOST_UNDONE_BYTES = 500_000_000
"""Pixels of sources that only undoing could bring back take so much memory at most."""
Slots = tuple[Source | None, ...]


@dataclass(frozen=True, eq=False)
class State:
    """The list as it was, with the ticks and what had been found by registering."""

    slots: Slots
    parameters: RegistrationParameters
    aligned: Aligned | None


@dataclass
class ListHistory:
    """States to go back to and forward to; the oldest are forgotten where they hold too many pixels."""

    _before: list[State] = field(default_factory=list)
    _after: list[State] = field(default_factory=list)
    most_bytes: int = MOST_UNDONE_BYTES

    def note(self, state: State) -> None:
        """A change begins; what had been undone is over."""
        self._before.append(state)
        self._after.clear()

    def back(self, now: State) -> State | None:
        """The state before the latest change; None where there is none."""
        return step(self._before, self._after, now)

    def forward(self, now: State) -> State | None:
        """The state that was left by going back; None where there is none."""
        return step(self._after, self._before, now)

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._after)

    def forget(self) -> None:
        """Nothing can be undone any more."""
        self._before.clear()
        self._after.clear()

    def trim(self, slots: Slots) -> None:
        """Forget the oldest states while the pixels that only they hold take too much memory."""
        shown = set(map(id, slots))
        while (self._before or self._after) and self._held_bytes(shown) > self.most_bytes:
            (self._before or self._after).pop(0)

    def _held_bytes(self, shown: Collection[int]) -> int:
        held = {
            id(source): source
            for state in (*self._before, *self._after)
            for source in state.slots
            if source is not None and id(source) not in shown
        }
        return sum(source.kept_bytes for source in held.values())


def step(from_here: list[State], to_there: list[State], now: State) -> State | None:
    """Take the last state off one pile and put the present one on the other."""
    if not from_here:
        return None
    to_there.append(now)
    return from_here.pop()


def with_fewest(slots: Sequence[Source | None]) -> Slots:
    """The slots, filled up with empty ones to the fewest that there are."""
    return (*slots, *[None] * (FEWEST_SLOTS - len(slots)))


def with_sources(slots: Slots, sources: Iterable[tuple[Source, int | None]]) -> Slots:
    """Each source in its slot, or where it names none in the first empty one or a new one."""
    filled = list(slots)
    free = [number for number, source in enumerate(filled) if source is None]
    for source, slot in sources:
        if slot is None:
            while free and filled[free[0]] is not None:
                free.pop(0)
            slot = free.pop(0) if free else len(filled)
        filled += [None] * (slot + 1 - len(filled))
        filled[slot] = source
    return tuple(filled)


def without(slots: Slots, gone: Collection[int]) -> Slots:
    """The slots without some; the fewest always remain."""
    leave = set(gone)
    return with_fewest([source for slot, source in enumerate(slots) if slot not in leave])


def with_moved(slots: Slots, moved: Collection[int], to: int) -> Slots:
    """The slots with some taken out and put in one block, in their order, before slot ``to``.

    Examples
    --------
    >>> "".join(with_moved(tuple("abcde"), {1, 3}, 0))
    'bdace'
    >>> "".join(with_moved(tuple("abcde"), {0, 1}, 4))
    'cdabe'
    """
    block = sorted(slot for slot in set(moved) if 0 <= slot < len(slots))
    taken = set(block)
    before = [slots[slot] for slot in range(min(max(to, 0), len(slots))) if slot not in taken]
    after = [slots[slot] for slot in range(max(to, 0), len(slots)) if slot not in taken]
    return (*before, *(slots[slot] for slot in block), *after)


def every(slots: Slots, step_size: int) -> Slots:
    """The first source, and every one that is a multiple of ``step_size`` after it."""
    sources = [source for source in slots if source is not None]
    return with_fewest(sources[:: max(step_size, 1)])
