"""The boxes of which HEIF's, JPEG XL's and Canon's containers are made (ISO/IEC 14496-12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fusion.files.metadata.ifd import Buffer

MOST_BOXES = 10_000


@dataclass(frozen=True)
class Box:
    """Kind of a box, and where its body begins and ends in the file."""

    kind: bytes
    begin: int
    end: int


def boxes(content: Buffer, begin: int = 0, end: int | None = None) -> Iterator[Box]:
    """The boxes one after another between two offsets, up to the first damaged one and not too many."""
    at, end = begin, len(content) if end is None else end
    for _ in range(MOST_BOXES):
        if at + 8 > end:
            return
        length, kind, head = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        until = min(at + length, end) if length else end
        if until < at + head:
            return
        yield Box(bytes(kind), at + head, until)
        at = until


def body(content: Buffer, box: Box) -> bytes:
    """The content of a box."""
    return bytes(content[box.begin : box.end])
