"""A photograph in memory: pixels, colour profile, metadata, validity."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fusion.errors import FusionError
from fusion.notes import Note
from fusion.threads import over_bands

Pixels = npt.NDArray[np.uint8 | np.uint16 | np.float32]
FloatMap = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

LUMINANCE_RGB = (0.299, 0.587, 0.114)
"""Weights of R, G and B, as in the photographs that the encoder was trained with (ITU-R BT.601)."""


@dataclass(frozen=True)
class Metadata:
    """EXIF, XMP and IPTC of a photograph, each as the bytes that the file held.

    Size, orientation, thumbnail and program are corrected when the photo is written.

    Attributes
    ----------
    exif
        A TIFF structure of its own, without the ``Exif`` mark before it.
    xmp
        An XMP packet (XML).
    iptc
        IPTC-IIM data sets.

    Examples
    --------
    >>> Metadata(iptc=b"\\x1c\\x02\\x69\\x00\\x03Fly").exif is None
    True
    """

    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None


@dataclass(frozen=True)
class RawDevelopment:
    """How camera RAW was developed.

    Attributes
    ----------
    space
        Colour space: ``"srgb"``, ``"adobe"`` or ``"prophoto"``.
    white_balance
        Multipliers of red, green, blue and second green.
    """

    space: str
    white_balance: tuple[float, float, float, float]


@dataclass(frozen=True)
class ValueRange:
    """The values of a file whose type of number does not say which of them is white.

    Attributes
    ----------
    kind
        NumPy's name of the type: ``"float32"``, ``"int16"``, ``"uint32"``.
    lowest, highest
        Of the file's finite values, without those of single pixels that lie far outside.
    negative, bright
        Shares, in [0, 1], of the values below 0 and above 1.
    black, white
        The values that became 0 and 1.
    """

    kind: str
    lowest: float
    highest: float
    negative: float
    bright: float
    black: float = 0.0
    white: float = 1.0


@dataclass(frozen=True)
class Photo:
    """Pixels with their colour profile, metadata and origin.

    Attributes
    ----------
    pixels
        (H, W) grey or (H, W, 3) RGB, C-contiguous; ``uint8``, ``uint16``, or ``float32`` in [0, 1], and
        outside where ``values`` are known and no scale for all frames is found yet. Already turned
        upright.
    profile
        The ICC profile as it stood in the file, or None.
    metadata
        EXIF, XMP and IPTC as they stood in the file.
    path
        Where it was read from, or None.
    notes
        What a user should know of how it was read.
    sha256
        Hash of the file that was read, in hexadecimal; empty without a file.
    page
        Which page of the file it is, from 0; None where no page was asked for.
    raw
        How it was developed, where it comes from camera RAW.
    validity
        (H, W) bool, true where there is picture (not transparent, a number); None where all of it is.
    values
        The file's own values, where its type of number does not say which is white; else None.

    Raises
    ------
    FusionError
        For another shape or type, no pixels, and a validity of another size.

    Examples
    --------
    >>> photo = Photo(np.zeros((2, 3, 3), np.uint8))
    >>> photo.height, photo.width, photo.is_grey, photo.white
    (2, 3, False, 255.0)
    """

    pixels: Pixels
    profile: bytes | None = None
    metadata: Metadata = field(default_factory=Metadata)
    path: Path | None = None
    notes: tuple[Note, ...] = field(default=())
    sha256: str = ""
    page: int | None = None
    raw: RawDevelopment | None = None
    validity: Mask | None = None
    values: ValueRange | None = None

    def __post_init__(self) -> None:
        shape, kind = self.pixels.shape, self.pixels.dtype
        if len(shape) not in (2, 3) or (len(shape) == 3 and shape[2] != 3):
            raise FusionError(
                "wrong-shape",
                "{photo} has the shape {shape}; a photo is height × width, or height × width × 3",
                photo=self._called, shape=shape,
            )  # fmt: skip
        if kind not in (np.uint8, np.uint16, np.float32):
            raise FusionError(
                "wrong-number-type", "{photo} holds {type}; a photo holds uint8, uint16 or float32",
                photo=self._called, type=kind,
            )  # fmt: skip
        if 0 in shape:
            raise FusionError(
                "no-pixels", "{photo} is empty: {width} × {height} pixels",
                photo=self._called, width=shape[1], height=shape[0],
            )  # fmt: skip
        if self.validity is not None and self.validity.shape != shape[:2]:
            raise FusionError(
                "validity-size-differs", "the validity of {photo} is not of the picture's size",
                photo=self._called,
            )  # fmt: skip
        if not self.pixels.flags.c_contiguous:
            object.__setattr__(self, "pixels", np.ascontiguousarray(self.pixels))

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.path.name if self.path else "the picture"

    @property
    def _called(self) -> str | Note:
        return self.path.name if self.path else Note("the-picture", "the picture")

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def is_grey(self) -> bool:
        return self.pixels.ndim == 2

    @property
    def white(self) -> float:
        """The value of white in the pixels' type: 255, 65535 or 1."""
        if self.pixels.dtype == np.float32:
            return 1.0
        return 255.0 if self.pixels.dtype == np.uint8 else 65535.0


def luminance(photo: Photo) -> FloatMap:
    """Luminance (H, W) in [0, 1], as encoded in the file (no linearisation)."""
    result = np.empty((photo.height, photo.width), dtype=np.float32)

    def fill(rows: slice) -> None:
        result[rows] = luminance_of(photo, rows)

    over_bands(fill, photo.height, photo.width)
    return result


def luminance_of(photo: Photo, rows: slice, columns: slice = slice(None)) -> FloatMap:
    """The luminance (h, w) of a part of the picture, without a copy of the whole."""
    import cv2  # here, and not above: a photo can be described without it

    values, scale = photo.pixels[rows, columns].astype(np.float32), np.float32(1 / photo.white)
    if photo.is_grey:
        return values * scale
    weights = np.array([LUMINANCE_RGB], dtype=np.float32) * scale
    grey: FloatMap = np.asarray(cv2.transform(values, weights), dtype=np.float32)
    return grey


class PhotoLuminance:
    """The luminance (H, W) of a photo, computed for each area that is asked for."""

    def __init__(self, photo: Photo) -> None:
        self._photo = photo
        self.shape = (photo.height, photo.width)

    def __getitem__(self, area: tuple[slice, slice], /) -> FloatMap:
        return luminance_of(self._photo, *area)
