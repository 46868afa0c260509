"""Reading photographs: the format is told by the content, orientation is applied once."""

from __future__ import annotations

import io
import os
import stat
import struct
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import numpy.typing as npt
import tifffile
from PIL import ExifTags, Image, ImageFile, ImageOps, TiffImagePlugin, UnidentifiedImageError

from fusion.errors import FusionError
from fusion.photo import Photo, Pixels

READABLE = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp")
FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP")
MOST_PIXELS = 400_000_000
"""Pictures with more pixels are refused before they are decoded (a bomb, or a broken header)."""
Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit is lower than a large photograph; ours replaces it


@dataclass(frozen=True)
class Header:
    """What a file says of itself before its pixels are decoded."""

    format: str
    width: int
    height: int
    deep: bool
    """More than 8 bits a channel."""


def load_photo(path: str | os.PathLike[str], most_pixels: int = MOST_PIXELS) -> Photo:
    """Read a JPEG, PNG, TIFF, BMP or WebP file, grey or colour, turned upright.

    8-bit files give ``uint8``, 16-bit PNG and TIFF ``uint16``, floating-point TIFF ``float32``.
    Transparency is dropped, palette and CMYK become RGB; each is told in ``Photo.notes``.

    Raises
    ------
    FusionError
        When the file is missing, is no picture, is damaged, or is larger than ``most_pixels``.
    """
    place = Path(path)
    content = read_content(place)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of what is checked, or raised, here
        try:
            return decode(content, place, most_pixels)
        except FusionError:
            raise
        except UnidentifiedImageError:
            raise FusionError(
                f"{place} is not a picture that can be read; take a JPEG, PNG, TIFF, BMP or WebP file"
            ) from None
        except MemoryError:
            raise FusionError(
                f"there is not enough memory to read {place}; close other programs, or make it smaller"
            ) from None
        except Exception as error:  # decoders fail on bad bytes in any way they like
            raise FusionError(
                f"{place} is damaged or incomplete and cannot be read; copy it again from its source"
            ) from error


def read_content(place: Path) -> bytes:
    """All bytes of a regular file; a sentence for everything else."""
    try:
        kind = place.stat()
        if stat.S_ISDIR(kind.st_mode):
            raise FusionError(f"{place} is a folder; choose a picture in it")
        if not stat.S_ISREG(kind.st_mode):
            raise FusionError(f"{place} is not a file; choose a picture")
        content = place.read_bytes()
    except FileNotFoundError:
        raise FusionError(f"there is no file {place}; check the name") from None
    except PermissionError:
        raise FusionError(f"{place} may not be read; check its permissions") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FusionError(f"{place} cannot be read ({reason}); check the name and the disk") from None
    if not content:
        raise FusionError(f"{place} is empty (0 bytes); copy it again from its source")
    return content


def decode(content: bytes, place: Path, most_pixels: int) -> Photo:
    """The photo in ``content``; any exception means damage."""
    pixels: Pixels
    if is_colour_float_tiff(content):  # the one readable form that Pillow does not open
        with tifffile.TiffFile(io.BytesIO(content)) as file:
            page = file.pages.first
            refuse_too_many(page.imagewidth, page.imagelength, most_pixels, place)
        pixels, notes = decode_deep(content, "TIFF")
        return Photo(pixels, None, None, place, tuple(notes))
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        header = read_header(picture)
        refuse_too_many(header.width, header.height, most_pixels, place)
        exif = picture.getexif()
        orientation = exif.get(ExifTags.Base.Orientation, 1)
        profile = picture.info.get("icc_profile") or None
        if header.deep:
            pixels, notes = decode_deep(content, header.format)
            pixels = turn_upright(pixels, orientation)
        else:
            pixels, notes = decode_shallow(picture)
        block = exif_without_orientation(exif)
    return Photo(np.ascontiguousarray(pixels), profile, block, place, tuple(notes))


def refuse_too_many(width: int, height: int, most_pixels: int, place: Path) -> None:
    """Raise for a picture that would take too much memory, before it does."""
    if width * height > most_pixels:
        raise FusionError(
            f"{place} has {width} × {height} pixels, more than the limit of "
            f"{most_pixels // 1_000_000} megapixels; make it smaller"
        )


