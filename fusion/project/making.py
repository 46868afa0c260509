"""A project from a saved picture: what it was made from, as its record says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fusion.errors import FusionError
from fusion.project.project import Project, ProjectResult, ProjectSource
from fusion.record import Record, read_record, sidecar_of
from fusion.settings import FusionSettings, default_registration


def project_of_picture(path: Path) -> Project:
    """What a saved picture was made from, as a project with this one result.

    Parameters
    ----------
    path
        Of a picture with a record in it, or of a sidecar.

    Returns
    -------
    Project
        Its sources are looked for beside the picture; a sidecar beside it says where they lie.

    Raises
    ------
    FusionError
        For a file that cannot be read or has no record.

    Examples
    --------
    >>> from fusion.record import write_sidecar
    >>> sidecar = write_sidecar(Record("average", {}, "cpu", (), ""), Path("sharp.tif"), ())
    >>> project_of_picture(sidecar).settings.method
    'average'
    """
    record = with_places(read_record(path), path)
    sources = sources_of(record)
    settings, found = chosen(record), record.transforms
    bare = replace(
        record, strokes=None, sources=tuple(replace(each, path="") for each in record.sources)
    )
    saved = path.absolute().as_posix() if path.suffix.lower() != ".json" else ""
    listed = tuple(range(len(sources)))
    result = ProjectResult(bare, listed, record.retouch, settings, saved=saved)
    return Project(sources, listed, settings, True, found, (result,), 0, version=record.version)


def sources_of(record: Record) -> tuple[ProjectSource, ...]:
    """The sources of a record, to be looked for from its folder."""
    return tuple(
        ProjectSource(each.name, relative=each.path, sha256=each.sha256, page=each.page, raw=each.raw)
        for each in record.sources
    )


def with_places(record: Record, path: Path) -> Record:
    """The record with the sources' places, where a sidecar of the same result lies beside it."""
    try:
        beside = read_record(sidecar_of(path))
    except FusionError:
        return record
    return beside if beside.pixels_sha256 == record.pixels_sha256 else record


def chosen(record: Record) -> FusionSettings:
    """The settings that a user has to choose for the same result, as far as a record tells them."""
    settings, found = record.settings, record.transforms
    registration = default_registration(record.purpose)
    if found is not None:
        registration = replace(registration, reference=found.reference)
    return replace(settings, device="auto", registration=registration)
