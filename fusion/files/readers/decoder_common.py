"""The result of every decoder, and functions that several decoders use."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fusion.errors import FusionError
from fusion.files.options import LIMIT_VARIABLE, most_pixels
from fusion.notes import Note
from fusion.photo import Mask, Metadata, Pixels, RawDevelopment, ValueRange


@dataclass(frozen=True)
class Decoded:
    """Upright pixels with what belongs to them; ``notes`` are for the user."""

    pixels: Pixels
    profile: bytes | None = None
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[Note, ...] = ()
    raw: RawDevelopment | None = None
    validity: Mask | None = None
    values: ValueRange | None = None


def refuse_too_many(width: int, height: int, limit: int | None, place: Path) -> None:
    """Raise for a picture with too many pixels, before it is decoded."""
    limit = limit or most_pixels()
    if width < 1 or height < 1:
        raise ValueError("a side of no pixels")
    if width * height > limit:
        raise FusionError(
            "too-many-pixels",
            "{path} has {width} × {height} pixels, more than the limit of {limit} megapixels; make it "
            "smaller, or raise the limit with {variable}",
            path=place, width=width, height=height, limit=limit // 1_000_000, variable=LIMIT_VARIABLE,
        )  # fmt: skip


def known_pixels(
    stored: npt.NDArray[Any], notes: list[Note], bits: int = 16, is_alpha: bool = True
) -> tuple[Pixels, Mask | None]:
    """Decoded values in a type and shape that ``Photo`` takes, and their validity.

    Parameters
    ----------
    stored
        (H, W), or (H, W, C) with one to four channels.
    notes
        What was changed is added.
    bits
        Of values stored in 16 bits.
    is_alpha
        Whether a second or fourth channel says where there is picture.

    Returns
    -------
    pixels, validity
        (H, W) or (H, W, 3), uint8, uint16 or float32 in [0, 1]; and (H, W) where there is picture, None
        for everywhere.
    """
    colours, opaque = split_alpha(stored, notes, is_alpha)
    if colours.dtype == np.uint16:
        colours = widened(colours, bits)
    pixels, numbers = to_known_type(colours, notes)
    if opaque is None or numbers is None:
        return pixels, numbers if opaque is None else opaque
    return pixels, opaque & numbers


def to_known_type(
    pixels: npt.NDArray[Any], notes: list[Note]
) -> tuple[Pixels, Mask | None]:
    """uint8, uint16 and float32 as they are; wider types narrowed, floats cut to [0, 1]; and where the
    values are numbers, None for everywhere."""
    if pixels.dtype.kind == "f":
        result = pixels.astype(np.float32)
        numbers = where_numbers(result, notes)
        if numbers is not None:
            result[~numbers] = 0
        if result.min() < 0 or result.max() > 1:
            notes.append(Note("values-cut-off", "Its values below 0 and above 1 were cut off."))
        return np.clip(result, 0, 1), numbers
    if pixels.dtype == np.bool_:
        return pixels.astype(np.uint8) * np.uint8(255), None
    if pixels.dtype == np.uint32:
        notes.append(Note("cut-to-16-bits", "Its 32 bits were cut to 16."))
        return (pixels >> 16).astype(np.uint16), None
    if pixels.dtype in (np.uint8, np.uint16):
        return pixels, None
    raise ValueError(f"pixels of type {pixels.dtype}")


def where_numbers(values: npt.NDArray[Any], notes: list[Note]) -> Mask | None:
    """(H, W): where every channel is finite as float32; None for everywhere. Raises ``FusionError`` if
    that is nowhere."""
    if values.dtype.kind != "f":
        return None
    with np.errstate(over="ignore"):
        finite = np.asarray(np.isfinite(values.astype(np.float32, copy=False)))
    if finite.all():
        return None
    numbers: Mask = np.asarray(finite if finite.ndim == 2 else finite.all(axis=2))
    if not numbers.any():
        raise ValueError("no value is a number")
    notes.append(
        Note("nan-is-empty", "Where it holds no finite numbers (NaN, infinity) it counts as empty.")
    )
    return numbers


def widened(pixels: npt.NDArray[np.uint16], bits: int) -> npt.NDArray[np.uint16]:
    """Values of 9 to 16 bits over the whole range of 16: the largest one becomes 65535."""
    if not 8 < bits < 16:
        return pixels
    highest = (1 << bits) - 1
    return (np.minimum(pixels, highest).astype(np.uint32) * 65535 // highest).astype(np.uint16)


def split_alpha(
    pixels: npt.NDArray[Any], notes: list[Note], is_alpha: bool = True
) -> tuple[npt.NDArray[Any], Mask | None]:
    """(H, W) or (H, W, 3) of pixels with one to four channels; and where they are opaque."""
    opaque = None
    if pixels.ndim == 3 and pixels.shape[2] in (2, 4):
        opaque = where_opaque(pixels[:, :, -1], notes, is_alpha)
        pixels = pixels[:, :, : pixels.shape[2] - 1]
    return pixels[:, :, 0] if pixels.ndim == 3 and pixels.shape[2] == 1 else pixels, opaque


def where_opaque(
    alpha: npt.NDArray[Any], notes: list[Note], is_alpha: bool = True
) -> Mask | None:
    """(H, W): where alpha is at least half of its largest value; None for everywhere. An alpha that
    hides the whole picture is taken for a mistake."""
    top = alpha.max() if is_alpha else 0
    opaque: Mask = alpha >= top / 2
    if not top or opaque.all():
        notes.append(Note("transparency-left-out", "Its transparency was left out."))
        return None
    notes.append(Note("transparent-is-empty", "Where it is transparent it counts as empty."))
    return opaque


def turn_upright(pixels: npt.NDArray[Any], orientation: int) -> npt.NDArray[Any]:
    """Apply the EXIF orientation (2 to 8) to an array."""
    if orientation in (5, 6, 7, 8):
        swapped = pixels.swapaxes(0, 1)
        across = {5: swapped, 6: swapped[:, ::-1], 7: swapped[::-1, ::-1], 8: swapped[::-1]}
        return across[orientation]
    turned = {2: pixels[:, ::-1], 3: pixels[::-1, ::-1], 4: pixels[::-1]}
    return turned.get(orientation, pixels)


def turned_upright(
    pixels: npt.NDArray[Any],
    validity: Mask | None,
    orientation: int,
    profile: bytes | None,
    metadata: Metadata,
    notes: list[Note],
) -> Decoded:
    """``Decoded`` with pixels and validity turned by the EXIF orientation."""
    turned = np.ascontiguousarray(turn_upright(pixels, orientation))
    mask = None if validity is None else np.ascontiguousarray(turn_upright(validity, orientation))
    return Decoded(turned, profile, metadata, tuple(notes), validity=mask)
