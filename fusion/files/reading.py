"""Reading photographs: the format is found from the content, orientation is applied once."""

from __future__ import annotations

import hashlib
import os
import stat
import warnings
from pathlib import Path

import imagecodecs
from PIL import UnidentifiedImageError

from fusion.errors import FusionError
from fusion.files.codecs import png
from fusion.files.colour import profiles
from fusion.files.format_detection import RAW_ENDINGS, kind_of
from fusion.files.metadata.exif import orientation_of, says_adobe_rgb
from fusion.files.options import ReadOptions, most_pixels
from fusion.files.readers import netpbm
from fusion.files.readers.avif import read_avif
from fusion.files.readers.decoder_common import (
    Decoded,
    known_pixels,
    refuse_too_many,
    turned_upright,
)
from fusion.files.readers.exr import read_exr
from fusion.files.readers.heif import read_heif
from fusion.files.readers.jpegxl import read_jpegxl
from fusion.files.readers.pillow import read_with_pillow
from fusion.files.readers.raw import read_raw
from fusion.files.readers.tiff import read_tiff
from fusion.files.readers.tiff_planes import Planes, planes_in
from fusion.memory_errors import is_out_of_memory
from fusion.notes import Note
from fusion.photo import Photo

READABLE = (
    ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".avif", ".heic", ".heif", ".jxl",
    ".exr", ".jp2", ".gif", ".ppm", ".pgm", ".pnm", *RAW_ENDINGS,
)  # fmt: skip
READERS = {
    "TIFF": read_tiff, "RAW": read_raw, "HEIF": read_heif, "JPEG XL": read_jpegxl, "AVIF": read_avif,
    "OpenEXR": read_exr,
}  # fmt: skip
"""Formats that Pillow does not read, or not whole; the others are read by it."""
BYTES_A_PIXEL = 16
"""More than any uncompressed file takes; larger files are refused before they are read."""


def load_photo(path: str | os.PathLike[str], options: ReadOptions | None = None) -> Photo:
    """Read a photograph, grey or colour, turned upright.

    Parameters
    ----------
    path
        Of the file. Its format is found from its content, not from its name.
    options
        Page, development of camera RAW, limit on pixels; None for the defaults.

    Returns
    -------
    Photo
        With profile, metadata, the file's hash, and notes on what was converted.

    Raises
    ------
    FusionError
        When the file is missing, is no picture, is damaged, or has too many pixels.

    Notes
    -----
    JPEG, PNG, TIFF, BMP, WebP, AVIF, JPEG XL, JPEG 2000, OpenEXR, GIF, PGM, PPM and camera RAW; HEIF
    where pillow-heif is installed. 8-bit files give ``uint8``; those with more, and RAW, ``uint16``;
    floating-point TIFF and JPEG XL, and OpenEXR, ``float32``. Where it is transparent or NaN,
    ``Photo.validity`` is false; palette, CMYK and Lab become RGB; a note says each.

    Examples
    --------
    >>> from fusion import save_photo
    >>> import numpy as np
    >>> place = save_photo(Photo(np.full((2, 3), 7, np.uint8)), "grey.png")
    >>> load_photo(place).pixels.tolist()
    [[7, 7, 7], [7, 7, 7]]
    """
    place, options = Path(path), options or ReadOptions()
    content = read_content(place, options)
    decoded = guarded(content, place, options)
    notes, profile = list(decoded.notes), decoded.profile
    if profile is not None and not belongs(profile, decoded):
        notes.append(
            Note(
                "profile-left-out",
                "Its colour profile is damaged or of another kind, and was left out.",
            )
        )
        profile = None
    elif profile is None and decoded.pixels.ndim == 3 and says_adobe_rgb(decoded.metadata.exif):
        notes.append(
            Note(
                "given-adobe-rgb",
                "Its EXIF says Adobe RGB and it has no profile, so it was given that one.",
            )
        )
        profile = profiles.raw_profile("adobe")
    digest = hashlib.sha256(content).hexdigest()
    return Photo(
        decoded.pixels, profile, decoded.metadata, place, tuple(notes), digest, options.page,
        decoded.raw, decoded.validity, decoded.values,
    )  # fmt: skip


def pages_of(path: str | os.PathLike[str]) -> int:
    """How many pages of a TIFF ``load_photo`` can read.

    Parameters
    ----------
    path
        Of the file.

    Returns
    -------
    int
        Without reduced copies of a page; 1 for every file that is no TIFF.

    Raises
    ------
    FusionError
        When the file is missing or damaged.

    Examples
    --------
    >>> from fusion import save_photo
    >>> import numpy as np
    >>> pages_of(save_photo(Photo(np.zeros((2, 3), np.uint8)), "grey.tif"))
    1
    """
    return len(planes_of_file(path).directories)


