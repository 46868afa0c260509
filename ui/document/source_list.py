"""The list of sources and how it changes. Without Qt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ui.document.source import Source

FEWEST_SLOTS = 2
Slots = tuple[Source | None, ...]


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
