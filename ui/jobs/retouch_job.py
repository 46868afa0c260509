"""Getting a result ready to be painted on, as a job; strokes that were there are laid on it again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fusion import FusionError, MatchingFrames, Progress
from fusion.decision import WHOLE
from fusion.pipeline import other_outcome
from fusion.refine.doubt import DoubtfulPlace, doubtful_places
from fusion.register.roles import align_for
from fusion.retouch.painting import Ground
from fusion.retouch.placing import placed
from fusion.retouch.retouching import Retouching
from fusion.retouch.sources import Layers, recipes_in
from fusion.retouch.stroke import Retouch
from ui.document.easel import Easel, StrokeChanges, painted_copy, painted_of
from ui.document.fused import Fused
from ui.document.results import KeptResult
from ui.document.retouch import RetouchDocument
from ui.document.session import Session
from ui.i18n import listed, tr
from ui.jobs.actions import ERROR, HINT, PLACE, error_text
from ui.jobs.job import Job, Jobs
from ui.pictures.gallery import Gallery
from ui.pictures.repainting import repaint
from ui.qt import QObject, Signal


def set_up(fused: Fused, strokes: Retouch, progress: Progress) -> Easel:
    """A result ready to be painted on: its frames registered as they were, and strokes on it; those
    whose source is gone are left out."""
    frames = MatchingFrames([source.photo for source in fused.sources], progress=progress)
    registration = fused.registration
    if registration is not None:
        align_for(fused.result.settings, frames, registration, progress)
    ground = Ground.of(fused.result.photo.pixels, fused.result.decision)
    layers = Layers(frames, frames.origins)
    retouching = Retouching(ground, layers)
    changes = StrokeChanges()
    if registration is not None:
        for recipe in recipes_in(strokes):
            try:
                settings = fused.result.settings
                layers.made[recipe] = other_outcome(frames, settings, registration, recipe, progress)
            except FusionError:
                continue  # a method or a frame that is gone: so are its strokes
        for number, stroke in enumerate(placed(strokes, registration, frames.origins)):
            progress("Retouching", number, len(strokes.strokes))
            try:
                changes.append(retouching.add(stroke))
            except FusionError:
                continue
    return Easel(painted_copy(fused, retouching), retouching, tuple(frames.origins), changes)


class RetouchJobs(QObject):
    """Prepares what the brush needs, keeps pictures in line with strokes, and finds doubtful places.

    ``reported`` carries a kind (error, hint, place) and a sentence for the window.
    """

    reported = Signal(str, str)
    ready = Signal()
    repainted = Signal()
    """Pictures of the result changed."""
    job_begun = Signal()

    def __init__(
        self, session: Session, jobs: Jobs, gallery: Gallery, painter: RetouchDocument
    ) -> None:
        super().__init__()
        self._session, self._jobs, self._gallery, self._painter = session, jobs, gallery, painter
        self._preparing: Fused | None = None
        self._places: Sequence[DoubtfulPlace] = ()
        self._places_of: Fused | None = None
        self._differing: Sequence[DoubtfulPlace] = ()
        self._at = -1
        painter.painted.connect(self._repaint)
        painter.strokes_changed.connect(self._forget_places)
        painter.prepare_wanted.connect(self._prepare)
        session.result_changed.connect(self._take_result)

    def prepare(self) -> Job | None:
        """Get the result ready, unless it is or no result is there."""
        kept = self._session.results.shown
        if kept is None or self._preparing is kept.fused or kept.easel is not None:
            return None
        shown, fused = kept.fused, kept.computed or kept.fused
        carried, strokes = bool(kept.carried), kept.carried or kept.strokes

        def work(progress: Progress) -> Easel:
            made = set_up(fused, strokes, progress)
            progress("Preparing the preview", 0, 1)
            self._gallery.of_result(made.fused)
            return made

        job = Job(work, tr("Getting ready to retouch"))
        self._preparing = shown
        job.finished.connect(lambda made: self._take(kept, shown, made, strokes, carried))
        job.failed.connect(lambda error: self.reported.emit(ERROR, error_text(error)))
        job.over.connect(self._end)
        return self._jobs.start(job)

    def _prepare(self) -> None:
        self.prepare()

    def next_place(self, step: int) -> DoubtfulPlace | None:
        """The next doubtful place, or with ``step`` -1 the one before; None where there is none."""
        fused = self._session.fused
        if fused is None or fused.result.decision is None:
            return None
        if self._places_of is not fused or self._differing != self._differing_now():
            self._go_over_to(fused, -1 if step > 0 else 0)
        if not self._places:
            self.reported.emit(HINT, tr("No place of this result is in doubt."))
            return None
        self._at = (self._at + step) % len(self._places)
        place = self._places[self._at]
        self.reported.emit(PLACE, self._text_of(place))
        return place

    def _go_over_to(self, fused: Fused, start: int) -> None:
        """The places of another result. Where it is the second opinion, or that came just now, the walk
        goes on from the same place, or the same rank."""
        last = self._places[self._at] if 0 <= self._at < len(self._places) else None
        goes_on = self._places_of is fused or self._differing == self._differing_now() != ()
        self._find_places(fused)
        same = [number for number, place in enumerate(self._places) if place is last]
        if not goes_on or last is None:
            self._at = start
        else:
            self._at = same[0] if same else min(self._at, len(self._places) - 1)

    def _differing_now(self) -> Sequence[DoubtfulPlace]:
        kept = self._session.results.shown
        return () if kept is None else self._session.results.differing(kept)

    def _find_places(self, fused: Fused) -> None:
        """Where the result is in doubt, and where it and its second opinion differ; worst first."""
        self._places_of, self._differing = fused, self._differing_now()
        decision = fused.result.decision
        doubtful = [] if decision is None else doubtful_places(decision)
        differing = [place for place in self._differing if not self._is_painted(place)]
        self._places = sorted([*doubtful, *differing], key=lambda place: -place.doubt)

    def _is_painted(self, place: DoubtfulPlace) -> bool:
        """Whether strokes gave most of a place: a person has chosen there."""
        easel = self._painter.easel
        if easel is None or easel.fused is not self._session.fused:
            return False
        rows, columns = place.area
        painted = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint16)
        easel.retouching.painting.paste(painted, place.area, painted_of)
        return float(painted.mean()) > WHOLE / 2

    def _text_of(self, place: DoubtfulPlace) -> str:
        """Which place it is, and what the choices are."""
        number, count = self._at + 1, len(self._places)
        frames = listed(str(number + 1) for number in place.choices)
        results = self._session.results
        other = None if results.shown is None else results.partner_of(results.shown)
        if place.differs and results.shown is not None and other is not None:
            return tr(
                "Place {number} of {count}: {first} and {second} differ (frames {frames}); "
                "Q shows the other",
                number=number, count=count, frames=frames, first=results.shown.name,
                second=other.name,
            )  # fmt: skip
        return tr(
            "Doubtful place {number} of {count}: frames {frames}",
            number=number, count=count, frames=frames,
        )  # fmt: skip

    def _take(
        self, kept: KeptResult, shown: Fused, easel: Easel, strokes: Retouch, carried: bool
    ) -> None:
        """The brush can begin, unless something else is shown by now; strokes that were carried over
        from the result before can be undone."""
        if self._session.fused is not shown:
            return
        if not carried and kept.strokes != strokes:  # some were undone in the meantime
            self._preparing = None
            self.prepare()
            return
        kept.computed, kept.easel = kept.computed or shown, easel
        kept.strokes, kept.carried = Retouch(), Retouch()
        self._painter.set_up(easel)
        self._session.paint_on(easel.fused)
        if carried:
            self._painter.enter(kept, easel.changes)
        left_out = len(strokes.strokes) - len(easel.retouching.strokes)
        if left_out:
            text = (
                tr("One stroke takes its pixels from what is gone.") if left_out == 1
                else tr("{count} strokes take their pixels from what is gone.", count=left_out)
            )  # fmt: skip
            self.reported.emit(HINT, text)
        self.ready.emit()

    def _take_result(self) -> None:
        """Another result: the strokes that are on it come back; on one that was just made those are
        laid that were on the one before."""
        kept, easel = self._session.results.shown, self._painter.easel
        if kept is None:
            self._places, self._places_of = (), None
        for other in self._session.results:
            if other is not kept or kept.fused.result.settings.role_names:
                other.carried = Retouch()
        if kept is not None and kept.easel is not None:
            if kept.easel is not easel:
                self._painter.set_up(kept.easel)
        elif kept is not None and kept.carried:
            self.prepare()
        elif easel is not None:
            self._painter.set_up(None)

    def _repaint(self, area: tuple[slice, slice]) -> None:
        easel = self._painter.easel
        if easel is not None:
            repaint(self._gallery.of_result(easel.fused), easel.fused, area)
            self._session.mark_changed()
            self.repainted.emit()

    def _forget_places(self) -> None:
        """Strokes change what is in doubt; the walk goes on at the same rank."""
        if self._places_of is not None and self._places_of.result.decision is not None:
            self._find_places(self._places_of)
            self._at = min(self._at, len(self._places)) - 1

    def _end(self) -> None:
        self._preparing = None
