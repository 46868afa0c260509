"""What a project holds: everything from which its results are made again, and no pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fusion.photo import RawDevelopment
from fusion.record import Record
from fusion.register.registration import Registration
from fusion.retouch.stroke import Retouch
from fusion.retouch.stroke_file import content_of
from fusion.settings import FusionSettings
from fusion.version import __version__

NO_STROKES = Retouch()
DEFAULTS = FusionSettings()


@dataclass(frozen=True)
class ProjectSource:
    """A file that the project uses.

    Attributes
    ----------
    name
        Of the file, without folder.
    path
        Absolute, with forward slashes, as it was when the project was saved.
    relative
        From the project's folder; empty where it is on another drive, or the project has no folder yet.
    sha256
        Of the file, in hexadecimal; empty where it was not computed yet.
    size_bytes
        Of the file; None where it is not known.
    page
        Of a TIFF, from 0; None where no page was asked for.
    raw
        How camera RAW is developed.

    Examples
    --------
    >>> ProjectSource("near.tif", "/photos/near.tif").page is None
    True
    """

    name: str
    path: str = ""
    relative: str = ""
    sha256: str = ""
    size_bytes: int | None = None
    page: int | None = None
    raw: RawDevelopment | None = None


@dataclass(frozen=True)
class ProjectResult:
    """How one result is made.

    Attributes
    ----------
    record
        Without strokes and without paths; its hash is empty where strokes changed the pixels and it was
        not computed since.
    sources
        Numbers in the project's table of sources, from 0, in the order of the record's.
    retouch
        The strokes on it.
    asked
        The settings as chosen; None where those that ran are these.
    title
        What the user calls it; empty for none.
    seconds
        How long it took.
    saved, saved_relative
        The file that it was saved as: absolute, and from the project's folder; empty for none.
    second_of
        The number of the result to which it is a second opinion, from 0; None where it is none.

    Examples
    --------
    >>> ProjectResult(Record("average", {}, "cpu", (), ""), ()).whole_record.strokes is None
    True
    """

    record: Record
    sources: tuple[int, ...]
    retouch: Retouch = NO_STROKES
    asked: FusionSettings | None = None
    title: str = ""
    seconds: float = 0.0
    saved: str = ""
    saved_relative: str = ""
    second_of: int | None = None

    @property
    def whole_record(self) -> Record:
        """The record with the strokes in it."""
        return replace(self.record, strokes=content_of(self.retouch) if self.retouch else None)


@dataclass(frozen=True)
class Project:
    """A document as it is kept.

    Attributes
    ----------
    sources
        All files that the list or a result uses, each once.
    listed
        Numbers of sources in the order of the list; None for an empty place.
    settings
        Those chosen.
    method_is_chosen
        Whether the user named the method; else the number of sources does.
    registration
        What was found for the listed sources; None where nothing was looked for.
    results
        In the order in which they were made.
    shown
        Which result is shown, from 0; None for none.
    view
        What the window keeps for itself: the view, zoom and middle. Nothing depends on it.
    version
        Of the program that saved it.

    Examples
    --------
    >>> Project().results
    ()
    """

    sources: tuple[ProjectSource, ...] = ()
    listed: tuple[int | None, ...] = ()
    settings: FusionSettings = DEFAULTS
    method_is_chosen: bool = False
    registration: Registration | None = None
    results: tuple[ProjectResult, ...] = ()
    shown: int | None = None
    view: Mapping[str, Any] = field(default_factory=dict)
    version: str = __version__

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that could be lost."""
        return not self.results and all(number is None for number in self.listed)
