"""The small picture that a camera puts into its files, shown until the photograph is decoded."""

from __future__ import annotations

import io
import mmap
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from fusion.files.colour import profiles
from fusion.files.format_detection import kind_of
from fusion.files.metadata.exif import orientation_of, says_adobe_rgb, thumbnail_in, without_mark
from fusion.files.metadata.ifd_chain import refuse_overlapping
from fusion.files.metadata.raw_metadata import metadata_of_raw
from fusion.files.readers.decoder_common import turn_upright
from fusion.files.readers.tiff_preview import preview_in_tiff

Preview = npt.NDArray[np.uint8]
LARGEST_SIDE = 640
HEAD_BYTES = 65_536
MOST_PIXELS = 100_000_000
ORIENTATION_OF_FLIP = {3: 3, 5: 8, 6: 6}
"""LibRaw's turns as EXIF names them."""


def preview_of(path: Path) -> Preview | None:
    """(H, W, 3) sRGB, upright, 640 pixels at most a side; None where the file holds none.

    The EXIF thumbnail of JPEG, AVIF, WebP and PNG, the preview of camera RAW, the thumbnail of HEIF
    (with the optional package), the reduced page or Photoshop's thumbnail of a TIFF. Colours that the
    file says to be others are converted to sRGB. Never raises: what is wrong with a file is told when
    it is read.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if not path.is_file():  # a pipe would wait for ever
                return None
            with path.open("rb") as file:
                kind = kind_of(file.read(HEAD_BYTES), path.suffix.lower())
            return PREVIEWS[kind](path) if kind in PREVIEWS else None
        except Exception:  # noqa: BLE001 - damage of any kind means that there is no preview
            return None


def preview_in_exif(path: Path) -> Preview | None:
    """The EXIF thumbnail without the black bars that fill it up to 4:3."""
    with Image.open(path, formats=("JPEG", "AVIF", "WEBP", "PNG")) as picture:
        size, block = picture.size, without_mark(picture.info.get("exif"))
        profile = picture.info.get("icc_profile") or None
    small = thumbnail_in(block) if block else None
    if small is None:
        return None
    pixels = cut_to_shape(decoded(small), *size)
    return upright_srgb(pixels, orientation_of(block), profile or profile_said(block))


def preview_of_raw(path: Path) -> Preview | None:
    """The picture that the camera put into its RAW file."""
    import rawpy

    with path.open("rb") as file, rawpy.imread(file) as raw:
        turned = ORIENTATION_OF_FLIP.get(raw.sizes.flip, 1)
        small = raw.extract_thumb()
    content = small.data
    if not isinstance(content, bytes):
        return upright_srgb(as_small_rgb(Image.fromarray(content)), turned, None)
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
        profile = picture.info.get("icc_profile") or None
    if profile is None:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            profile = profile_said(metadata_of_raw(whole).exif)
    return upright_srgb(decoded(content), turned, profile)


def preview_of_heif(path: Path) -> Preview | None:
    """The smallest thumbnail that is there; the decoder turns it upright. None without the package."""
    try:
        import pillow_heif
    except ImportError:
        return None

    with path.open("rb") as file:
        heif = pillow_heif.open_heif(file)
        sizes = heif.info.get("thumbnails") or []
        if not sizes:
            return None
        small = heif[heif.primary_index].get_thumbnail(sizes.index(min(sizes)))
        pixels = as_small_rgb(small.to_pillow())
        profile: Any = small.info.get("icc_profile") or heif.info.get("icc_profile")
    return upright_srgb(pixels, 1, profile)


def preview_of_tiff(path: Path) -> Preview | None:
    """A reduced copy of the first page, or the thumbnail in Photoshop's resources."""
    with path.open("rb") as file:
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            refuse_overlapping(whole)
        found = preview_in_tiff(file)
    if found is None:
        return None
    small = found.pixels
    pixels = decoded(small) if isinstance(small, bytes) else as_small_rgb(Image.fromarray(small))
    return upright_srgb(pixels, found.orientation, found.profile)


PREVIEWS: dict[str, Callable[[Path], Preview | None]] = {
    "JPEG": preview_in_exif, "AVIF": preview_in_exif, "WebP": preview_in_exif, "PNG": preview_in_exif,
    "RAW": preview_of_raw, "HEIF": preview_of_heif, "TIFF": preview_of_tiff,
}  # fmt: skip


def profile_said(exif: bytes | None) -> bytes | None:
    """The profile of a colour space that EXIF names and the file does not embed."""
    return profiles.raw_profile("adobe") if says_adobe_rgb(exif) else None


def upright_srgb(pixels: Preview, orientation: int, profile: bytes | None) -> Preview:
    """The preview as it is shown. A profile of another kind than RGB is left aside."""
    upright = np.ascontiguousarray(turn_upright(pixels, orientation))
    if profile is None or profiles.space_of(profile) != "rgb" or not profiles.is_sound(profile):
        return upright
    return np.asarray(profiles.on_screen(upright, profile), np.uint8)


def decoded(content: bytes) -> Preview:
    """A JPEG, decoded no larger than it is shown."""
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("larger than any preview")
        picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
        return as_small_rgb(picture)


def as_small_rgb(picture: Image.Image) -> Preview:
    small = picture.convert("RGB")
    small.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    return np.asarray(small)


def cut_to_shape(pixels: Preview, width: int, height: int) -> Preview:
    """The middle of ``pixels`` in the shape of a picture of ``width`` × ``height``."""
    high, wide = pixels.shape[:2]
    rows = max(1, min(high, round(wide * height / width)))
    columns = max(1, min(wide, round(high * width / height)))
    top, left = (high - rows) // 2, (wide - columns) // 2
    return pixels[top : top + rows, left : left + columns]
