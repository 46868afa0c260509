"""TIFF directories, the structure that EXIF blocks, TIFF files and most camera files share.

Values stay the bytes that they are, in the byte order of their file, so nothing is lost or rounded.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

Buffer = bytes | bytearray | mmap.mmap
EXIF, GPS, INTEROPERABILITY = 34665, 34853, 40965
"""Tags that point to a directory of their own."""
POINTERS = (EXIF, GPS, INTEROPERABILITY)
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4,
         16: 8, 17: 8, 18: 8}  # fmt: skip
"""Bytes of a value by its TIFF type; those from 16 on are BigTIFF's alone."""
MOST_ENTRIES = 4096
"""Of all directories of a block together; the richest cameras write some hundreds."""
MOST_BYTES = 64_000_000
"""Of all values of a block together, and never more than the block has: sound values do not overlap."""
SHARED = 4096
"""Bytes that values may share beyond that: some writers store equal numbers once."""
DEEPEST = 2
LONG, LONG8 = 4, 16
POINTER_CODES = {4: "I", 13: "I", 16: "Q", 18: "Q"}


@dataclass(frozen=True)
class Entry:
    """One tag. ``at`` is the offset of its value in the file."""

    tag: int
    kind: int
    count: int
    value: bytes
    at: int = 0


@dataclass(frozen=True)
class Directory:
    """Tags in the file's order, and the directories that some of them point to."""

    entries: tuple[Entry, ...]
    below: dict[int, Directory] = field(default_factory=dict)
    at: int = 0

    def find(self, tag: int) -> Entry | None:
        return next((entry for entry in self.entries if entry.tag == tag), None)


@dataclass
class Bounds:
    """What is still read of a block: a hostile one leads back to itself, or claims itself many times."""

    bytes_left: int
    entries_left: int = MOST_ENTRIES
    visited: set[int] = field(default_factory=set)

    @staticmethod
    def of(content: Buffer) -> Bounds:
        """The bounds of a block before anything of it is read."""
        return Bounds(min(len(content) + SHARED, MOST_BYTES))


@dataclass(frozen=True)
class Layout:
    """Byte order (``<`` or ``>``) and the width of offsets: 4 bytes, or 8 in a BigTIFF."""

    order: str
    big: bool

    @property
    def count(self) -> struct.Struct:
        return struct.Struct(self.order + ("Q" if self.big else "H"))

    @property
    def entry(self) -> struct.Struct:
        return struct.Struct(self.order + ("HHQ8s" if self.big else "HHI4s"))

    @property
    def offset(self) -> struct.Struct:
        return struct.Struct(self.order + ("Q" if self.big else "I"))


def layout_of(content: Buffer) -> Layout | None:
    """The layout of a TIFF structure, or None where ``content`` is not one."""
    order = {b"II": "<", b"MM": ">"}.get(bytes(content[:2]))
    if order is None or len(content) < 8:
        return None
    mark = struct.unpack_from(order + "H", content, 2)[0]
    return Layout(order, mark == 43) if mark in (42, 43, 85, 20306, 21330) else None


def first_offset(content: Buffer, layout: Layout) -> int:
    """The offset of the first directory."""
    return int(layout.offset.unpack_from(content, 8 if layout.big else 4)[0])


def read_first(content: Buffer) -> Directory | None:
    """The first directory with EXIF, GPS and interoperability below it; None where there is none.

    Damaged entries are left out; nothing outside ``content`` is believed.
    """
    layout = layout_of(content)
    if layout is None:
        return None
    try:
        return read_directory(content, layout, first_offset(content, layout))
    except struct.error:
        return None


def read_directory(content: Buffer, layout: Layout, at: int) -> Directory:
    """The directory at an offset with those below it, as far as the bounds of a block go."""
    return read_bounded(content, layout, at, Bounds.of(content), 0)


def read_bounded(content: Buffer, layout: Layout, at: int, bounds: Bounds, depth: int) -> Directory:
    """The directory at an offset. One that was visited is not walked again, so that loops end."""
    if at > len(content):  # further than an index can say, in a BigTIFF
        raise struct.error("a directory outside the file")
    bounds.visited.add(at)
    entries = tuple(read_entries(content, layout, at, bounds))
    below = {}
    for entry in entries:
        if entry.tag in POINTERS and entry.kind in POINTER_CODES and depth < DEEPEST:
            place = struct.unpack_from(layout.order + POINTER_CODES[entry.kind], entry.value)[0]
            if 0 < place < len(content) - 2 and place not in bounds.visited:
                below[entry.tag] = read_bounded(content, layout, place, bounds, depth + 1)
    return Directory(entries, below, at)


