"""What the user asks for, as jobs between session and fusion: reading, aligning, fusing, saving."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from fusion import FusionError, FusionResult, Progress, ReadOptions, SaveOptions, get_ready
from fusion.files import losses
from fusion.files.capture_time import capture_time
from fusion.files.folders import TWINS
from fusion.files.names import natural_key
from fusion.files.outputs import refuse_outputs
from fusion.files.readers.previews import Preview
from fusion.memory_errors import is_out_of_memory, too_little_memory
from fusion.notes import Note
from fusion.record import sidecar_of
from fusion.register.registration import Registration
from ui.document.fused import Fused
from ui.document.kinds import looks_like_roles
from ui.document.results import KeptResult, Snapshot
from ui.document.session import Session, Source
from ui.i18n import tr
from ui.i18n.messages import message, sentence
from ui.i18n.registration import other_notes, warnings
from ui.jobs.align_job import Aligning
from ui.jobs.growing import first_look
from ui.jobs.job import Job, Jobs
from ui.jobs.load_job import (
    MOST_KEPT,
    MOST_SHOWN,
    ReadOutcome,
    ReadRequest,
    Watchers,
    error_lines,
    read_files,
)
from ui.jobs.registering import Fuse, Register, fuse_photos, fuse_sources, register_photos
from ui.jobs.result_views import prepare, quick_preview
from ui.jobs.write_result import write_result
from ui.log import log_path
from ui.pictures.gallery import Gallery
from ui.qt import QObject, Signal

ERROR, DONE, HINT, PLACE = "error", "done", "hint", "place"
"""Kinds of messages. ``PLACE`` is a hint on where a walk has come to: the next one replaces it."""
LOG = logging.getLogger(__name__)
MOST_CHECKED = 500_000_000
"""Pixels of all frames together up to which they are looked at without being asked."""
TURN_SECONDS = 0.02
"""How often reading looks whether pictures that were opened before have come."""
FEW = 10
"""For so many pictures at most, fusing is prepared while they are read."""


class Actions(QObject):
    """Starts jobs and brings their outcome into the session.

    ``reported`` carries a kind (error, done, hint) and a sentence for the window.
    """

    reported = Signal(str, str)
    saved = Signal(str, object)
    """What is told of a result that was saved, and its path."""
    previewed = Signal(int, str, object)
    """Slot, name and small picture (H, W, 3) of a file that is still being read."""
    expected = Signal(object)
    """Slots and names of files that are going to be read, all at once."""
    folder_read = Signal(object)
    """The path of a folder whose pictures were read."""
    _names_known = Signal(object, object)
    _preview_ready = Signal(object, int, str, object)
    _quick_ready = Signal(object, object)
    job_begun = Signal()
    """A new job begins: what was said before is over."""

    def __init__(
        self, session: Session, jobs: Jobs, fuse_function: Fuse = fuse_photos,
        register_function: Register = register_photos,
    ) -> None:  # fmt: skip
        super().__init__()
        self._session = session
        self._jobs = jobs
        self.fuse_function = fuse_function
        self.gallery = Gallery()
        self._aligning = Aligning(session, jobs, register_function)
        self._aligning.told.connect(lambda text: self._report_lines([text]))
        self._aligning.failed.connect(self._report_error)
        self._aligning.ended.connect(self._end_aligning)
        self._fusing: Job | None = None
        self._fuses_next = False
        self._readings: list[Job] = []
        self._names_known.connect(self._show_expected)
        self._preview_ready.connect(self._show_preview)
        self._quick_ready.connect(self._show_quick)
        self.raw_space = "srgb"
        """Colour space in which camera RAW is developed from now on."""
        self.folder_order = "name"
        """``name``, or ``time``: how the pictures of a folder are ordered from now on."""
        self.twins = TWINS[0]
        """What is taken of a folder's RAW and JPEG of one shot from now on."""
        self.dye = 0
        """Which dye of a z-stack is opened from now on, from 0."""
        self.opens: Callable[[Sequence[Path]], bool] = lambda _paths: False
        """Takes files that are no pictures, such as a project; False where there is none among them."""
        self.checks_frames = False
        """Whether frames are looked at as soon as they are read, for what is wrong with any."""

    @property
    def is_reading(self) -> bool:
        return bool(self._readings)

    @property
    def is_fusing(self) -> bool:
        return self._fusing is not None or self._fuses_next

    def why_not_fuse(self) -> str:
        """Why Fuse cannot be clicked now; empty when it can."""
        return self._why_busy() or self._session.why_not_fuse()

    def why_not_align(self) -> str:
        """Why Align cannot be clicked now; empty when it can."""
        return self._why_busy() or self._session.why_not_align()

    def _why_busy(self) -> str:
        if self.is_fusing:
            return tr("The sources are being fused.")
        if self._aligning.is_running:
            return tr("The frames are being aligned.")
        return tr("The pictures are being read.") if self.is_reading else ""

    def read(
        self, paths: Sequence[Path], slot: int | None = None, instead: bool = False,
        pages: bool = False,
    ) -> Job | None:  # fmt: skip
        """Read files into the slots, the first into ``slot``, the others into empty or new ones.

        With ``instead`` they take the place of all that is in the slots, once one of them was read;
        with ``pages`` every page of a TIFF is a source.
        """
        if not paths or self.opens(paths):
            return None
        by_time = self.folder_order == "time"
        request = ReadRequest(tuple(paths), slot, pages, by_time, self.dye, self.twins)
        earlier = tuple(self._readings)
        self.job_begun.emit()

        def work(progress: Progress) -> tuple[list[ReadOutcome], list[Path]]:
            while any(other in self._readings for other in earlier):  # sets come as they were asked for
                progress("Reading", 0, 1)
                time.sleep(TURN_SECONDS)
            options, room = self._how_to_read(instead)
            outcomes = read_files(request, self.gallery, options, progress, Watchers(expect, show), room)
            return outcomes, [path for path in request.paths if path.is_dir()]

        def expect(names: list[str]) -> None:
            slots = (self._session.slot_for(number, slot, instead) for number in range(len(names)))
            self._names_known.emit(job, dict(zip(slots, names, strict=True)))

        def show(number: int, name: str, preview: Preview) -> None:
            self._preview_ready.emit(job, self._session.slot_for(number, slot, instead), name, preview)

        job = Job(work, tr("Reading pictures"))
        self._session.ends.connect(job.cancel)
        job.finished.connect(lambda read: self._take_sources(read[0], read[1], instead))
        job.failed.connect(self._report_error)
        job.over.connect(lambda: self._end_reading(job))
        self._readings.append(job)
        return self._jobs.start(job)

    def _how_to_read(self, instead: bool) -> tuple[ReadOptions, int]:
        """As what is in the slots already was read, and how many pixels more may be kept."""
        here = () if instead else self._session.sources
        balance = next((source.facts.raw.white_balance for source in here if source.facts.raw), None)
        kept = {source for result in self._session.results for source in result.fused.sources}
        room = MOST_KEPT - sum(source.kept_pixels for source in kept | set(here))
        return ReadOptions(raw_space=self.raw_space, white_balance=balance), room

    def sort(self, by_time: bool) -> Job | None:
        """Bring the sources in the order of their names, or of the times at which they were taken."""
        sources = self._session.sources

        def work(progress: Progress) -> list[Source]:
            keys: dict[Source, object] = {}
            for number, source in enumerate(sources):
                progress("Reading", number, len(sources))
                keys[source] = capture_time(source.path) if by_time else natural_key(source.path)
            return sorted(sources, key=lambda source: keys[source])  # type: ignore[arg-type, return-value]

        job = Job(work, tr("Reading pictures"))
        job.finished.connect(self._session.arrange)
        job.failed.connect(self._report_error)
        return self._jobs.start(job) if len(sources) > 1 else None

    def align(self) -> Job | None:
        """Find how the frames lie against each other; does nothing where that cannot be."""
        if self.why_not_align():
            return None
        self.job_begun.emit()
        return self._aligning.start()

    def fuse(self) -> Job | None:
        """Fuse what is in the slots; does nothing where that cannot be.

        Frames that were not aligned yet are aligned first, by fusion itself or by a check that runs.
        """
        if self.why_not_fuse():
            return None
        self.job_begun.emit()
        if self._aligning.is_checking:
            self._fuses_next = True
            return self._aligning.start()
        return self._start_fusing()

    def _start_fusing(self) -> Job:
        session = self._session
        sources, settings, known = session.sources, session.settings, session.registration
        to_fuse = session.settings_to_fuse

        def work(progress: Progress) -> Fused:
            quick = quick_preview(self.fuse_function, sources, settings, self.gallery, progress, known)
            show = partial(self._quick_ready.emit, job)
            progress = first_look(quick, progress, sources, settings, self.gallery, show)
            result = fuse_sources(self.fuse_function, sources, to_fuse, progress, known)
            LOG.info("%s: %s", settings.method, timings_of(result))
            fused = prepare(result, sources, self.gallery, progress)
            return replace(fused, asked=None if result.settings == settings else settings)

        job = Job(work, tr("Fusing"))
        session.ends.connect(job.cancel)
        self._fusing = job
        job.finished.connect(lambda fused: self._take_result(fused, known))
        job.failed.connect(self._report_error)
        job.over.connect(self._end_fusing)
        return self._jobs.start(job)

    def save(
        self, path: Path, options: SaveOptions | None = None, sidecar: bool = False
    ) -> Job | None:
        """Write the result, and with ``sidecar`` its record beside it; a source is never overwritten."""
        kept = self._session.results.shown
        if kept is None:
            return None
        fused, snapshot = kept.fused, kept.snapshot()
        others = [source.path for source in (*fused.sources, *self._session.sources)]
        self.job_begun.emit()

        def work(progress: Progress) -> Path:
            progress("Writing", 0, 1)
            refuse_outputs([path], others, [sidecar_of(path)] if sidecar else [])
            write_result(snapshot.finished(), fused.sources, path, others, options, sidecar)
            return path

        job = Job(work, tr("Saving"))
        job.finished.connect(lambda saved: self._take_saved(kept, snapshot, saved))
        job.cancelled.connect(lambda: self._report_stopped(path))
        job.failed.connect(self._report_error)
        return self._jobs.start(job)

    def _show_expected(self, job: Job, names: dict[int, str]) -> None:
        if job.is_over or not names:
            return
        self.expected.emit(names)
        if len(names) <= FEW:  # of many the pixels may stay in their files, and the memory is spared
            settings = self._session.settings
            Job(lambda _progress: get_ready(settings), "").start()

    def _show_preview(self, job: Job, slot: int, name: str, preview: Preview) -> None:
        if not job.is_over:
            self.previewed.emit(slot, name, preview)

    def _show_quick(self, job: Job, preview: Fused) -> None:
        if not job.is_over:
            self._session.show_preview(preview)

    def _take_sources(
        self, outcomes: list[ReadOutcome], folders: list[Path], instead: bool
    ) -> None:
        problems = [outcome.problem for outcome in outcomes if outcome.problem is not None]
        notes: dict[Note, list[str]] = {}
        read = [(outcome.source, outcome.slot) for outcome in outcomes if outcome.source is not None]
        if read:
            self._session.put_all(read, instead)
        for outcome in outcomes:
            if outcome.source is not None:
                for note in outcome.source.facts.notes:
                    notes.setdefault(note, []).append(outcome.source.path.name)
        for folder in folders:
            self.folder_read.emit(folder)
        self._get_ready()
        lines = error_lines(problems)
        lines += [notes_text(names, note) for note, names in notes.items()][:MOST_SHOWN]
        if not self._session.settings.role_names and looks_like_roles(self._session.sources):
            lines.append(
                tr("By their names these are an infrared and a visible picture; switch at the top.")
            )
        if lines:
            self.reported.emit(ERROR if problems else HINT, "\n".join(lines))

    def _get_ready(self) -> None:
        """What fusing these pictures needs is prepared while the user looks at them."""
        sources, settings = self._session.sources, self._session.settings
        if len(sources) > 1 and all(source.is_kept for source in sources):
            first = sources[0].facts
            if first.height is not None and first.width is not None:
                shape = (len(sources), first.height, first.width)
                Job(lambda _progress: get_ready(settings, shape), "").start()

    def _take_result(self, fused: Fused, known: Registration | None) -> None:
        """Keep the result; tell its notes, and of frames that are flagged unless Align did.

        How the frames were registered stands in the bottom bar.
        """
        self._session.take_result(fused)
        registration = fused.registration
        notes = other_notes(fused.result.notes, registration)
        flagged = warnings(registration) if registration is not None and known is None else []
        self._report_lines([" ".join(message(note) for note in notes), *flagged])

    def _report_lines(self, lines: Sequence[str]) -> None:
        told = [line for line in lines if line]
        if told:
            self.reported.emit(HINT, "\n".join(told))

    def _take_saved(self, kept: KeptResult, snapshot: Snapshot, path: Path) -> None:
        self._session.mark_saved(path, kept, snapshot)
        lost = [message(note) for note in losses(kept.fused.result.photo, path)]
        self.saved.emit(" ".join([tr("Saved as {path}.", path=path), *lost]), path)

    def _report_stopped(self, path: Path) -> None:
        """Encoding cannot be interrupted: the file may still come."""
        text = tr("Saving was stopped; {name} may still appear if it was nearly done.", name=path.name)
        self.reported.emit(HINT, text)

    def _end_reading(self, job: Job) -> None:
        self._readings.remove(job)
        self._session.sources_changed.emit()
        self._check_frames()

    def _check_frames(self) -> None:
        """Look at frames that were just read, unless there are so many that it takes long."""
        sources = self._session.sources
        pixels = sum((source.facts.width or 0) * (source.facts.height or 0) for source in sources)
        if (
            self.checks_frames
            and pixels <= MOST_CHECKED
            and self._session.registration is None
            and self._session.registration_parameters.model != "none"
            and not self.why_not_align()
        ):
            self._aligning.start(as_check=True)

    def _end_aligning(self, found: bool) -> None:
        """Go on to fusing where the user asked for it in the meantime."""
        fuses, self._fuses_next = self._fuses_next, False
        if fuses and found and not self._session.why_not_fuse():
            self._start_fusing()
        self._session.settings_changed.emit()

    def _end_fusing(self) -> None:
        self._fusing = None
        self._session.show_preview(None)
        self._session.settings_changed.emit()

    def _report_error(self, error: Exception) -> None:
        self.reported.emit(ERROR, error_text(error))


def error_text(error: Exception) -> str:
    """What the user is told of an error: its own sentence, or where the details are."""
    if isinstance(error, FusionError):
        return sentence(message(error))
    if is_out_of_memory(error):
        return sentence(message(too_little_memory()))
    return fault_text()


def notes_text(names: list[str], note: Note) -> str:
    """What is to be known of how files were read: once for all of which it is true."""
    text = message(note)
    if len(names) == 1:
        return f"{names[0]}: {text}"
    return tr("{name} and {count} more: {note}", name=names[0], count=len(names) - 1, note=text)


def fault_text() -> str:
    """A programming error: one sentence; the rest is in the log."""
    return tr(
        "Something went wrong inside the program; nothing was changed. Details: {path}",
        path=log_path(),
    )


def timings_of(result: FusionResult) -> str:
    """Where the time went, in a line for the log."""
    return ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in result.timings.items())
