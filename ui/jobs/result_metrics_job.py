"""Results compared with each other: the metrics of all, and error maps against a reference picture."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from fusion import FusionError, Photo, Progress
from fusion.decision import Area
from fusion.files.outputs import refuse_outputs
from fusion.files.replacing import replace_whole
from fusion.files.table_cells import guarded
from ui.document.results import KeptResult
from ui.document.session import Session
from ui.i18n import tr
from ui.jobs.actions import DONE, ERROR, Actions, error_text
from ui.jobs.job import Job, Jobs
from ui.jobs.measure_job import catalogue, values_of, wrong_size
from ui.jobs.registering import compared_reference
from ui.pictures.errors import error_picture, errors_of
from ui.pictures.gallery import Gallery
from ui.pictures.pyramid import Pyramid
from ui.pictures.repainting import put
from ui.qt import QObject, Signal

if TYPE_CHECKING:
    from fusion.metrics import Metric

Values = Mapping[str, float]


class ResultMetrics(QObject):
    """Measures all results of the same sources, and makes their error maps.

    ``reported`` carries a kind (error, done) and a sentence for the window.
    """

    changed = Signal()
    errors_ready = Signal(object)
    """The results whose error maps are there."""
    reported = Signal(str, str)
    job_begun = Signal()
    """A new job begins: what was said before is over."""

    def __init__(self, session: Session, jobs: Jobs, job_actions: Actions, gallery: Gallery) -> None:
        super().__init__()
        self._session, self._jobs, self._job_actions = session, jobs, job_actions
        self._gallery = gallery
        self._job: Job | None = None
        self._known: WeakKeyDictionary[KeptResult, tuple[object, Photo | None, Values]] = (
            WeakKeyDictionary()
        )
        for signal in (session.results.changed, jobs.changed):
            signal.connect(self.changed)

    @property
    def is_running(self) -> bool:
        return self._job is not None

    @property
    def compared(self) -> list[KeptResult]:
        """The results of the same sources as the one that is shown: only these can be compared."""
        shown = self._session.results.shown
        if shown is None:
            return []
        return [kept for kept in self._session.results if kept.fused.sources == shown.fused.sources]

    def values(self, kept: KeptResult) -> Values:
        """What was measured of a result as it is now, against the reference that is chosen now."""
        known = self._known.get(kept)
        if known is None or known[:2] != (state_of(kept), self._session.results.reference):
            return {}
        return known[2]

    def measure(self, everything: bool = False) -> Job | None:
        """Measure all results: the telling metrics, or all; does nothing where that cannot be."""
        return self._measure(self.compared, everything)

    def measure_new(self) -> Job | None:
        """Measure the telling metrics of those results of which nothing is known as they are now."""
        return self._measure([kept for kept in self.compared if not self.values(kept)])

    def _measure(self, wanted: Sequence[KeptResult], everything: bool = False) -> Job | None:
        reference = self._session.results.reference
        if not wanted or self.is_running or self._job_actions.is_fusing:
            return None
        problem = self._why_not_against(reference, wanted)
        if problem:
            self.reported.emit(ERROR, problem)
            return None
        self.job_begun.emit()
        taken = [(kept, state_of(kept), kept.fused) for kept in wanted]

        def work(progress: Progress) -> list[Values]:
            return [values_of(fused, reference, everything, progress) for _, _, fused in taken]

        def take(found: list[Values]) -> None:
            for (kept, state, _), values in zip(taken, found, strict=True):
                self._known[kept] = state, reference, values
            self.changed.emit()

        self._job = job = Job(work, tr("Measuring"))
        job.finished.connect(take)
        job.failed.connect(self._report_error)
        job.over.connect(self._end)
        return self._jobs.start(job)

    def make_errors(self, wanted: Sequence[KeptResult]) -> Job | None:
        """Make the error maps of results against the reference, which must be there."""
        reference = self._session.results.reference
        problem = self._why_not_against(reference, wanted)
        if problem:
            self.reported.emit(ERROR, problem)
        if reference is None or not wanted or problem:
            return None
        self.job_begun.emit()
        taken = [(kept, kept.fused) for kept in wanted]

        def work(progress: Progress) -> list[Pyramid]:
            found = []
            for number, (_, fused) in enumerate(taken):
                progress("Comparing the results", number, len(taken))
                pixels = compared_reference(reference, fused)
                found.append(error_picture(fused.result.photo.pixels, pixels))
            return found

        def take(found: list[Pyramid]) -> None:
            for (_, fused), picture in zip(taken, found, strict=True):
                self._gallery.keep_error(fused, reference, picture)
            self.errors_ready.emit([kept for kept, _ in taken])

        job = Job(work, tr("Comparing the results"))
        job.finished.connect(take)
        job.failed.connect(self._report_error)
        return self._jobs.start(job)

    def repaint(self, area: Area) -> None:
        """Strokes changed an area of the result that is shown: its error map follows."""
        fused, reference = self._session.fused, self._session.results.reference
        if fused is None or reference is None:
            return
        picture = self._gallery.error_of(fused, reference)
        if picture is not None:
            other = compared_reference(reference, fused)[area]
            put(picture, errors_of(fused.result.photo.pixels[area], other), area)

    def export(self, path: Path) -> Job | None:
        """Write the table as CSV; a picture is never overwritten."""
        rows = self.rows()
        protected = [source.path for kept in self.compared for source in kept.fused.sources]
        protected += [kept.saved_as for kept in self._session.results if kept.saved_as is not None]
        self.job_begun.emit()

        def work(progress: Progress) -> Path:
            progress("Writing", 0, 1)
            return write_table(path, rows, protected)

        job = Job(work, tr("Saving"))
        job.finished.connect(lambda saved: self.reported.emit(DONE, tr("Saved as {path}.", path=saved)))
        job.failed.connect(self._report_error)
        return self._jobs.start(job)

    def keys(self) -> list[str]:
        """The metrics of which at least one result has a value, in the catalogue's order."""
        measured = {key for kept in self.compared for key in self.values(kept)}
        return [key for key in catalogue() if key in measured] if measured else []

    def rows(self) -> list[list[str]]:
        """The table with all digits: a heading, and a row for each metric with its best results."""
        results, known = self.compared, catalogue()
        rows = [["metric", "better", *(kept.name for kept in results), "best"]]
        for key in self.keys():
            values = [self.values(kept).get(key) for kept in results]
            cells = ["" if value is None else repr(float(value)) for value in values]
            winners = [results[number].name for number in best_of(known[key], values)]
            rows.append([key, known[key].direction, *cells, "; ".join(winners)])
        return rows

    def _why_not_against(self, reference: Photo | None, wanted: Sequence[KeptResult]) -> str:
        if reference is None:
            return ""
        problems = (wrong_size(reference, kept.fused) for kept in wanted)
        return next((problem for problem in problems if problem), "")

    def _end(self) -> None:
        self._job = None
        self.changed.emit()

    def _report_error(self, error: Exception) -> None:
        self.reported.emit(ERROR, error_text(error))


