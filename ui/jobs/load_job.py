"""Files and folders become sources: what the job of reading does, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fusion import FusionError, Progress, ReadOptions, load_photo
from fusion.files import dyes_of
from fusion.files.folders import TWINS
from fusion.files.headers import Size, size_in_header
from fusion.files.names import expand
from fusion.files.readers.previews import Preview, preview_of
from fusion.notes import Note
from ui.document.session import Source
from ui.document.source import Facts
from ui.i18n import tr
from ui.i18n.messages import message, sentence
from ui.pictures.gallery import Gallery
from ui.pictures.thumbnails import MEASURED_SIDE, level_for, sharpness_of

MOST_KEPT = 250_000_000
"""So many pixels of all sources are kept at most: ten photographs of 24 megapixels. More stay in their
files, and are read when they are looked at or fused."""
MOST_SHOWN = 3
"""So many problems, and so many notes, are told at once."""


@dataclass(frozen=True)
class ReadRequest:
    """Files and folders to be read, the first into ``slot``.

    With ``pages`` every page of a TIFF is a source, of a z-stack every page of ``dye``, from 0; with
    ``by_time`` the pictures of a folder come in the order in which they were taken, else in that of
    their names; ``twins`` says what is taken of RAW and JPEG of one shot.
    """

    paths: tuple[Path, ...]
    slot: int | None = None
    pages: bool = False
    by_time: bool = False
    dye: int = 0
    twins: str = TWINS[0]


@dataclass(frozen=True)
class ReadOutcome:
    """What came of reading one source: the source, or why it could not be read."""

    slot: int | None
    source: Source | None
    problem: FusionError | None


@dataclass(frozen=True)
class Unread:
    """A source to be read; ``page`` is one of several in its file, ``notes`` tell what else there is.
    Or why it cannot be."""

    path: Path
    page: int | None = None
    problem: FusionError | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Watchers:
    """Whom reading tells what it finds: the names of all sources at once, then each small picture.

    ``expect`` gets the files' names; ``show`` the number of a source, its file's name, and the picture.
    """

    expect: Callable[[list[str]], None]
    show: Callable[[int, str, Preview], None]


def read_files(
    request: ReadRequest, gallery: Gallery, options: ReadOptions, progress: Progress, watchers: Watchers,
    room: int = MOST_KEPT,
) -> list[ReadOutcome]:  # fmt: skip
    """Read every file that can be, and those in folders; a bad one does not keep the others out.

    Camera RAW gets the white balance of ``options`` or of the first one. Before anything is decoded,
    ``watchers`` get the names, and the previews that are in the files. Where there are more pixels than
    ``room``, they stay in the files.
    """
    progress("Reading", 0, len(request.paths))
    found = list(sources_in(request))
    outcomes = [ReadOutcome(None, None, unread.problem) for unread in found if unread.problem]
    found = [unread for unread in found if not unread.problem]
    watchers.expect([unread.path.name for unread in found])
    sizes = []
    for unread in found:
        progress("Reading", 0, len(found))
        sizes.append(size_in_header(unread.path))
    if sum(width * height for width, height in filter(None, sizes)) > room:
        return outcomes + list_files(request, found, sizes, options, progress)
    for number, unread in enumerate(found):
        progress("Reading", 0, len(found))
        preview = preview_of(unread.path)
        if preview is not None:
            watchers.show(number, unread.path.name, preview)
    return outcomes + decode_files(request, found, gallery, options, progress)


def decode_files(
    request: ReadRequest, found: Sequence[Unread], gallery: Gallery, options: ReadOptions,
    progress: Progress,
) -> list[ReadOutcome]:  # fmt: skip
    """Sources whose pixels are kept."""
    outcomes = []
    for number, unread in enumerate(found):
        progress("Reading", number, len(found))
        slot = request.slot if number == 0 else None
        try:
            photo = load_photo(unread.path, replace(options, page=unread.page))
            if photo.raw is not None:
                options = replace(options, white_balance=photo.raw.white_balance)
            progress("Reading", number, len(found))
            photo = replace(photo, notes=(*photo.notes, *unread.notes))
            source = Source(photo)
            levels = gallery.of_source(source)
            sharpness = sharpness_of(level_for(levels, MEASURED_SIDE))
            source.facts = replace(source.facts, sharpness=sharpness)
            outcomes.append(ReadOutcome(slot, source, None))
        except FusionError as problem:
            outcomes.append(ReadOutcome(slot, None, problem))
    progress("Reading", len(found), len(found))
    return outcomes


def list_files(
    request: ReadRequest, found: Sequence[Unread], sizes: Sequence[Size | None], options: ReadOptions,
    progress: Progress,
) -> list[ReadOutcome]:  # fmt: skip
    """Sources whose pixels stay in their files; one whose header says nothing is decoded, to see what
    it is."""
    outcomes = []
    for number, (unread, size) in enumerate(zip(found, sizes, strict=True)):
        progress("Reading", number, len(found))
        slot = request.slot if number == 0 else None
        try:
            if size is None:
                facts = Facts.of(load_photo(unread.path, replace(options, page=unread.page)))
            else:
                facts = Facts(*size)
            facts = replace(facts, notes=(*facts.notes, *unread.notes))
            source = Source.in_file(unread.path, unread.page, options, facts)
            outcomes.append(ReadOutcome(slot, source, None))
        except FusionError as problem:
            outcomes.append(ReadOutcome(slot, None, problem))
    progress("Reading", len(found), len(found))
    return outcomes


def sources_in(request: ReadRequest) -> Iterator[Unread]:
    """The sources that files and folders stand for, in their order."""
    for path in request.paths:
        try:
            notes: list[Note] = []
            files = expand([path], request.by_time, request.twins, notes)
        except FusionError as problem:
            yield Unread(path, problem=problem)
            continue
        told = tuple(notes)  # of the folder: its first picture carries them
        for file in files:
            for unread in pages_in(file, request.dye) if request.pages else (Unread(file),):
                yield replace(unread, notes=(*told, *unread.notes))
                told = ()


def pages_in(file: Path, dye: int) -> Iterator[Unread]:
    """A source for each page, of one dye where the file has several; one without a page number where
    there are no more."""
    try:
        dyes = dyes_of(file)
        if dye >= len(dyes) > 1:
            raise FusionError(
                "no-such-dye", "there is no dye {dye}; there are {count}, counted from 1",
                dye=dye + 1, count=len(dyes),
            )  # fmt: skip
    except FusionError as problem:
        yield Unread(file, problem=problem)
        return
    several = len(dyes) > 1
    note = Note(
        "one-dye-of-several",
        "It holds {count} dyes, and this page is of dye {dye}. File → Dye of a z-stack says which is "
        "opened.",
        count=len(dyes), dye=dye + 1,
    )  # fmt: skip
    pages = dyes[dye if several else 0]
    for page in pages:
        yield Unread(file, page if pages != (0,) else None, notes=(note,) if several else ())


def error_lines(errors: Sequence[FusionError]) -> list[str]:
    """Why files could not be read, in the language of the window: the first few, and how many more."""
    lines = [sentence(message(error)) for error in errors[: MOST_SHOWN + 1]]
    if len(errors) > len(lines):  # a line that tells of one more would take as much room as that one
        lines[-1] = tr("{count} more files could not be read.", count=len(errors) - MOST_SHOWN)
    return lines
