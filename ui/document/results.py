"""Every result that was made: each is kept until it is taken out, and its strokes with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fusion import FusionResult, Photo, find_method
from fusion.refine.doubt import DoubtfulPlace
from fusion.retouch.stroke import Retouch
from ui.document.easel import Easel, retouch_of, with_strokes
from ui.document.fused import Fused
from ui.document.spilling import arrays_of, spilled
from ui.i18n import fusion_text, listed, tr
from ui.qt import QObject, Signal

BUDGET = 1_000_000_000
"""Bytes of pixels and maps of all results that stay in memory; their pictures for the screen come to
about half as much again. Those that were looked at longest ago go to scratch files."""


@dataclass(eq=False)
class KeptResult:
    """A result among others.

    Attributes
    ----------
    fused
        As it is shown, with its strokes.
    name
        The method's title in the language of the window, until the user gives another.
    is_named
        Whether the user gave it.
    saved_as
        The file that holds it as it is now; None where none does.
    second_of
        The result to which it is the second opinion; None where the user asked for it.
    was_shown
        Whether anybody has looked at it.
    looked_at
        Counts up with each look at any result.
    computed
        The result without strokes; None until a brush was in hand.
    easel
        What is painted on; None before, and while its pixels are in scratch files.
    strokes
        While there is no easel: those that are on it.
    carried
        Strokes on the result before, until they are laid on it as well.
    in_files
        Whether its pixels are in scratch files.
    differs
        Of a second opinion: the places where it differs much from the first, worst first.
    """

    fused: Fused
    name: str
    is_named: bool = False
    saved_as: Path | None = None
    second_of: KeptResult | None = None
    was_shown: bool = False
    looked_at: int = 0
    computed: Fused | None = None
    easel: Easel | None = None
    strokes: Retouch = field(default_factory=Retouch)
    carried: Retouch = field(default_factory=Retouch)
    in_files: bool = False
    differs: tuple[DoubtfulPlace, ...] = ()

    @property
    def method(self) -> str:
        """The name of the method that made it."""
        return self.fused.result.settings.method

    @property
    def seconds(self) -> float:
        """How long it took."""
        return sum(self.fused.result.timings.values())

    @property
    def retouch(self) -> Retouch:
        """The strokes on it, in pixels of the reference frame."""
        return self.strokes if self.easel is None else retouch_of(self.easel)

    @property
    def is_retouched(self) -> bool:
        """Whether strokes are on it."""
        return bool(self.strokes if self.easel is None else self.easel.retouching.strokes)

    def carry(self, before: KeptResult | None) -> None:
        """Strokes on the result before are to be laid on this one, where they show the same scene."""
        if before is not None and shares_sources(self.fused, before.fused):
            self.carried = before.retouch

    @property
    def is_lost_with_the_window(self) -> bool:
        """Whether somebody would miss it: it is in no file, and was asked for or looked at."""
        return self.saved_as is None and (self.second_of is None or self.was_shown)

    @property
    def nbytes(self) -> int:
        """Memory that its pixels, maps and strokes take; 0 while they are in scratch files."""
        if self.in_files:
            return 0
        made = [self.fused, *([] if self.computed is None else [self.computed])]
        arrays = {id(array): array.nbytes for each in made for array in arrays_of(each)}
        if self.easel is None:
            return sum(arrays.values())
        tiles = self.easel.retouching.painting.tiles.values()
        held = self.easel.changes.nbytes + sum(tile.nbytes for tile in tiles)
        return sum(arrays.values()) + held

    def snapshot(self) -> Snapshot:
        """It as it is now, to be saved while the brush goes on; to be taken in the window's thread."""
        result = self.fused.result
        if self.easel is not None:
            photo = replace(result.photo, pixels=result.photo.pixels.copy())
            result = replace(result, photo=photo)
        return Snapshot(result, self.retouch)


