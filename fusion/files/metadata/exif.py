"""EXIF blocks: values that differ for the result are changed, every other byte stays in its place.

Maker notes hold offsets that count from the block's beginning, so a block that is written anew from its
tags loses them. Here only the first directory is written again, behind everything else.
"""

from __future__ import annotations

import struct
from dataclasses import replace

from fusion.files.metadata.ifd import (
    EXIF,
    GPS,
    INTEROPERABILITY,
    SIZES,
    Buffer,
    Directory,
    Entry,
    Layout,
    layout_of,
    pack,
    read_directory,
    read_first,
    renew_first,
)
from fusion.files.metadata.plane_axes import describes_planes

INTEROPERABILITY_INDEX = 1
MARK = b"Exif\0\0"
DESCRIPTION, ORIENTATION, SOFTWARE = 270, 274, 305
IMAGE_WIDTH, IMAGE_LENGTH = 256, 257
PIXEL_X, PIXEL_Y = 40962, 40963
THUMBNAIL_AT, THUMBNAIL_LENGTH = 513, 514
KEPT_OF_TIFF = (269, 270, 271, 272, 274, 282, 283, 296, 305, 306, 315, 316, 18246, 18249, 33432,
                EXIF, GPS, 42016, 42032, 42033, 42034, 42035, 42036, 42037)  # fmt: skip
"""Tags of a TIFF or camera file that describe the photograph; the others describe how it is stored."""


def without_mark(exif: bytes | None) -> bytes | None:
    """The block without the word ``Exif`` that some files put before it; None where there is none."""
    block = exif.removeprefix(MARK) if exif else None
    return block if block and layout_of(block) else None


def orientation_of(exif: bytes | None) -> int:
    """The EXIF orientation of the stored pixels, 1 to 8; 1 where there is none."""
    directory = read_first(exif) if exif else None
    layout = layout_of(exif) if exif else None
    entry = directory.find(ORIENTATION) if directory else None
    if entry is None or layout is None or entry.kind != 3:
        return 1
    value = int(struct.unpack(layout.order + "H", entry.value[:2])[0])
    return value if 1 <= value <= 8 else 1


def says_adobe_rgb(exif: bytes | None) -> bool:
    """Whether EXIF names Adobe RGB, most often without a profile (DCF: interoperability R03)."""
    first = read_first(exif) if exif else None
    below = first.below.get(EXIF) if first else None
    rules = below.below.get(INTEROPERABILITY) if below else None
    entry = rules.find(INTEROPERABILITY_INDEX) if rules else None
    return entry is not None and entry.value[:3] == b"R03"


def block_of_tiff(content: Buffer) -> bytes | None:
    """The EXIF block that a TIFF or camera file spreads over its directories; None without any tag."""
    layout, first = layout_of(content), read_first(content)
    if layout is None or first is None:
        return None
    return block_of_directory(first, layout)


def block_of_directory(directory: Directory, layout: Layout) -> bytes | None:
    """The same of one directory of the file."""
    kept = tuple(entry for entry in directory.entries if entry.tag in KEPT_OF_TIFF)
    return packed_block(Directory(kept, directory.below), layout) if kept else None


def packed_block(directory: Directory, layout: Layout) -> bytes:
    """A block of its own from a directory and those below it, in the byte order of ``layout``."""
    small = Layout(layout.order, big=False)
    mark = b"II*\0" if layout.order == "<" else b"MM\0*"
    return mark + small.offset.pack(8) + pack(directory, small, 8)


def set_right(exif: bytes, width: int, height: int, program: str, location: bool) -> bytes | None:
    """The block for a result: upright, of this size, by this program, without the source's thumbnail and
    without a description of the planes that the source was stored in.

    ``location`` False also takes the position away. None where the block is beyond repair.
    """
    layout, first = layout_of(exif), read_first(exif)
    if layout is None or layout.big or first is None:
        return None
    try:
        return rewrite(bytearray(exif), layout, first, (width, height), program, location)
    except struct.error:
        return None


