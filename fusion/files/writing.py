"""Writing photographs: beside the target first, then renamed, so that the old file survives."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import imagecodecs
import numpy as np
import tifffile
from PIL import Image

from fusion.errors import FusionError
from fusion.photo import Photo, Pixels

WRITABLE = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp")
JPEG_QUALITY = 95
LARGEST_SIDE = {".jpg": 65_535, ".jpeg": 65_535, ".webp": 16_383}


def save_photo(
    photo: Photo, path: str | os.PathLike[str], sources: Iterable[str | os.PathLike[str]] = ()
) -> Path:
    """Write ``photo`` in the format that the ending of ``path`` names; returns the path.

    JPEG, PNG, TIFF, BMP and WebP. The colour profile and EXIF go along where the format has room
    (BMP has none). PNG and TIFF keep 16 bits; the others are written with 8. Parent folders must be
    there. The file appears whole or not at all, and an older one survives a failure.

    Raises
    ------
    FusionError
        When the ending is unknown, ``path`` is one of ``sources``, or it cannot be written.
    """
    place = Path(path)
    refuse_impossible(place)
    refuse_source(place, sources)
    refuse_too_large(photo, place)
    try:
        content = encode(photo, place.suffix.lower())
    except (OSError, ValueError, MemoryError) as error:
        raise FusionError(f"{place} cannot be written as {place.suffix}: {error}; try PNG") from error
    replace_whole(place, content)
    return place


def refuse_impossible(place: Path) -> None:
    """Raise where it is known before the picture is made that writing it would fail."""
    suffix = place.suffix.lower()
    if suffix not in WRITABLE:
        known = ", ".join(WRITABLE)
        raise FusionError(
            f"the file name {place.name or place} must end in one of {known}, which says the format"
        )
    if not place.parent.is_dir():
        raise FusionError(f"there is no folder {place.parent}; make it, or choose another one")
    if place.is_dir():
        raise FusionError(f"{place} is a folder; choose a name for the picture in it")
    if not os.access(place.parent, os.W_OK):
        raise FusionError(f"the folder {place.parent} may not be written; choose another one")


def refuse_too_large(photo: Photo, place: Path) -> None:
    """Raise where the format's own limit is smaller than the picture."""
    if max(photo.width, photo.height) > LARGEST_SIDE.get(place.suffix.lower(), 2**31):
        raise FusionError(
            f"{place} cannot hold {photo.width} × {photo.height} pixels in this format; "
            "save as TIFF or PNG"
        )


def refuse_source(place: Path, sources: Iterable[str | os.PathLike[str]]) -> None:
    """A result never replaces one of the pictures that it was made from."""
    for source in sources:
        with contextlib.suppress(OSError):
            if place.exists() and place.samefile(source):
                raise FusionError(
                    f"{place} is one of the sources and is not overwritten; choose another name"
                )


def encode(photo: Photo, suffix: str) -> bytes:
    """The bytes of the file."""
    if suffix == ".png" and photo.pixels.dtype != np.uint8:
        return encode_deep_png(photo)
    if suffix in (".tif", ".tiff"):
        return encode_tiff(photo)
    picture = Image.fromarray(to_8_bit(photo.pixels))
    options: dict[str, object] = {}
    if photo.profile:
        options["icc_profile"] = photo.profile
    if photo.exif:
        options["exif"] = photo.exif
    buffer = io.BytesIO()
    if suffix in (".jpg", ".jpeg"):
        picture.save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling=0, optimize=True, **options)
    elif suffix == ".webp":
        picture.save(buffer, "WEBP", lossless=True, quality=60, **options)
    elif suffix == ".png":
        picture.save(buffer, "PNG", compress_level=4, **options)
    else:
        picture.save(buffer, "BMP")
    return buffer.getvalue()


def encode_deep_png(photo: Photo) -> bytes:
    """A 16-bit PNG, with the colour profile and EXIF as chunks of their own."""
    content = bytes(imagecodecs.png_encode(to_16_bit(photo.pixels), level=4))
    chunks = b""
    if photo.profile:
        chunks += png_chunk(b"iCCP", b"ICC profile\0\0" + zlib.compress(photo.profile))
    if photo.exif:
        chunks += png_chunk(b"eXIf", photo.exif.removeprefix(b"Exif\0\0"))
    after_header = 8 + 25  # signature and IHDR
    return content[:after_header] + chunks + content[after_header:]


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """Length, kind, data and checksum of a PNG chunk."""
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def encode_tiff(photo: Photo) -> bytes:
    """TIFF, deflate with a predictor; 8 and 16 bit and floating point as they are."""
    buffer = io.BytesIO()
    tifffile.imwrite(
        buffer,
        photo.pixels,
        photometric="minisblack" if photo.is_grey else "rgb",
        compression="deflate",
        predictor=True,
        iccprofile=photo.profile,
        metadata=None,
    )
    return buffer.getvalue()


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


def replace_whole(place: Path, content: bytes) -> None:
    """Write beside ``place``, flush to the disk, rename; on failure nothing is left behind."""
    beside: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=place.parent, prefix=".parfocal-", suffix=".part", delete=False
        ) as file:
            beside = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~current_umask())
        beside.replace(place)
    except OSError as error:
        raise FusionError(
            f"{place} cannot be written ({error.strerror or error}); choose another folder or free space"
        ) from None
    finally:
        if beside is not None:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)


def current_umask() -> int:
    """The permissions that new files do not get; asking means setting it twice."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