def read_entries(content: Buffer, layout: Layout, at: int, bounds: Bounds) -> Iterator[Entry]:
    """The entries of a directory, the first of each tag, without those whose value lies outside the file
    or beyond the bounds."""
    start, seen = at + layout.count.size, set[int]()
    number = min(layout.count.unpack_from(content, at)[0], bounds.entries_left)
    bounds.entries_left -= number
    for index in range(number):
        place = start + index * layout.entry.size
        if place + layout.entry.size > len(content):
            return
        tag, kind, count, field_bytes = layout.entry.unpack_from(content, place)
        length = SIZES.get(kind, 0) * count
        value_at = place + layout.entry.size - len(field_bytes)
        if length > len(field_bytes):
            value_at = layout.offset.unpack(field_bytes)[0]
        is_inside = 0 < length <= bounds.bytes_left and value_at + length <= len(content)
        if is_inside and tag not in seen:
            seen.add(tag)
            bounds.bytes_left -= length
            yield Entry(tag, kind, count, bytes(content[value_at : value_at + length]), value_at)


def pack(directory: Directory, layout: Layout, at: int) -> bytes:
    """The directory and all below it as bytes that will stand at offset ``at``, with no next one."""
    entries = sorted(
        (e for e in directory.entries if is_packable(e, directory, layout)),
        key=lambda entry: entry.tag,
    )
    head = layout.count.size + len(entries) * layout.entry.size + layout.offset.size
    body = bytearray()
    fields = [append_entry(body, layout, e, directory.below.get(e.tag), at + head) for e in entries]
    return layout.count.pack(len(fields)) + b"".join(fields) + bytes(layout.offset.size) + bytes(body)


def renew_first(
    content: bytearray, layout: Layout, more: Directory, without: tuple[int, ...] = ()
) -> None:
    """Write the first directory of ``content`` again at its end: entries of ``more`` are added or take
    the place of old ones, tags in ``without`` go. Everything else stays where it is.

    Raises ``struct.error`` for a directory that is beyond repair.
    """
    at, size = first_offset(content, layout), layout.entry.size
    start = at + layout.count.size
    number = layout.count.unpack_from(content, at)[0]
    if number > MOST_ENTRIES:
        raise struct.error("more entries than are read")
    old = [bytes(content[start + n * size : start + (n + 1) * size]) for n in range(number)]
    fields: dict[int, bytes] = {}
    for field_bytes in old:
        fields.setdefault(struct.unpack(layout.order + "H", field_bytes[:2])[0], field_bytes)
    end = start + number * size + layout.offset.size
    content[at:end] = bytes(end - at)
    content += bytes(len(content) % 2)
    for entry in (e for e in more.entries if is_packable(e, more, layout)):
        fields[entry.tag] = append_entry(content, layout, entry, more.below.get(entry.tag))
    kept = b"".join(fields[tag] for tag in sorted(fields) if tag not in without)
    layout.offset.pack_into(content, 8 if layout.big else 4, len(content))
    content += layout.count.pack(len(kept) // size) + kept + bytes(layout.offset.size)


def is_packable(entry: Entry, directory: Directory, layout: Layout) -> bool:
    """Whether an entry is a pointer to a directory that was read, or a value of a known type."""
    if entry.tag in POINTERS:
        return entry.tag in directory.below
    return layout.big or entry.kind < LONG8


def append_entry(
    content: bytearray, layout: Layout, entry: Entry, below: Directory | None, base: int = 0
) -> bytes:
    """An entry for a directory; its value goes to the end of ``content`` where it has no room in it.

    ``content`` stands at offset ``base`` of the file.
    """
    at, room = base + len(content), layout.offset.size
    if below is not None:
        content += padded(pack(below, layout, at))
        kind = LONG8 if layout.big else LONG
        return layout.entry.pack(entry.tag, kind, 1, layout.offset.pack(at))
    if len(entry.value) <= room:
        return layout.entry.pack(entry.tag, entry.kind, entry.count, entry.value.ljust(room, b"\0"))
    content += padded(entry.value)
    return layout.entry.pack(entry.tag, entry.kind, entry.count, layout.offset.pack(at))


def padded(value: bytes) -> bytes:
    """The content filled up to an even length, since values begin at even offsets."""
    return value + b"\0" * (len(value) % 2)
