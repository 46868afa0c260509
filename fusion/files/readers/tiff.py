"""TIFF and BigTIFF. tifffile reads what is stored plainly, Pillow colours that must be converted."""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tifffile

from fusion.errors import FusionError
from fusion.files.metadata.exif import block_of_tiff, orientation_of
from fusion.files.metadata.ifd import read_first
from fusion.files.metadata.ifd_chain import refuse_overlapping
from fusion.files.options import ReadOptions
from fusion.files.readers.decoder_common import (
    Decoded,
    known_pixels,
    refuse_too_many,
    turned_upright,
)
from fusion.files.readers.pillow import read_with_pillow
from fusion.files.readers.tiff_parts import refuse_larger_parts
from fusion.notes import Note
from fusion.photo import Metadata

XMP_TAG, IPTC_TAG, PROFILE_TAG = 700, 33723, 34675
WHITE_IS_ZERO, CMYK = 0, 5
ALPHA = {1, 2}
"""Extra samples that say where there is picture, premultiplied or not."""
READ_BY_PILLOW = (2, 3, 5, 6, 8)
"""Photometric interpretations that Pillow brings to RGB: RGB, palette, CMYK, YCbCr, Lab."""
RGB, LOSSLESS = 2, (1, 5, 8, 32773, 32946)
"""Plain RGB: not packed, LZW, Deflate or PackBits. Pillow makes room while no other thread runs."""
READ_AT_ONCE = 8_000_000
"""Bytes that are copied while no other thread runs: of a whole file that would be half a second."""
MOST_CHANNELS = 8
MOST_PAGES = 10_000
TWELVE_BITS = 4095
logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # what it warns of is checked, or raised, here


def read_tiff(content: bytes, place: Path, options: ReadOptions) -> Decoded:
    """8 or 16 bits or floating point, grey or RGB, upright; one page of it."""
    refuse_overlapping(content)
    with tifffile.TiffFile(io.BytesIO(content)) as file:
        numbers = page_numbers(file)
        if options.page is not None and options.page >= len(numbers):
            raise FusionError(
                "no-such-page", "{path} has no page {page}; its last one is {last}",
                path=place, page=options.page + 1, last=len(numbers),
            )  # fmt: skip
        page: Any = file.pages[numbers[options.page or 0]]
        refuse_too_many(page.imagewidth, page.imagelength, options.most_pixels, place)
        if page.samplesperpixel > MOST_CHANNELS or page.imagedepth > 1:
            raise FusionError(
                "wrong-channel-count",
                "{path} has {count} channels; a photograph has one, three or four",
                path=place, count=page.samplesperpixel,
            )  # fmt: skip
        refuse_larger_parts(page, options.most_pixels, place)
        at = replace(options, page=numbers[options.page or 0])
        decoded = decode_page(page, content, place, at)
    notes = list(decoded.notes)
    if options.page is None and len(numbers) > 1:
        notes.append(
            Note(
                "only-first-page",
                "It has {count} pages; only the first was read. Each becomes a source by File → "
                "Open pages as sources, or by --pages.",
                count=len(numbers),
            )
        )
    return replace(decoded, metadata=metadata_of_tiff(content), notes=tuple(notes))


def count_pages(content: bytes) -> int:
    """How many pictures a TIFF holds, without their reduced copies."""
    refuse_overlapping(content)
    with tifffile.TiffFile(io.BytesIO(content)) as file:
        return len(page_numbers(file))


def page_numbers(file: tifffile.TiffFile) -> list[int]:
    """The places of the full pictures. A directory that points back to an earlier one ends the list."""
    first: Any = file.pages[0]
    numbers, seen = [0], {first.offset}
    for number in range(1, MOST_PAGES):
        try:
            page: Any = file.pages[number]
        except (IndexError, tifffile.TiffFileError):
            break
        if page.offset in seen:
            break
        seen.add(page.offset)
        size = (page.imagewidth, page.imagelength)
        if not page.is_reduced and size == (first.imagewidth, first.imagelength):
            numbers.append(number)
    return numbers


def decode_page(page: Any, content: bytes, place: Path, options: ReadOptions) -> Decoded:
    """The page's pixels with its profile."""
    shallow = page.dtype is not None and page.dtype.itemsize == 1 and max(bits_of(page)) <= 8
    plain = page.photometric == RGB and page.compression in LOSSLESS and set(bits_of(page)) == {8}
    converted = page.photometric in READ_BY_PILLOW and not plain
    if shallow and (converted or max(bits_of(page)) < 8):
        try:
            return read_with_pillow(content, place, options, "TIFF")
        except (OSError, ValueError, SyntaxError, KeyError):
            if page.photometric != RGB:  # tifffile knows more compressions, but converts no colours
                raise
    if page.photometric not in (0, 1, 2):
        name = getattr(page.photometric, "name", page.photometric)
        raise FusionError(
            "unsupported-deep-colours",
            "{path} holds {colours} colours of more than 8 bits; save it as RGB",
            path=place, colours=name,
        )  # fmt: skip
    notes: list[Note] = []
    pixels: npt.NDArray[Any] = page.asarray(buffersize=READ_AT_ONCE)
    if page.planarconfig == 2 and pixels.ndim == 3:
        pixels = np.moveaxis(pixels, 0, -1)
    if page.photometric == WHITE_IS_ZERO:
        pixels = ~pixels if pixels.dtype == np.bool_ else np.iinfo(pixels.dtype).max - pixels
    pixels, validity = known_pixels(pixels, notes, is_alpha=set(page.extrasamples) <= ALPHA)
    if pixels.dtype == np.uint16 and 255 < pixels.max() <= TWELVE_BITS:
        notes.append(
            Note("twelve-bits-look-dark", "Its values end at 4095 of 65535: 12 bits, which look dark.")
        )
    turn = orientation_of(block_of_tiff(content)) if options.page == 0 else 1
    tag = page.tags.get(PROFILE_TAG)
    profile = bytes(tag.value) if tag is not None and isinstance(tag.value, bytes) else None
    return turned_upright(pixels, validity, turn, profile, Metadata(), notes)


def bits_of(page: Any) -> tuple[int, ...]:
    """Bits of each channel."""
    bits = page.bitspersample
    return bits if isinstance(bits, tuple) else (int(bits),)


def metadata_of_tiff(content: bytes) -> Metadata:
    """EXIF, XMP and IPTC from the first directory."""
    first = read_first(content)
    found = {tag: first.find(tag) if first else None for tag in (XMP_TAG, IPTC_TAG)}
    xmp, iptc = (entry.value if entry else None for entry in found.values())
    return Metadata(block_of_tiff(content), xmp, iptc)

