"""JPEG through libjpeg-turbo: pixels straight into an array, metadata as segments before them.

Pillow uses the same library and gives the same pixels, but by way of a picture of its own with four
bytes a pixel and a copy of that: twice the time and four times the memory.
"""

from __future__ import annotations

import re
from dataclasses import replace

import imagecodecs
import numpy as np
import numpy.typing as npt

from fusion.files.metadata.exif import MARK as EXIF_MARK
from fusion.files.metadata.xmp import without_record
from fusion.files.options import SaveOptions
from fusion.photo import Metadata, Pixels

MOST_IN_SEGMENT = 65_400
"""Bytes of metadata that surely fit into a segment with its marks."""
LARGEST_PROFILE = 255 * MOST_IN_SEGMENT
"""Bytes of a profile: its segments are counted in one byte."""
START, END, SCAN, SEGMENT = 0xD8, 0xD9, 0xDA, 0xFF
EXIF_AND_XMP, PROFILE, PHOTOSHOP = 0xE1, 0xE2, 0xED
XMP_MARK, PROFILE_MARK = b"http://ns.adobe.com/xap/1.0/\0", b"ICC_PROFILE\0"
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""What ends the data of a scan: a mark that is neither a stuffed byte nor a restart."""


def is_whole(content: bytes) -> bool:
    """Whether the file has its end marker; libjpeg would fill missing rows with grey."""
    at = 2
    while at + 4 <= len(content) and content[at] == SEGMENT:
        mark = content[at + 1]
        if mark == SEGMENT:  # padding
            at += 1
            continue
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if mark == SCAN:
            found = AFTER_SCAN.search(content, at)
            if found is None:
                return False
            at = found.start()
            if content[at + 1] == END:
                return True
    return False


def decode(content: bytes, width: int, height: int) -> Pixels | None:
    """Grey or RGB of 8 bits, not turned upright; None for a file that Pillow must read.

    ``width`` and ``height`` are those that the header says.
    """
    if not is_whole(content):
        return None
    try:
        pixels = imagecodecs.jpeg8_decode(content)
    except (imagecodecs.Jpeg8Error, ValueError):
        return None
    known = pixels.dtype == np.uint8 and pixels.shape in ((height, width), (height, width, 3))
    return pixels if known else None


def encode(
    pixels: npt.NDArray[np.uint8], profile: bytes | None, metadata: Metadata, options: SaveOptions
) -> bytes:
    """A JPEG; a block too long for one segment is left out, the record before the XMP around it."""
    if metadata.xmp and len(metadata.xmp) > MOST_IN_SEGMENT:
        metadata = replace(metadata, xmp=without_record(metadata.xmp))
    exif, xmp, iptc = (
        block if block and len(block) <= MOST_IN_SEGMENT else b""
        for block in (metadata.exif, metadata.xmp, metadata.iptc)
    )
    content = imagecodecs.jpeg8_encode(
        pixels, level=options.jpeg_quality,
        subsampling=options.jpeg_subsampling.replace(":", "") if pixels.ndim == 3 else None,
    )  # fmt: skip
    head = 4 + int.from_bytes(content[4:6], "big")  # the start, and the segment that says JFIF
    segments = [
        segment(EXIF_AND_XMP, EXIF_MARK + exif) if exif else b"",
        segment(EXIF_AND_XMP, XMP_MARK + xmp) if xmp else b"",
        segment(PHOTOSHOP, image_resource(iptc)) if iptc else b"",
        *profile_segments(profile or b""),
    ]
    return b"".join([content[:head], *segments, memoryview(content)[head:]])


def profile_segments(profile: bytes) -> list[bytes]:
    """A colour profile in as many segments as it takes, each with its number and theirs."""
    parts = [profile[at : at + MOST_IN_SEGMENT] for at in range(0, len(profile), MOST_IN_SEGMENT)]
    return [
        segment(PROFILE, PROFILE_MARK + bytes([number, len(parts)]) + part)
        for number, part in enumerate(parts, 1)
    ]


def segment(mark: int, body: bytes) -> bytes:
    """The bytes of a segment: marker, length and content."""
    return bytes([SEGMENT, mark]) + (len(body) + 2).to_bytes(2, "big") + body


def image_resource(iptc: bytes) -> bytes:
    """IPTC as an image resource of Photoshop."""
    resource = b"8BIM\x04\x04\0\0" + len(iptc).to_bytes(4, "big") + iptc + b"\0" * (len(iptc) % 2)
    return b"Photoshop 3.0\0" + resource


def too_long(metadata: Metadata) -> bool:
    """Whether a block is longer than a segment."""
    blocks = (metadata.exif, metadata.xmp, metadata.iptc)
    return any(block and len(block) > MOST_IN_SEGMENT for block in blocks)
