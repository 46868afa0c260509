"""AVIF: 8 bits through Pillow, 10 and 12 through imagecodecs."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import imagecodecs
from PIL import Image

from fusion.files.colour.cicp import profile_of_codes
from fusion.files.metadata.exif import orientation_of
from fusion.files.options import ReadOptions
from fusion.files.readers.avif_size import coded_sizes
from fusion.files.readers.decoder_common import (
    Decoded,
    known_pixels,
    refuse_too_many,
    turned_upright,
)
from fusion.files.readers.pillow import metadata_of, read_with_pillow
from fusion.files.readers.tiff_parts import most, refuse_if_beyond
from fusion.notes import Note

HIGH_BIT_DEPTH, TWELVE_BIT = 0x40, 0x20
COLOUR_CODES = b"colrnclx"


def read_avif(content: bytes, place: Path, options: ReadOptions) -> Decoded:
    """8 bits as they are, 10 and 12 bits over the range of 16; upright."""
    refuse_hidden_size(content, place, options)
    bits = bits_of(content)
    decoded = (
        read_with_pillow(content, place, options, "AVIF") if bits == 8
        else read_deep(content, bits, place, options)
    )  # fmt: skip
    codes = content.find(COLOUR_CODES) + len(COLOUR_CODES)
    if decoded.profile is not None or codes < len(COLOUR_CODES):
        return decoded
    notes = list(decoded.notes)
    primaries, transfer = (int.from_bytes(content[codes + n : codes + n + 2], "big") for n in (0, 2))
    profile = profile_of_codes(primaries, transfer, notes) if decoded.pixels.ndim == 3 else None
    return replace(decoded, profile=profile, notes=tuple(notes))


def refuse_hidden_size(content: bytes, place: Path, options: ReadOptions) -> None:
    """Raise where the container tells of a smaller picture than the data that would be decoded."""
    with Image.open(io.BytesIO(content), formats=("AVIF",)) as picture:
        told = picture.size
    refuse_too_many(*told, options.most_pixels, place)
    sizes = coded_sizes(content)
    if not sizes:
        raise ValueError("no picture is coded in it")
    for size in sizes:
        refuse_if_beyond(size, [most(side) for side in told], told, place)


def read_deep(content: bytes, bits: int, place: Path, options: ReadOptions) -> Decoded:
    """``uint16``; what belongs to the pixels is Pillow's, which would cut them to 8 bits."""
    with Image.open(io.BytesIO(content), formats=("AVIF",)) as picture:
        refuse_too_many(*picture.size, options.most_pixels, place)
        notes: list[Note] = []
        if getattr(picture, "n_frames", 1) > 1:
            notes.append(Note("only-first-picture", "Only its first picture was read."))
        profile, metadata = picture.info.get("icc_profile") or None, metadata_of(picture)
    pixels, validity = known_pixels(imagecodecs.avif_decode(content, index=0), notes, bits)
    return turned_upright(pixels, validity, orientation_of(metadata.exif), profile, metadata, notes)


def bits_of(content: bytes) -> int:
    """Bits of a channel by the AV1 configuration: 8, 10 or 12."""
    at = content.find(b"av1C")
    flags = content[at + 6] if 0 <= at < len(content) - 8 else 0
    if not flags & HIGH_BIT_DEPTH:
        return 8
    return 12 if flags & TWELVE_BIT else 10
