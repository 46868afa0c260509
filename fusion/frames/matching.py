"""The sources as frames that match: one size, one type of number, one set of colours."""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from fusion.errors import FusionError
from fusion.files import ReadOptions, load_photo
from fusion.files.colour import profiles
from fusion.files.format_detection import RAW_ENDINGS
from fusion.photo import Photo, Pixels, RawDevelopment
from fusion.threads import in_threads

FEW = 4
"""So many frames are kept in memory; of a longer stack one at a time."""


@dataclass(frozen=True)
class Page:
    """One page of a TIFF as a source; ``number`` counts from 0."""

    path: Path
    number: int


Source = str | os.PathLike[str] | Page | Photo | Pixels


@dataclass(frozen=True)
class Origin:
    """What is remembered of a source without its pixels."""

    name: str
    sha256: str
    page: int | None
    raw: RawDevelopment | None
    is_grey: bool
    profile: bytes | None


class LoadedFrames:
    """Sources as a stream of photos that can be walked through again.

    Files are read at every walk once there are more than ``keep`` of them, so that a long stack never
    stands in memory as a whole. Camera RAW is developed with the white balance of the first one.
    """

    def __init__(
        self, sources: Sequence[Source], reading: ReadOptions | None = None, keep: int = FEW
    ) -> None:
        self._sources = list(sources)
        self._reading = reading or ReadOptions()
        self._keep = len(self._sources) <= keep
        self._photos: dict[int, Photo] = {}

    def __len__(self) -> int:
        return len(self._sources)

    def __iter__(self) -> Iterator[Photo]:
        if self._keep:
            self._read_side_by_side()
        return (self._photo(index) for index in range(len(self._sources)))

    def _read_side_by_side(self) -> None:
        """Read the files that are kept at once, several at a time. Those that cannot be read are left
        for their turn, so that the first of them is told; RAW is, for the white balance of the first.
        """
        left = [index for index in range(len(self._sources)) if index not in self._photos]
        paths = [place_of(self._sources[index]) for index in left]
        if len(left) < 2 or any(path and path.suffix.lower() in RAW_ENDINGS for path in paths):
            return

        def read(index: int) -> None:
            with contextlib.suppress(FusionError):
                photo = self._load(index)
                if photo.raw is None:
                    self.put(index, photo)

        with warnings.catch_warnings():  # readers set filters of their own, which threads would mix up
            in_threads(read, left)

    def put(self, index: int, photo: Photo) -> None:
        """Keep another photo in place of one, where photos are kept."""
        if self._keep:
            self._photos[index] = photo

    def reads(self, index: int) -> bool:
        """Whether a source is a file; what is to be told of the others was told where they were read."""
        return not isinstance(self._sources[index], Photo | np.ndarray)

    def _photo(self, index: int) -> Photo:
        if index in self._photos:
            return self._photos[index]
        photo = self._load(index)
        if photo.raw is not None and self._reading.white_balance is None:
            balance = photo.raw.white_balance
            self._reading = replace(self._reading, white_balance=balance)
        self.put(index, photo)
        return photo

    def _load(self, index: int) -> Photo:
        source = self._sources[index]
        if isinstance(source, Photo):
            return source
        if isinstance(source, np.ndarray):
            return Photo(source)
        if isinstance(source, Page):
            return load_photo(source.path, replace(self._reading, page=source.number))
        return load_photo(source, self._reading)


def place_of(source: Source) -> Path | None:
    """The file of a source, if it is one."""
    if isinstance(source, Photo | np.ndarray):
        return None
    return source.path if isinstance(source, Page) else Path(source)


class MatchingFrames:
    """Frames of one size, type and colour: grey and 8-bit sources beside colour and 16-bit ones are
    lifted, and colours are converted to the profile of the first.

    ``notes`` tells what is to be known of the files' reading, and what was converted.
    """

    def __init__(self, frames: LoadedFrames) -> None:
        self._frames = frames
        begin = next(iter(frames))
        self._colour = not begin.is_grey
        self._type = begin.pixels.dtype
        self._profile: bytes | None = begin.profile
        self.notes: list[str] = []
        self.origins: list[Origin] = []
        told: dict[str, list[str]] = {}
        for number, photo in enumerate(frames, 1):
            self._admit(photo, number, begin)
            for note in photo.notes if frames.reads(number - 1) else ():
                told.setdefault(note, []).append(photo.name)
        self.notes += [told_of(names, note) for note, names in told.items()]
        for number, origin in enumerate(self.origins, 1):
            if self._is_foreign(origin.is_grey, origin.profile):
                self.notes.append(
                    f"The colours of {origin.name or f'source {number}'} were converted to those of "
                    "the first picture."
                )
            if origin.raw and self.origins[0].raw and origin.raw != self.origins[0].raw:
                self.notes.append(f"{origin.name} was developed unlike the first; open both again.")
        self.first = self._lift(0, begin)

    def _admit(self, photo: Photo, number: int, begin: Photo) -> None:
        if (photo.height, photo.width) != (begin.height, begin.width):
            raise FusionError(
                f"{describe(begin, 1)} is {begin.width} × {begin.height} pixels and "
                f"{describe(photo, number)} is {photo.width} × {photo.height}; "
                "take sources of the same size"
            )
        if (photo.pixels.dtype == np.float32) != (self._type == np.float32):
            raise FusionError(
                f"{describe(photo, number)} and {describe(begin, 1)} mix floating-point and whole "
                "numbers; save all sources in the same form"
            )
        origin = Origin(
            photo.path.name if photo.path else "", photo.sha256, photo.page, photo.raw,
            photo.is_grey, photo.profile,
        )  # fmt: skip
        self.origins.append(origin)
        if photo.pixels.dtype == np.uint16:
            self._type = photo.pixels.dtype
        if not photo.is_grey and not self._colour:  # a grey profile cannot describe colours
            self._colour, self._profile = True, photo.profile

    def __len__(self) -> int:
        return len(self._frames)

    def __iter__(self) -> Iterator[Photo]:
        return (self._lift(index, photo) for index, photo in enumerate(self._frames))

    def _is_foreign(self, is_grey: bool, profile: bytes | None) -> bool:
        """Whether the same numbers mean other colours than in the result."""
        if is_grey and (profile is None or self._profile is None or self._colour):
            return profile is not None and self._colour
        return not profiles.same_colours(profile, self._profile)

    def _lift(self, index: int, photo: Photo) -> Photo:
        pixels = photo.pixels
        if pixels.dtype != self._type:
            pixels = pixels.astype(np.uint16) * np.uint16(257)
        if self._is_foreign(photo.is_grey, photo.profile):
            begin, end = photo.profile or profiles.srgb(), self._profile or profiles.srgb()
            pixels = profiles.transform(pixels, begin, end)
        if self._colour and pixels.ndim == 2:
            pixels = np.repeat(pixels[:, :, None], 3, axis=2)
        if pixels is photo.pixels:
            return photo
        lifted = replace(photo, pixels=pixels, profile=self._profile)
        self._frames.put(index, lifted)
        return lifted


def told_of(names: list[str], note: str) -> str:
    """A note with the files that it is about."""
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{names[0]}{more}: {note}"


def describe(photo: Photo, number: int) -> str:
    """How a message names a source."""
    return str(photo.path) if photo.path else f"source {number}"