def is_colour_float_tiff(content: bytes) -> bool:
    """Whether this is a TIFF of floating-point colour."""
    if content[:4] not in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return False
    with tifffile.TiffFile(io.BytesIO(content)) as file:
        page = file.pages.first
        return page.dtype is not None and page.dtype.kind == "f" and page.samplesperpixel > 1


def read_header(picture: ImageFile.ImageFile) -> Header:
    """Format, size and depth, from a picture that is opened but not decoded."""
    bits: object = (8,)
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        bits = picture.tag_v2.get(258, (8,))
    elif picture.format == "PNG":
        raw_mode = picture.tile[0][3] if picture.tile else ""
        bits = (16,) if "16" in str(raw_mode) else (8,)
    deepest = max(bits) if isinstance(bits, tuple) else 8
    return Header(str(picture.format), picture.width, picture.height, deepest > 8)


def exif_without_orientation(exif: Image.Exif) -> bytes | None:
    """The EXIF block for the result: its pixels are upright, so the tag says 1."""
    if not exif:
        return None
    if ExifTags.Base.Orientation in exif:
        exif[ExifTags.Base.Orientation] = 1
    try:
        return exif.tobytes()
    except (ValueError, TypeError, struct.error, OSError):
        return None  # a block that cannot be written again is not worth losing the picture for


def decode_shallow(picture: Image.Image) -> tuple[npt.NDArray[np.uint8], list[str]]:
    """8-bit pixels through Pillow, upright."""
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    notes = []
    if upright.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in upright.info:
        notes.append("Its transparency was left out.")
    if upright.mode in ("CMYK", "LAB", "YCbCr", "HSV"):
        notes.append(f"It was converted from {upright.mode} to RGB.")
    grey = upright.mode in ("L", "1", "LA", "La")
    if upright.mode == "P":
        upright = upright.convert("RGBA")
    return np.asarray(upright.convert("L" if grey else "RGB")), notes


def decode_deep(content: bytes, kind: str) -> tuple[Pixels, list[str]]:
    """Pixels of more than 8 bits, which Pillow cannot hold in colour; not yet turned."""
    if kind == "PNG":
        pixels = imagecodecs.png_decode(content)
    else:
        with tifffile.TiffFile(io.BytesIO(content)) as file:
            page = file.pages[0]
            pixels = page.asarray()
            if getattr(page, "planarconfig", 1) == 2 and pixels.ndim == 3:
                pixels = np.moveaxis(pixels, 0, -1)
            if getattr(page, "photometric", 1) == 0:
                pixels = np.iinfo(pixels.dtype).max - pixels  # white is zero
    notes = []
    if pixels.ndim == 3 and pixels.shape[2] in (2, 4):
        pixels = pixels[:, :, : pixels.shape[2] - 1]
        notes.append("Its transparency was left out.")
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    return np.ascontiguousarray(to_known_type(pixels)), notes


def to_known_type(pixels: npt.NDArray[Any]) -> Pixels:
    """uint16 and float32 as they are, wider types narrowed, floats checked to be numbers."""
    if pixels.dtype.kind == "f":
        result = pixels.astype(np.float32)
        if not np.isfinite(result).all():
            raise ValueError("not every value is a number")
        return np.clip(result, 0, 1)
    if pixels.dtype == np.uint32:
        return (pixels >> 16).astype(np.uint16)
    if pixels.dtype in (np.uint8, np.uint16):
        return pixels
    raise ValueError(f"pixels of type {pixels.dtype}")


def turn_upright(pixels: Pixels, orientation: int) -> Pixels:
    """Apply the EXIF orientation (2 to 8) to an array."""
    turned: dict[int, Pixels] = {
        2: pixels[:, ::-1],
        3: pixels[::-1, ::-1],
        4: pixels[::-1],
    }
    if orientation in turned:
        return turned[orientation]
    if orientation in (5, 6, 7, 8):
        swapped = pixels.swapaxes(0, 1)
        across = {5: swapped, 6: swapped[:, ::-1], 7: swapped[::-1, ::-1], 8: swapped[::-1]}
        return across[orientation]
    return pixels
