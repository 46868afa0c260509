"""Pictures of 8 bits through Pillow: JPEG, PNG, TIFF, BMP, WebP, GIF, PNM, JPEG 2000."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, PngImagePlugin

from fusion.files.codecs import jpeg, png
from fusion.files.colour import profiles
from fusion.files.metadata.exif import orientation_of, without_mark
from fusion.files.options import ReadOptions
from fusion.files.readers.decoder_common import Decoded, refuse_too_many, turned_upright, where_opaque
from fusion.notes import Note
from fusion.photo import Mask, Metadata, Pixels
from fusion.threads import row_bands

IPTC_RESOURCE = 0x0404
Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit is lower than a large photograph; ours replaces it
PngImagePlugin.MAX_TEXT_CHUNK = png.MOST_UNPACKED  # likewise: it refuses a picture for its profile
PILLOW_NAMES = {"WebP": "WEBP", "JPEG 2000": "JPEG2000", "PNM": "PPM"}


def read_with_pillow(content: bytes, place: Path, options: ReadOptions, kind: str) -> Decoded:
    """8-bit pixels, grey or RGB, upright."""
    with Image.open(io.BytesIO(content), formats=(PILLOW_NAMES.get(kind, kind),)) as picture:
        refuse_too_many(*picture.size, options.most_pixels, place)
        notes: list[Note] = []
        if kind != "TIFF" and getattr(picture, "n_frames", 1) > 1:
            notes.append(Note("only-first-picture", "Only its first picture was read."))
        if options.page:
            picture.seek(options.page)
        profile = picture.info.get("icc_profile") or None
        plain = kind == "JPEG" and picture.mode in ("L", "RGB")
        straight = jpeg.decode(content, *picture.size) if plain else None
        validity = None
        if straight is None:
            picture.load()
            validity = opaque_in(picture, notes)
            pixels, profile = to_grey_or_rgb(picture, profile, notes)
        else:
            pixels = straight
        metadata = png.metadata_in(content) if kind == "PNG" else metadata_of(picture)
    turned = 1 if kind == "TIFF" else orientation_of(metadata.exif)  # a TIFF it turns by itself
    return turned_upright(pixels, validity, turned, profile, metadata, notes)


def metadata_of(picture: Image.Image) -> Metadata:
    """EXIF, XMP and IPTC; those of PNG and TIFF are read elsewhere."""
    info = picture.info
    photoshop = info.get("photoshop")
    return Metadata(
        exif=without_mark(info.get("exif")),
        xmp=info.get("xmp") or None,
        iptc=(photoshop.get(IPTC_RESOURCE) or None) if isinstance(photoshop, dict) else None,
    )


def opaque_in(picture: Image.Image, notes: list[Note]) -> Mask | None:
    """(H, W): where the picture is opaque; None for everywhere."""
    if picture.mode not in ("RGBA", "LA", "PA", "RGBa", "La") and "transparency" not in picture.info:
        return None
    return where_opaque(np.asarray(picture.convert("RGBA").getchannel("A")), notes)


def to_grey_or_rgb(
    picture: Image.Image, profile: bytes | None, notes: list[Note]
) -> tuple[Pixels, bytes | None]:
    """Palette, CMYK and Lab become RGB; the profile that then belongs to the pixels."""
    mode = picture.mode
    if mode in ("CMYK", "LAB", "YCbCr", "HSV"):
        notes.append(Note("converted-to-rgb", "It was converted from {mode} to RGB.", mode=mode))
    is_ink = profile is not None and profiles.space_of(profile) == "cmyk"
    if mode == "CMYK" and profile and is_ink and profiles.is_sound(profile):
        return profiles.transform(np.asarray(picture), profile, profiles.srgb()), None
    if mode == "LAB":
        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, lab, srgb, outputMode="RGB")
        return np.asarray(converted), None
    if mode in ("CMYK", "YCbCr", "HSV"):
        profile = None
    if mode in ("P", "PA"):
        notes.append(Note("palette-expanded", "Its palette was expanded to RGB."))
        picture = picture.convert("RGBA")
    grey = mode in ("L", "1", "LA", "La")
    return values_of(picture, "L" if grey else "RGB"), profile


def values_of(picture: Image.Image, mode: str) -> Pixels:
    """The values in a mode, band by band: of the whole Pillow would make two copies on the way."""
    if picture.mode != mode:
        picture = picture.convert(mode)
    width, height = picture.size
    values = np.empty((height, width) if mode == "L" else (height, width, 3), np.uint8)
    for rows in row_bands(height, width):
        values[rows] = np.asarray(picture.crop((0, rows.start, width, rows.stop)))
    return values
