"""The document as a project: what is kept of it, and its state as a project says it. No widget."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fusion.completion import complete
from fusion.project import Project, ProjectResult, ProjectSource
from fusion.record import Record
from ui.document.alignment import Aligned, moved_along
from ui.document.results import KeptResult
from ui.document.session import Session
from ui.document.source import Source
from ui.document.source_list import FEWEST_SLOTS, with_fewest
from ui.document.state_change import State


@dataclass
class Table:
    """The files of a project, each once."""

    sources: list[ProjectSource] = field(default_factory=list)
    _numbers: dict[tuple[Path, int | None], int] = field(default_factory=dict)

    @staticmethod
    def of(sources: Sequence[ProjectSource], paths: Mapping[int, Path]) -> Table:
        """The files of a project that was opened, by their numbers in it, where they are now."""
        table = Table()
        for number, source in enumerate(sources):
            path = paths.get(number, Path(source.path))
            table.sources.append(replace(source, path=path.absolute().as_posix()))
            table._numbers[path, source.page] = number
        return table

    def copy(self) -> Table:
        """Another with the same files."""
        return Table(list(self.sources), dict(self._numbers))

    def number_of(self, source: Source) -> int | None:
        """The number of a source, which is entered where it is new; None for one that is no file."""
        path = source.file
        if path is None:
            return None
        key = path, source.page
        if key not in self._numbers:
            self._numbers[key] = len(self.sources)
            self.sources.append(described(source, path))
        return self._numbers[key]

    def learn(self, number: int, sha256: str) -> None:
        """A hash that a record knows."""
        if sha256 and not self.sources[number].sha256:
            self.sources[number] = replace(self.sources[number], sha256=sha256)


def described(source: Source, path: Path) -> ProjectSource:
    """A source as a project knows it, without asking the file anything."""
    place = path if path.is_absolute() else Path(os.path.abspath(path))  # noqa: PTH100 - keeps links
    return ProjectSource(
        path.name, place.as_posix(), sha256=source.sha256, page=source.page, raw=source.facts.raw
    )


def project_of(
    session: Session, view: Mapping[str, Any], waiting: Sequence[ProjectResult] = (),
    table: Table | None = None,
) -> Project:  # fmt: skip
    """The document as it is now, quickly: hashes and sizes that nobody knows yet are left out.

    ``waiting`` are results of a project that was opened and that are not made again yet; their sources
    are in ``table``.
    """
    table = table.copy() if table is not None and waiting else Table()
    listed = [None if source is None else table.number_of(source) for source in session.slots]
    results, shown, numbers = list[ProjectResult](), None, dict[KeptResult, int]()
    for kept in session.results:
        result = result_of(kept, table)
        if result is not None:
            numbers[kept] = len(results)
            shown = len(results) if kept is session.results.shown else shown
            results.append(result)
    for kept, number in numbers.items():
        first = None if kept.second_of is None else numbers.get(kept.second_of)
        results[number] = replace(results[number], second_of=first)
    whole = all(source.file is not None for source in session.sources)
    return Project(
        tuple(table.sources), tuple(listed), session.settings, not session.is_chosen_by_count,
        session.registration if whole else None, (*results, *moved_on(waiting, len(results))), shown,
        view,
    )  # fmt: skip


def moved_on(waiting: Sequence[ProjectResult], by: int) -> list[ProjectResult]:
    """Results of a project that was opened, as they stand behind those that are there; to which one each
    is a second opinion is forgotten where the numbers have changed."""
    return [replace(result, second_of=None) for result in waiting] if by else list(waiting)


def result_of(kept: KeptResult, table: Table) -> ProjectResult | None:
    """How a result is made; None where it has no record, or is made of what is no file."""
    result, record = kept.fused.result, kept.fused.result.record
    if record is None:
        return None
    order = result.order or range(len(kept.fused.sources))
    numbers = [table.number_of(kept.fused.sources[number]) for number in order]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return None
    for number, source in zip(known, record.sources, strict=True):
        table.learn(number, source.sha256)
    saved = "" if kept.saved_as is None else kept.saved_as.absolute().as_posix()
    return ProjectResult(
        without_strokes(record, kept.is_retouched), tuple(known), kept.retouch,
        kept.fused.asked or result.settings, kept.name, kept.seconds, saved,
    )  # fmt: skip


def without_strokes(record: Record, is_retouched: bool) -> Record:
    """The record of the computed result; its hash is not that of a retouched one."""
    return replace(record, strokes=None, pixels_sha256="" if is_retouched else record.pixels_sha256)


def state_of(project: Project, sources: Mapping[int, Source]) -> State:
    """The state that a project says, of the sources that could be read; what it says of the others goes
    with them."""
    wanted = [number for number in project.listed if number is not None]
    there = [number for number in wanted if number in sources]
    slots = [
        None if number is None else sources[number]
        for number in project.listed if number is None or number in sources
    ]  # fmt: skip
    settings, aligned = complete(project.settings, max(len(there), FEWEST_SLOTS)), None
    parameters = settings.registration
    assert parameters is not None
    if there != wanted:
        moved = moved_along(parameters, wanted, there)
        settings = replace(settings, registration=moved)
    elif project.registration is not None:
        listed = tuple(sources[number] for number in wanted)
        aligned = Aligned(project.registration, listed, parameters)
    return State(with_fewest(slots), settings, not project.method_is_chosen, aligned)
