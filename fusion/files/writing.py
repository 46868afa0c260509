"""Writing photographs: beside the target first, then renamed, so that the old file survives."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import imagecodecs
import numpy as np
from PIL import Image

from fusion.errors import FusionError
from fusion.files.codecs import jpeg, png
from fusion.files.colour import profiles
from fusion.files.metadata.carried import for_writing
from fusion.files.metadata.iptc import into_xmp
from fusion.files.options import SaveOptions
from fusion.files.outputs import refuse_outputs, refuse_unwritable_folder
from fusion.files.replacing import replace_whole
from fusion.files.windows_names import fits_windows
from fusion.files.writers.tiff import encode_tiff
from fusion.notes import Note
from fusion.photo import Mask, Metadata, Photo, Pixels
from fusion.stage_timer import StageTimer

WRITABLE = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp")
JPEG, TIFF = (".jpg", ".jpeg"), (".tif", ".tiff")
LARGEST_PROFILE = {".png": png.LARGEST_PROFILE} | dict.fromkeys(JPEG, jpeg.LARGEST_PROFILE)
LARGEST_SIDE = {".jpg": 65_500, ".jpeg": 65_500, ".webp": 16_383, ".png": 1_000_000}
"""Pixels of a side that the format, or the library that writes it, can hold."""


def save_photo(
    photo: Photo,
    path: str | os.PathLike[str],
    sources: Iterable[str | os.PathLike[str]] = (),
    options: SaveOptions | None = None,
    timer: StageTimer | None = None,
) -> Path:
    """Write a photograph in the format that the ending of ``path`` names.

    Parameters
    ----------
    photo
        To be written.
    path
        ``.jpg``, ``.jpeg``, ``.png``, ``.tif``, ``.tiff``, ``.bmp`` or ``.webp``; its folder must exist.
    sources
        Files that are not overwritten.
    options
        Quality and compression; None for the defaults.
    timer
        Takes the seconds of encoding and writing.

    Returns
    -------
    Path
        Of the file.

    Raises
    ------
    FusionError
        When the ending is unknown, ``path`` is one of ``sources``, or it cannot be written.

    Notes
    -----
    Colour profile, EXIF, XMP and IPTC go along where the format has room; ``losses`` tells where it has
    not. PNG and TIFF keep 16 bits, TIFF floating point too; the others are written with 8 bits. The file
    appears whole or not at all, and an older one survives a failure.

    Examples
    --------
    >>> save_photo(Photo(np.zeros((2, 3), np.uint8)), "black.png").name
    'black.png'
    """
    place, options, timer = Path(path), options or SaveOptions(), timer or StageTimer()
    refuse_impossible(place)
    refuse_outputs([place], sources)
    refuse_too_large(photo.width, photo.height, place)
    try:
        content = encode(photo, place.suffix.lower(), options)
    except (OSError, ValueError, MemoryError) as error:
        raise FusionError(
            "encoding-failed", "{path} cannot be written as {format}: {reason}; try TIFF",
            path=place, format=place.suffix, reason=str(error),
        ) from error  # fmt: skip
    timer.note("encoding")
    replace_whole(place, content)
    timer.note("writing")
    return place


def losses(photo: Photo, path: str | os.PathLike[str]) -> list[Note]:
    """What the format of ``path`` cannot keep of this photo; the file need not exist.

    Parameters
    ----------
    photo
        To be written.
    path
        Where to; only its ending counts.

    Returns
    -------
    list of Note
        One for each loss: bits, transparency, metadata. Empty where everything is kept.

    Examples
    --------
    >>> [note.code for note in losses(Photo(np.zeros((2, 3), np.uint16)), "black.jpg")]
    ['format-holds-8-bits']
    """
    suffix = Path(path).suffix.lower()
    return [*pixel_losses(photo, suffix), *metadata_losses(photo, suffix)]


def pixel_losses(photo: Photo, suffix: str) -> list[Note]:
    """What a format cannot keep of the pixels: bits, floating point, transparency."""
    notes: list[Note] = []
    if photo.pixels.dtype == np.uint16 and suffix not in (".png", *TIFF):
        notes.append(
            Note(
                "format-holds-8-bits",
                "This format holds 8 of the 16 bits; save as TIFF or PNG to keep all.",
            )
        )
    if photo.pixels.dtype == np.float32 and suffix not in TIFF:
        notes.append(
            Note(
                "format-holds-no-floats",
                "This format holds no floating point; save as TIFF to keep it.",
            )
        )
    if photo.validity is not None and suffix in (*JPEG, ".bmp"):
        notes.append(
            Note(
                "format-holds-no-transparency",
                "This format holds no transparency: where no source has picture it is black.",
            )
        )
    return notes


def metadata_losses(photo: Photo, suffix: str) -> list[Note]:
    """What a format cannot keep of profile and metadata."""
    kept, notes = photo.metadata, list[Note]()
    if suffix == ".bmp" and (photo.profile or kept != Metadata()):
        notes.append(Note("bmp-holds-no-metadata", "BMP holds neither colour profile nor metadata."))
    elif suffix in (".png", ".webp") and kept.iptc:
        notes.append(
            Note(
                "format-holds-no-iptc",
                "This format holds no IPTC; titles, places and the like go into XMP instead.",
            )
        )
    notes += size_losses(photo, suffix)
    if suffix in JPEG and jpeg.too_long(kept):
        notes.append(
            Note(
                "jpeg-holds-64-kb",
                "JPEG holds 64 kB of each metadata block; the longer ones are left out.",
            )
        )
    return notes


def size_losses(photo: Photo, suffix: str) -> Iterator[Note]:
    """What is too large for the readers of a format, which would refuse the whole file."""
    if has_too_large_profile(photo, suffix):
        yield Note(
            "profile-too-large-for-format",
            "Readers of this format refuse a colour profile of {megabytes} MB, so it is left out; save "
            "as TIFF to keep it.",
            megabytes=-(-len(photo.profile or b"") // 1_000_000),
        )
    blocks = photo.metadata.exif or b"", photo.metadata.xmp or b""
    if suffix == ".png" and max(map(len, blocks)) >= png.LARGEST_CHUNK:
        yield Note(
            "png-holds-8-mb",
            "Readers of PNG refuse metadata blocks of more than 8 MB, so these are left out.",
        )


def has_too_large_profile(photo: Photo, suffix: str) -> bool:
    """Whether the readers of a format would refuse a file with the photo's profile."""
    return len(photo.profile or b"") > LARGEST_PROFILE.get(suffix, sys.maxsize)


