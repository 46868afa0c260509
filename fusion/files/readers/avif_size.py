"""The size of the AV1 data in an AVIF, which its container may tell otherwise (AV1, section 5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from fusion.files.metadata.iso_bmff import Box, boxes

SEQUENCE_HEADER = 1
HEAD_BYTES = 4096
MOST_PLACES = 10_000
TRACK_TABLE = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
VERSION_BYTES = 4


class Bits:
    """Numbers from a bit stream, the highest bit first; raises ``ValueError`` at its end."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, count: int) -> int:
        end = self._at + count
        if end > 8 * len(self._data):
            raise ValueError("the header ends early")
        value = 0
        for at in range(self._at, end):
            value = value << 1 | (self._data[at >> 3] >> (7 - at % 8) & 1)
        self._at = end
        return value


def coded_sizes(content: bytes) -> list[tuple[int, int]]:
    """Width and height of every AV1 picture that the container points to."""
    sizes = []
    for begin in places(content):
        header = sequence_header(content[begin : begin + HEAD_BYTES])
        if header is not None:
            sizes.append(size_in(Bits(header)))
    return sizes


def places(content: bytes) -> Iterator[int]:
    """Where the data of items (``iloc``) and of tracks (``stco``, ``co64``) begins."""
    for outer in boxes(content):
        if outer.kind == b"meta":
            inner = list(boxes(content, outer.begin + VERSION_BYTES, outer.end))
            store = next((box.begin for box in inner if box.kind == b"idat"), 0)
            for box in inner:
                if box.kind == b"iloc":
                    yield from places_of_items(content, box, store)
    for table in below(content, [Box(b"", 0, len(content))], TRACK_TABLE):
        for box in boxes(content, table.begin, table.end):
            width = {b"stco": 4, b"co64": 8}.get(box.kind)
            if width and box.begin + 8 + width <= box.end:
                yield int.from_bytes(content[box.begin + 8 : box.begin + 8 + width], "big")


def below(content: bytes, outer: list[Box], path: tuple[bytes, ...]) -> list[Box]:
    """The boxes at a path of kinds."""
    for kind in path:
        outer = [
            box for whole in outer for box in boxes(content, whole.begin, whole.end)
            if box.kind == kind
        ][:MOST_PLACES]  # fmt: skip
    return outer


def places_of_items(content: bytes, box: Box, store: int) -> Iterator[int]:
    """The beginning of each item (ISO/IEC 14496-12, 8.11.3); ``store`` is where ``idat`` begins."""
    at = box.begin

    def number(length: int) -> int:
        nonlocal at
        if at + length > box.end:
            raise ValueError("the table of items ends early")
        at += length
        return int.from_bytes(content[at - length : at], "big")

    version = number(4) >> 24
    widths, more = number(1), number(1)
    offset, length, base, index = widths >> 4, widths & 15, more >> 4, more & 15 if version else 0
    items = number(4 if version == 2 else 2)
    for _ in range(min(items, MOST_PLACES)):
        number(4 if version == 2 else 2)
        method = number(2) & 15 if version else 0
        number(2)
        begin = number(base)
        extents = number(2)
        for first in range(extents):
            number(index)
            place = begin + number(offset)
            number(length)
            if not first:
                yield place + (store if method == 1 else 0)


def sequence_header(data: bytes) -> bytes | None:
    """The sequence header among the first units; None where there is none."""
    at = 0
    while at < len(data):
        kind, extended, sized = data[at] >> 3 & 15, data[at] >> 2 & 1, data[at] >> 1 & 1
        at += 1 + extended
        length, shift = (len(data) - at, 0) if not sized else (0, 0)
        while sized:
            if at >= len(data) or shift > 28:
                return None
            length |= (data[at] & 0x7F) << shift
            shift, sized = shift + 7, data[at] >> 7
            at += 1
        if kind == SEQUENCE_HEADER:
            return data[at : at + length]
        at += length
    return None


def size_in(bits: Bits) -> tuple[int, int]:
    """The largest frame that a sequence header allows."""
    bits.take(4)
    if bits.take(1):
        bits.take(5)
    else:
        skip_operating_points(bits)
    across, down = 1 + bits.take(4), 1 + bits.take(4)
    return 1 + bits.take(across), 1 + bits.take(down)


def skip_operating_points(bits: Bits) -> None:
    """Skip what stands before the size in a sequence header that is not reduced."""
    delay_bits = 0
    if bits.take(1):
        bits.take(64)
        if bits.take(1):
            skip_number(bits)
        if bits.take(1):
            delay_bits = 1 + bits.take(5)
            bits.take(42)
    with_display_delay = bits.take(1)
    for _ in range(1 + bits.take(5)):
        bits.take(12)
        if bits.take(5) > 7:
            bits.take(1)
        if delay_bits and bits.take(1):
            bits.take(2 * delay_bits + 1)
        if with_display_delay and bits.take(1):
            bits.take(4)


def skip_number(bits: Bits) -> None:
    """Skip a number of variable length (``uvlc``)."""
    zeros = 0
    while not bits.take(1):
        zeros += 1
    bits.take(min(zeros, 32) if zeros < 32 else 0)
