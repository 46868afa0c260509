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
from fusion.files import value_scale
from fusion.files.metadata.exif import block_of_directory
from fusion.files.metadata.ifd import EXIF, Directory, Layout, layout_of, read_directory, read_first
from fusion.files.metadata.ifd_chain import refuse_overlapping
from fusion.files.options import ReadOptions
from fusion.files.readers.decoder_common import (
    Decoded,
    refuse_too_many,
    to_known_type,
    turned_upright,
    where_numbers,
    where_opaque,
)
from fusion.files.readers.pillow import read_with_pillow
from fusion.files.readers.tiff_parts import refuse_larger_parts
from fusion.files.readers.tiff_planes import plane_in, planes_of
from fusion.notes import Note
from fusion.photo import Mask, Metadata, ValueRange

XMP_TAG, IPTC_TAG, PROFILE_TAG, ORIENTATION_TAG = 700, 33723, 34675, 274
WHITE_IS_ZERO, CMYK = 0, 5
THREE_COLOURS = (2, 6, 8)
"""RGB, YCbCr, Lab."""
ALPHA, UNASSOCIATED = {1, 2}, 2
"""Extra samples that say where there is picture, premultiplied or not."""
READ_BY_PILLOW = (2, 3, 5, 6, 8)
"""Photometric interpretations that Pillow brings to RGB: RGB, palette, CMYK, YCbCr, Lab."""
RGB, LOSSLESS = 2, (1, 5, 8, 32773, 32946)
"""Plain RGB: not packed, LZW, Deflate or PackBits. Pillow makes room while no other thread runs."""
READ_AT_ONCE = 8_000_000
"""Bytes that are copied while no other thread runs: of a whole file that would be half a second."""
MOST_CHANNELS = 8
TWELVE_BITS = 4095
logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # what it warns of is checked, or raised, here


def read_tiff(content: bytes, place: Path, options: ReadOptions) -> Decoded:
    """8 or 16 bits or floating point, grey or RGB, upright; one page of it."""
    refuse_overlapping(content)
    with tifffile.TiffFile(io.BytesIO(content)) as file:
        planes = planes_of(file)
        count, number = len(planes.directories), options.page or 0
        if number >= count:
            raise FusionError(
                "no-such-page", "{path} has no page {page}; its last one is {last}",
                path=place, page=number + 1, last=count,
            )  # fmt: skip
        page: Any = file.pages[planes.directories[number]]
        refuse_too_many(page.imagewidth, page.imagelength, options.most_pixels, place)
        if page.samplesperpixel > MOST_CHANNELS or page.imagedepth > 1:
            raise FusionError(
                "wrong-channel-count",
                "{path} has {count} channels; a photograph has one, three or four",
                path=place, count=page.samplesperpixel,
            )  # fmt: skip
        refuse_larger_parts(page, options.most_pixels, place)
        if planes.in_one_directory and number:
            decoded = decode_values(plane_in(content, page, number), page, place)
        else:
            at = replace(options, page=planes.directories[number])
            decoded = decode_page(page, content, place, at)
        metadata = metadata_of_tiff(content, page.offset if page.index == planes.directories[0] else 0)
    note = planes.note(asked=options.page is not None)
    return replace(
        decoded, metadata=metadata, notes=(*decoded.notes, *([note] if note else [])),
    )  # fmt: skip


def decode_page(page: Any, content: bytes, place: Path, options: ReadOptions) -> Decoded:
    """The page's pixels with its profile."""
    shallow = page.dtype is not None and page.dtype.itemsize == 1 and max(bits_of(page)) <= 8
    plain = page.photometric == RGB and page.compression in LOSSLESS and set(bits_of(page)) == {8}
    converted = page.photometric in READ_BY_PILLOW and not plain and not extra_samples(page)
    unsigned = page.dtype is not None and page.dtype.kind in "bu"
    if shallow and unsigned and (converted or max(bits_of(page)) < 8):
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
    pixels: npt.NDArray[Any] = page.asarray(buffersize=READ_AT_ONCE)
    return decode_values(pixels, page, place)


