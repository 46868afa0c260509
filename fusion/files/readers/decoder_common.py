"""What every decoder gives, and what all of them need."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fusion.errors import FusionError
from fusion.files.options import LIMIT_VARIABLE, most_pixels
from fusion.notes import Note
from fusion.photo import Metadata, Pixels, RawDevelopment


@dataclass(frozen=True)
class Decoded:
    """Upright pixels with what belongs to them; ``notes`` are for the user."""

    pixels: Pixels
    profile: bytes | None = None
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[Note, ...] = ()
    raw: RawDevelopment | None = None


def refuse_too_many(width: int, height: int, limit: int | None, place: Path) -> None:
    """Raise for a picture that would take too much memory, before it does."""
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


def to_known_type(pixels: npt.NDArray[Any], notes: list[Note]) -> Pixels:
    """uint8, uint16 and float32 as they are; wider types narrowed, floats cut to [0, 1]."""
    if pixels.dtype.kind == "f":
        result = pixels.astype(np.float32)
        if not np.isfinite(result).all():
            raise ValueError("not every value is a number")
        if result.min() < 0 or result.max() > 1:
            notes.append(Note("values-cut-off", "Its values below 0 and above 1 were cut off."))
        return np.clip(result, 0, 1)
    if pixels.dtype == np.bool_:
        return pixels.astype(np.uint8) * np.uint8(255)
    if pixels.dtype == np.uint32:
        notes.append(Note("cut-to-16-bits", "Its 32 bits were cut to 16."))
        return (pixels >> 16).astype(np.uint16)
    if pixels.dtype in (np.uint8, np.uint16):
        return pixels
    raise ValueError(f"pixels of type {pixels.dtype}")


def widened(pixels: npt.NDArray[np.uint16], bits: int) -> npt.NDArray[np.uint16]:
    """Values of 9 to 16 bits over the whole range of 16: the largest one becomes 65535."""
    if not 8 < bits < 16:
        return pixels
    highest = (1 << bits) - 1
    return (np.minimum(pixels, highest).astype(np.uint32) * 65535 // highest).astype(np.uint16)


def without_alpha(pixels: npt.NDArray[Any], notes: list[Note]) -> npt.NDArray[Any]:
    """(H, W) or (H, W, 3) of pixels with one to four channels."""
    if pixels.ndim == 3 and pixels.shape[2] in (2, 4):
        pixels = pixels[:, :, : pixels.shape[2] - 1]
        notes.append(Note("transparency-left-out", "Its transparency was left out."))
    return pixels[:, :, 0] if pixels.ndim == 3 and pixels.shape[2] == 1 else pixels


def turn_upright(pixels: npt.NDArray[Any], orientation: int) -> npt.NDArray[Any]:
    """Apply the EXIF orientation (2 to 8) to an array."""
    if orientation in (5, 6, 7, 8):
        swapped = pixels.swapaxes(0, 1)
        across = {5: swapped, 6: swapped[:, ::-1], 7: swapped[::-1, ::-1], 8: swapped[::-1]}
        return across[orientation]
    turned = {2: pixels[:, ::-1], 3: pixels[::-1, ::-1], 4: pixels[::-1]}
    return turned.get(orientation, pixels)