def rewrite(
    block: bytearray, layout: Layout, first: Directory, size: tuple[int, int], program: str,
    location: bool,
) -> bytes:  # fmt: skip
    """All changes of ``set_right``, in ``block``; ``size`` is (width, height)."""
    width, height = size
    drop_thumbnail(block, layout, first)
    for entry in (*first.entries, *(first.below[EXIF].entries if EXIF in first.below else ())):
        sizes = {IMAGE_WIDTH: width, PIXEL_X: width, IMAGE_LENGTH: height, PIXEL_Y: height,
                 ORIENTATION: 1}  # fmt: skip
        if entry.tag in sizes:
            write_number(block, layout, entry, sizes[entry.tag])
    if not location and GPS in first.below:
        wipe(block, first.below[GPS], layout)
    name = program.encode("ascii", "replace") + b"\0"
    software = Directory((Entry(SOFTWARE, 2, len(name), name),))
    told = first.find(DESCRIPTION)
    without: tuple[int, ...] = () if location else (GPS,)
    if told is not None and describes_planes(told.value):
        block[told.at : told.at + len(told.value)] = bytes(len(told.value))
        without += (DESCRIPTION,)
    renew_first(block, layout, software, without)
    return bytes(block)


def write_number(block: bytearray, layout: Layout, entry: Entry, number: int) -> None:
    """Overwrite a number; one that does not fit becomes 0."""
    code = {3: "H", 4: "I"}.get(entry.kind)
    if code:
        fits = number < 65536 or code == "I"
        struct.pack_into(layout.order + code, block, entry.at, number if fits else 0)


def drop_thumbnail(block: bytearray, layout: Layout, first: Directory) -> None:
    """Remove the second directory and its thumbnail: cut off at the end of the block, else zeroed."""
    end_at = directory_end(block, layout, first.at) - 4
    following = struct.unpack_from(layout.order + "I", block, end_at)[0]
    struct.pack_into(layout.order + "I", block, end_at, 0)
    if not 8 <= following < len(block) - 2:
        return
    small = read_directory(block, layout, following)
    place, length = (small.find(tag) for tag in (THUMBNAIL_AT, THUMBNAIL_LENGTH))
    if place is None or length is None or not (place.kind == length.kind == 4):
        return
    begin, count = (struct.unpack(layout.order + "I", e.value[:4])[0] for e in (place, length))
    if begin < used_until(block, layout, first) or begin + count > len(block):
        return  # it claims bytes that the photograph's own tags need
    if begin + count >= len(block) - 1:
        del block[begin:]
    else:
        block[begin : begin + count] = bytes(count)


def thumbnail_in(block: bytes) -> bytes | None:
    """The small JPEG that the second directory points to; None where there is none."""
    layout, first = layout_of(block), read_first(block)
    if layout is None or first is None:
        return None
    end_at = directory_end(block, layout, first.at) - layout.offset.size
    following = int(layout.offset.unpack_from(block, end_at)[0])
    if not 8 <= following < len(block) - 2:
        return None
    small = read_directory(block, layout, following)
    place, length = (small.find(tag) for tag in (THUMBNAIL_AT, THUMBNAIL_LENGTH))
    if place is None or length is None or not (place.kind == length.kind == 4):
        return None
    begin, count = (struct.unpack(layout.order + "I", e.value[:4])[0] for e in (place, length))
    return block[begin : begin + count] or None


def used_until(block: bytearray, layout: Layout, directory: Directory) -> int:
    """The offset after the last byte that a directory or one below it uses."""
    ends = [entry.at + len(entry.value) for entry in directory.entries]
    ends += [used_until(block, layout, below) for below in directory.below.values()]
    return max(directory_end(block, layout, directory.at), *ends, 0)


def directory_end(block: bytes | bytearray, layout: Layout, at: int) -> int:
    """The offset after a directory's pointer to the next one."""
    number = layout.count.unpack_from(block, at)[0]
    return int(at + layout.count.size + number * layout.entry.size + layout.offset.size)


def wipe(block: bytearray, directory: Directory, layout: Layout) -> None:
    """Blank a directory with its values."""
    for entry in directory.entries:
        block[entry.at : entry.at + len(entry.value)] = bytes(len(entry.value))
    end = min(directory_end(block, layout, directory.at), len(block))
    block[directory.at : end] = bytes(end - directory.at)


def for_tiff(exif: bytes) -> Directory | None:
    """The block's directories, to be packed into a TIFF; without what only a camera file has."""
    first = read_first(exif)
    if first is None:
        return None
    kept = tuple(e for e in first.entries if e.tag in KEPT_OF_TIFF and e.kind in SIZES)
    return replace(first, entries=kept)
