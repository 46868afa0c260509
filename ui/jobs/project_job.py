"""Projects as jobs: opened, with their sources read and their results made again, and saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fusion import FusionError, FusionResult, Progress, ReadOptions, find_method, load_photo
from fusion.files.existing import is_file
from fusion.files.headers import size_in_header
from fusion.project import (
    Place,
    Project,
    ProjectResult,
    ProjectSource,
    find_files,
    read_project,
    save_project,
)
from fusion.project.finding import hash_of_file
from fusion.record import hash_of
from ui.document.fused import Fused
from ui.document.project import Table, state_of
from ui.document.results import KeptResult
from ui.document.session import Session
from ui.document.source import Source
from ui.i18n import tr
from ui.jobs.actions import ERROR, Actions, error_text
from ui.jobs.job import Job, Jobs
from ui.jobs.load_job import (
    MOST_KEPT,
    ReadOutcome,
    ReadRequest,
    Unread,
    decode_files,
    list_files,
)
from ui.jobs.registering import fuse_sources
from ui.jobs.result_views import prepare
from ui.jobs.retouch_job import set_up
from ui.qt import QObject, Signal


@dataclass(frozen=True)
class Opened:
    """A project that was read, and where its files are.

    ``sources`` are those that could be read, by their numbers in the project; ``problems`` say why the
    others could not; ``read`` is what made the project of the file; ``folders`` are those in which the
    user had files looked for.
    """

    path: Path
    project: Project
    places: tuple[Place | None, ...]
    sources: Mapping[int, Source] = field(default_factory=dict)
    problems: tuple[FusionError, ...] = ()
    read: Callable[[Path], Project] = read_project
    folders: tuple[Path, ...] = ()

    @property
    def missing(self) -> tuple[ProjectSource, ...]:
        """The files that were not found."""
        return tuple(
            source for source, place in zip(self.project.sources, self.places, strict=True)
            if place is None
        )  # fmt: skip

    @property
    def changed(self) -> tuple[Path, ...]:
        """Files that have another content than when the project was saved."""
        return tuple(place.path for place in self.places if place is not None and not place.is_same)


@dataclass(frozen=True)
class Made:
    """A result that was made again.

    Attributes
    ----------
    fused
        As it is shown.
    computed
        Without its strokes; None where there are none.
    is_same
        Whether it has the pixels that it had when the project was saved.
    saved_as
        The file that holds these pixels; None where none does.
    """

    fused: Fused
    computed: Fused | None
    is_same: bool
    saved_as: Path | None = None


class ProjectJobs(QObject):
    """Opens and saves projects off the window's thread."""

    reported = Signal(str, str)
    found = Signal(object)
    """A project was read and its files were looked for; nothing has changed yet."""
    read = Signal(object)
    """Its sources were read."""
    made = Signal()
    """A result was made again, or cannot be."""
    saved = Signal(object)
    job_begun = Signal()

    def __init__(self, session: Session, jobs: Jobs, actions: Actions) -> None:
        super().__init__()
        self._session, self._jobs, self._actions = session, jobs, actions
        self.waiting: list[ProjectResult] = []
        """Results of the project that are not made again yet."""
        self.table: Table | None = None
        self._sources: dict[int, Source] = {}
        self._untried: list[ProjectResult] = []
        self._all: tuple[ProjectResult, ...] = ()
        self._kept: dict[int, KeptResult] = {}
        self._making: Job | None = None

    def find(
        self, path: Path, read: Callable[[Path], Project] = read_project, folders: Sequence[Path] = ()
    ) -> Job:
        """Read a project, or what ``read`` makes of a file, and look for its files."""

        def work(progress: Progress) -> Opened:
            project = read(path)
            places = find_files(project.sources, path.absolute().parent, folders, progress=progress)
            return Opened(path, project, tuple(places), read=read, folders=tuple(folders))

        self.job_begun.emit()
        return self._start(work, tr("Opening the project"), self.found.emit)

    def open(self, opened: Opened) -> Job:
        """Read the sources that were found; nothing has changed yet when all are there."""

        def work(progress: Progress) -> Opened:
            return with_sources(opened, self._actions, progress)

        return self._start(work, tr("Opening the project"), self.read.emit)

    def save(self, project: Project, path: Path) -> Job:
        """Save a project with the hash of every file."""

        def work(progress: Progress) -> Path:
            return save_project(hashed(project, progress), path)

        self.job_begun.emit()
        return self._start(work, tr("Saving the project"), self.saved.emit)

    def stop(self) -> None:
        """Make no results again any more; those that wait stay in the project."""
        self._untried, making = [], self._making
        if making is not None and not making.is_over:
            making.cancel()

    def forget(self) -> None:
        """Another document: nothing of the project waits any more."""
        self.stop()
        self.waiting, self._untried, self.table, self._sources = [], [], None, {}

    def make_next(self) -> Job | None:
        """Make the next result again whose sources are there; None where there is none. One that fails
        is not tried again, and stays in the project."""
        ready = [result for result in self._untried if set(result.sources) <= self._sources.keys()]
        if self._making is not None or not ready:
            return None
        recipe = ready[0]
        self._untried = [each for each in self._untried if each is not recipe]
        sources = tuple(self._sources[number] for number in recipe.sources)

        def work(progress: Progress) -> Made:
            made = made_again(recipe, sources, self._actions, progress)
            return replace(made, saved_as=still_saved(recipe, made))

        job = Job(work, tr("Making the results of the project again"))
        self._making = job
        job.finished.connect(lambda made: self._keep(recipe, made))
        job.failed.connect(lambda error: self.reported.emit(ERROR, error_text(error)))
        job.cancelled.connect(self.stop)
        job.over.connect(self._end)
        return self._jobs.start(job)

    @property
    def can_make(self) -> bool:
        """Whether the sources of one that waits are there, and nothing is being made."""
        there = self._sources.keys()
        return self._making is None and any(set(each.sources) <= there for each in self.waiting)

    def make_all(self) -> None:
        """Make all results again that are not made yet."""
        self._untried = list(self.waiting)
        self.make_next()

    def begin(self, opened: Opened) -> None:
        """Take the project as the document; its results wait to be made again."""
        project = opened.project
        self.forget()
        self._session.begin_with(state_of(project, opened.sources))
        paths = {number: source.path for number, source in opened.sources.items()}
        self.table, self._sources = Table.of(project.sources, paths), dict(opened.sources)
        shown = project.shown
        first = [] if shown is None else [project.results[shown]]
        others = [result for number, result in enumerate(project.results) if number != shown]
        self.waiting = [*first, *others]
        self._untried, self._all, self._kept = list(self.waiting), project.results, {}

    def _keep(self, recipe: ProjectResult, made: Made) -> None:
        session, is_first = self._session, self._session.fused is None
        self.waiting = [each for each in self.waiting if each is not recipe]
        kept: KeptResult = session.results.add(made.fused, is_new=False)
        if recipe.title:
            session.results.rename(kept, recipe.title)
        kept.computed, kept.strokes = made.computed, recipe.retouch
        self._link(recipe, kept)
        session.results.mark_saved(kept, made.saved_as)
        if is_first:
            session.show_result(kept)
        if not made.is_same:
            text = tr("{name} has other pixels than when the project was saved.", name=kept.name)
            self.reported.emit(ERROR, text)

    def _link(self, recipe: ProjectResult, kept: KeptResult) -> None:
        """The results in the project's order, and second opinions with their results, once both are
        there."""
        self._kept[next(n for n, each in enumerate(self._all) if each is recipe)] = kept
        for number, there in self._kept.items():
            first = self._all[number].second_of
            if first is not None and first != number:
                there.second_of = self._kept.get(first)
        self._session.results.put_in_order([self._kept[number] for number in sorted(self._kept)])

    def _end(self) -> None:
        self._making = None
        self.made.emit()

    def _start(
        self, work: Callable[[Progress], object], title: str, take: Callable[..., None]
    ) -> Job:
        job = Job(work, title)
        job.finished.connect(take)
        job.failed.connect(lambda error: self.reported.emit(ERROR, error_text(error)))
        return self._jobs.start(job)


