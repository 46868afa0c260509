"""The slots of the document, and every change of them with its undoing. It knows no widget."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from fusion.settings import RegistrationParameters
from ui.document.source import Facts, Source
from ui.document.source_list import (
    FEWEST_SLOTS,
    ListHistory,
    Slots,
    State,
    every,
    with_fewest,
    with_moved,
    with_sources,
    without,
)
from ui.qt import QObject, Signal


class Stack(QObject):
    """Slots for sources; empty ones are None. Each change, of one source or of 300, is one signal."""

    sources_changed = Signal()
    viewed_changed = Signal(int)
    """The slot that the user pointed at, to look at its picture."""
    facts_changed = Signal(object)
    """More is known of this source."""

    def __init__(self) -> None:
        super().__init__()
        self._slots: Slots = (None,) * FEWEST_SLOTS
        self._sources: tuple[Source, ...] = ()
        self._history = ListHistory()

    @property
    def slots(self) -> Slots:
        """All slots, the empty ones too."""
        return self._slots

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources to fuse, in order."""
        return self._sources

    def number_of(self, slot: int) -> int | None:
        """Which source, from 0, stands in a slot; None of an empty slot, and of none."""
        if not 0 <= slot < len(self._slots) or self._slots[slot] is None:
            return None
        return sum(source is not None for source in self._slots[:slot])

    def slot_for(self, number: int, slot: int | None, instead: bool) -> int:
        """The slot that source ``number`` of those being read will get, if all can be read."""
        if instead:
            return number
        if slot is not None and number == 0:
            return slot
        number -= slot is not None
        free = [n for n, source in enumerate(self._slots) if source is None and n != slot]
        return free[number] if number < len(free) else len(self._slots) + number - len(free)

    def put(self, source: Source, slot: int | None = None) -> None:
        """Put a source into a slot, replacing what is there; without a slot, in the first empty one."""
        self.put_all([(source, slot)])

    def put_all(self, sources: Iterable[tuple[Source, int | None]], instead: bool = False) -> None:
        """Put sources into their slots, all at once; with ``instead`` in place of all that is there."""
        sources = tuple(sources)
        slots = with_sources((None,) * FEWEST_SLOTS if instead else self._slots, sources)
        names_none = all(slot is None for _source, slot in sources)
        self._change_slots(self._placed(slots) if names_none else slots)

    def remove(self, slot: int) -> None:
        """Take a source out; two slots always remain."""
        self.remove_all([slot])

    def remove_all(self, slots: Collection[int]) -> None:
        """Take sources out, all at once; slots that are gone are passed by."""
        there = [slot for slot in slots if 0 <= slot < len(self._slots)]
        if there:
            self._change_slots(without(self._slots, there))

    def move(self, slot: int, to: int) -> None:
        """Change the order; a slot that is gone moves nothing."""
        if not 0 <= slot < len(self._slots):
            return
        to = min(max(to, 0), len(self._slots) - 1)
        self.move_all([slot], to + (to > slot))

    def move_all(self, slots: Collection[int], to: int) -> None:
        """Move sources in one block, in their order, before slot ``to`` as it is counted now."""
        self._change_slots(with_moved(self._slots, slots, to))

    def reverse(self) -> None:
        """The last source first."""
        self._change_slots(with_fewest(self._sources[::-1]))

    def arrange(self, sources: Sequence[Source]) -> None:
        """The same sources in another order; others that came since stay at the end."""
        here, known = set(self._sources), set(sources)
        told = [source for source in sources if source in here]
        late = [source for source in self._sources if source not in known]
        self._change_slots(with_fewest([*told, *late]))

    def keep_every(self, step: int) -> None:
        """Keep the first source and every ``step``-th after it; take the others out."""
        self._change_slots(every(self._slots, step))

    def empty_slots(self) -> None:
        """Take all sources out; the result stays, marked as older."""
        self._change_slots((None,) * FEWEST_SLOTS)

    def look_at(self, slot: int) -> None:
        """Say that the user wants to see this source."""
        if 0 <= slot < len(self._slots) and self._slots[slot] is not None:
            self.viewed_changed.emit(slot)

    def learn(self, source: Source, facts: Facts) -> None:
        """Keep what was found out about a source."""
        if facts != source.facts:
            source.facts = facts
            self.facts_changed.emit(source)

    # Undoing

    @property
    def can_undo(self) -> bool:
        """Whether a change of the list can be undone."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether a change that was undone can be made again."""
        return self._history.can_redo

    def undo(self) -> None:
        """The list as it was before the latest change, with its ticks."""
        state = self._history.back(self._state())
        if state is not None:
            self._restore(state)

    def redo(self) -> None:
        """The latest change that was undone, made again."""
        state = self._history.forward(self._state())
        if state is not None:
            self._restore(state)

    def _note_change(self) -> None:
        """Call before anything that can be undone changes."""
        self._history.note(self._state())

    def _change_slots(self, slots: Slots) -> None:
        if slots == self._slots:
            return
        self._note_change()
        self._take_slots(slots)

    def _take_slots(self, slots: Slots) -> None:
        self._set_slots(slots)
        self._history.trim(slots)
        self.sources_changed.emit()

    def _set_slots(self, slots: Slots) -> None:
        self._slots = slots
        self._sources = tuple(source for source in slots if source is not None)

    def _placed(self, slots: Slots) -> Slots:
        """The slots as they are filled where nobody said which source goes where."""
        return slots

    def _forget_slots(self) -> None:
        """Empty slots, and nothing of what was there is kept for undoing."""
        self._history.forget()
        self._take_slots((None,) * FEWEST_SLOTS)

    def _state(self) -> State:
        """The list as it is now; whoever knows more of it adds ticks and registration."""
        return State(self._slots, RegistrationParameters(), None)

    def _restore(self, state: State) -> None:
        """Bring back the list; whoever knows more of it brings back that too."""
        self._take_slots(state.slots)