def state_of(kept: KeptResult) -> object:
    """Changes with everything that changes its pixels."""
    return kept.retouch.strokes


def best_of(metric: Metric, values: Sequence[float | None]) -> list[int]:
    """The places of the best values, by what is better for the metric; none where fewer than two differ.

    Examples
    --------
    >>> from fusion.metrics import METRICS
    >>> best_of(METRICS["Q_G"], [0.5, None, 0.7]), best_of(METRICS["Q_G"], [0.5, 0.5])
    ([2], [])
    """
    rank = {"higher": lambda v: -v, "lower": lambda v: v, "nearest zero": abs}[metric.direction]
    there = {number: rank(value) for number, value in enumerate(values) if value is not None}
    if len(set(there.values())) < 2:
        return []
    least = min(there.values())
    return [number for number, value in there.items() if value == least]


def as_tabs(rows: Iterable[Sequence[str]]) -> str:
    """Lines with tabs between the cells: spreadsheets take them."""
    return "".join("\t".join(map(guarded, row)) + "\n" for row in rows)


def write_table(path: Path, rows: Iterable[Sequence[str]], protected: Iterable[Path]) -> Path:
    """Write the table as CSV, whole or not at all.

    Raises
    ------
    FusionError
        For another ending, for one of the ``protected`` files, or where it cannot be written.
    """
    if path.suffix.lower() != ".csv":
        raise FusionError(
            "unknown-results-ending", "the file name {name} must end in .csv", name=path.name
        )
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([guarded(cell) for cell in row] for row in rows)
    refuse_outputs([path], protected)
    replace_whole(path, text.getvalue().encode("utf-8"))
    return path
