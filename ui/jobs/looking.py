"""Looking at sources whose pixels stay in their files: small pictures, sharpness, and what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fusion import FusionError, Progress
from fusion.files.headers import small_jpeg
from fusion.files.readers.previews import preview_of
from fusion.photo import FloatMap
from ui.document.session import Session, Source
from ui.document.source import Facts
from ui.i18n.messages import message
from ui.jobs.job import Job, Jobs
from ui.pictures.display_transform import picture_of
from ui.pictures.gallery import Gallery
from ui.pictures.pyramid import Pyramid, build
from ui.pictures.thumbnails import (
    MEASURED_SIDE,
    THUMBNAIL_SIDE,
    Thumbnail,
    cells_of,
    level_for,
    reduced,
    sharpness_of,
)
from ui.qt import QObject, Signal

SCREEN_SIDE = 2048
"""A picture of so many pixels is shown until more of them are looked at."""


class Looking(QObject):
    """Two quiet jobs: one goes through all sources while nothing else runs, one reads what is shown."""

    shown = Signal()
    """More pixels of a source that is looked at are there."""
    _seen = Signal(object, object, object, object)
    """A source, its small picture or None, what is known of it, and the energy of its cells or None."""

    def __init__(self, session: Session, jobs: Jobs, gallery: Gallery) -> None:
        super().__init__()
        self._session, self._jobs, self._gallery = session, jobs, gallery
        self._sweep: Job | None = None
        self._reading: Job | None = None
        self._wanted: list[tuple[Source, bool]] = []
        self._seen.connect(self._take)
        session.sources_changed.connect(self._go_on)
        jobs.changed.connect(self._go_on)

    def read(self, wanted: Sequence[tuple[Source, bool]]) -> None:
        """Read what is looked at, in turn: each source with whether all of its pixels are wanted.

        What was wanted before and is not being read yet is forgotten.
        """
        self._wanted = [(source, whole) for source, whole in wanted if not source.facts.problem]
        if self._reading is None:
            self._read_next()

    def _read_next(self) -> None:
        if not self._wanted:
            return
        source, whole = self._wanted.pop(0)

        def work(_progress: Progress) -> Pyramid:
            return picture_in_file(source, whole)

        def take(picture: Pyramid) -> None:
            if source in self._session.sources:
                self._gallery.keep_decoded(source, picture)
                self.shown.emit()

        self._reading = job = Job(work, "")
        job.finished.connect(take)
        job.failed.connect(lambda error: self._note_problem(source, error))
        job.over.connect(self._end_reading)
        self._jobs.start_quietly(job)

    def _end_reading(self) -> None:
        self._reading = None
        self._read_next()

    def _note_problem(self, source: Source, error: Exception) -> None:
        text = message(error) if isinstance(error, FusionError) else str(error)
        self._session.learn(source, replace(source.facts, problem=text))

    def _go_on(self) -> None:
        """Stop for every other job; go through what was not seen yet when nothing else runs."""
        unseen = [source for source in self._session.sources if is_unseen(source)]
        if self._sweep is not None and (self._jobs.current is not None or not unseen):
            self._sweep.cancel()
        elif self._sweep is None and self._jobs.current is None and unseen:
            self._start_sweep(unseen)

    def _start_sweep(self, unseen: Sequence[Source]) -> None:
        def work(progress: Progress) -> None:
            for source in unseen:
                progress("", 0, 1)
                preview = preview_of(source.path)
                if preview is not None:
                    self._seen.emit(source, reduced(preview, THUMBNAIL_SIDE), None, None)
            for source in unseen:
                progress("", 0, 1)
                self._seen.emit(source, *look_at_file(source))

        self._sweep = job = Job(work, "")
        job.over.connect(self._end_sweep)
        self._jobs.start_quietly(job)

    def _end_sweep(self) -> None:
        self._sweep = None
        self._go_on()

    def _take(
        self, source: Source, small: Thumbnail | None, facts: Facts | None, cells: FloatMap | None
    ) -> None:
        if cells is not None:
            self._gallery.keep_cells(source, cells)
        if small is not None:
            self._gallery.keep_thumbnail(source, small)
        if facts is not None:
            self._session.learn(source, facts)
        elif source in self._session.sources:
            self._session.facts_changed.emit(source)


def is_unseen(source: Source) -> bool:
    """Whether nothing of a file but its header was read."""
    return not source.is_kept and source.facts.sharpness is None and not source.facts.problem


def look_at_file(source: Source) -> tuple[Thumbnail | None, Facts, FloatMap | None]:
    """The small picture of a file, what is known of it then, and the gradient energy of its cells."""
    try:
        small = small_jpeg(source.path, MEASURED_SIDE)
        facts = source.facts
        if small is None:
            photo = source.photo
            small = reduced(level_for(picture_of(photo), MEASURED_SIDE), MEASURED_SIDE)
            facts = replace(Facts.of(photo), notes=(*photo.notes, *facts.notes))
        facts = replace(facts, sharpness=sharpness_of(small))
        return reduced(small, THUMBNAIL_SIDE), facts, cells_of(small)
    except FusionError as problem:
        return None, replace(source.facts, problem=message(problem)), None


def picture_in_file(source: Source, whole: bool) -> Pyramid:
    """The picture of a file for the screen: as large as a screen, or all of its pixels."""
    small = None if whole else small_jpeg(source.path, SCREEN_SIDE)
    facts = source.facts
    width, height = facts.width or 0, facts.height or 0
    if small is not None and small.shape[1] < width:
        return replace(build(small), full=(height, width))
    picture = picture_of(source.photo)
    if whole:
        return picture
    level = level_for(picture, SCREEN_SIDE)
    if level is picture.levels[0]:
        return picture
    return replace(build(level.copy()), full=(picture.height, picture.width))