def decode_values(pixels: npt.NDArray[Any], page: Any, place: Path) -> Decoded:
    """The photo of a page's values (H, W), (H, W, C) or (C, H, W): colours, validity, scale."""
    notes: list[Note] = []
    if page.planarconfig == 2 and pixels.ndim == 3:
        pixels = np.moveaxis(pixels, 0, -1)
    colours, opaque = split_extra(pixels, page, notes)
    if page.photometric == WHITE_IS_ZERO:
        colours = turned_round(colours)
    values: ValueRange | None = None
    if colours.dtype == np.bool_ or value_scale.has_scale(colours.dtype):
        known, numbers = to_known_type(colours, notes)
    elif colours.dtype.kind in "iuf":
        numbers = where_numbers(colours, notes)
        known, values = value_scale.scaled(colours, numbers, notes)
    else:
        raise FusionError(
            "unsupported-number-type",
            "{path} holds numbers of the type {type}, which is not read; save it with 16 bits",
            path=place, type=colours.dtype.name,
        )  # fmt: skip
    if known.dtype == np.uint16 and 255 < known.max() <= TWELVE_BITS:
        notes.append(
            Note("twelve-bits-look-dark", "Its values end at 4095 of 65535: 12 bits, which look dark.")
        )
    valid = numbers if opaque is None else opaque if numbers is None else opaque & numbers
    tag = page.tags.get(PROFILE_TAG)
    profile = bytes(tag.value) if tag is not None and isinstance(tag.value, bytes) else None
    upright = turned_upright(known, valid, orientation_tag(page), profile, Metadata(), notes)
    return replace(upright, values=values)


def extra_samples(page: Any) -> tuple[int, ...]:
    """What the file says of each channel beyond the colours; one of which it says nothing is alpha."""
    colours = 3 if page.photometric in THREE_COLOURS else 1
    count = max(page.samplesperpixel - colours, 0) if page.photometric in (0, 1, *THREE_COLOURS) else 0
    told = tuple(int(sample) for sample in page.extrasamples)[:count]
    if not told and count == 1:
        return (UNASSOCIATED,)
    return told + (0,) * (count - len(told))


def split_extra(
    pixels: npt.NDArray[Any], page: Any, notes: list[Note]
) -> tuple[npt.NDArray[Any], Mask | None]:
    """The colours (H, W) or (H, W, 3), and where the file's alpha says that there is picture."""
    extra = extra_samples(page)
    if not extra or pixels.ndim != 3:
        return pixels[:, :, 0] if pixels.ndim == 3 and pixels.shape[2] == 1 else pixels, None
    colours = pixels.shape[2] - len(extra)
    alpha = next((at for at, sample in enumerate(extra) if sample in ALPHA), None)
    opaque = None if alpha is None else where_opaque(pixels[:, :, colours + alpha], notes)
    others = len(extra) - (alpha is not None)
    if others:
        notes.append(
            Note(
                "extra-channels-left-out",
                "Extra channels, which do not say where there is picture, were left out: {count}.",
                count=others,
            )
        )
    return pixels[:, :, 0] if colours == 1 else pixels[:, :, :colours], opaque


def turned_round(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Values of which 0 is white, so that it is black."""
    if values.dtype == np.bool_:
        return ~values
    if values.dtype.kind == "u":
        return np.iinfo(values.dtype).max - values
    return -values.astype(np.float32)


def orientation_tag(page: Any) -> int:
    """How the page is turned, 1 to 8."""
    tag = page.tags.get(ORIENTATION_TAG)
    value = int(tag.value) if tag is not None and isinstance(tag.value, int) else 1
    return value if 1 <= value <= 8 else 1


def bits_of(page: Any) -> tuple[int, ...]:
    """Bits of each channel."""
    bits = page.bitspersample
    return bits if isinstance(bits, tuple) else (int(bits),)


def metadata_of_tiff(content: bytes, offset: int = 0) -> Metadata:
    """EXIF, XMP and IPTC from the directory of the full picture at ``offset``, if it has any; else from
    the first."""
    first, layout = read_first(content), layout_of(content)
    if layout is not None and first is not None and offset not in (0, first.at):
        own = read_directory(content, layout, offset)
        if own.find(XMP_TAG) or own.find(EXIF):
            return metadata_in(own, layout)
    return metadata_in(first, layout) if first is not None and layout is not None else Metadata()


def metadata_in(directory: Directory, layout: Layout) -> Metadata:
    """EXIF, XMP and IPTC of a directory."""
    found = (directory.find(tag) for tag in (XMP_TAG, IPTC_TAG))
    xmp, iptc = (entry.value if entry else None for entry in found)
    return Metadata(block_of_directory(directory, layout), xmp, iptc)
