"""Sources as a user gives them, read one after another or several at a time."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from fusion.errors import FusionError
from fusion.files import ReadOptions, load_photo
from fusion.files.format_detection import RAW_ENDINGS
from fusion.photo import Photo, Pixels, RawDevelopment
from fusion.threads import in_threads
from models.running.threads import thread_count

ROUNDING = 0.01
"""By so much the numbers of an array may leave the range from black to white, as sums do."""


@dataclass(frozen=True)
class Page:
    """One page of a TIFF as a source.

    Attributes
    ----------
    path
        Of the file.
    number
        Of the page, from 0.

    Examples
    --------
    >>> Page(Path("stack.tif"), 2).number
    2
    """

    path: Path
    number: int


Source = str | os.PathLike[str] | Page | Photo | Pixels


@dataclass(frozen=True)
class Origin:
    """A source without its pixels: what the record and the matching of colours need of it.

    Attributes
    ----------
    name
        Of its file, without folder; empty for a source that is no file.
    sha256, page, raw, is_grey, profile
        As in ``Photo``.
    """

    name: str
    sha256: str
    page: int | None
    raw: RawDevelopment | None
    is_grey: bool
    profile: bytes | None

    @staticmethod
    def of(photo: Photo) -> Origin:
        """The origin of a photo."""
        name = photo.path.name if photo.path else ""
        return Origin(name, photo.sha256, photo.page, photo.raw, photo.is_grey, photo.profile)


def is_file(source: Source) -> bool:
    """Whether a source is read from a file. The notes of a ``Photo`` were shown when it was read."""
    return not isinstance(source, Photo | np.ndarray)


def path_of(source: Source) -> Path | None:
    """The file of a source, if it is one."""
    if isinstance(source, Photo | np.ndarray):
        return None
    return source.path if isinstance(source, Page) else Path(source)


def read_sources(sources: Sequence[Source], reading: ReadOptions | None = None) -> Iterator[Photo]:
    """The photos of sources, in order, each file decoded once.

    Files are decoded several at a time, one thread a file. Camera RAW is decoded one by one, since all
    are developed with the white balance of the first.

    Parameters
    ----------
    sources
        Paths, pages of a TIFF, photos or arrays.
    reading
        How files are read; None for the defaults.

    Returns
    -------
    Iterator of Photo
        Which decodes further files as it goes on.

    Raises
    ------
    FusionError
        For the first source that cannot be read.

    Examples
    --------
    >>> [photo.width for photo in read_sources([np.zeros((2, 3), np.uint8), np.zeros((2, 5), np.uint8)])]
    [3, 5]
    """
    options = reading or ReadOptions()
    paths = [path_of(source) for source in sources]
    alone = any(path and path.suffix.lower() in RAW_ENDINGS for path in paths)
    step = 1 if alone else thread_count()
    for begin in range(0, len(sources), step):
        with warnings.catch_warnings():  # readers set filters of their own, which threads would mix up
            outcomes = in_threads(
                partial(read_or_error, options=options), sources[begin : begin + step]
            )
        for outcome in outcomes:
            if isinstance(outcome, FusionError):
                raise outcome
            if outcome.raw is not None and options.white_balance is None:
                options = replace(options, white_balance=outcome.raw.white_balance)
            yield outcome


def read_or_error(source: Source, options: ReadOptions) -> Photo | FusionError:
    """The photo, or the error, which is raised in the order of the sources and not of the threads."""
    try:
        return read_source(source, options)
    except FusionError as error:
        return error


def read_source(source: Source, options: ReadOptions) -> Photo:
    """The photo of a source."""
    if isinstance(source, Photo):
        return source
    if isinstance(source, np.ndarray):
        return photo_of(source)
    if isinstance(source, Page):
        return load_photo(source.path, replace(options, page=source.number))
    return load_photo(source, options)


def photo_of(pixels: Pixels) -> Photo:
    """An array as a photo; raises ``FusionError`` for numbers that no photo holds.

    Examples
    --------
    >>> photo_of(np.float32([[0, 255]]))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fusion.errors.FusionError: an array holds values from 0 to 255; floating-point numbers go from ...
    """
    photo = Photo(pixels)
    if pixels.dtype != np.float32:
        return photo
    lowest, highest = float(pixels.min()), float(pixels.max())
    if not np.isfinite((lowest, highest)).all():
        raise FusionError(
            "array-without-numbers",
            "an array holds values that are no numbers; give those pixels a value",
        )
    if lowest < -ROUNDING or highest > 1 + ROUNDING:
        raise FusionError(
            "array-out-of-range",
            "an array holds values from {lowest:g} to {highest:g}; floating-point numbers go from 0, "
            "which is black, to 1, which is white",
            lowest=lowest, highest=highest,
        )  # fmt: skip
    return photo
