"""Files and folders become sources: what the job of reading does, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fusion import FusionError, Progress, ReadOptions, load_photo
from fusion.files import pages_of
from fusion.files.names import expand
from fusion.files.previews import Preview, preview_of
from ui.screen import picture_of
from ui.session import Source


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
    paths: Sequence[Path], slot: int | None, progress: Progress, options: ReadOptions,
    pages: bool, show: ShowPreview,
) -> list[Read]:  # fmt: skip
    """Read every file that can be, and those in folders; a bad one does not keep the others out.

    The first goes into ``slot``. With ``pages`` every page of a TIFF is a frame. Camera RAW gets the
    white balance of ``options`` or of the first one. Before anything is decoded, ``show`` gets the
    previews that are in the files.
    """
    progress("Reading", 0, len(paths))
    wanted = list(frames_in(paths, pages))
    outcomes = [Read(None, None, frame.problem) for frame in wanted if frame.problem]
    wanted = [frame for frame in wanted if not frame.problem]
    for number, frame in enumerate(wanted):
        progress("Reading", 0, len(wanted))
        preview = preview_of(frame.path)
        if preview is not None:
            show(number, frame.path.name, preview)
    for number, frame in enumerate(wanted):
        progress("Reading", number, len(wanted))
        place = slot if number == 0 else None
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


def frames_in(paths: Sequence[Path], pages: bool) -> Iterator[Wanted]:
    """The frames that files and folders stand for, in their order."""
    for path in paths:
        try:
            inside = expand([path])
        except FusionError as problem:
            yield Wanted(path, problem=problem)
            continue
        for file in inside:
            yield from pages_in(file) if pages else (Wanted(file),)


def pages_in(file: Path) -> Iterator[Wanted]:
    """A frame for each page; one without a page number where there are no more."""
    try:
        count = pages_of(file)
    except FusionError as problem:
        yield Wanted(file, problem=problem)
        return
    yield from (Wanted(file, page if count > 1 else None) for page in range(count))
