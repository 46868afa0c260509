"""Other results as what the brush paints with: taken as they are, or made again for this result."""

from __future__ import annotations

import dataclasses

import numpy as np

from fusion import MatchingFrames, Photo, Progress
from fusion.contracts import Outcome
from fusion.pipeline import other_outcome
from fusion.retouch.recipes import recipe_of
from fusion.retouch.sources import source_of
from fusion.retouch.stroke import Recipe
from ui.document.easel import Easel
from ui.document.fused import Fused
from ui.document.results import KeptResult
from ui.document.retouch import OtherResult, RetouchDocument
from ui.document.session import Session
from ui.i18n import tr
from ui.jobs.actions import ERROR, error_text
from ui.jobs.job import Job, Jobs
from ui.qt import QObject, Signal


def others_of(session: Session) -> list[KeptResult]:
    """The results that can be painted with on the one that is shown: all others of the same sources."""
    shown = session.results.shown
    if shown is None or shown.fused.registration is None or shown.fused.result.settings.role_names:
        return []
    return [
        kept for kept in session.results
        if kept is not shown and kept.fused.sources == shown.fused.sources
    ]  # fmt: skip


def recipe_for(kept: KeptResult, easel: Easel) -> Recipe:
    """How strokes on an easel name a result; its frames are named where they are not those of the
    result that is painted on, as with a slab of a few frames."""
    numbers = kept.fused.numbers
    named = () if numbers == easel.fused.numbers else numbers
    frames = [source_of(easel.origins, number) for number in named]
    return recipe_of(kept.fused.result.settings, frames)


def at_hand(kept: KeptResult, easel: Easel) -> Outcome | None:
    """A result as it was computed, without strokes; None where its frames lay otherwise or were others,
    or its pixels are in scratch files."""
    fused, here = kept.computed or kept.fused, easel.fused
    if kept.in_files or fused.area != here.area or not lies_alike(fused, here):
        return None
    return Outcome(fused.result.photo.pixels, fused.result.decision, fused.result.device)


def lies_alike(one: Fused, other: Fused) -> bool:
    """Whether the frames of two results were registered alike."""
    first, second = one.registration, other.registration
    if first is second:
        return True
    if first is None or second is None or first.reference != second.reference:
        return False
    return first.used == second.used and all(
        np.array_equal(a.transform.matrix, b.transform.matrix) and a.transform.gain == b.transform.gain
        for a, b in zip(first.frames, second.frames, strict=True)
    )


class LayerJobs(QObject):
    """Puts another result into the brush, and makes it first where it must be made for this easel.

    ``reported`` carries a kind (error) and a sentence for the window.
    """

    reported = Signal(str, str)
    job_begun = Signal()

    def __init__(self, session: Session, jobs: Jobs, painter: RetouchDocument) -> None:
        super().__init__()
        self._session, self._jobs, self._painter = session, jobs, painter

    def take(self, kept: KeptResult) -> Job | None:
        """Paint with a result from now on; returns the job where it has to be made."""
        easel = self._painter.easel
        if easel is None:
            return None
        recipe, made = recipe_for(kept, easel), easel.retouching.painting.layers.made
        there = made.get(recipe) or at_hand(kept, easel)
        if there is not None:
            self._put(kept.name, recipe, easel, there)
            return None
        fused, frames = easel.fused, easel.retouching.painting.layers.frames
        registration = fused.registration
        assert registration is not None
        assert isinstance(frames, MatchingFrames)

        def work(progress: Progress) -> Outcome:
            return other_outcome(frames, fused.result.settings, registration, recipe, progress)

        job = Job(work, tr("Making the other result"))
        job.finished.connect(lambda outcome: self._put(kept.name, recipe, easel, outcome))
        job.failed.connect(lambda error: self.reported.emit(ERROR, error_text(error)))
        self.job_begun.emit()
        return self._jobs.start(job)

    def _put(self, name: str, recipe: Recipe, easel: Easel, outcome: Outcome) -> None:
        """The brush takes its pixels from there, unless another result is painted on by now."""
        if self._painter.easel is not easel:
            return
        easel.retouching.painting.layers.made[recipe] = outcome
        photo: Photo = dataclasses.replace(easel.fused.result.photo, pixels=outcome.pixels)
        result = dataclasses.replace(easel.fused.result, photo=photo, decision=outcome.decision)
        shown = dataclasses.replace(easel.fused, result=result)
        self._painter.take_other(OtherResult(name, recipe, shown, easel))
