"""Options of reading and of saving photographs."""

from __future__ import annotations

import os
from dataclasses import dataclass

from fusion.errors import FusionError

LIMIT_VARIABLE = "PARFOCAL_MEGAPIXELS"
RAW_SPACES = ("srgb", "adobe", "prophoto")
SUBSAMPLINGS = ("4:4:4", "4:2:2", "4:2:0")
TIFF_COMPRESSIONS = ("deflate", "lzw", "zstd", "none")


def most_pixels() -> int:
    """The most pixels that a picture may have: 400 megapixels, or ``PARFOCAL_MEGAPIXELS`` of the
    environment. Larger ones are refused before they are decoded: their header may be broken, or made to
    fill the memory."""
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
        Pixels (height × width) above which the file is refused; None is the program's limit, 400 million
        or the environment's ``PARFOCAL_MEGAPIXELS``.

    Raises
    ------
    FusionError
        For another colour space.

    Examples
    --------
    >>> ReadOptions(page=2, raw_space="adobe").page
    2
    """

    page: int | None = None
    raw_space: str = "srgb"
    white_balance: tuple[float, float, float, float] | None = None
    most_pixels: int | None = None

    def __post_init__(self) -> None:
        if self.raw_space not in RAW_SPACES:
            raise FusionError(
                "unknown-raw-space",
                "the colour space for RAW is {value!r}; it must be one of {known}",
                value=self.raw_space, known=", ".join(RAW_SPACES),
            )  # fmt: skip


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
    description
        What the values mean, which PNG and TIFF hold as text; empty for a photograph.
    webp_quality
        1 to 100; 100 keeps every pixel as it is.

    Raises
    ------
    FusionError
        For a number out of its range and an unknown subsampling or compression.

    Examples
    --------
    >>> SaveOptions(jpeg_quality=100, location=False).jpeg_subsampling
    '4:4:4'
    """

    jpeg_quality: int = 95
    jpeg_subsampling: str = "4:4:4"
    png_level: int = 4
    tiff_compression: str = "deflate"
    location: bool = True
    description: str = ""
    webp_quality: int = 100

    def __post_init__(self) -> None:
        if self.jpeg_subsampling not in SUBSAMPLINGS:
            raise FusionError(
                "unknown-subsampling",
                "the chroma subsampling is {value!r}; it must be one of {known}",
                value=self.jpeg_subsampling, known=", ".join(SUBSAMPLINGS),
            )  # fmt: skip
        if self.tiff_compression not in TIFF_COMPRESSIONS:
            raise FusionError(
                "unknown-tiff-compression",
                "the TIFF compression is {value!r}; it must be one of {known}",
                value=self.tiff_compression, known=", ".join(TIFF_COMPRESSIONS),
            )  # fmt: skip
        if not 1 <= self.jpeg_quality <= 100:
            raise FusionError(
                "jpeg-quality-out-of-range",
                "the JPEG quality is {value}; it must be from 1 to 100",
                value=self.jpeg_quality,
            )
        if not 1 <= self.webp_quality <= 100:
            raise FusionError(
                "webp-quality-out-of-range",
                "the WebP quality is {value}; it must be from 1 to 100",
                value=self.webp_quality,
            )
        if not 0 <= self.png_level <= 9:
            raise FusionError(
                "png-level-out-of-range",
                "the PNG level is {value}; it must be from 0 to 9",
                value=self.png_level,
            )
