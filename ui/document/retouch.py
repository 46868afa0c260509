"""Strokes on the result: the brush, the stroke under the pen, undo. It knows no widget."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from fusion import Decision, FusionResult, Photo
from fusion.decision import WHOLE, Area
from fusion.files.metadata.carried import with_record
from fusion.frames.sources import Origin
from fusion.record import hash_of
from fusion.retouch.open_stroke import OpenStroke
from fusion.retouch.painting import Tile
from fusion.retouch.retouching import Retouching, StrokeChange
from fusion.retouch.sources import source_of
from fusion.retouch.stroke import Brush, Recipe, Retouch, StrokeSource, on_grid
from fusion.retouch.stroke_file import content_of
from ui.document.fused import Fused
from ui.document.history import Changes, History
from ui.i18n import tr
from ui.qt import QObject, Signal

STEP = 2**0.25
"""By how much [ and ] change the radius."""


@dataclass(frozen=True, eq=False)
class Easel:
    """A result that is painted on.

    Attributes
    ----------
    fused
        A copy of the result, whose pixels and maps change with every stroke.
    retouching
        The computed result, and the strokes on it.
    origins
        Of the frames, by which strokes name them.
    changes
        The strokes as changes that can be undone, and those that were.
    """

    fused: Fused
    retouching: Retouching
    origins: tuple[Origin, ...]
    changes: Changes = field(default_factory=Changes)

    @property
    def offset(self) -> tuple[int, int]:
        """x and y of the result's corner in the reference frame."""
        rows, columns = self.fused.area
        return columns.start, rows.start


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
    """A stroke as a change of the document."""

    change: StrokeChange
    painter: RetouchDocument

    @property
    def name(self) -> str:
        return tr("Stroke")

    @property
    def nbytes(self) -> int:
        return self.change.nbytes

    def undo(self) -> None:
        self.painter.show_change(lambda retouching: retouching.take_back(self.change))

    def redo(self) -> None:
        self.painter.show_change(lambda retouching: retouching.lay_again(self.change))

    def forget(self) -> None:
        self.change.forget()


class RetouchDocument(QObject):
    """The brush in hand and the strokes on the result."""

    brush_changed = Signal()
    painted = Signal(object)
    """Rows and columns of the result that changed."""
    strokes_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.brush = Brush(radius_px=40.0)
        """Without its source."""
        self.number = 0
        """Which source is painted with, from 0."""
        self.erases = False
        self.other: OtherResult | None = None
        """Another result that is painted with; None where it is a source."""
        self.easel: Easel | None = None
        self.history = History(changed=self.strokes_changed.emit)
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
        """Paint on another result from now on, and undo what was done to it; None for none."""
        self.easel, self._open = easel, None
        if self.other is not None and self.other.easel is not easel:
            self.other = None
            self.brush_changed.emit()
        self.history.work_on(Changes() if easel is None else easel.changes)

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
        if self._open is not None and self.easel is not None:
            change, self._open = self.easel.retouching.end(self._open), None
            self.history.enter(PaintedStroke(change, self))

    def show_change(self, change: Callable[[Retouching], Area | None]) -> None:
        """Make or take back a stroke, and show what that changes."""
        if self.easel is not None:
            self._show(change(self.easel.retouching))

    def retouch(self) -> Retouch:
        """All strokes, in pixels of the reference frame, as a record and a file hold them."""
        return Retouch() if self.easel is None else retouch_of(self.easel)

    def _show(self, area: Area | None) -> None:
        if area is not None and self.easel is not None:
            bring_up_to_date(self.easel, area)
            self.painted.emit(area)


def retouch_of(easel: Easel) -> Retouch:
    """All strokes on a result, in pixels of the reference frame, as a record and a file hold them."""
    left, top = easel.offset
    strokes = tuple(stroke.moved(left, top) for stroke in easel.retouching.strokes)
    registration = easel.fused.registration
    reference = 0 if registration is None else registration.reference
    return Retouch(strokes, source_of(easel.origins, reference))


def with_strokes(result: FusionResult, retouch: Retouch) -> FusionResult:
    """A result whose pixels strokes have changed, with a record that says so."""
    if result.record is None:
        return result
    pixels = result.photo.pixels.copy()  # the brush may go on while it is saved
    strokes = content_of(retouch) if retouch else None
    record = replace(result.record, pixels_sha256=hash_of(pixels), strokes=strokes)
    photo = with_record(replace(result.photo, pixels=pixels), record.to_json())
    return replace(result, photo=photo, record=record)


def painted_copy(fused: Fused, retouching: Retouching) -> Fused:
    """A result in arrays of its own, that strokes may change."""
    photo: Photo = replace(fused.result.photo, pixels=retouching.pixels)
    decision = retouching.decision()
    if decision is not None:
        decision = Decision(
            decision.labels, decision.weight_steps, decision.confidence_steps, decision.frames,
            np.array(decision.runner_up), decision.blending,
        )  # fmt: skip
    return replace(fused, result=replace(fused.result, photo=photo, decision=decision))


def bring_up_to_date(easel: Easel, area: Area) -> None:
    """Write what the strokes give in an area into the result's pixels and maps."""
    painting, result = easel.retouching.painting, easel.fused.result
    result.photo.pixels[area] = painting.read(area)
    below, decision = painting.ground.decision, result.decision
    if below is None or decision is None:
        return
    labels, weight = decision.labels[area], decision.weight_steps[area]
    second = np.asarray(decision.runner_up_map)[area]
    labels[...] = below.labels[area]
    weight[...] = below.weight_steps[area]
    second[...] = below.runner_up_map[area[0]][:, area[1]]
    painted = np.zeros(labels.shape, np.uint16)
    for values, of_tile in (
        (labels, lambda tile: tile.choice.labels), (weight, lambda tile: tile.choice.weight),
        (second, lambda tile: tile.choice.runner_up), (painted, painted_of),
    ):  # fmt: skip
        painting.paste(values, area, of_tile)
    computed = below.confidence_steps[area].astype(np.float32)
    share = painted / np.float32(WHOLE)
    decision.confidence_steps[area] = np.rint(computed + (np.float32(WHOLE) - computed) * share)


def painted_of(tile: Tile) -> np.ndarray:
    """How much of a square strokes gave."""
    return tile.painted