def with_sources(opened: Opened, actions: Actions, progress: Progress) -> Opened:
    """The sources read from their files, each once; their pixels stay there where they are many."""
    found = [(number, place.path) for number, place in enumerate(opened.places) if place is not None]
    unread = [Unread(path, opened.project.sources[number].page) for number, path in found]
    raw = next((source.raw for source in opened.project.sources if source.raw is not None), None)
    options = ReadOptions(raw_space=raw.space, white_balance=raw.white_balance) if raw else ReadOptions()
    request = ReadRequest(tuple(path for _number, path in found))
    sizes = [size_in_header(each.path) for each in unread]
    if sum(width * height for width, height in filter(None, sizes)) > MOST_KEPT:
        outcomes: list[ReadOutcome] = list_files(request, unread, sizes, options, progress)
    else:
        outcomes = decode_files(request, unread, actions.gallery, options, progress)
    sources, problems = dict[int, Source](), list[FusionError]()
    for (number, _path), outcome in zip(found, outcomes, strict=True):
        if outcome.source is not None:
            sources[number] = outcome.source
            place, known = opened.places[number], opened.project.sources[number].sha256
            if not outcome.source.sha256 and place is not None and place.is_same:
                outcome.source.sha256 = known
        elif outcome.problem is not None:
            problems.append(outcome.problem)
    return replace(opened, sources=sources, problems=tuple(problems))