def refuse_impossible(place: Path, windows: bool = os.name == "nt") -> None:
    """Raise where the name, the ending or the folder shows that writing would fail."""
    suffix = place.suffix.lower()
    if windows and not fits_windows(place.name):
        raise FusionError(
            "name-not-for-windows", "Windows cannot hold a file of the name {name}; choose another name",
            name=place.name,
        )  # fmt: skip
    if suffix not in WRITABLE:
        known = ", ".join(WRITABLE)
        raise FusionError(
            "unknown-ending", "the file name {name} must end in one of {known}, which says the format",
            name=place.name or place, known=known,
        )  # fmt: skip
    refuse_unwritable_folder(place)


def refuse_too_large(width: int, height: int, place: Path) -> None:
    """Raise where the format's own limit is smaller than the picture."""
    if max(width, height) > LARGEST_SIDE.get(place.suffix.lower(), 2**31):
        raise FusionError(
            "too-large-for-format",
            "{path} cannot hold {width} × {height} pixels in this format; save as TIFF",
            path=place, width=width, height=height,
        )  # fmt: skip


def encode(photo: Photo, suffix: str, options: SaveOptions) -> bytes | bytearray:
    """The bytes of the file."""
    metadata = for_writing(photo, options.location)
    if has_too_large_profile(photo, suffix):
        photo = replace(photo, profile=None)
    if suffix in (".png", ".webp") and metadata.iptc:
        metadata = replace(metadata, xmp=into_xmp(metadata.xmp, metadata.iptc))
    if suffix == ".webp" and photo.is_grey and photo.profile:  # WebP has no grey to describe
        pixels = profiles.transform(photo.pixels, photo.profile, profiles.srgb())
        photo = replace(photo, pixels=pixels, profile=profiles.srgb())
    if suffix in TIFF:
        pixels = with_alpha(photo.pixels, photo.validity)
        return encode_tiff(photo, pixels, metadata, options.tiff_compression, options.description)
    if suffix == ".png":
        eight = photo.pixels.dtype == np.uint8
        pixels = with_alpha(photo.pixels if eight else to_16_bit(photo.pixels), photo.validity)
        content = bytes(imagecodecs.png_encode(pixels, level=options.png_level))
        return png.with_chunks(content, photo.profile, metadata, options.description)
    if suffix in JPEG:
        return jpeg.encode(to_8_bit(photo.pixels), photo.profile, metadata, options)
    pixels = to_8_bit(photo.pixels)
    if suffix == ".webp":
        pixels = with_alpha(pixels, photo.validity)
    picture, buffer = Image.fromarray(pixels), io.BytesIO()
    if suffix == ".webp":
        lossless = options.webp_quality == 100  # a quality is an effort then
        picture.save(
            buffer, "WEBP", lossless=lossless, quality=60 if lossless else options.webp_quality,
            icc_profile=photo.profile or b"", exif=metadata.exif or b"", xmp=metadata.xmp or b"",
        )  # fmt: skip
    else:
        picture.save(buffer, "BMP")
    return buffer.getvalue()


def with_alpha(pixels: np.ndarray, validity: Mask | None) -> np.ndarray:
    """(H, W, C + 1): the pixels and an alpha channel, opaque where there is picture; the pixels alone
    where that is everywhere."""
    if validity is None:
        return pixels
    opaque = 1.0 if pixels.dtype == np.float32 else np.iinfo(pixels.dtype).max
    return np.dstack([pixels, validity.astype(pixels.dtype) * pixels.dtype.type(opaque)])


def to_8_bit(pixels: Pixels) -> np.ndarray:
    """Rounded to 8 bits where there are more."""
    if pixels.dtype == np.uint8:
        return pixels
    if pixels.dtype == np.uint16:
        return ((pixels.astype(np.uint32) + 128) // 257).astype(np.uint8)
    return np.rint(np.clip(pixels, 0, 1) * 255).astype(np.uint8)


def to_16_bit(pixels: Pixels) -> np.ndarray:
    """Floating point as 16 bits; 16 bits as they are."""
    if pixels.dtype == np.uint16:
        return pixels
    return np.rint(np.clip(pixels, 0, 1) * 65535).astype(np.uint16)
