"""Getting a result ready to be painted on, as a job; strokes that were there are laid on it again."""

from __future__ import annotations

from collections.abc import Sequence

from fusion import FusionError, MatchingFrames, Progress
from fusion.pipeline import other_outcome
from fusion.refine.doubt import DoubtfulPlace, doubtful_places
from fusion.register.roles import align_for
from fusion.retouch.painting import Ground
from fusion.retouch.placing import placed
from fusion.retouch.retouching import Retouching
from fusion.retouch.sources import Layers, recipes_in
from fusion.retouch.stroke import Retouch
from ui.document.fused import Fused
from ui.document.history import Changes
from ui.document.results import KeptResult
from ui.document.retouch import Easel, PaintedStroke, RetouchDocument, painted_copy
from ui.document.session import Session
from ui.i18n import tr
from ui.jobs.actions import ERROR, HINT, error_text
from ui.jobs.job import Job, Jobs
from ui.pictures.gallery import Gallery
from ui.pictures.repainting import repaint
from ui.qt import QObject, Signal


def set_up(
    fused: Fused, strokes: Retouch, painter: RetouchDocument, progress: Progress
) -> Easel:
    """A result ready to be painted on: its frames registered as they were, and strokes on it; those
    whose source is gone are left out. Each of the others can be undone."""
    frames = MatchingFrames([source.photo for source in fused.sources], progress=progress)
    registration = fused.registration
    if registration is not None:
        align_for(fused.result.settings, frames, registration, progress)
    ground = Ground.of(fused.result.photo.pixels, fused.result.decision)
    layers = Layers(frames, frames.origins)
    retouching = Retouching(ground, layers)
    changes = Changes()
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
                changes.done.append(PaintedStroke(retouching.add(stroke), painter))
            except FusionError:
                continue
    return Easel(painted_copy(fused, retouching), retouching, tuple(frames.origins), changes)


class RetouchJobs(QObject):
    """Prepares what the brush needs, keeps pictures in line with strokes, and finds doubtful places.

    ``reported`` carries a kind (error, hint) and a sentence for the window.
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
        self._at = -1
        painter.painted.connect(self._repaint)
        painter.strokes_changed.connect(self._forget_places)
        session.result_changed.connect(self._take_result)

    def prepare(self) -> Job | None:
        """Get the result ready, unless it is or no result is there."""
        kept = self._session.results.shown
        if kept is None or self._preparing is kept.fused or kept.easel is not None:
            return None
        shown, fused = kept.fused, kept.computed or kept.fused
        strokes = self._painter.retouch() if kept.takes_strokes else kept.strokes

        def work(progress: Progress) -> Easel:
            made = set_up(fused, strokes, self._painter, progress)
            progress("Preparing the preview", 0, 1)
            self._gallery.of_result(made.fused)
            return made

        job = Job(work, tr("Getting ready to retouch"))
        self._preparing = shown
        job.finished.connect(lambda made: self._take(kept, shown, made, strokes))
        job.failed.connect(lambda error: self.reported.emit(ERROR, error_text(error)))
        job.over.connect(self._end)
        return self._jobs.start(job)

    def next_place(self, step: int) -> DoubtfulPlace | None:
        """The next doubtful place, or with ``step`` -1 the one before; None where there is none."""
        fused = self._session.fused
        if fused is None or fused.result.decision is None:
            return None
        if self._places_of is not fused:
            self._places, self._places_of = doubtful_places(fused.result.decision), fused
            self._at = -1 if step > 0 else 0
        if not self._places:
            self.reported.emit(HINT, tr("No place of this result is in doubt."))
            return None
        self._at = (self._at + step) % len(self._places)
        place = self._places[self._at]
        frames = ", ".join(str(number + 1) for number in place.choices)
        self.reported.emit(
            HINT,
            tr(
                "Doubtful place {number} of {count}: frames {frames}",
                number=self._at + 1, count=len(self._places), frames=frames,
            ),
        )  # fmt: skip
        return place

    def _take(self, kept: KeptResult, shown: Fused, easel: Easel, strokes: Retouch) -> None:
        """The brush can begin, unless something else is shown by now."""
        if self._session.fused is not shown:
            return
        kept.computed, kept.easel = kept.computed or shown, easel
        kept.strokes, kept.takes_strokes = Retouch(), False
        self._painter.set_up(easel)
        self._session.paint_on(easel.fused)
        left_out = len(strokes.strokes) - len(easel.retouching.strokes)
        if left_out:
            self.reported.emit(
                HINT, tr("{count} strokes take their pixels from what is gone.", count=left_out)
            )
        self.ready.emit()

    def _take_result(self) -> None:
        """Another result: the strokes that are on it come back; on one that was just made those are
        laid that were on the one before."""
        kept, easel = self._session.results.shown, self._painter.easel
        for other in self._session.results:
            other.takes_strokes = other.takes_strokes and other is kept
        if kept is not None and kept.easel is not None:
            if kept.easel is not easel:
                self._painter.set_up(kept.easel)
        elif easel is None:
            if kept is not None:
                kept.takes_strokes = False
        elif (
            kept is not None and kept.takes_strokes and easel.retouching.strokes
            and not kept.fused.result.settings.role_names
        ):  # fmt: skip
            self.prepare()
        else:
            if kept is not None:
                kept.takes_strokes = False
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
            self._places = doubtful_places(self._places_of.result.decision)
            self._at = min(self._at, len(self._places)) - 1

    def _end(self) -> None:
        self._preparing = None
