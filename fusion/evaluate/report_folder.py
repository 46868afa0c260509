"""The folder of a report: made where it is missing; nothing of someone else's in it is replaced."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from fusion.errors import FusionError
from fusion.evaluate.datasets import Scene
from fusion.evaluate.records import AFTER, BEFORE, NAME, read_rows, write_rows
from fusion.evaluate.runs import Task
from fusion.files.outputs import make_folder, reason_of, refuse_no_folder, refuse_outputs

PAGE, SUMMARY = "report.html", "summary.json"


def prepare(report: Path, tasks: Sequence[Task]) -> None:
    """Make the folder, or make sure that it is of an earlier report.

    Raises
    ------
    FusionError
        Where it lies among the sources or holds other files, and where something would be replaced that
        is measured, or that this program did not write.
    """
    refuse_no_folder(report)
    refuse_among_sources(report, [task.scene for task in tasks])
    try:
        if report.is_dir() and any(report.iterdir()) and not is_report(report):
            raise FusionError(
                "report-among-other-files",
                "{folder} holds other files; choose a new folder for the report",
                folder=report,
            )
        if not report.parent.is_dir():
            raise FusionError(
                "no-folder-to-write", "there is no folder {folder}; make it, or choose another one",
                folder=report.parent,
            )  # fmt: skip
    except OSError as error:
        raise FusionError(
            "folder-not-made", "the folder {folder} cannot be made ({reason}); choose another one",
            folder=report, reason=reason_of(error),
        ) from None  # fmt: skip
    refuse_replacing(report, tasks)
    make_folder(report)
    if not (report / NAME).is_file():
        write_rows(report, [], [])


def refuse_among_sources(report: Path, scenes: Sequence[Scene]) -> None:
    """Raise where the report would lie in the folder of a source."""
    place = Path(os.path.realpath(report))
    sources = (os.path.realpath(source) for scene in scenes for source in scene.sources)
    for folder in {Path(source).parent for source in sources}:
        if place.is_relative_to(folder):
            raise FusionError(
                "report-in-data-set",
                "{folder} lies in a data set; choose a folder elsewhere for the report",
                folder=report,
            )


def is_report(report: Path) -> bool:
    """Whether a folder holds the table of an earlier run."""
    try:
        with (report / NAME).open(encoding="utf-8", errors="surrogateescape") as file:
            titles = file.readline(10_000).strip().split(",")
    except (OSError, ValueError):
        return False
    return tuple(titles[: len(BEFORE)]) == BEFORE and titles[-1] == AFTER[-1]


def refuse_replacing(report: Path, tasks: Sequence[Task]) -> None:
    """Raise where a file of the report is one that is measured, or a picture of someone else's.

    Pictures of an earlier run are known by its table, or by their own record.
    """
    done = {row.place for row in read_rows(report)}
    known, others = [report / name for name in (NAME, SUMMARY, PAGE)], list[Path]()
    for task in tasks:
        (known if task.place in done else others).extend(task.pictures)
    refuse_outputs(known, {path for task in tasks for path in task.files_read}, others)
