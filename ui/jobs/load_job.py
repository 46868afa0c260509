"""Files and folders become sources: what the job of reading does, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from fusion import FusionError, Progress, ReadOptions, load_photo
from fusion.files import dyes_of
from fusion.files.folders import TWINS
from fusion.files.names import expand
from fusion.files.readers.previews import Preview, preview_of
from fusion.notes import Note
from ui.document.fused import Source
from ui.pictures.gallery import Gallery


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


ShowPreview = Callable[[int, str, Preview], None]
"""Takes the number of a source, its file's name, and the small picture in it."""


def read_files(
    request: ReadRequest, gallery: Gallery, options: ReadOptions, progress: Progress, show: ShowPreview
) -> list[ReadOutcome]:
    """Read every file that can be, and those in folders; a bad one does not keep the others out.

    Camera RAW gets the white balance of ``options`` or of the first one. Before anything is decoded,
    ``show`` gets the previews that are in the files.
    """
    progress("Reading", 0, len(request.paths))
    found = list(sources_in(request))
    outcomes = [ReadOutcome(None, None, unread.problem) for unread in found if unread.problem]
    found = [unread for unread in found if not unread.problem]
    for number, unread in enumerate(found):
        progress("Reading", 0, len(found))
        preview = preview_of(unread.path)
        if preview is not None:
            show(number, unread.path.name, preview)
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
            gallery.of_source(source)
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