@dataclass(frozen=True)
class Snapshot:
    """A result at one moment.

    Attributes
    ----------
    result
        Its pixels are changed by no stroke that comes later.
    retouch
        The strokes that are in these pixels.
    """

    result: FusionResult
    retouch: Retouch

    def finished(self) -> FusionResult:
        """It as it is saved: its record names the strokes."""
        return with_strokes(self.result, self.retouch) if self.retouch else self.result


class Results(QObject):
    """The results in the order in which they were made, and the one that is shown.

    ``changed`` tells that one came, went, was shown, named or saved.
    """

    changed = Signal()
    added = Signal(object)
    """One that was not there before; those that a project has are only made again."""

    def __init__(self, budget: int = BUDGET) -> None:
        super().__init__()
        self.budget = budget
        self.reference: Photo | None = None
        """The picture that all results are compared with, where the user chose one."""
        self._all: list[KeptResult] = []
        self._shown: KeptResult | None = None
        self._before: KeptResult | None = None
        self._together: tuple[KeptResult, ...] = ()
        self._looks = 0

    def __iter__(self) -> Iterator[KeptResult]:
        return iter(tuple(self._all))

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, number: int) -> KeptResult:
        return self._all[number]

    def __contains__(self, kept: object) -> bool:
        return any(kept is each for each in self._all)

    def index(self, kept: KeptResult) -> int:
        """Which one it is, from 0."""
        return next(number for number, each in enumerate(self._all) if each is kept)

    @property
    def shown(self) -> KeptResult | None:
        """The result that is looked at; None where there is none."""
        return self._shown

    @property
    def unsaved(self) -> tuple[KeptResult, ...]:
        """Those that somebody would miss."""
        return tuple(kept for kept in self._all if kept.is_lost_with_the_window)

    def of(self, fused: Fused) -> KeptResult | None:
        """The one that holds this result."""
        return next((kept for kept in self._all if kept.fused is fused), None)

    def partner_of(self, kept: KeptResult) -> KeptResult | None:
        """The other of a result and its second opinion; where there is none, what was shown before."""
        pairs = [kept.second_of, *(each for each in self._all[::-1] if each.second_of is kept)]
        there = [each for each in (*pairs, self._before) if each is not None and each in self]
        return next((each for each in there if each is not kept), None)

    def differing(self, kept: KeptResult) -> tuple[DoubtfulPlace, ...]:
        """Where a result and its second opinion differ much."""
        if kept.differs:
            return kept.differs
        return next((each.differs for each in self._all if each.second_of is kept), ())

    def add(
        self, fused: Fused, second_of: KeptResult | None = None, is_new: bool = True
    ) -> KeptResult:
        """Keep a result, one that ``is_new`` or that was made again; it is not shown by that."""
        kept = KeptResult(fused, self._free_name(title_of(fused)), second_of=second_of)
        self._all.append(kept)
        self._look_at(kept)
        if is_new:
            self.added.emit(kept)
        self.changed.emit()
        return kept

    def show(self, kept: KeptResult) -> None:
        """Take this one as the one that is shown."""
        self._before = self._shown if self._shown is not kept else self._before
        self._shown, kept.was_shown = kept, True
        self._look_at(kept)
        self.changed.emit()

    def look_at(self, together: Sequence[KeptResult]) -> None:
        """These are looked at together, and stay in memory as long as they are."""
        self._together = tuple(together)
        for kept in together:
            kept.was_shown = True
            self._look_at(kept)

    def put_in_order(self, order: Sequence[KeptResult]) -> None:
        """The same results in another order; those that are not named come last."""
        there = [kept for kept in order if kept in self]
        self._all = [*there, *(kept for kept in self._all if kept not in there)]
        self.changed.emit()

    def rename(self, kept: KeptResult, name: str) -> None:
        """Another name; an empty one changes nothing."""
        if name.strip() and name.strip() != kept.name:
            kept.name, kept.is_named = name.strip(), True
            self.changed.emit()

    def retitle(self) -> None:
        """Bring the names that nobody gave into the language of the window."""
        titled = [kept for kept in self._all if not kept.is_named]
        for kept in titled:
            kept.name = ""
        for kept in titled:
            kept.name = self._free_name(title_of(kept.fused))
        self.changed.emit()

    def remove(self, gone: KeptResult) -> None:
        """Take one out; where it was shown its neighbour is."""
        number = self.index(gone)
        self._all.remove(gone)
        for kept in self._all:
            if kept.second_of is gone:
                kept.second_of, kept.differs = None, ()
        self._before = None if self._before is gone else self._before
        self._together = tuple(kept for kept in self._together if kept is not gone)
        if self._shown is gone:
            self._shown = self._all[min(number, len(self._all) - 1)] if self._all else None
            if self._shown is not None:
                self._shown.was_shown = True
        self.changed.emit()

    def clear(self) -> None:
        """Take all out."""
        self._all.clear()
        self._shown = self._before = None
        self._together = ()
        self.changed.emit()

    def mark_saved(self, kept: KeptResult, path: Path | None) -> None:
        """It is in a file, or not any more."""
        if kept.saved_as != path:
            kept.saved_as = path
            self.changed.emit()

    # Memory

    @property
    def nbytes(self) -> int:
        """Memory that all results take."""
        return sum(kept.nbytes for kept in self._all)

    def to_spill(self) -> KeptResult | None:
        """The result that goes to scratch files next; None while all have room."""
        if self.nbytes <= self.budget:
            return None
        seen = (self._shown, *self._together)
        others = [kept for kept in self._all if kept not in seen and not kept.in_files]
        return min(others, key=lambda kept: kept.looked_at, default=None)

    def take_spilled(self, kept: KeptResult, fused: Fused, computed: Fused | None) -> None:
        """Its pixels are in scratch files now; its strokes stay as strokes."""
        kept.strokes, kept.easel = kept.retouch, None
        kept.fused, kept.computed, kept.in_files = fused, computed, True
        self.changed.emit()

    def take_back(self, kept: KeptResult, fused: Fused, computed: Fused | None) -> None:
        """Its pixels are in memory again."""
        kept.fused, kept.computed, kept.in_files = fused, computed, False
        self._look_at(kept)
        self.changed.emit()

    def _look_at(self, kept: KeptResult) -> None:
        self._looks += 1
        kept.looked_at = self._looks

    def _free_name(self, title: str) -> str:
        """The title, with a number where another result has it already."""
        names = {kept.name for kept in self._all}
        number, name = 1, title
        while name in names:
            number += 1
            name = f"{title} {number}"
        return name


def shares_sources(one: Fused, other: Fused) -> bool:
    """Whether a file is among the sources of both; erasing strokes and those with another result would
    otherwise be laid on any scene."""
    return bool({source.path for source in one.sources} & {source.path for source in other.sources})


def title_of(fused: Fused) -> str:
    """What a result is called at first: as its method, without what stands in brackets."""
    title = fusion_text(find_method(fused.result.settings.method).title)
    return re.split(r"\s*[(\uff08]", title)[0]


def state_of(kept: KeptResult) -> str:
    """Saved or not, retouched or not, asked for or not, in a few words."""
    saved = tr("not saved") if kept.saved_as is None else tr("saved as {name}", name=kept.saved_as.name)
    told = [saved]
    if kept.is_retouched:
        told.append(tr("retouched"))
    if kept.second_of is not None:
        told.append(tr("second opinion"))
    return listed(told)


Move = Callable[[Fused], Fused]


def both(kept: KeptResult, move: Move = spilled) -> tuple[Fused, Fused | None]:
    """The result, and the one without strokes where there is one, moved to files or to memory."""
    fused = move(kept.fused)
    if kept.computed is None or kept.computed is kept.fused:
        return fused, None if kept.computed is None else fused
    return fused, move(kept.computed)
