"""A result that is painted on: its pixels and maps in line with the strokes on it. Without Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from fusion import Decision, FusionResult, Photo
from fusion.decision import WHOLE, Area
from fusion.files.metadata.carried import with_record
from fusion.frames.sources import Origin
from fusion.record import hash_of
from fusion.retouch.painting import Tile
from fusion.retouch.retouching import Retouching, StrokeChange
from fusion.retouch.sources import source_of
from fusion.retouch.stroke import Retouch, Stroke
from fusion.retouch.stroke_file import content_of
from ui.document.fused import Fused


class StrokeChanges(list[StrokeChange]):
    """What strokes changed, in their order."""

    @property
    def nbytes(self) -> int:
        """Memory that they hold."""
        return sum(change.nbytes for change in self)


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
        What each of its strokes changed, the latest last.
    """

    fused: Fused
    retouching: Retouching
    origins: tuple[Origin, ...]
    changes: StrokeChanges = field(default_factory=StrokeChanges)
    _moved: dict[int, tuple[Stroke, Stroke]] = field(default_factory=dict)

    def in_reference(self, stroke: Stroke) -> Stroke:
        """One of its strokes in pixels of the reference frame; the same object each time."""
        known = self._moved.get(id(stroke))
        if known is None or known[0] is not stroke:
            left, top = self.offset
            known = self._moved[id(stroke)] = stroke, stroke.moved(left, top)
        return known[1]

    @property
    def offset(self) -> tuple[int, int]:
        """x and y of the result's corner in the reference frame."""
        rows, columns = self.fused.area
        return columns.start, rows.start


def retouch_of(easel: Easel) -> Retouch:
    """All strokes on a result, in pixels of the reference frame, as a record and a file hold them."""
    strokes = tuple(easel.in_reference(stroke) for stroke in easel.retouching.strokes)
    registration = easel.fused.registration
    reference = 0 if registration is None else registration.reference
    return Retouch(strokes, source_of(easel.origins, reference))


def with_strokes(result: FusionResult, retouch: Retouch) -> FusionResult:
    """A result whose pixels strokes have changed, with a record that says so."""
    if result.record is None:
        return result
    strokes = content_of(retouch) if retouch else None
    pixels_sha256 = hash_of(result.photo.pixels)
    record = replace(result.record, pixels_sha256=pixels_sha256, strokes=strokes)
    photo = with_record(result.photo, record.to_json())
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
