"""The format of a file, found from its content and not from its name."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator

from fusion.files.metadata.ifd import (
    POINTER_CODES,
    Buffer,
    Directory,
    Layout,
    layout_of,
    read_directory,
    read_first,
)

RAW_ENDINGS = (
    ".dng", ".nef", ".nrw", ".cr2", ".cr3", ".crw", ".arw", ".srf", ".sr2", ".orf", ".rw2", ".raf",
    ".pef", ".srw", ".x3f", ".3fr", ".fff", ".iiq", ".mrw", ".erf", ".mef", ".mos", ".kdc", ".dcr",
    ".rwl", ".gpr",
)  # fmt: skip
STARTS = {
    b"\xff\xd8": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"BM": "BMP", b"GIF8": "GIF",
    b"\xff\x0a": "JPEG XL", b"\0\0\0\x0cJXL \r\n\x87\n": "JPEG XL",
    b"\x76\x2f\x31\x01": "OpenEXR",
    b"P5": "PNM", b"P6": "PNM", b"P1": "PNM", b"P2": "PNM", b"P3": "PNM", b"P4": "PNM",
    b"FUJIFILMCCD-RAW": "RAW", b"FOVb": "RAW", b"\0MRM": "RAW", b"IIRO": "RAW", b"IIRS": "RAW",
    b"MMOR": "RAW", b"IIU\0": "RAW", b"II\x1a\0\0\0HEAPCCDR": "RAW",
    b"\0\0\0\x0cjP  \r\n\x87\n": "JPEG 2000", b"\xff\x4f\xff\x51": "JPEG 2000",
    b"II*\0": "TIFF", b"MM\0*": "TIFF", b"II+\0": "TIFF", b"MM\0+": "TIFF",
}  # fmt: skip
DNG_VERSION, PHOTOMETRIC, SUBFILE_TYPE, SUB_DIRECTORIES = 50706, 262, 254, 330
FINISHED = (0, 1, 2, 3, 5, 6, 8)
"""Photometric interpretations of pictures that are developed: grey, RGB, palette, CMYK, YCbCr, Lab."""
SENSOR = (32803, 34892)
"""Those of sensor data: a mosaic of colours, and linear values."""
REDUCED, MOST_BELOW = 1, 16
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif")


def kind_of(content: bytes, suffix: str) -> str:
    """The format's name; empty for an unknown format.

    Camera files mostly begin like a TIFF, whose only picture is a thumbnail, so these two are told
    apart by the ending as well (``suffix``, in small letters).
    """
    for start in sorted(STARTS, key=len, reverse=True):
        if content.startswith(start):
            kind = STARTS[start]
            return "RAW" if kind == "TIFF" and is_raw_tiff(content, suffix) else kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WebP"
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        if brand == b"crx ":
            return "RAW"
        if brand in (b"avif", b"avis") or b"avif" in content[12:40]:
            return "AVIF"
        return "HEIF" if brand in HEIF_BRANDS else ""  # a film begins alike
    return ""


def is_raw_tiff(content: Buffer, suffix: str) -> bool:
    """Whether what begins like a TIFF comes from a camera: by its ending, or as a DNG whose sensor data
    are there. A finished TIFF may still hold the DNG tags of its raw file."""
    first = read_first(content)
    is_dng = first is not None and first.find(DNG_VERSION) is not None
    if not is_dng or first is None:
        return suffix in RAW_ENDINGS
    return holds_sensor_data(content, first)


def holds_sensor_data(content: Buffer, first: Directory) -> bool:
    """Whether the first directory of a DNG is of sensor data, or of a preview of them."""
    layout = layout_of(content)
    if layout is None or number_in(first, PHOTOMETRIC, layout) not in FINISHED:
        return True
    if number_in(first, SUBFILE_TYPE, layout) == REDUCED:
        return True
    below = directories_below(content, first, layout)
    return any(number_in(directory, PHOTOMETRIC, layout) in SENSOR for directory in below)


def directories_below(content: Buffer, first: Directory, layout: Layout) -> Iterator[Directory]:
    """The directories that the first one points to, as far as they are in ``content``."""
    pointers = first.find(SUB_DIRECTORIES)
    code = POINTER_CODES.get(pointers.kind) if pointers else None
    if pointers is None or code is None:
        return
    count = min(pointers.count, MOST_BELOW)
    for place in struct.unpack_from(f"{layout.order}{count}{code}", pointers.value):
        with contextlib.suppress(struct.error):
            if 0 < place < len(content) - 2:
                yield read_directory(content, layout, place)


def number_in(directory: Directory, tag: int, layout: Layout) -> int | None:
    """The value of a tag that holds one short or long number; None where there is none."""
    entry = directory.find(tag)
    code = {3: "H", 4: "I"}.get(entry.kind) if entry else None
    return int(struct.unpack_from(layout.order + code, entry.value)[0]) if entry and code else None
