"""A photograph as the user gave it: its file, what is known of it, and its pixels if they are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from fusion import Photo, ReadOptions, load_photo
from fusion.files.metadata.xmp import record_in
from fusion.frames.sources import Page
from fusion.notes import Note
from fusion.photo import RawDevelopment
from ui.i18n import tr


@dataclass(frozen=True)
class Facts:
    """What is known of a source without its pixels.

    Attributes
    ----------
    width, height
        In pixels, upright; None of a file that was not decoded and whose header does not tell.
    kind
        NumPy's name of the pixels' type; empty until the file was decoded.
    is_grey
        Whether it has one channel; False until the file was decoded.
    has_holes
        Whether there are pixels without picture; False until the file was decoded.
    notes, raw
        As in ``Photo``.
    sharpness
        Of its sharpest places, comparable between frames of one scene; None until it was measured.
    problem
        Why the file cannot be read, in a sentence; empty where it can or was not tried.
    """

    width: int | None
    height: int | None
    kind: str = ""
    is_grey: bool = False
    has_holes: bool = False
    notes: tuple[Note, ...] = ()
    raw: RawDevelopment | None = None
    sharpness: float | None = None
    problem: str = ""

    @staticmethod
    def of(photo: Photo, sharpness: float | None = None) -> Facts:
        """Of a photo that was decoded."""
        return Facts(
            photo.width, photo.height, str(photo.pixels.dtype), photo.is_grey,
            photo.validity is not None, photo.notes, photo.raw, sharpness,
        )  # fmt: skip


class Source:
    """A source of the document. Two are never equal, even of the same file.

    The pixels are kept (``Source(photo)``), or stay in the file (``Source.in_file``). ``sha256`` is of
    the file, and empty while nobody has read all of it.
    """

    def __init__(self, photo: Photo, facts: Facts | None = None) -> None:
        self._photo: Photo | None = photo
        self._path, self._page = photo.path, photo.page
        self._options, self.sha256 = ReadOptions(), photo.sha256
        self.facts = facts or Facts.of(photo)

    @staticmethod
    def in_file(path: Path, page: int | None, options: ReadOptions, facts: Facts) -> Source:
        """A source whose pixels are read each time that they are asked for."""
        source = Source.__new__(Source)
        source._photo, source._path, source._page = None, path, page
        source._options, source.facts, source.sha256 = replace(options, page=page), facts, ""
        return source

    @property
    def is_kept(self) -> bool:
        """Whether the pixels are in memory."""
        return self._photo is not None

    @property
    def photo(self) -> Photo:
        """The photograph. Read from the file where it is not kept, which takes long and may raise
        ``FusionError``: ask off the window's thread."""
        return self._photo if self._photo is not None else load_photo(self.path, self._options)

    @property
    def for_fusing(self) -> Photo | Page | Path:
        """What is given to fusing and registering, which read each file once."""
        if self._photo is not None:
            return self._photo
        return self.path if self._page is None else Page(self.path, self._page)

    @property
    def reading(self) -> ReadOptions:
        """How the file is read, if it is."""
        return replace(self._options, page=None)

    def leave_in_file(self) -> None:
        """Keep the pixels no longer; they are read from the file when they are asked for again."""
        if self._photo is None or self._path is None or not self._path.is_file():
            return
        raw = self._photo.raw
        if raw is not None:
            self._options = replace(self._options, raw_space=raw.space, white_balance=raw.white_balance)
        self._options = replace(self._options, page=self._page)
        self._photo = None

    @property
    def kept_pixels(self) -> int:
        """How many pixels are in memory."""
        return self._photo.width * self._photo.height if self._photo is not None else 0

    @property
    def kept_bytes(self) -> int:
        """The memory that its pixels take."""
        return self._photo.pixels.nbytes if self._photo is not None else 0

    @property
    def file(self) -> Path | None:
        """Its file; None of a photo that is in none."""
        return self._path

    @property
    def was_retouched(self) -> bool:
        """Whether this program made it, with strokes; only known while its pixels are kept."""
        packet = None if self._photo is None else self._photo.metadata.xmp
        record = record_in(packet) if packet else None
        return record is not None and '"parfocal_strokes"' in record

    @property
    def page(self) -> int | None:
        """Which page of its file, from 0; None where no page was asked for."""
        return self._page

    @property
    def path(self) -> Path:
        assert self._path is not None
        return self._path

    @property
    def name(self) -> str:
        """The file's name, with the page where it is one of several in the file."""
        name = self._path.name if self._path is not None else tr("the picture")
        if self._page is None:
            return name
        return tr("{name}, page {number}", name=name, number=self._page + 1)
