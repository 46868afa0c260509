"""What can be chosen about reading and saving."""

from __future__ import annotations

import os
from dataclasses import dataclass

from fusion.errors import FusionError

LIMIT_VARIABLE = "PARFOCAL_MEGAPIXELS"
RAW_SPACES = ("srgb", "adobe", "prophoto")
SUBSAMPLINGS = ("4:4:4", "4:2:2", "4:2:0")
TIFF_COMPRESSIONS = ("deflate", "lzw", "zstd", "none")


def most_pixels() -> int:
    """Pictures with more pixels are refused before they are decoded: a bomb, or a broken header.

    400 megapixels, or what the environment variable ``PARFOCAL_MEGAPIXELS`` says.
    """
    told = os.environ.get(LIMIT_VARIABLE, "")
    return int(told) * 1_000_000 if told.isdecimal() and int(told) > 0 else 400_000_000


@dataclass(frozen=True)
class ReadOptions:
    """How a file is read.

    Attributes
    ----------
    page
        Which page of a TIFF, from 0; None is the first, with a note where there are more.
    raw_space
        Colour space in which camera RAW is developed: ``"srgb"``, ``"adobe"`` or ``"prophoto"``.
    white_balance
        Multipliers of red, green, blue, second green for RAW; None is the camera's own.
    most_pixels
        The limit for this file; None is that of the program.
    """

    page: int | None = None
    raw_space: str = "srgb"
    white_balance: tuple[float, float, float, float] | None = None
    most_pixels: int | None = None

    def __post_init__(self) -> None:
        require("the colour space for RAW", self.raw_space, RAW_SPACES)


@dataclass(frozen=True)
class SaveOptions:
    """How a file is written.

    Attributes
    ----------
    jpeg_quality
        1 to 100.
    jpeg_subsampling
        Colour at full size (``"4:4:4"``), half the width, or half the width and height.
    png_level
        Effort of compression, 0 (none) to 9.
    tiff_compression
        ``"deflate"``, ``"lzw"``, ``"zstd"`` (smallest, fewer programs read it) or ``"none"``.
    location
        Whether the position and place names of the first source go along.
    """

    jpeg_quality: int = 95
    jpeg_subsampling: str = "4:4:4"
    png_level: int = 4
    tiff_compression: str = "deflate"
    location: bool = True

    def __post_init__(self) -> None:
        require("the chroma subsampling", self.jpeg_subsampling, SUBSAMPLINGS)
        require("the TIFF compression", self.tiff_compression, TIFF_COMPRESSIONS)
        for name, value, low, high in (
            ("JPEG quality", self.jpeg_quality, 1, 100), ("PNG level", self.png_level, 0, 9),
        ):  # fmt: skip
            if not low <= value <= high:
                raise FusionError(f"the {name} is {value}; it must be from {low} to {high}")


def require(what: str, value: str, known: tuple[str, ...]) -> None:
    """Raise for a value that is not among the known ones."""
    if value not in known:
        raise FusionError(f"{what} is {value!r}; it must be one of {', '.join(known)}")
