"""The size of a picture inside another file, from its own header."""

from __future__ import annotations

from fusion.files.metadata.iso_bmff import boxes
from fusion.files.readers.jpegxl_header import size_of as size_of_codestream

Size = tuple[int, int]
JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of the segment that holds the size; the other three hold tables."""
JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a segment."""
JPEG_2000 = b"\xff\x4f\xff\x51"
SCAN = 0xDA


def embedded_size(content: bytes) -> Size:
    """Width and height of JPEG, PNG, WebP, JPEG XL or JPEG 2000; raises ``ValueError`` for any other."""
    if content.startswith(b"\xff\xd8"):
        return size_of_jpeg(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return number(content, 16, 4), number(content, 20, 4)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return size_of_webp(content)
    if content.startswith(b"\xff\x0a"):
        return size_of_codestream(content)
    if content[4:8] == b"JXL ":
        return size_of_codestream(jpegxl_codestream(content))
    if content.startswith(JPEG_2000):
        return size_of_jpeg2000(content)
    if content[4:8] == b"jP  ":
        stream = next((box for box in boxes(content) if box.kind == b"jp2c"), None)
        if stream is not None:
            return size_of_jpeg2000(content[stream.begin : stream.end])
    raise ValueError("a codec that is not known")


def number(content: bytes, at: int, length: int, order: str = "big") -> int:
    """An unsigned number; raises ``ValueError`` where the content ends before it."""
    if at + length > len(content):
        raise ValueError("the header ends early")
    return int.from_bytes(content[at : at + length], "big" if order == "big" else "little")


def size_of_jpeg(content: bytes) -> Size:
    """The largest size that any of its frame headers says before the data of the first scan."""
    at, found = 2, list[Size]()
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF or marker in JPEG_ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in JPEG_SIZES:
            found.append((number(content, at + 7, 2), number(content, at + 5, 2)))
        if marker == SCAN:
            break
        at += 2 + number(content, at + 2, 2)
    if not found:
        raise ValueError("a JPEG without a size")
    return max(found)


def size_of_webp(content: bytes) -> Size:
    """Of the canvas or of the only picture, whichever stands first."""
    kind = content[12:16]
    if kind == b"VP8X":
        return 1 + number(content, 24, 3, "little"), 1 + number(content, 27, 3, "little")
    if kind == b"VP8L":
        sides = number(content, 21, 4, "little")
        return 1 + (sides & 0x3FFF), 1 + (sides >> 14 & 0x3FFF)
    return number(content, 26, 2, "little") & 0x3FFF, number(content, 28, 2, "little") & 0x3FFF


def jpegxl_codestream(content: bytes) -> bytes:
    """The codestream of a JPEG XL container, or as much of it as its first part holds."""
    for box in boxes(content):
        if box.kind in (b"jxlc", b"jxlp"):
            return content[box.begin + (4 if box.kind == b"jxlp" else 0) : box.end]
    raise ValueError("a container without a codestream")


def size_of_jpeg2000(stream: bytes) -> Size:
    """Of the reference grid, which no component exceeds."""
    return number(stream, 8, 4), number(stream, 12, 4)
