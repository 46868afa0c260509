"""``repeat`` of a project: every result again, each compared with what it was."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from fusion.cli import saving
from fusion.cli.bar import progress_bar
from fusion.errors import FusionError, WrongUsageError
from fusion.files import ReadOptions, save_photo
from fusion.files.outputs import make_folder, refuse_no_folder, refuse_outputs
from fusion.frames.sources import Page, Source
from fusion.pipeline import fuse
from fusion.progress import Progress
from fusion.project import Place, Project, ProjectResult, find_files, read_project
from fusion.record import Record, sidecar_of, write_sidecar
from fusion.result import FusionResult

LONGEST_NAME = 60
"""Letters of a result's title in the name of its file."""
MOST_NAMED = 10


def run(options: argparse.Namespace) -> int:
    """Make every result of a project again; returns the exit code."""
    path: Path = options.record
    project = read_project(path)
    if options.save_strokes is not None:
        raise WrongUsageError(
            "strokes-of-project-not-written",
            "--save-strokes is for one result; the strokes of a project are in the project",
        )
    if not project.results:
        raise FusionError(
            "project-without-results", "{path} has no results; fuse in it first", path=path
        )
    folders = [options.sources] if options.sources else []
    with progress_bar() as progress:
        places = found(project, path, find_files(project.sources, path.parent, folders, True, progress))
        outputs = targets(project, path, options.output)
        check(outputs, [*places.values(), path], options.sidecar)
        lines, differing = [], 0
        for number, (result, output) in enumerate(zip(project.results, outputs, strict=True), 1):
            made = again(result, project, places, options.device, progress)
            if output is not None:
                write(made, output, result, places, options)
            said, same = compared(result, made)
            differing += not same
            lines.append(f"{number} {result.title or result.record.method}: {said}")
    print("\n".join(lines))
    if differing:
        raise FusionError(
            "results-differ-from-project",
            "{count} of {total} results have other pixels than recorded: they were made by Parfocal "
            "{version}, or on another device",
            count=differing, total=len(project.results), version=project.version,
        )  # fmt: skip
    return 0


def found(project: Project, path: Path, places: Sequence[Place | None]) -> dict[int, Path]:
    """The files that results need, by number; raises ``FusionError`` for those that are gone."""
    needed = sorted({number for result in project.results for number in result.sources})
    gone = [project.sources[number].name for number in needed if places[number] is None]
    other = [place for number in needed if (place := places[number]) and not place.is_same]
    if gone:
        raise FusionError(
            "project-files-gone",
            "{path} uses files that are gone: {names}; say with --sources in which folder they are now",
            path=path, names=listing(gone),
        )  # fmt: skip
    if other:
        raise FusionError(
            "project-files-changed",
            "{path} uses files that have changed since: {names}; say with --sources where they are",
            path=path, names=listing([str(place.path) for place in other]),
        )  # fmt: skip
    return {number: place.path for number in needed if (place := places[number]) is not None}


def listing(names: Sequence[str]) -> str:
    """Names in a sentence; of many the first."""
    more = [f"and {len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    return ", ".join([*(name[:120] for name in names[:MOST_NAMED]), *more])


def targets(project: Project, path: Path, folder: Path | None) -> list[Path | None]:
    """Where each result is written; None for nowhere."""
    if folder is None:
        return [None] * len(project.results)
    refuse_no_folder(folder)
    return [
        folder / f"{path.stem}_{number}_{plain(result.title or result.record.method)}.tif"
        for number, result in enumerate(project.results, 1)
    ]


def plain(title: str) -> str:
    """A title as a part of a file's name."""
    return re.sub(r"[^\w.-]+", "-", title).strip("-.")[:LONGEST_NAME] or "result"


def check(outputs: Sequence[Path | None], read: Sequence[Path], sidecar: bool) -> None:
    """Refuse to write over what is read, and make the folder."""
    named = [output for output in outputs if output is not None]
    refuse_outputs(named, read, [sidecar_of(output) for output in named] if sidecar else [])
    if named:
        make_folder(named[0].parent)


def again(
    result: ProjectResult, project: Project, places: dict[int, Path], device: str | None,
    progress: Progress,
) -> FusionResult:  # fmt: skip
    """A result made again."""
    record = result.record
    sources: list[Source] = [
        places[number] if known.page is None else Page(places[number], known.page)
        for number, known in ((number, project.sources[number]) for number in result.sources)
    ]
    settings = replace(record.settings, device=device) if device else record.settings
    reading, known = reading_of(record), record.transforms
    return fuse(sources, settings, progress, reading, known, retouch=result.retouch)


def reading_of(record: Record) -> ReadOptions:
    """Options that develop camera RAW as recorded; the defaults for other files."""
    raw = next((source.raw for source in record.sources if source.raw), None)
    return ReadOptions(raw_space=raw.space, white_balance=raw.white_balance) if raw else ReadOptions()


def write(
    made: FusionResult, output: Path, result: ProjectResult, places: dict[int, Path],
    options: argparse.Namespace,
) -> None:  # fmt: skip
    """Save a result, and its sidecar where that is asked for."""
    files = tuple(places[number] for number in result.sources)
    save_photo(made.photo, output, files, saving.saving_options(options))
    if options.sidecar and made.record is not None:
        write_sidecar(made.record, output, files)


def compared(result: ProjectResult, made: FusionResult) -> tuple[str, bool]:
    """What is said of a result's pixels, and whether they are as recorded as far as that is known."""
    known, ran = result.record, f"{result.record.method}, {made.device}"
    if not known.pixels_sha256:
        return f"made again ({ran}); its pixels were not recorded", True
    assert made.record is not None
    if made.record.pixels_sha256 == known.pixels_sha256:
        return f"the same pixels as recorded ({ran})", True
    return f"OTHER pixels than recorded ({ran}; recorded on {known.device})", False
