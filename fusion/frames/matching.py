"""The sources as frames of one size, one type and one colour profile, without invalid pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from fusion.errors import FusionError
from fusion.files import ReadOptions, value_scale
from fusion.files.colour import profiles
from fusion.frames import memory
from fusion.frames.sources import Origin, Source, is_file, read_sources
from fusion.frames.store import FrameStore
from fusion.frames.validity import fill_invalid, validity_of
from fusion.notes import Note
from fusion.photo import Mask, Photo, ValueRange
from fusion.progress import Progress, no_progress


class MatchingFrames:
    """Frames of one size, type and colour.

    Grey and 8-bit sources beside colour and 16-bit ones are lifted, and colours are converted to the
    profile of the first. Floats and whole numbers whose type does not say which value is white get one
    black and white, found over all frames together. Where a frame has no picture (transparent, NaN) it
    gets the mean of the others.
    Each file is decoded once; what does not fit into memory is kept in scratch files.

    Parameters
    ----------
    sources
        Paths, pages of a TIFF (``Page``), ``Photo`` objects or arrays, all of one size.
    reading
        How files are read.
    budget
        Bytes of pixels that stay in memory; None takes ``fusion.frames.memory.budget_for``.
    progress
        Called while files are read.
    check_first
        Called with the first photo before others are read; what it raises ends the reading.

    Attributes
    ----------
    notes
        For the user: how files were read, and what was converted.
    origins
        Name, hash, page and profile of each source, for the record.
    order
        For each frame the number of its source as it was given; only roles change it.

    Raises
    ------
    FusionError
        For sources that cannot be read, differ in size, or mix floats and whole numbers.

    Examples
    --------
    >>> frames = MatchingFrames([np.zeros((2, 3), np.uint8), np.zeros((2, 3, 3), np.uint16)])
    >>> frames.shape, frames[0].pixels.shape, frames[0].pixels.dtype.name
    ((2, 3), (2, 3, 3), 'uint16')
    """

    def __init__(
        self,
        sources: Sequence[Source],
        reading: ReadOptions | None = None,
        budget: int | None = None,
        progress: Progress = no_progress,
        check_first: Callable[[Photo], None] | None = None,
    ) -> None:
        self._store = FrameStore(memory.budget_for(len(sources)) if budget is None else budget)
        self.notes: list[Note] = []
        self.origins: list[Origin] = []
        self.order: tuple[int, ...] = tuple(range(len(sources)))
        told: dict[Note, list[str]] = {}
        ranges: list[ValueRange] = []
        progress("Reading", 0, len(sources))
        for number, photo in enumerate(read_sources(sources, reading)):
            if number:
                self._refuse_other(photo, number + 1, self._store[0])
            elif check_first is not None:
                check_first(photo)
            self.origins.append(Origin.of(photo))
            self._store.put(number, photo, owned=is_file(sources[number]))
            ranges += [photo.values] if photo.values else []
            for note in photo.notes if is_file(sources[number]) else ():
                if note.code not in value_scale.NOTES or photo.values is None:
                    told.setdefault(note, []).append(photo.name)
            progress("Reading", number + 1, len(sources))
        self.notes += [with_names(names, note) for note, names in told.items()]
        if ranges:
            self._bring_to_one_scale(ranges)
        self._match()
        self.fill_invalid()

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return self._store[0].height, self._store[0].width

    @property
    def in_memory(self) -> bool:
        """Whether all pixels are in memory."""
        return self._store.in_memory

    @property
    def validity(self) -> Mask | None:
        """(H, W): where at least one frame has picture; None if that is everywhere."""
        validity = validity_of(self)
        return None if validity is None else validity.anywhere()

    def __len__(self) -> int:
        return len(self._store)

    def __iter__(self) -> Iterator[Photo]:
        return iter(self._store)

    def __getitem__(self, number: int, /) -> Photo:
        return self._store[number]

    def name_of(self, number: int) -> str | Note:
        """How a message names a frame: by its file, or by its number, from 1."""
        return self.origins[number].name or numbered(number + 1)

    def put(self, number: int, photo: Photo) -> None:
        """Keep a photo in place of a frame."""
        self._store.put(number, photo)

    def fill_invalid(self) -> None:
        """Fill the pixels where a frame has no picture with the mean of the frames that have."""
        fill_invalid(self._store)

    def release(self) -> None:
        """Free the memory that frames in scratch files take; they are read again when needed."""
        self._store.release()

    @staticmethod
    def _refuse_other(photo: Photo, number: int, first: Photo) -> None:
        if (photo.height, photo.width) != (first.height, first.width):
            raise FusionError(
                "sizes-differ",
                "{first} is {first_width} × {first_height} pixels and {other} is {width} × {height}; "
                "take sources of the same size",
                first=describe(first, 1), first_width=first.width, first_height=first.height,
                other=describe(photo, number), width=photo.width, height=photo.height,
            )  # fmt: skip
        if (photo.pixels.dtype == np.float32) != (first.pixels.dtype == np.float32):
            raise FusionError(
                "number-types-differ",
                "{other} and {first} mix floating-point and whole numbers; save all sources in the same "
                "form",
                other=describe(photo, number), first=describe(first, 1),
            )  # fmt: skip

    def _bring_to_one_scale(self, ranges: list[ValueRange]) -> None:
        """Give all frames whose type does not say what is white the same black and white."""
        scale = value_scale.black_and_white(ranges)
        self.notes += value_scale.notes_on_all(ranges, scale)
        cut_off: list[str] = []
        for number in range(len(self)):
            photo = self._store[number]
            scaled, cut = value_scale.on_scale(photo, scale)
            if scaled is not photo:
                self._store.put(number, scaled)
            cut_off += [photo.name] if cut else []
        if cut_off:
            self.notes.append(with_names(cut_off, value_scale.CUT_OFF))

    def _match(self) -> None:
        """Bring all frames to one type and one set of colours, and note what was converted."""
        kinds = [photo.pixels.dtype for photo in self._store]
        deep = np.dtype(np.uint16) if np.uint16 in kinds else kinds[0]
        coloured = next((origin for origin in self.origins if not origin.is_grey), None)
        # a grey profile cannot describe colours
        profile = coloured.profile if coloured and self.origins[0].is_grey else self.origins[0].profile
        first_raw = self.origins[0].raw
        for number, origin in enumerate(self.origins):
            foreign = is_foreign(origin, profile, coloured is not None)
            if foreign:
                self.notes.append(
                    Note(
                        "colours-converted-to-first",
                        "The colours of {source} were converted to those of the first picture.",
                        source=self.name_of(number),
                    )
                )
            if origin.raw and first_raw and origin.raw != first_raw:
                self.notes.append(
                    Note(
                        "developed-unlike-first",
                        "{source} was developed unlike the first; open both again.",
                        source=origin.name,
                    )
                )
            photo = self._store[number]
            lifted = lift(photo, deep, profile, foreign, coloured is not None)
            if lifted is not photo:
                self._store.put(number, lifted)


def is_foreign(origin: Origin, profile: bytes | None, coloured: bool) -> bool:
    """Whether the colours of a source must be converted to those of the result."""
    if origin.is_grey and (origin.profile is None or profile is None or coloured):
        return origin.profile is not None and coloured
    return not profiles.same_colours(origin.profile, profile)


def lift(
    photo: Photo, kind: np.dtype, profile: bytes | None, foreign: bool, coloured: bool
) -> Photo:
    """The photo converted to the type and the colours of the result; itself where it has them."""
    pixels = photo.pixels
    if pixels.dtype != kind:
        pixels = pixels.astype(np.uint16) * np.uint16(257)
    if foreign:
        begin, end = photo.profile or profiles.srgb(), profile or profiles.srgb()
        pixels = profiles.transform(pixels, begin, end)
    if coloured and pixels.ndim == 2:
        pixels = np.repeat(pixels[:, :, None], 3, axis=2)
    return photo if pixels is photo.pixels else replace(photo, pixels=pixels, profile=profile)


def with_names(names: list[str], note: Note) -> Note:
    """A note that names the files to which it applies."""
    if len(names) == 1:
        return Note("of-one-file", "{name}: {note}", name=names[0], note=note)
    return Note(
        "of-several-files", "{name} and {more} more: {note}",
        name=names[0], more=len(names) - 1, note=note,
    )  # fmt: skip


def describe(photo: Photo, number: int) -> Path | Note:
    """How a message names a source."""
    return photo.path or numbered(number)


def numbered(number: int) -> Note:
    """How a message names a source that is no file."""
    return Note("source-by-number", "source {number}", number=number)
