"""An infrared and a visible source: read, told apart, and brought to one scale and type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fusion.files import ReadOptions, value_scale
from fusion.files.role_names import order_by_name
from fusion.frames.matching import MatchingFrames, numbered, with_names
from fusion.frames.sources import Source, is_file, read_sources
from fusion.notes import Note
from fusion.photo import FloatMap, Photo, Pixels, luminance
from fusion.progress import Progress, no_progress
from fusion.settings import AS_GIVEN, EXCHANGED, RECOGNISED, FusionSettings

LEAST_COLOUR = 4 / 255
"""Of white: a picture whose channels differ by less everywhere, as JPEG makes it of grey, is grey."""


@dataclass(frozen=True)
class Roles:
    """The numbers of the infrared and of the visible source, from 0, and by what they were told."""

    order: tuple[int, int]
    by: str


def frames_for(
    settings: FusionSettings,
    sources: Sequence[Source],
    reading: ReadOptions | None = None,
    progress: Progress = no_progress,
    check_first: Callable[[Photo], None] | None = None,
) -> MatchingFrames:
    """The frames of a kind of fusion: in the order of their roles, or all alike as they were given."""
    if settings.role_names:
        return frames_by_role(sources, settings.roles, reading, progress, check_first)
    return MatchingFrames(sources, reading, progress=progress, check_first=check_first)


def frames_by_role(
    sources: Sequence[Source],
    roles: str = RECOGNISED,
    reading: ReadOptions | None = None,
    progress: Progress = no_progress,
    check_first: Callable[[Photo], None] | None = None,
) -> MatchingFrames:
    """An infrared and a visible source as frames, in this order.

    Parameters
    ----------
    sources, reading, progress, check_first
        Two, and otherwise as for ``MatchingFrames``.
    roles
        ``recognised`` by names, then by colour (the grey one is the infrared), then by order;
        ``given`` by order; ``exchanged``: the other way round than recognised.

    Returns
    -------
    MatchingFrames
        Of one type. Infrared of more than 8 bits is stretched from its least to its greatest value onto
        the scale of the pair; notes tell that, and which source was taken for which.

    Raises
    ------
    FusionError
        As ``MatchingFrames``.

    Examples
    --------
    >>> visible, infrared = np.zeros((2, 3, 3), np.uint8), np.full((2, 3), 9000, np.uint16)
    >>> visible[0, 0] = 200, 90, 20
    >>> infrared[0, 0] = 7000
    >>> frames = frames_by_role([visible, infrared])
    >>> [int(photo.pixels[0, 0, 0]) for photo in frames], int(frames[0].pixels[1, 1, 0])
    ([0, 51400], 65535)
    """
    photos, told = [], list[Note]()
    progress("Reading", 0, len(sources))
    for number, photo in enumerate(read_sources(sources, reading)):
        if number == 0 and check_first is not None:
            check_first(photo)
        photos.append(photo)
        progress("Reading", number + 1, len(sources))
    found = Roles((0, 1), AS_GIVEN) if roles == AS_GIVEN else recognise(photos)
    if roles == EXCHANGED:
        found = replace(found, order=(found.order[1], found.order[0]))
    elif roles == RECOGNISED:
        told.append(note_on(found, photos))
    infrared, visible = (photos[number] for number in found.order)
    for number in found.order:
        told += notes_of(photos[number], is_file(sources[number]), number == found.order[0])
    matched = on_one_scale(infrared, visible, told)
    frames = MatchingFrames(matched, reading)
    frames.notes[:0] = told
    frames.order = found.order
    return frames


def recognise(photos: Sequence[Photo]) -> Roles:
    """Which of two photos is the infrared and which the visible one."""
    first, second = photos
    order = order_by_name((first.path, second.path))
    if order is not None:
        return Roles(order, "name")
    grey = [is_colourless(photo) for photo in photos]
    if grey[0] != grey[1]:
        return Roles((0, 1) if grey[0] else (1, 0), "colour")
    return Roles((0, 1), "order")


def is_colourless(photo: Photo) -> bool:
    """Whether a photo is grey, or stored as RGB with channels that hardly differ."""
    if photo.is_grey:
        return True
    step = max(1, min(photo.height, photo.width) // 512)
    sample = photo.pixels[::step, ::step].astype(np.float32)
    return bool((sample.max(axis=2) - sample.min(axis=2)).max() < LEAST_COLOUR * photo.white)


def note_on(roles: Roles, photos: Sequence[Photo]) -> Note:
    """Which photo was taken for which, and why."""
    infrared, visible = (name_of(photos, number) for number in roles.order)
    if roles.by == "name":
        return Note(
            "roles-by-name",
            "By their names {infrared} is the infrared and {visible} the visible picture.",
            infrared=infrared, visible=visible,
        )  # fmt: skip
    if roles.by == "colour":
        return Note(
            "roles-by-colour",
            "{infrared} was taken for the infrared picture, since it is grey, and {visible} for the "
            "visible one; exchange them if that is wrong.",
            infrared=infrared, visible=visible,
        )  # fmt: skip
    return Note(
        "roles-by-order",
        "{infrared} was taken for the infrared picture, since it comes first, and {visible} for the "
        "visible one; exchange them if that is wrong.",
        infrared=infrared, visible=visible,
    )  # fmt: skip


def name_of(photos: Sequence[Photo], number: int) -> str | Note:
    """How a note names a source."""
    path = photos[number].path
    return path.name if path else numbered(number + 1)


def notes_of(photo: Photo, from_file: bool, is_infrared: bool) -> list[Note]:
    """How a file was read; the scale of infrared is told by itself."""
    return [
        with_names([photo.name], note)
        for note in photo.notes
        if from_file and not (is_infrared and note.code in value_scale.NOTES)
    ]


def on_one_scale(infrared: Photo, visible: Photo, told: list[Note]) -> tuple[Photo, Photo]:
    """Both photos in one type: that of the visible one, or 16 bits where either is deeper than 8."""
    if visible.values is not None:
        own = (visible.values.black, visible.values.white)
        visible = replace(value_scale.on_scale(visible, own)[0], values=None)
    infrared = without_palette(infrared, told)
    kinds = {infrared.pixels.dtype, visible.pixels.dtype}
    stretched = stretch(infrared, told)
    if visible.pixels.dtype == np.float32 or kinds == {np.dtype(np.uint8)}:
        kind = visible.pixels.dtype
    else:
        kind = np.dtype(np.uint16)
    return in_type(stretched, kind), in_type(visible, kind)


def without_palette(infrared: Photo, told: list[Note]) -> Photo:
    """The infrared photo in grey, without a profile: it has no colours."""
    if infrared.is_grey:
        return replace(infrared, profile=None)
    if is_colourless(infrared):
        return replace(infrared, pixels=np.ascontiguousarray(infrared.pixels[:, :, 1]), profile=None)
    told.append(
        Note(
            "infrared-in-colours",
            "The infrared picture {name} is in colours; their luminance was fused.",
            name=infrared.name,
        )
    )
    return replace(infrared, pixels=shade(luminance(infrared), infrared.pixels.dtype), profile=None)


def is_stretched(infrared: Photo) -> bool:
    """Whether the values of an infrared photo are brought to another scale before it is fused."""
    return infrared.values is not None or infrared.pixels.dtype == np.uint16


def stretch(infrared: Photo, told: list[Note]) -> Photo:
    """The infrared photo with its least value black and its greatest white, where it is of 16 bits or
    its type does not say what is white; others stay as they are."""
    if not is_stretched(infrared):
        return infrared
    known = infrared.values
    if known is not None and (known.black, known.white) == (0.0, 1.0):
        return replace(value_scale.on_scale(infrared, (0.0, 1.0))[0], values=None)
    seen = infrared.pixels if infrared.validity is None else infrared.pixels[infrared.validity]
    if seen.size == 0:
        return replace(infrared, values=None)
    if known is None:
        lowest, highest = float(seen.min()), float(seen.max())
        low, high = lowest, highest
    else:
        lowest, highest = known.lowest, known.highest
        low, high = ((value - known.black) / (known.white - known.black) for value in (lowest, highest))
    told.append(note_on_range(infrared.name, lowest, highest))
    values = (infrared.pixels.astype(np.float32) - np.float32(low)) / np.float32((high - low) or 1.0)
    return replace(infrared, pixels=np.clip(values, 0, 1), values=None)


def note_on_range(name: str, lowest: float, highest: float) -> Note:
    """Which infrared values became black and white; the range may be empty."""
    if lowest == highest:
        return Note(
            "infrared-even",
            "The infrared values of {name} are all {value:g}; they became black.",
            name=name, value=lowest,
        )  # fmt: skip
    return Note(
        "infrared-stretched",
        "The infrared values of {name} go from {lowest:g} to {highest:g}; these became black and white.",
        name=name, lowest=lowest, highest=highest,
    )  # fmt: skip


def in_type(photo: Photo, kind: np.dtype) -> Photo:
    """A photo in another type of number, white staying white."""
    if photo.pixels.dtype == kind:
        return photo
    if photo.pixels.dtype == np.uint8 and kind == np.uint16:
        return replace(photo, pixels=photo.pixels.astype(np.uint16) * np.uint16(257))
    return replace(photo, pixels=shade(photo.pixels.astype(np.float32) / np.float32(photo.white), kind))


def shade(values: FloatMap, kind: np.dtype) -> Pixels:
    """Values in [0, 1] in a type of number, rounded where it is whole."""
    if kind == np.float32:
        return np.asarray(values, np.float32)
    white = np.float32(np.iinfo(kind).max)
    return np.rint(values * white).astype(kind)