def dyes_of(path: str | os.PathLike[str]) -> tuple[tuple[int, ...], ...]:
    """The pages of each dye of a TIFF, in order of focus.

    Parameters
    ----------
    path
        Of the file.

    Returns
    -------
    tuple of tuple of int
        For each dye (channel) that ImageJ, OME or tifffile describe, the numbers of its pages, from 0,
        of the first time; all pages as one dye where the file describes none.

    Raises
    ------
    FusionError
        When the file is missing or damaged.

    Examples
    --------
    >>> from fusion import save_photo
    >>> import numpy as np
    >>> dyes_of(save_photo(Photo(np.zeros((2, 3), np.uint8)), "grey.tif"))
    ((0,),)
    """
    return planes_of_file(path).by_dye


def planes_of_file(path: str | os.PathLike[str]) -> Planes:
    """The pictures of a file; one alone where it is no TIFF."""
    place = Path(path)
    content = read_content(place, ReadOptions())
    if kind_of(content, place.suffix.lower()) != "TIFF":
        return Planes((0,), None)
    try:
        return planes_in(content)
    except Exception as error:  # tifffile fails on bad bytes in any way it likes
        raise damaged(place) from error


def read_content(place: Path, options: ReadOptions) -> bytes:
    """All bytes of a regular file; raises ``FusionError`` for everything else."""
    try:
        before = place.stat()
        if stat.S_ISDIR(before.st_mode):
            raise FusionError(
                "folder-not-picture", "{path} is a folder; choose a picture in it",
                path=place,
            )  # fmt: skip
        if not stat.S_ISREG(before.st_mode):
            raise FusionError("not-a-file", "{path} is not a file; choose a picture", path=place)
        if before.st_size > (options.most_pixels or most_pixels()) * BYTES_A_PIXEL:
            raise FusionError(
                "file-too-large", "{path} is larger than any photograph that is read; choose a picture",
                path=place,
            )  # fmt: skip
        content = place.read_bytes()
        after = place.stat()
    except FileNotFoundError:
        raise FusionError("no-file", "there is no file {path}; check the name", path=place) from None
    except PermissionError:
        raise FusionError(
            "reading-not-permitted", "{path} may not be read; check its permissions",
            path=place,
        ) from None  # fmt: skip
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FusionError(
            "unreadable-file", "{path} cannot be read ({reason}); check the name and the disk",
            path=place, reason=reason,
        ) from None  # fmt: skip
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise FusionError(
            "changed-while-read", "{path} changed while it was read; open it again when it is whole",
            path=place,
        )  # fmt: skip
    if not content:
        raise FusionError(
            "empty-file", "{path} is empty (0 bytes); copy it again from its source",
            path=place,
        )  # fmt: skip
    return content


def guarded(content: bytes, place: Path, options: ReadOptions) -> Decoded:
    """The picture in ``content``; every failure of a decoder becomes a ``FusionError``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of what is checked, or raised, here
        try:
            return decode(content, place, options)
        except FusionError:
            raise
        except UnidentifiedImageError:
            raise no_picture(place) from None
        except Exception as error:  # decoders fail on bad bytes in any way they like
            raise (too_large_to_read if is_out_of_memory(error) else damaged)(place) from error


def too_large_to_read(place: Path) -> FusionError:
    return FusionError(
        "too-little-memory-to-read",
        "there is not enough memory to read {path}; close other programs, or make it smaller",
        path=place,
    )


def damaged(place: Path) -> FusionError:
    return FusionError(
        "damaged-file",
        "{path} is damaged or incomplete and cannot be read; copy it again from its source",
        path=place,
    )


def no_picture(place: Path) -> FusionError:
    return FusionError(
        "no-picture",
        "{path} is not a picture that can be read; take a JPEG, PNG, TIFF, WebP, HEIF or RAW file",
        path=place,
    )


def decode(content: bytes, place: Path, options: ReadOptions) -> Decoded:
    """The picture in ``content``; any exception means damage."""
    kind = kind_of(content, place.suffix.lower())
    if options.page and kind != "TIFF":
        last = 1
        raise FusionError(
            "no-such-page", "{path} has no page {page}; its last one is {last}",
            path=place, page=options.page + 1, last=last,
        )  # fmt: skip
    if kind in READERS:
        return READERS[kind](content, place, options)
    if kind == "PNM" and netpbm.is_deep(content):
        return netpbm.read_netpbm(content, place, options)
    if kind == "PNG" and png.is_deep(content):
        return read_deep_png(content, place, options)
    if not kind:
        raise no_picture(place)
    return read_with_pillow(content, place, options, kind)


def read_deep_png(content: bytes, place: Path, options: ReadOptions) -> Decoded:
    """A PNG of 16 bits, which Pillow would cut to 8 in colour."""
    refuse_too_many(*png.size_of(content), options.most_pixels, place)
    metadata, profile = png.metadata_in(content), png.profile_in(content)
    notes: list[Note] = []
    decode_rows = png.decode_interlaced if png.is_interlaced(content) else imagecodecs.png_decode
    pixels, validity = known_pixels(decode_rows(content), notes)
    return turned_upright(pixels, validity, orientation_of(metadata.exif), profile, metadata, notes)


def belongs(profile: bytes, decoded: Decoded) -> bool:
    """Whether a profile is sound and is for as many channels as the pixels have."""
    wanted = "gray" if decoded.pixels.ndim == 2 else "rgb"
    return profiles.space_of(profile) == wanted and profiles.is_sound(profile)

