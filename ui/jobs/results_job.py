"""Jobs around the results: memory, showing those that are in scratch files, saving several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from fusion import Progress, SaveOptions
from fusion.files.outputs import refuse_outputs
from fusion.record import sidecar_of
from ui.document.fused import Fused
from ui.document.results import KeptResult, Snapshot, both
from ui.document.session import Session
from ui.document.spilling import in_memory
from ui.i18n import tr
from ui.jobs.actions import DONE, ERROR, HINT, error_text
from ui.jobs.job import Job, Jobs
from ui.jobs.write_result import write_result
from ui.pictures.gallery import Gallery
from ui.qt import QObject, Signal

Pair = tuple[Fused, Fused | None]


class ResultJobs(QObject):
    """Keeps the results within their memory, shows them, and saves them.

    ``reported`` carries a kind (error, done, hint) and a sentence for the window.
    """

    reported = Signal(str, str)
    job_begun = Signal()
    """A new job begins: what was said before is over."""

    def __init__(self, session: Session, jobs: Jobs, gallery: Gallery) -> None:
        super().__init__()
        self._session, self._jobs, self._gallery = session, jobs, gallery
        self._spilling: Job | None = None
        self._has_no_room = False
        session.results.changed.connect(self.make_room)
        session.result_changed.connect(self.make_room)

    # Memory

    def make_room(self) -> None:
        """Above the budget, move the result that was looked at longest ago to scratch files."""
        kept = self._session.results.to_spill()
        if kept is None or self._spilling is not None or self._has_no_room:
            return
        fused = kept.fused
        strokes = len(kept.retouch.strokes)

        def take(moved: Pair) -> None:
            results = self._session.results
            is_same = kept.fused is fused and len(kept.retouch.strokes) == strokes
            if kept in results and is_same and kept is not results.shown:
                results.take_spilled(kept, *moved)

        self._spilling = job = Job(lambda _progress: both(kept), "")
        job.finished.connect(take)
        job.failed.connect(self._tell_no_room)
        job.over.connect(self._end_spilling)
        self._jobs.start_quietly(job)

    def _tell_no_room(self, error: Exception) -> None:
        """The results stay in memory, and the user is told once why."""
        self._has_no_room = True
        self.reported.emit(HINT, error_text(error))

    def _end_spilling(self) -> None:
        self._spilling = None
        self.make_room()

    # Showing

    def show(self, kept: KeptResult) -> Job | None:
        """Show a result; one in scratch files is read first, by a job."""
        return self.fetch([kept], lambda: self._session.show_result(kept))

    def fetch(self, wanted: Sequence[KeptResult], then: Callable[[], None]) -> Job | None:
        """Do something with results once their pixels are in memory."""
        absent = [kept for kept in wanted if kept.in_files]
        self._session.results.look_at(wanted)
        if not absent:
            then()
            return None
        self.job_begun.emit()

        def work(progress: Progress) -> list[Pair]:
            found = []
            for number, kept in enumerate(absent):
                progress("Reading", number, len(absent))
                pair = both(kept, in_memory)
                self._gallery.of_result(pair[0])
                found.append(pair)
            return found

        def take(found: list[Pair]) -> None:
            for kept, pair in zip(absent, found, strict=True):
                if kept in self._session.results:
                    self._session.results.take_back(kept, *pair)
            then()

        job = Job(work, tr("Reading the result"))
        job.finished.connect(take)
        job.failed.connect(self._report_error)
        return self._jobs.start(job)

    # Saving

    def save(
        self, places: Sequence[tuple[KeptResult, Path]], options: SaveOptions | None = None,
        sidecar: bool = False,
    ) -> Job | None:  # fmt: skip
        """Write each result into its file; no source, and no file of another result, is written over."""
        if not places:
            return None
        others = {source.path for kept, _ in places for source in kept.fused.sources}
        others |= {source.path for source in self._session.sources}
        beside = [sidecar_of(path) for _, path in places] if sidecar else []
        snapshots = [kept.snapshot() for kept, _ in places]
        self.job_begun.emit()

        def work(progress: Progress) -> None:
            refuse_outputs([path for _, path in places], others, beside)
            for number, ((kept, path), snapshot) in enumerate(zip(places, snapshots, strict=True)):
                progress("Writing", number, len(places))
                sources = kept.fused.sources
                write_result(snapshot.finished(), sources, path, list(others), options, sidecar)

        job = Job(work, tr("Saving"))
        job.finished.connect(lambda _nothing: self._take_saved(places, snapshots))
        job.failed.connect(self._report_error)
        return self._jobs.start(job)

    def _take_saved(
        self, taken: Sequence[tuple[KeptResult, Path]], snapshots: Sequence[Snapshot]
    ) -> None:
        for (kept, path), snapshot in zip(taken, snapshots, strict=True):
            self._session.mark_saved(path, kept, snapshot)
        first = taken[0][1]
        text = tr("Saved as {path}.", path=first)
        if len(taken) > 1:
            folder = first.parent
            text = tr("{count} results were saved in {path}.", count=len(taken), path=folder)
        self.reported.emit(DONE, text)

    def _report_error(self, error: Exception) -> None:
        self.reported.emit(ERROR, error_text(error))
