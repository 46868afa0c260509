"""The depth of a result, measured as a job; views from beside the camera; both saved as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fusion import Progress
from fusion.files.outputs import refuse_outputs
from fusion.files.replacing import replace_whole
from ui.document.fused import Fused
from ui.document.session import Session
from ui.i18n import tr
from ui.jobs.actions import DONE, ERROR, error_text
from ui.jobs.job import Job, Jobs
from ui.pictures.depth import DepthPictures, depth_overlay
from ui.pictures.gallery import Gallery
from ui.pictures.pyramid import Array, Pyramid, to_eight_bits
from ui.qt import QObject, Signal

if TYPE_CHECKING:  # imported with the first measurement
    from fusion.depth.depth_map import DepthMap

MeasureDepth = Callable[[Fused, Progress], "DepthMap"]

MOVED_SHARE = 0.02
"""By how much near moves against far in views, of the picture's width."""
VIEW_SIDE = 960
"""Longer side of a view, in pixels."""
RELIEF = 0.3
"""Depth of a surface, of its width."""
ANIMATIONS, SURFACE = (".gif", ".webp", ".mp4"), ".glb"


@dataclass(frozen=True, eq=False)
class Measured:
    """A depth map, and the result whose frames it was measured on."""

    fused: Fused
    depth: DepthMap


def measure_depth(fused: Fused, progress: Progress) -> DepthMap:
    """The depth of the frames that a result was made from, registered as they were."""
    from fusion.depth.depth_map import depth_of
    from fusion.frames.matching import MatchingFrames
    from fusion.frames.registered import register_frames

    frames = MatchingFrames([fused.sources[n].for_fusing for n in fused.numbers], progress=progress)
    registration = fused.registration
    if registration is not None:
        transforms = [registration.frames[number].transform for number in registration.used]
        register_frames(frames, transforms, registration.area, progress)
    decision = fused.result.decision
    if decision is not None and decision.frames != len(frames):
        decision = None  # its labels number all sources, also those that were left out
    return depth_of(frames, decision, None, progress)


class Depths(QObject):
    """Measures the depth of the session's result when asked; the gallery keeps what is shown of it.

    ``reported`` carries a kind (error, done) and a sentence for the window.
    """

    changed = Signal()
    reported = Signal(str, str)
    job_begun = Signal()
    """A new job begins: what was said before is over."""

    def __init__(
        self, session: Session, jobs: Jobs, gallery: Gallery, measure: MeasureDepth = measure_depth
    ) -> None:
        super().__init__()
        self._session, self._jobs, self._gallery = session, jobs, gallery
        self._measure_depth = measure
        self._measuring: Fused | None = None
        self._making = False
        self._measured: Measured | None = None
        session.result_changed.connect(self._take_result)

    @property
    def measured(self) -> Measured | None:
        """The depth of the session's result; None where it was not measured."""
        known = self._measured
        return known if known is not None and known.fused is self._session.fused else None

    def measure(self) -> Job | None:
        """Measure the depth of the result, unless it is there or being measured."""
        fused = self._session.fused
        if fused is None or self.measured is not None or self._measuring is fused:
            return None
        self.job_begun.emit()

        def work(progress: Progress) -> tuple[Measured, DepthPictures]:
            depth = self._measure_depth(fused, progress)
            return Measured(fused, depth), DepthPictures(depth_overlay(depth.index, depth.frames))

        job = Job(work, tr("Measuring the depth"))
        self._measuring = fused
        job.finished.connect(self._take_depth)
        job.over.connect(self._end)
        return self._start(job)

    def make_views(self, near: str) -> Job | None:
        """Make the views from side to side of the depth that was measured."""
        measured = self.measured
        pictures = self._gallery.depth_of(measured.fused) if measured is not None else None
        if measured is None or pictures is None or self._making:
            return None
        picture = self._gallery.of_result(measured.fused).picture
        full = (picture.height, picture.width)

        def work(progress: Progress) -> tuple[Pyramid, ...]:
            views = views_of(measured.depth, picture, near, progress)
            return tuple(Pyramid((view,), full=full) for view in views)

        def take(views: tuple[Pyramid, ...]) -> None:
            pictures.views[near] = views
            self.changed.emit()

        job = Job(work, tr("Making views"))
        self._making = True
        job.finished.connect(take)
        job.over.connect(self._end_views)
        return self._start(job)

    def save(self, path: Path, near: str) -> Job | None:
        """Write the depth map, an animation or a surface, by the ending; never over a source."""
        measured = self.measured
        if measured is None:
            return None
        protected = [source.path for source in (*measured.fused.sources, *self._session.sources)]
        picture = self._gallery.of_result(measured.fused).picture
        self.job_begun.emit()

        def work(progress: Progress) -> Path:
            progress("Writing", 0, 1)
            return write(path, measured.depth, picture, near, protected, progress)

        job = Job(work, tr("Saving"))
        job.finished.connect(lambda saved: self.reported.emit(DONE, tr("Saved as {path}.", path=saved)))
        return self._start(job)

    def _start(self, job: Job) -> Job:
        job.failed.connect(lambda error: self.reported.emit(ERROR, error_text(error)))
        return self._jobs.start(job)

    def _take_depth(self, found: tuple[Measured, DepthPictures]) -> None:
        self._measured, pictures = found
        self._gallery.keep_depth(self._measured.fused, pictures)
        self.changed.emit()

    def _take_result(self) -> None:
        if self._measured is not None and self._measured.fused is not self._session.fused:
            self._measured = None
        self.changed.emit()

    def _end(self) -> None:
        self._measuring = None

    def _end_views(self) -> None:
        self._making = False


def views_of(depth: DepthMap, picture: Pyramid, near: str, progress: Progress) -> list[Array]:
    """One round of views from side to side, at the size of a screen."""
    from fusion.depth.animation import rocking_views
    from fusion.depth.views import for_views, reduced

    small, nearness = reduced(on_screen(picture), for_views(depth.nearness(near)), VIEW_SIDE)
    return list(rocking_views(small, nearness, MOVED_SHARE * small.shape[1], progress=progress))


def write(
    path: Path, depth: DepthMap, picture: Pyramid, near: str, protected: Iterable[Path],
    progress: Progress,
) -> Path:  # fmt: skip
    """Write what the ending names: a rocking view, a surface, or the depth map with its scale."""
    from fusion.depth.animation import encode_animation
    from fusion.depth.mesh import glb_of
    from fusion.depth.saving import save_depth
    from fusion.depth.views import for_views

    ending = path.suffix.lower()
    refuse_outputs([path], protected)
    if ending in ANIMATIONS:
        replace_whole(path, encode_animation(views_of(depth, picture, near, progress), ending))
    elif ending == SURFACE:
        nearness = for_views(depth.nearness(near))
        replace_whole(path, glb_of(on_screen(picture), nearness, RELIEF))
    else:
        save_depth(depth, path, near=near, sources=protected)
    return path


def on_screen(picture: Pyramid) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The picture in 8 bits, in the screen's colours."""
    return np.ascontiguousarray(to_eight_bits(picture.levels[0]))
