"""The second opinion: the other of the two large methods, computed beside the work on one thread."""

from __future__ import annotations

from dataclasses import replace

from fusion import FusionSettings, Progress, find_method
from fusion.completion import AUTO_PAIR, AUTO_STACK
from fusion.refine.doubt import DoubtfulPlace, differing_places
from fusion.settings import MULTIFOCUS
from models.running.threads import at_most_threads
from ui.document.fused import Fused
from ui.document.results import KeptResult
from ui.document.session import Session, Source
from ui.i18n import fusion_text, tr
from ui.jobs.actions import HINT, error_text
from ui.jobs.job import Job, Jobs
from ui.jobs.registering import Fuse, fuse_photos, fuse_sources
from ui.jobs.result_views import prepare
from ui.pictures.gallery import Gallery
from ui.preferences import Preferences
from ui.qt import QObject, Signal

OTHER = {AUTO_PAIR: AUTO_STACK, AUTO_STACK: AUTO_PAIR}
"""To each of the two large methods the other one."""
SMALL_PIXELS = 60_000_000
"""Of all frames together. Up to so many it is computed unless it was switched off: two frames of 24
megapixels take ten seconds on one core (``docs/lab/speed.md``), and up to a minute where much has to be
decided at full size. Above, only where it was switched on."""

Opinion = tuple[Fused, tuple[DoubtfulPlace, ...]]


class SecondOpinion(QObject):
    """A quiet job after *Fuse*: it stops for every other job and begins again when nothing runs.

    ``reported`` carries a kind (hint) and a sentence for the window; ``told`` what the line at the
    bottom says, empty where nothing is computed.
    """

    reported = Signal(str, str)
    told = Signal(str)
    changed = Signal()

    def __init__(
        self, session: Session, jobs: Jobs, gallery: Gallery, preferences: Preferences,
        fuse_function: Fuse = fuse_photos,
    ) -> None:  # fmt: skip
        super().__init__()
        self._session, self._jobs, self._gallery = session, jobs, gallery
        self._preferences, self._fuse = preferences, fuse_function
        self._wanted: KeptResult | None = None
        self._job: Job | None = None
        self._is_paused = False
        session.results.added.connect(self._take_result)
        for signal in (jobs.changed, session.sources_changed, session.results.changed):
            signal.connect(self.go_on)

    @property
    def is_on(self) -> bool:
        """Whether it is computed for sources as large as these."""
        chosen = self._preferences
        return chosen.second_opinion_small if self.is_small else chosen.second_opinion_large

    @property
    def is_small(self) -> bool:
        """Whether the sources are so small that it is on unless it was switched off."""
        return pixels_of(self._session.sources) <= SMALL_PIXELS

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def switch(self, on: bool) -> None:
        """Compute it from now on for sources as large as these, or not; off stops it at once."""
        if self.is_small:
            self._preferences.second_opinion_small = on
        else:
            self._preferences.second_opinion_large = on
        shown = self._session.results.shown
        if on and shown is not None:
            self._wanted = shown
        self.changed.emit()
        self.go_on()

    def go_on(self) -> None:
        """Stop where something else runs or it is not wanted any more; begin where nothing runs."""
        if self._wanted is not None and self._wanted not in self._session.results:
            self._wanted = None
        is_wanted = self._wanted is not None and self._is_possible(self._wanted)
        is_free = self._jobs.current is None
        if self._job is not None and not (is_wanted and is_free):
            self._is_paused = is_wanted
            self._job.cancel()
        elif self._job is None and is_wanted and is_free:
            self._start()

    def stop(self) -> None:
        """Stop, and begin no more for this result."""
        self._wanted = None
        self.go_on()

    def _take_result(self, kept: KeptResult) -> None:
        """A result was made; what was wanted for another one is over."""
        if kept.second_of is None:
            self._wanted = kept

    def _is_possible(self, kept: KeptResult) -> bool:
        """Whether there is another large method for a result, its sources are there, and none has it."""
        results, settings = self._session.results, kept.fused.result.settings
        return (
            self.is_on
            and kept in results
            and settings.method in OTHER
            and (settings.purpose or MULTIFOCUS) == MULTIFOCUS
            and kept.fused.sources == self._session.sources
            and not any(other.second_of is kept for other in results)
        )

    def _start(self) -> None:
        kept = self._wanted
        assert kept is not None
        computed = kept.computed or kept.fused
        settings = settings_of_other(computed.result.settings)
        title = fusion_text(find_method(settings.method).title)

        def work(progress: Progress) -> Opinion:
            with at_most_threads(1):
                result = fuse_sources(
                    self._fuse, computed.sources, settings, progress, computed.registration
                )
                other = prepare(result, computed.sources, self._gallery, progress)
                progress("Comparing the results", 0, 1)
                first, second = computed.result, other.result
                decisions = first.decision, second.decision
                places = differing_places(first.photo, second.photo, decisions)
                return other, tuple(places)

        self._job = job = Job(work, "")
        job.progressed.connect(lambda *report: self._tell(job, title, *report))
        job.finished.connect(lambda opinion: self._take(kept, *opinion))
        job.failed.connect(self._tell_problem)
        job.over.connect(lambda: self._end(job))
        self._tell(job, title, "", 0, 0)
        self._jobs.start_quietly(job)
        self.changed.emit()

    def _tell(self, job: Job, title: str, stage: str, done: int, total: int) -> None:
        """What is computed, and how far the step is."""
        if job.is_over:
            return
        text = tr("Second opinion: {method}", method=title)
        if stage and total > 1:
            text = tr("{what}, {share} %", what=text, share=round(100 * done / total))
        self.told.emit(text)

    def _take(self, kept: KeptResult, fused: Fused, places: tuple[DoubtfulPlace, ...]) -> None:
        if kept not in self._session.results:
            return
        other = self._session.results.add(fused, second_of=kept)
        other.differs = places
        told = tr("The second opinion is there: Q flips between the two.")
        if len(places) == 1:
            told += " " + tr("They differ in one place; N shows it.")
        elif places:
            told += " " + tr("They differ in {count} places; N goes through them.", count=len(places))
        self._session.results.changed.emit()
        self.reported.emit(HINT, told)

    def _tell_problem(self, error: Exception) -> None:
        """It is not tried again for this result."""
        self._wanted = None
        text = tr("There is no second opinion: {why}", why=error_text(error))
        self.reported.emit(HINT, text)

    def _end(self, job: Job) -> None:
        """It is over; where somebody cancelled everything it does not begin again."""
        if self._job is job:
            self._job = None
            if not self._is_paused:
                self._wanted = None
            self._is_paused = False
            self.told.emit("")
            self.changed.emit()
            self.go_on()


def settings_of_other(settings: FusionSettings) -> FusionSettings:
    """The settings of the other large method, with its defaults."""
    name = OTHER[settings.method]
    return replace(settings, method=name, parameters=find_method(name).parameters())


def pixels_of(sources: tuple[Source, ...]) -> int:
    """How many pixels all sources have together."""
    return sum((source.facts.width or 0) * (source.facts.height or 0) for source in sources)
