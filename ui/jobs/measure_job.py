"""Metrics of the result, measured as a job: the values, what they belong to, and the reference."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from fusion import Photo, Progress, load_photo
from fusion.settings import INFRARED_VISIBLE, MULTIFOCUS
from ui.document.fused import Fused
from ui.document.session import Session
from ui.i18n import tr
from ui.jobs import metrics_export
from ui.jobs.actions import DONE, ERROR, HINT, Actions, error_text
from ui.jobs.job import Job, Jobs
from ui.jobs.metrics_export import Measured
from ui.jobs.registering import compared_frames, compared_reference
from ui.qt import QObject, Signal

if TYPE_CHECKING:  # importing the metrics takes a fifth of a second: only when they are wanted
    from fusion.metrics import Metric

Values = Mapping[str, float]
DEFAULT_METRICS = {
    MULTIFOCUS: ("Q_G", "Q_MI", "Q_CB", "Q_Y", "SF"),
    INFRARED_VISIBLE: ("Q_G", "MI", "SSIM_fusion", "SCD", "VIFF", "EN", "SD", "SF"),
}
"""Measured unless all are asked for, by the kind of fusion: quick, of different families. A reference
adds all of its own."""


class Measuring(QObject):
    """Measures the session's result when asked, and forgets it with the result.

    ``reported`` carries a kind (error, done, hint) and a sentence for the window.
    """

    changed = Signal()
    reported = Signal(str, str)
    job_begun = Signal()
    """A new job begins: what was said before is over."""

    def __init__(self, session: Session, jobs: Jobs, job_actions: Actions) -> None:
        super().__init__()
        self._session, self._jobs, self._job_actions = session, jobs, job_actions
        self._job: Job | None = None
        self._measuring: Fused | None = None
        self._measured: Measured | None = None
        self._known: WeakKeyDictionary[Fused, tuple[Photo | None, Values]] = WeakKeyDictionary()
        session.result_changed.connect(self._take_result)
        jobs.changed.connect(self.changed)

    @property
    def is_running(self) -> bool:
        return self._job is not None

    @property
    def measured(self) -> Measured | None:
        """The latest values; ``why_stale`` says whether they are of what is there now."""
        return self._measured

    @property
    def reference(self) -> Photo | None:
        """The ground truth, where the user gave one."""
        return self._session.results.reference

    def why_not(self) -> str:
        """Why nothing can be measured now, in a sentence; empty when it can."""
        if self.is_running:
            return tr("The metrics are being measured.")
        if self._session.fused is None:
            return tr("There is no result to measure yet; fuse the sources first.")
        if self._job_actions.is_fusing:
            return tr("The sources are being fused.")
        return ""

    def why_stale(self) -> str:
        """Why the values are not of what is there now; empty when they are."""
        if self._measured is None:
            return ""
        if self._measured.fused is not self._session.fused:
            return tr("These values belong to an earlier result; measure again.")
        if self._measured.reference is not self.reference:
            return tr("The reference picture was chosen after these values; measure again.")
        return ""

    def measure(self, everything: bool = False) -> Job | None:
        """Measure the result: the telling metrics, or all; does nothing where that cannot be."""
        fused, reference = self._session.fused, self.reference
        if fused is None or self.why_not():
            return None
        problem = wrong_size(reference, fused) if reference is not None else ""
        if problem:
            self.reported.emit(ERROR, problem)
            return None
        self.job_begun.emit()

        def work(progress: Progress) -> Measured:
            return Measured(fused, reference, values_of(fused, reference, everything, progress))

        job = Job(work, tr("Measuring"))
        self._job, self._measuring = job, fused
        job.finished.connect(self._take_values)
        job.failed.connect(self._report_error)
        job.over.connect(self._end)
        return self._jobs.start(job)

    def read_reference(self, path: Path) -> Job | None:
        """Read the ground truth; one of another size than the result is refused in a sentence."""
        fused = self._session.fused
        if fused is None:
            return None
        self.job_begun.emit()

        def work(progress: Progress) -> Photo:
            progress("Reading", 0, 1)
            return load_photo(path)

        job = Job(work, tr("Reading the reference picture"))
        job.finished.connect(self._take_reference)
        job.failed.connect(self._report_error)
        return self._jobs.start(job)

    def drop_reference(self) -> None:
        """Without the ground truth, and without the values against it."""
        self._session.results.reference = None
        before = self._measured
        if before is not None and before.reference is not None:
            known = catalogue()
            kept = {key: v for key, v in before.values.items() if known[key].needs != "reference"}
            self._measured = dataclasses.replace(before, reference=None, values=kept)
        self.changed.emit()

    def export(self, path: Path) -> Job | None:
        """Write the values, as CSV or JSON by the ending; a picture is never overwritten."""
        measured = self._measured
        if measured is None or self.why_stale():
            return None
        protected = [source.path for source in (*measured.fused.sources, *self._session.sources)]
        others = (self._session.saved_as, measured.reference.path if measured.reference else None)
        protected += [other for other in others if other is not None]
        self.job_begun.emit()

        def work(progress: Progress) -> Path:
            progress("Writing", 0, 1)
            return metrics_export.write(path, measured, protected)

        job = Job(work, tr("Saving"))
        job.finished.connect(lambda saved: self.reported.emit(DONE, tr("Saved as {path}.", path=saved)))
        job.failed.connect(self._report_error)
        return self._jobs.start(job)

    def _take_result(self) -> None:
        """Values of an older result stay, marked; without a result they go."""
        fused = self._session.fused
        if self._job is not None and self._measuring is not fused:
            self._job.cancel()
            if fused is not None:
                self.reported.emit(HINT, tr("The result changed while it was measured; measure again."))
        if fused is None:
            self._measured = self._session.results.reference = None
        elif fused in self._known:
            self._measured = Measured(fused, *self._known[fused])
        self.changed.emit()

    def _take_values(self, measured: Measured) -> None:
        self._measured = measured
        self._known[measured.fused] = measured.reference, measured.values
        self.changed.emit()

    def _take_reference(self, photo: Photo) -> None:
        fused = self._session.fused
        if fused is None:
            return
        problem = wrong_size(photo, fused)
        if problem:
            self.reported.emit(ERROR, problem)
            return
        self._session.results.reference = photo
        self.changed.emit()

    def _end(self) -> None:
        self._job = self._measuring = None
        self.changed.emit()

    def _report_error(self, error: Exception) -> None:
        self.reported.emit(ERROR, error_text(error))


def catalogue() -> dict[str, Metric]:
    """All metrics by key; imported with the first measurement."""
    from fusion.metrics import METRICS

    return METRICS


def values_of(
    fused: Fused, reference: Photo | None, everything: bool, progress: Progress
) -> dict[str, float]:
    """The metrics that the pictures and their size allow, in the catalogue's order."""
    progress("Preparing the metrics", 0, 1)
    from fusion.metrics import METRICS, score

    pixels = fused.result.photo.pixels
    side = min(pixels.shape[:2])
    usual = DEFAULT_METRICS[fused.result.settings.purpose or MULTIFOCUS]
    keys = [
        key
        for key, metric in METRICS.items()
        if metric.smallest <= side
        and is_measured(metric, reference is not None, everything or key in usual)
    ]

    def report(stage: str, done: int, total: int) -> None:
        if stage in METRICS:
            progress(tr("Measuring {metric}", metric=stage), done, total)

    return score(
        compared_frames(fused),
        pixels,
        compared_reference(reference, fused) if reference is not None else None,
        keys,
        progress=report,
    )


def is_measured(metric: Metric, has_reference: bool, is_usual: bool) -> bool:
    """Whether a metric is wanted: those against a reference always where there is one."""
    return has_reference if metric.needs == "reference" else is_usual


def wrong_size(reference: Photo, fused: Fused) -> str:
    """A sentence where the reference is neither of the result's size nor of the sources'."""
    photo, (height, width) = fused.result.photo, fused.size
    if (reference.width, reference.height) in (
        (photo.width, photo.height), (width, height),
    ):  # fmt: skip
        return ""
    return tr(
        "The reference {name} has {width} × {height} pixels and the result has "
        "{result_width} × {result_height}; choose a reference of the same size.",
        name=reference.name, width=reference.width, height=reference.height,
        result_width=photo.width, result_height=photo.height,
    )  # fmt: skip
