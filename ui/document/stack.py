"""The slots of the document, and every change of them with its undoing. It knows no widget."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from ui.document.change_names import of_sources
from ui.document.history import History
from ui.document.source import Facts, Source
from ui.document.source_list import (
    FEWEST_SLOTS,
    Slots,
    every,
    with_fewest,
    with_moved,
    with_sources,
    without,
)
from ui.document.state_change import Name, State, StateChange
from ui.i18n import tr
from ui.qt import QObject, Signal


class Stack(QObject):
    """Slots for sources; empty ones are None. Each change, of one source or of 300, is one signal."""

    sources_changed = Signal()
    viewed_changed = Signal(int)
    """The slot that the user pointed at, to look at its picture."""
    facts_changed = Signal(object)
    """More is known of this source."""
    stroke_ends = Signal()
    """A stroke under the pen has to end first: something is about to be undone or made again, or
    another result to be shown."""
    history_changed = Signal()
    """Something can be undone now that could not be before, or the other way round."""

    def __init__(self) -> None:
        super().__init__()
        self._slots: Slots = (None,) * FEWEST_SLOTS
        self._sources: tuple[Source, ...] = ()
        self.history = History(changed=self.history_changed.emit)
        self._is_changing = False

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
        name = of_sources("open" if instead else "add", len(sources))
        self._change_slots(self._placed(slots) if names_none else slots, name)

    def remove(self, slot: int) -> None:
        """Take a source out; two slots always remain."""
        self.remove_all([slot])

    def remove_all(self, slots: Collection[int]) -> None:
        """Take sources out, all at once; slots that are gone are passed by."""
        there = [slot for slot in slots if 0 <= slot < len(self._slots)]
        if there:
            count = sum(self._slots[slot] is not None for slot in set(there))
            self._change_slots(without(self._slots, there), of_sources("remove", count))

    def move(self, slot: int, to: int) -> None:
        """Change the order; a slot that is gone moves nothing."""
        if not 0 <= slot < len(self._slots):
            return
        to = min(max(to, 0), len(self._slots) - 1)
        self.move_all([slot], to + (to > slot))

    def move_all(self, slots: Collection[int], to: int) -> None:
        """Move sources in one block, in their order, before slot ``to`` as it is counted now."""
        count = sum(self.number_of(slot) is not None for slot in set(slots))
        self._change_slots(with_moved(self._slots, slots, to), of_sources("move", count))

    def reverse(self) -> None:
        """The last source first."""
        self._change_slots(with_fewest(self._sources[::-1]), lambda: tr("Order reversed"))

    def arrange(self, sources: Sequence[Source]) -> None:
        """The same sources in another order; others that came since stay at the end."""
        here, known = set(self._sources), set(sources)
        told = [source for source in sources if source in here]
        late = [source for source in self._sources if source not in known]
        self._change_slots(with_fewest([*told, *late]), lambda: tr("Sources sorted"))

    def keep_every(self, step: int) -> None:
        """Keep the first source and every ``step``-th after it; take the others out."""
        kept = every(self._slots, step)
        gone = len(self._sources) - sum(source is not None for source in kept)
        self._change_slots(kept, of_sources("remove", gone))

    def empty_slots(self) -> None:
        """Take all sources out; the result stays, marked as older."""
        self._change_slots((None,) * FEWEST_SLOTS, of_sources("remove", len(self._sources)))

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
        """Whether a change can be undone."""
        return bool(self.history.undo_name)

    @property
    def can_redo(self) -> bool:
        """Whether a change that was undone can be made again."""
        return bool(self.history.redo_name)

    def undo(self) -> None:
        """Take the latest change back: a stroke, a parameter, or one of the list."""
        self.stroke_ends.emit()
        self.history.undo()

    def redo(self) -> None:
        """Make the latest change again that was undone."""
        self.stroke_ends.emit()
        self.history.redo()

    @contextmanager
    def changing(self, name: Name, of: str = "") -> Iterator[None]:
        """What changes within is one step of the history; ``of`` as in ``History.enter``."""
        if self._is_changing:
            yield
            return
        before, self._is_changing = self.state(), True
        try:
            yield
        finally:
            self._is_changing = False
        after = self.state()
        if not before.is_like(after):
            self.history.enter(StateChange(self, before, after, name), of)

    def state(self) -> State:
        """Sources and settings as they are now."""
        return State(self._slots)

    def restore(self, state: State) -> None:
        """Bring sources and settings back."""
        self._take_slots(state.slots)

    def sources_in_use(self) -> Collection[Source]:
        """Sources whose pixels something other than undoing needs."""
        return self._sources

    def _change_slots(self, slots: Slots, name: Name) -> None:
        if slots != self._slots:
            with self.changing(name):
                self._take_slots(slots)

    def _take_slots(self, slots: Slots) -> None:
        self._set_slots(slots)
        self.sources_changed.emit()

    def _set_slots(self, slots: Slots) -> None:
        self._slots = slots
        self._sources = tuple(source for source in slots if source is not None)

    def _placed(self, slots: Slots) -> Slots:
        """The slots as they are filled where nobody said which source goes where."""
        return slots

    def _forget_slots(self) -> None:
        """Empty slots, and nothing of what was there is kept for undoing."""
        self._take_slots((None,) * FEWEST_SLOTS)
        self.history.clear()
