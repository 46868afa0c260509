"""The directories of a TIFF as a whole: in a sound file each takes room of its own."""

from __future__ import annotations

import struct

import numpy as np

from fusion.files.metadata.ifd import SIZES, Buffer, Layout, first_offset, layout_of

MOST_DIRECTORIES = 10_000
TIMES_THE_FILE = 2
"""How often the values may take the file's length; some writers let equal values share their place."""
LEAST_ROOM = 100_000
"""Bytes that a small file may claim in any case."""
_SIZES = np.array([SIZES.get(kind, 0) for kind in range(256)], np.uint64)


def refuse_overlapping(content: Buffer) -> None:
    """Raise ``ValueError`` where the directories of a TIFF overlap, so that walking them would take
    long: they are longer than the file, or their values claim it more than twice.
    """
    layout = layout_of(content)
    if layout is None:
        return
    at, seen, entries, claimed = first_offset(content, layout), set[int](), 0, 0
    while 0 < at < len(content) and at not in seen and len(seen) < MOST_DIRECTORIES:
        seen.add(at)
        try:
            number, values, at = measured(content, layout, at)
        except struct.error:
            return
        entries += number
        claimed += values
        if entries * layout.entry.size > len(content) + LEAST_ROOM:
            raise ValueError("directories that overlap")
        if claimed > TIMES_THE_FILE * len(content) + LEAST_ROOM:
            raise ValueError("values that claim more than the file")


def measured(content: Buffer, layout: Layout, at: int) -> tuple[int, int, int]:
    """Entries of a directory, the bytes that their values claim, and the next directory's place; raises
    ``struct.error`` for a directory that the file does not hold whole."""
    number = int(layout.count.unpack_from(content, at)[0])
    start, width = at + layout.count.size, "u8" if layout.big else "u4"
    end = start + number * layout.entry.size
    if end > len(content):
        raise struct.error("a directory that goes beyond the file")
    following = int(layout.offset.unpack_from(content, end)[0])
    order = layout.order
    kind = np.dtype([
        ("tag", f"{order}u2"), ("kind", f"{order}u2"), ("count", f"{order}{width}"),
        ("value", f"{order}{width}"),
    ])  # fmt: skip
    fields = np.frombuffer(bytes(content[start:end]), kind)
    sizes = _SIZES[np.minimum(fields["kind"], 255)].astype(np.float64) * fields["count"]
    outside = (sizes <= layout.offset.size) | (sizes > len(content))
    return number, int(sizes[~outside].sum()), following
