"""``repeat``: make a result again from its record, and say whether its pixels are the same."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from fusion.cli import repeat_project, saving, strokes
from fusion.cli.bar import progress_bar
from fusion.cli.outputs import check_outputs
from fusion.errors import FusionError
from fusion.files import save_photo
from fusion.files.existing import is_file
from fusion.frames.sources import Page, Source
from fusion.notes import Note
from fusion.pipeline import fuse
from fusion.project import find_files, is_project
from fusion.project.making import sources_of
from fusion.record import Record, read_record, sidecar_of, write_sidecar
from fusion.recorded_paths import hash_of_weights, weights_named
from fusion.settings import DEVICES

LONGEST_SHOWN = 120
"""Letters of a name in a message."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "Fuse the recorded sources with the recorded settings, and compare the pixels with "
        "those of then. Without -o nothing is written. Of a project every result is made again."
    )
    parser.epilog = "example: python -m fusion repeat sharp.tif.json -o again.tif"
    parser.add_argument(
        "record", type=Path, metavar="SIDECAR",
        help="a .json beside a result, the result itself, or a project (.parfocal)",
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT",
        help="write the result there; of a project the folder for all results",
    )
    parser.add_argument(
        "--sources", type=Path, metavar="FOLDER", help="where the sources are now, if they were moved"
    )
    parser.add_argument("--device", choices=DEVICES, help="where to compute (default: where it was)")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    strokes.add_saving_of_strokes(parser)
    saving.add_saving_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make a recorded result, or those of a project, again and compare pixels; returns the exit code."""
    if is_project(options.record):
        return repeat_project.run(options)
    record, save_options = read_record(options.record), saving.saving_options(options)
    record = find_weights(record, options.sources)
    places = find_sources(record, options.record.parent, options.sources)
    beside = [sidecar_of(options.output)] if options.sidecar and options.output is not None else []
    read = [*places, options.record, weights_named(record.parameters)]
    check_outputs([options.output], [options.save_strokes], beside=beside, sources=read)
    sources: list[Source] = [
        place if source.page is None else Page(place, source.page)
        for place, source in zip(places, record.sources, strict=True)
    ]
    settings = record.settings
    if options.device:
        settings = replace(settings, device=options.device)
    with progress_bar() as progress:
        result = fuse(
            sources, settings, progress, repeat_project.reading_of(record), record.transforms,
            retouch=record.retouch,
        )
    strokes.save_recorded(record.retouch, options.save_strokes)
    if options.output is not None:
        save_photo(result.photo, options.output, places, save_options)
        if options.sidecar and result.record is not None:
            write_sidecar(result.record, options.output, tuple(places))
    assert result.record is not None
    if result.record.pixels_sha256 != record.pixels_sha256:
        raise FusionError(
            "pixels-differ-from-record",
            "the pixels differ from the recorded ones: those were made by Parfocal {version} on "
            "{recorded_device}, these on {device}",
            version=record.version, recorded_device=record.device, device=result.record.device,
        )  # fmt: skip
    print(f"the same pixels as recorded ({record.method}, {result.device})")
    return 0


def find_sources(record: Record, beside: Path, folder: Path | None) -> list[Path]:
    """The sources' files; raises ``FusionError`` for those that are missing or have changed."""
    paths, problems = list[Path](), list[Note]()
    found = find_files(sources_of(record), beside, [folder] if folder else [], exactly=True)
    for source, place in zip(record.sources, found, strict=True):
        if place is None:
            problems.append(Note("source-missing", "{name} is missing", name=shortened(source.name)))
        elif not place.is_same:
            problems.append(Note("source-changed", "{path} has changed since", path=place.path))
        else:
            paths.append(place.path)
    if problems:
        raise FusionError(
            "recorded-sources-gone", "{problems}; say with --sources in which folder they are now",
            problems="; ".join(map(str, problems)),
        )  # fmt: skip
    return paths


def find_weights(record: Record, folder: Path | None) -> Record:
    """The record with the file of weights where it is now; ``FusionError`` where it is missing, or has
    changed."""
    record = record.with_weights_in([folder] if folder else [])
    weights, problem = weights_named(record.parameters), None
    if weights is None:
        return record
    if not is_file(weights):
        problem = Note("source-missing", "{name} is missing", name=shortened(weights.name))
    elif record.weights_sha256 not in ("", hash_of_weights(record.parameters)):
        problem = Note("source-changed", "{path} has changed since", path=weights)
    if problem is not None:
        raise FusionError(
            "recorded-sources-gone", "{problems}; say with --sources in which folder they are now",
            problems=problem,
        )  # fmt: skip
    return record


def shortened(name: str) -> str:
    """A name of a record as a message can hold it."""
    return name if len(name) <= LONGEST_SHOWN else f"{name[:LONGEST_SHOWN]}…"
