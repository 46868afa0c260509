"""Strokes on the result: the brush, the stroke under the pen, undo. It knows no widget."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fusion.decision import Area
from fusion.retouch.open_stroke import OpenStroke
from fusion.retouch.retouching import StrokeChange
from fusion.retouch.sources import recipes_in, source_of
from fusion.retouch.stroke import Brush, Recipe, Retouch, Stroke, StrokeSource, on_grid
from ui.document.easel import Easel, bring_up_to_date, retouch_of
from ui.document.fused import Fused
from ui.document.history import Change
from ui.document.results import KeptResult, both
from ui.document.session import Session
from ui.document.spilling import in_memory
from ui.i18n import tr
from ui.qt import QObject, Signal

STEP = 2**0.25
"""By how much [ and ] change the radius."""


@dataclass(frozen=True, eq=False)
class OtherResult:
    """Another result that strokes can take their pixels from.

    Attributes
    ----------
    name
        What the user calls it.
    recipe
        By which strokes name it.
    fused
        As it is shown beside the result that is painted on.
    easel
        Whose frames it was made from.
    """

    name: str
    recipe: Recipe
    fused: Fused
    easel: Easel


@dataclass(eq=False)
class PaintedStroke:
    """A stroke as a change of the document. It stays with its result, which is shown when it is undone.

    Attributes
    ----------
    kept
        The result.
    stroke
        In pixels of the reference frame.
    painter
        Shows what changes.
    change
        What it changed; None where that has to be computed anew.
    easel
        On which that holds.
    """

    kept: KeptResult
    stroke: Stroke
    painter: RetouchDocument
    change: StrokeChange | None
    easel: Easel | None

    @property
    def name(self) -> str:
        return tr("Stroke")

    @property
    def nbytes(self) -> int:
        return 0 if self.change is None else self.change.nbytes

    def undo(self) -> None:
        self.change, self.easel = self.painter.take_back(self.kept), self.kept.easel

    def redo(self) -> None:
        known = self.change if self.easel is self.kept.easel else None
        self.change = self.painter.lay_again(self.kept, self.stroke, known)
        self.easel = self.kept.easel

    def forget(self) -> None:
        if self.change is not None:
            self.change.forget()

    def joined(self, later: Change) -> Change:
        return later  # each stroke is a step of its own, so this is never asked for

    def is_of(self, thing: object) -> bool:
        return self.kept is thing


class RetouchDocument(QObject):
    """The brush in hand and the strokes on the result."""

    brush_changed = Signal()
    painted = Signal(object)
    """Rows and columns of the result that changed."""
    strokes_changed = Signal()
    prepare_wanted = Signal()
    """The strokes of the result that is shown changed while it was not ready to be painted on."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        session.stroke_ends.connect(self.pen_up)
        self.brush = Brush(radius_px=40.0)
        """Without its source."""
        self.number = 0
        """Which source is painted with, from 0."""
        self.erases = False
        self.other: OtherResult | None = None
        """Another result that is painted with; None where it is a source."""
        self.easel: Easel | None = None
        self._open: OpenStroke | None = None

    def change_brush(self, **fields: Any) -> None:
        """Another radius, hardness, opacity or flow, within its range; or what it does."""
        for name, (low, high) in {"radius_px": (0.5, 2000.0), "hardness": (0, 1)}.items():
            if name in fields:
                fields[name] = min(max(fields[name], low), high)
        self.brush = dataclasses.replace(self.brush, **fields)
        self.brush_changed.emit()

    def take_source(self, number: int, erases: bool = False) -> None:
        """Paint with this source from now on, or erase."""
        self.number, self.erases, self.other = number, erases, None
        self.brush_changed.emit()

    def take_other(self, other: OtherResult) -> None:
        """Paint with another result from now on."""
        self.erases, self.other = False, other
        self.brush_changed.emit()

    def erase(self, on: bool) -> None:
        """Erase strokes from now on, or paint again with what was painted with."""
        self.erases = on
        self.brush_changed.emit()

    def set_up(self, easel: Easel | None) -> None:
        """Paint on another result from now on; None for none."""
        self.easel, self._open = easel, None
        if self.other is not None and self.other.easel is not easel:
            self.other = None
            self.brush_changed.emit()
        self.strokes_changed.emit()

    @property
    def offset(self) -> tuple[int, int]:
        """x and y of the result's corner in the reference frame."""
        assert self.easel is not None
        return self.easel.offset

    def pen_down(self, x: float, y: float, pressure: float = 1.0) -> None:
        """A stroke begins; x and y in pixels of the reference frame."""
        if self.easel is None or self._open is not None:
            return
        self._open = self.easel.retouching.begin(replace(self.brush, source=self._source(self.easel)))
        self.pen_to(x, y, pressure)

    def _source(self, easel: Easel) -> StrokeSource:
        """What a stroke takes its pixels from now; None where it erases."""
        if self.erases:
            return None
        return source_of(easel.origins, self.number) if self.other is None else self.other.recipe

    def pen_to(self, x: float, y: float, pressure: float = 1.0) -> None:
        """The stroke goes on to a point."""
        if self._open is not None:
            left, top = self.offset
            self._show(self._open.lay([on_grid(x - left, y - top, pressure)]))

    def pen_up(self) -> None:
        """The stroke is over."""
        easel = self.easel
        if self._open is None or easel is None:
            return
        change, self._open = easel.retouching.end(self._open), None
        easel.changes.append(change)
        for kept in self._session.results:
            if kept.easel is easel:
                self.enter(kept, [change])

    def enter(self, kept: KeptResult, changes: Sequence[StrokeChange]) -> None:
        """Strokes were laid on a result: each can be undone."""
        assert kept.easel is not None
        for change in changes:
            stroke = kept.easel.in_reference(change.stroke)
            self._session.history.enter(PaintedStroke(kept, stroke, self, change, kept.easel))
        self._session.mark_changed(kept)
        self.strokes_changed.emit()

    def take_back(self, kept: KeptResult) -> StrokeChange | None:
        """Take the last stroke of a result back and show the result; what it changed, where known."""
        self._show_result(kept)
        easel, change = kept.easel, None
        if easel is None:
            kept.strokes = replace(kept.strokes, strokes=kept.strokes.strokes[:-1])
            self._session.mark_changed(kept)
            self.prepare_wanted.emit()
        elif easel.changes:
            change = easel.changes.pop()
            self._show(easel.retouching.take_back(change))
        self.strokes_changed.emit()
        return change

    def lay_again(
        self, kept: KeptResult, stroke: Stroke, known: StrokeChange | None
    ) -> StrokeChange | None:
        """Lay a stroke on a result again that was taken back, and show the result; what it changes."""
        self._show_result(kept)
        change = known
        if kept.easel is not None and known is None and lacks_result(kept.easel, stroke):
            kept.strokes, kept.easel = kept.retouch, None  # it has to be made first
            self.set_up(None)
        easel = kept.easel
        if easel is None:
            kept.strokes = replace(kept.strokes, strokes=(*kept.strokes.strokes, stroke))
            self._session.mark_changed(kept)
            self.prepare_wanted.emit()
        else:
            if change is None:
                left, top = easel.offset
                change = easel.retouching.add(stroke.moved(-left, -top))
                area = easel.retouching.area_of(change)
            else:
                area = easel.retouching.lay_again(change)
            easel.changes.append(change)
            self._show(area)
        self.strokes_changed.emit()
        return change

    def _show_result(self, kept: KeptResult) -> None:
        """Show a result whose strokes change; pixels in scratch files are brought back first."""
        if kept.in_files:
            self._session.results.take_back(kept, *both(kept, in_memory))
        self._session.show_result(kept)

    def retouch(self) -> Retouch:
        """All strokes, in pixels of the reference frame, as a record and a file hold them."""
        return Retouch() if self.easel is None else retouch_of(self.easel)

    def _show(self, area: Area | None) -> None:
        if area is not None and self.easel is not None:
            bring_up_to_date(self.easel, area)
            self.painted.emit(area)


def lacks_result(easel: Easel, stroke: Stroke) -> bool:
    """Whether a stroke takes its pixels from another result that is not there."""
    made = easel.retouching.painting.layers.made
    return any(recipe not in made for recipe in recipes_in(Retouch((stroke,))))
