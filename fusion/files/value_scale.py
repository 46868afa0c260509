"""Black and white of files whose type of number does not say what they are: floats, signed and wide
integers. All frames of a stack get the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from fusion.notes import Note
from fusion.photo import FloatMap, Mask, Photo, ValueRange

FULL_SCALES = (255, 1023, 4095, 16383, 65535, 2**24 - 1, 2**32 - 1)
"""Largest values of 8, 10, 12, 14, 16, 24 and 32 bits."""
LARGEST_SIGNED = {"int8": 127, "int16": 32767, "int32": 2**31 - 1}
MOST_OVER_WHITE = 64.0
"""Floats up to this are no whole numbers of 8 bits, but light that goes beyond a white of 1."""
MOST_HIGHLIGHTS = 0.1
"""Share of floats above 1 that counts as highlights of a picture whose white is 1."""
MOST_NEGATIVE, LARGEST_NEGATIVE = 0.01, 0.05
"""Values below 0 are noise, or ringing of a filter, and cut off, where they are as few or as small."""
FAR_OUTSIDE = 1000.0
"""A value of so many times the largest of 99.9 % of the pixels is a fault and no light."""
SAMPLED = 1 << 20
"""Of so many values the 99.9 % are found."""
CUT_OFF = Note("values-cut-off", "Its values below 0 and above 1 were cut off.")
NOTES = ("white-taken", "values-cut-off")
"""Codes of notes on one file that those on all files of a stack replace."""


def has_scale(kind: np.dtype[Any]) -> bool:
    """Whether the type of number says which value is white."""
    return kind.kind in "ub" and kind.itemsize <= 2


def range_of(values: FloatMap, kind: str) -> ValueRange:
    """The range of one file's values, none of which is NaN or infinite."""
    lowest, highest = float(values.min()), float(values.max())
    sample = values.ravel()[:: max(1, values.size // SAMPLED)]
    low, high = (float(value) for value in np.quantile(sample, (0.001, 0.999)))
    largest = max(abs(low), abs(high))
    if largest > 0:
        lowest = low if lowest < -FAR_OUTSIDE * largest else lowest
        highest = high if highest > FAR_OUTSIDE * largest else highest
    negative = float(np.count_nonzero(values < 0) / values.size) if lowest < 0 else 0.0
    bright = float(np.count_nonzero(values > 1) / values.size) if highest > 1 else 0.0
    return ValueRange(kind, lowest, highest, negative, bright)


def black_and_white(ranges: Sequence[ValueRange]) -> tuple[float, float]:
    """The values that become 0 and 1 in all files of a stack.

    Black is 0, and the lowest value where more than noise lies below 0. White is 1 for floats, some
    highlights of which may lie above it; else the largest value of as few bits as hold all values.

    Parameters
    ----------
    ranges
        Of all files, one at least.

    Returns
    -------
    black, white
        Black is less than white.

    Examples
    --------
    >>> dark, light = (ValueRange("float32", 3.0, highest, 0, 1) for highest in (90.0, 255.0))
    >>> black_and_white([dark, light])
    (0.0, 255.0)
    >>> black_and_white([ValueRange("int16", -20.0, 9000.0, 0.2, 0.8)])
    (0.0, 16383.0)
    """
    white = white_of(ranges)
    lowest = min(one.lowest for one in ranges)
    negative = sum(one.negative for one in ranges) / len(ranges)
    is_noise = negative <= MOST_NEGATIVE or -lowest <= LARGEST_NEGATIVE * max(white, 0.0)
    black = 0.0 if lowest >= 0 or is_noise else lowest
    return black, white if white > black else black + 1.0


def white_of(ranges: Sequence[ValueRange]) -> float:
    """The value that becomes 1."""
    highest = max(one.highest for one in ranges)
    floats = any(one.kind.startswith("float") for one in ranges)
    if highest <= 0:
        return 0.0
    if floats and highest <= MOST_OVER_WHITE:
        bright = sum(one.bright for one in ranges) / len(ranges)
        return 1.0 if highest <= 1 or bright <= MOST_HIGHLIGHTS else highest
    if floats and highest > FULL_SCALES[4]:
        return highest
    white = float(next((full for full in FULL_SCALES if full >= highest), highest))
    signed = [LARGEST_SIGNED[one.kind] for one in ranges if one.kind in LARGEST_SIGNED]
    return min(white, max(highest, *signed)) if signed else white


def scaled(
    stored: npt.NDArray[Any], numbers: Mask | None, notes: list[Note]
) -> tuple[FloatMap, ValueRange]:
    """A file's values with its own black and white at 0 and 1; none is cut off yet.

    Parameters
    ----------
    stored
        (H, W) or (H, W, 3), of any real type.
    numbers
        (H, W): where they are finite; None for everywhere.
    notes
        What was taken for black and white is added.

    Returns
    -------
    values, range
        float32; 0 where there is no number.
    """
    with np.errstate(over="ignore"):  # what becomes infinite is no number
        values = stored.astype(np.float32)
    if numbers is not None:
        values[~numbers] = 0
    found = range_of(values if numbers is None else values[numbers], stored.dtype.name)
    black, white = black_and_white([found])
    rescale(values, (0.0, 1.0), (black, white))
    if (black, white) != (0.0, 1.0):
        notes.append(
            Note(
                "white-taken",
                "Its values go from {lowest:g} to {highest:g}; {black:g} was taken for black and "
                "{white:g} for white.",
                lowest=found.lowest, highest=found.highest, black=black, white=white,
            )
        )  # fmt: skip
    if values.min() < 0 or values.max() > 1:
        notes.append(CUT_OFF)
    return values, replace(found, black=black, white=white)


def rescale(values: FloatMap, old: tuple[float, float], new: tuple[float, float]) -> None:
    """Values at whose 0 and 1 stand ``old`` black and white, in place with ``new`` ones there."""
    if old == new:
        return
    factor, offset = (old[1] - old[0]) / (new[1] - new[0]), (old[0] - new[0]) / (new[1] - new[0])
    values *= np.float32(factor)
    if offset:
        values += np.float32(offset)


def on_scale(photo: Photo, scale: tuple[float, float]) -> tuple[Photo, bool]:
    """A photo with the black and white of all frames, and whether values beyond them were cut off.

    Itself where it has them, or where its type says what is white.
    """
    known = photo.values
    if known is None:
        return photo, False
    values = np.array(photo.pixels, np.float32)
    rescale(values, (known.black, known.white), scale)
    if photo.validity is not None:
        values[~photo.validity] = 0
    cut = bool(values.min() < 0 or values.max() > 1)
    if not cut and (known.black, known.white) == scale:
        return photo, False
    np.clip(values, 0, 1, out=values)
    return replace(photo, pixels=values, values=replace(known, black=scale[0], white=scale[1])), cut


def notes_on_all(ranges: Sequence[ValueRange], scale: tuple[float, float]) -> list[Note]:
    """What was taken for black and white in all files; empty where floats lie between 0 and 1."""
    lowest, highest = min(one.lowest for one in ranges), max(one.highest for one in ranges)
    if scale == (0.0, 1.0):
        return []
    return [
        Note(
            "white-taken-for-all",
            "The sources' values go from {lowest:g} to {highest:g}; {black:g} was taken for black and "
            "{white:g} for white, in all of them alike.",
            lowest=lowest, highest=highest, black=scale[0], white=scale[1],
        )
    ]  # fmt: skip
