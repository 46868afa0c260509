"""JPEG XL through imagecodecs; the size is read from the header first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import imagecodecs
import numpy as np

from fusion.files.decoded import Decoded, refuse_too_many, to_known_type, without_alpha
from fusion.files.exif import without_mark
from fusion.files.options import ReadOptions
from fusion.photo import Metadata

CODESTREAM = b"\xff\x0a"
RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}


def read_jpegxl(content: bytes, place: Path, options: ReadOptions) -> Decoded:
    """8 or 16 bits or floating point, upright. The decoder does not give the colour profile."""
    parts = list(boxes(content)) if not content.startswith(CODESTREAM) else [(b"jxlc", content)]
    stream = next((body for kind, body in parts if kind == b"jxlc"), None)
    if stream is None:
        stream = next(body[4:] for kind, body in parts if kind == b"jxlp")
    refuse_too_many(*size_of(stream), options.most_pixels, place)
    notes: list[str] = []
    pixels = imagecodecs.jpegxl_decode(content)
    if pixels.ndim > 3 or (pixels.ndim == 3 and pixels.shape[2] > 4):
        pixels = pixels[0]
        notes.append("Only its first picture was read.")
    pixels = to_known_type(without_alpha(pixels, notes), notes)
    notes.append("Its colour profile cannot be read from JPEG XL; it is taken as sRGB.")
    found = {kind: body for kind, body in parts if kind in (b"Exif", b"xml ")}
    exif = found.get(b"Exif", b"")
    exif = exif[4 + int.from_bytes(exif[:4], "big") :]  # it begins with how much to skip
    metadata = Metadata(without_mark(exif), found.get(b"xml "))
    return Decoded(np.ascontiguousarray(pixels), None, metadata, tuple(notes))


def boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of each box of the container."""
    at = 0
    while at + 8 <= len(content):
        length, kind, head = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        end = at + length if length else len(content)
        if end < at + head:
            return
        yield kind, content[at + head : end]
        at = end


def size_of(stream: bytes) -> tuple[int, int]:
    """Width and height from the beginning of the codestream (ISO/IEC 18181-1, size header)."""
    bits = int.from_bytes(stream[2:14], "little")

    def take(count: int) -> int:
        nonlocal bits
        value = bits & ((1 << count) - 1)
        bits >>= count
        return value

    small = take(1)

    def side() -> int:
        return 8 * (1 + take(5)) if small else 1 + take((9, 13, 18, 30)[take(2)])

    height = side()
    ratio = take(3)
    if ratio:
        across, down = RATIOS[ratio]
        return height * across // down, height
    return side(), height