def made_again(
    recipe: ProjectResult, sources: tuple[Source, ...], actions: Actions, progress: Progress
) -> Made:
    """A result made again by its recipe, or read from the file that it was saved as where that is enough
    and holds the same pixels."""
    record = recipe.record
    saved = from_saved(recipe, sources)
    if saved is not None:
        fused = replace(prepare(saved, sources, actions.gallery, progress), asked=recipe.asked)
        return Made(fused, None, True)
    settings = record.settings
    if settings.device == "cuda":
        settings = replace(settings, device="auto")
    result = fuse_sources(actions.fuse_function, sources, settings, progress, record.transforms)
    fused = replace(prepare(result, sources, actions.gallery, progress), asked=recipe.asked)
    if not recipe.retouch:
        made = result.record
        known = record.pixels_sha256
        return Made(fused, None, not known or made is None or made.pixels_sha256 == known)
    painted = set_up(fused, recipe.retouch, progress).fused
    actions.gallery.of_result(painted)
    known = record.pixels_sha256
    is_same = not known or hash_of(painted.result.photo.pixels) == known
    return Made(painted, fused, is_same)


def still_saved(recipe: ProjectResult, made: Made) -> Path | None:
    """The file that a result was saved as, where that is still there and the result is the same."""
    path = Path(recipe.saved)
    is_known = bool(recipe.saved) and made.is_same and bool(recipe.record.pixels_sha256)
    return path if is_known and is_file(path) else None


def from_saved(recipe: ProjectResult, sources: tuple[Source, ...]) -> FusionResult | None:
    """A result from the file that it was saved as, where that holds the same pixels; None where it does
    not, and of methods that decide, whose decision is in no file."""
    record, path = recipe.record, Path(recipe.saved)
    decides = find_method(record.method).kind == "decision"
    if decides or recipe.retouch or not record.pixels_sha256 or not recipe.saved:
        return None
    if not is_file(path):
        return None
    try:
        photo = load_photo(path)
    except FusionError:
        return None
    if hash_of(photo.pixels) != record.pixels_sha256:
        return None
    return FusionResult(
        replace(photo, path=None), None, {"fusing": recipe.seconds}, record.device, record.settings,
        record, registration=record.transforms, order=tuple(range(len(sources))),
    )  # fmt: skip


def hashed(project: Project, progress: Progress) -> Project:
    """The project with the size and the hash of each file that is there."""
    sources = []
    for number, source in enumerate(project.sources):
        progress("Looking for the files", number, len(project.sources))
        path = Path(source.path)
        if is_file(path):
            size = path.stat().st_size
            source = replace(
                source, size_bytes=size, sha256=source.sha256 or hash_of_file(path)
            )
        sources.append(source)
    return replace(project, sources=tuple(sources))
