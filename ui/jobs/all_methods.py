"""Every method of a kind fuses the frames, one after another; each result goes into the strip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fusion import FusionSettings, Method, Photo, Progress, methods
from ui.document.fused import Fused
from ui.document.session import Session
from ui.i18n import fusion_text, tr
from ui.jobs.actions import Actions, error_text
from ui.jobs.job import Job, Jobs
from ui.jobs.measure_job import Measuring, wrong_size
from ui.jobs.registering import compared_reference, fuse_sources
from ui.jobs.result_views import prepare
from ui.pictures.figure import Bytes, Cell, FigureLayout, Region, colour
from ui.qt import QObject, Signal

SHOWN_METRICS = {"PSNR_reference": "PSNR {:.2f} dB", "SSIM_reference": "SSIM {:.4f}"}
CROP_SHARE = 2 / 3
"""Height of a crop, of its width."""


@dataclass(frozen=True)
class MethodRun:
    """What came of one method: a result, or why there is none.

    Attributes
    ----------
    method
        That was run.
    fused
        The result; None where the method refused.
    problem
        Why, in a sentence.
    metrics
        Values against the reference with their names, where one was chosen.
    """

    method: Method[Any]
    fused: Fused | None
    problem: str = ""
    metrics: tuple[str, ...] = ()


class AllMethods(QObject):
    """Runs the methods in jobs of their own, so that each can be cancelled and keeps what was done.

    ``finished`` carries all runs, also where the user stopped between two.
    """

    finished = Signal(object)

    def __init__(
        self, session: Session, jobs: Jobs, job_actions: Actions, measuring: Measuring
    ) -> None:
        super().__init__()
        self._session, self._jobs, self._actions = session, jobs, job_actions
        self._measuring = measuring
        self._waiting: list[Method[Any]] = []
        self._runs: list[MethodRun] = []
        self._count = 0
        self._asked = session.sources, session.settings, session.registration
        """What all of them fuse, and how, though the list may change meanwhile."""

    @property
    def is_running(self) -> bool:
        """Whether methods still wait or run."""
        return bool(self._count)

    def start(self) -> Job | None:
        """Run every method of the session's kind; nothing where that cannot be now."""
        if self.is_running or self._actions.why_not_fuse():
            return None
        session = self._session
        self._waiting = methods_of(session.purpose)
        self._asked = session.sources, session.settings, session.registration
        self._runs, self._count = [], len(self._waiting)
        return self._next()

    def _next(self) -> Job | None:
        """Start the next method, or tell that all are done."""
        if not self._waiting:
            self._end()
            return None
        method = self._waiting.pop(0)
        sources, chosen, known = self._asked
        settings = settings_for(method, chosen)
        reference = self._measuring.reference

        def work(progress: Progress) -> MethodRun:
            fuse = self._actions.fuse_function
            result = fuse_sources(fuse, sources, settings, progress, known)
            fused = prepare(result, sources, self._actions.gallery, progress)
            return MethodRun(method, fused, metrics=against(reference, fused, progress))

        number = self._count - len(self._waiting)
        title = tr(
            "Method {number} of {count}: {name}",
            number=number, count=self._count, name=fusion_text(method.title),
        )  # fmt: skip
        job = Job(work, title)
        self._session.ends.connect(job.cancel)
        job.finished.connect(self._take)
        job.failed.connect(lambda error: self._take(MethodRun(method, None, error_text(error))))
        job.cancelled.connect(self._stop)
        return self._jobs.start(job)

    def _take(self, run: MethodRun) -> None:
        """Keep a result, the first one on the screen; then the next method."""
        self._runs.append(run)
        if run.fused is not None and self._session.fused is None:
            self._session.take_result(run.fused)
        elif run.fused is not None:
            self._session.results.add(run.fused)
        self._next()

    def _stop(self) -> None:
        """The user stopped: what was done is kept."""
        self._waiting = []
        self._end()

    def _end(self) -> None:
        self._count = 0
        if self._runs:
            self.finished.emit(tuple(self._runs))


def methods_of(purpose: str) -> list[Method[Any]]:
    """The methods of a kind of fusion, in the order of every list."""
    return [method for method in methods().values() if purpose in method.purposes]


def settings_for(method: Method[Any], chosen: FusionSettings) -> FusionSettings:
    """The settings of a method: as chosen where it is the chosen one, else its defaults."""
    if method.name == chosen.method:
        return chosen
    return replace(chosen, method=method.name, parameters=method.parameters())


def against(reference: Photo | None, fused: Fused, progress: Progress) -> tuple[str, ...]:
    """The metrics of a result against a reference of its size; none where there is no such."""
    if reference is None or wrong_size(reference, fused):
        return ()
    from fusion.metrics import METRICS, score

    def report(stage: str, done: int, total: int) -> None:
        del stage
        progress("Preparing the metrics", done, total)

    pixels = fused.result.photo.pixels
    keys = [key for key in SHOWN_METRICS if METRICS[key].smallest <= min(pixels.shape[:2])]
    values = score([pixels], pixels, compared_reference(reference, fused), keys, progress=report)
    return tuple(SHOWN_METRICS[key].format(value) for key, value in values.items())


def contact_cells(
    runs: tuple[MethodRun, ...], picture_of: Callable[[Fused], Bytes], layout: FigureLayout,
    centre: tuple[float, float] | None = None,
) -> list[Cell]:  # fmt: skip
    """A cell a method: its picture, a crop at 100 %, name, year, seconds and metrics.

    ``centre`` is the place (y, x) of the crop, in pixels of the results; None for their middle.
    """
    cells = []
    for run in runs:
        caption = fusion_text(run.method.title)
        if run.fused is None:
            cells.append(Cell(None, caption, (*year_of(run), run.problem)))
            continue
        picture = colour(picture_of(run.fused))
        seconds = tr("{seconds} s", seconds=f"{sum(run.fused.result.timings.values()):.1f}")
        words = (" · ".join([*year_of(run), seconds]), *run.metrics)
        cells.append(Cell(picture, caption, words, crop_at(picture, layout, centre)))
    return cells


def year_of(run: MethodRun) -> list[str]:
    """The year of a method, if it has one."""
    return [] if run.method.year is None else [str(run.method.year)]


def crop_at(
    picture: Bytes, layout: FigureLayout, centre: tuple[float, float] | None
) -> Region | None:
    """The region whose pixels are as large as those of a cell; None where that is all of the picture."""
    height, width = picture.shape[:2]
    across = round(layout.pixels(layout.width_mm) / layout.columns)
    sides = min(round(across * CROP_SHARE), height), min(across, width)
    if sides == (height, width):
        return None
    middle = centre or (height / 2, width / 2)
    starts = [
        int(np.clip(round(at - side / 2), 0, length - side))
        for at, side, length in zip(middle, sides, (height, width), strict=True)
    ]
    (top, left), (tall, wide) = starts, sides
    return slice(top, top + tall), slice(left, left + wide)

