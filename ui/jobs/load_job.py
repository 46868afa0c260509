"""Files and folders become sources: what the job of reading does, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from fusion import FusionError, Progress, ReadOptions, load_photo
from fusion.files import pages_of
from fusion.files.names import expand
from fusion.files.readers.previews import Preview, preview_of
from ui.document.session import Source
from ui.pictures.display_transform import picture_of


@dataclass(frozen=True)
class Asked:
    """Files and folders to be read, the first into ``slot``.

    With ``pages`` every page of a TIFF is a frame; with ``by_time`` the pictures of a folder come in the
    order in which they were taken, else in that of their names.
    """

    paths: tuple[Path, ...]
    slot: int | None = None
    pages: bool = False
    by_time: bool = False


@dataclass(frozen=True)
class Read:
    """What came of reading one frame: a source, or the sentence that says why not."""

    slot: int | None
    source: Source | None
    problem: FusionError | None


@dataclass(frozen=True)
class Wanted:
    """A frame to be read; ``page`` is one of several in its file. Or why it cannot be."""

    path: Path
    page: int | None = None
    problem: FusionError | None = None


ShowPreview = Callable[[int, str, Preview], None]
"""Takes the number of a frame, its file's name, and the small picture in it."""


def read_files(
    asked: Asked, progress: Progress, options: ReadOptions, show: ShowPreview
) -> list[Read]:
    """Read every file that can be, and those in folders; a bad one does not keep the others out.

    Camera RAW gets the white balance of ``options`` or of the first one. Before anything is decoded,
    ``show`` gets the previews that are in the files.
    """
    progress("Reading", 0, len(asked.paths))
    wanted = list(frames_in(asked))
    outcomes = [Read(None, None, frame.problem) for frame in wanted if frame.problem]
    wanted = [frame for frame in wanted if not frame.problem]
    for number, frame in enumerate(wanted):
        progress("Reading", 0, len(wanted))
        preview = preview_of(frame.path)
        if preview is not None:
            show(number, frame.path.name, preview)
    for number, frame in enumerate(wanted):
        progress("Reading", number, len(wanted))
        place = asked.slot if number == 0 else None
        try:
            photo = load_photo(frame.path, replace(options, page=frame.page))
            if photo.raw is not None:
                options = replace(options, white_balance=photo.raw.white_balance)
            progress("Reading", number, len(wanted))
            outcomes.append(Read(place, Source(photo, picture_of(photo)), None))
        except FusionError as problem:
            outcomes.append(Read(place, None, problem))
    progress("Reading", len(wanted), len(wanted))
    return outcomes


def frames_in(asked: Asked) -> Iterator[Wanted]:
    """The frames that files and folders stand for, in their order."""
    for path in asked.paths:
        try:
            inside = expand([path], asked.by_time)
        except FusionError as problem:
            yield Wanted(path, problem=problem)
            continue
        for file in inside:
            yield from pages_in(file) if asked.pages else (Wanted(file),)


def pages_in(file: Path) -> Iterator[Wanted]:
    """A frame for each page; one without a page number where there are no more."""
    try:
        count = pages_of(file)
    except FusionError as problem:
        yield Wanted(file, problem=problem)
        return
    yield from (Wanted(file, page if count > 1 else None) for page in range(count))
