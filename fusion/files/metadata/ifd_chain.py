"""The directories of a TIFF as a whole: in a sound file each takes room of its own."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import numpy.typing as npt

from fusion.files.metadata.ifd import POINTER_CODES, SIZES, Buffer, Layout, first_offset, layout_of

Fields = npt.NDArray[Any]
MOST_DIRECTORIES = 10_000
TIMES_THE_FILE = 2
"""How often the values may take the file's length; some writers let equal values share their place."""
LEAST_ROOM = 100_000
"""Bytes that a small file may claim in any case."""
ONE_NUMBER = (256, 257, 277, 278, 322, 323, 32997, 32998)
"""Width, height, channels, rows of a strip, sides of a tile, depths: what is computed with."""
WHOLE_NUMBERS = (3, 4, 13, 16, 18)
"""Types of them; bytes would be read as a text."""
BELOW, MOST_BELOW = 330, 1000
_SIZES = np.array([SIZES.get(kind, 0) for kind in range(256)], np.uint64)


def refuse_overlapping(content: Buffer) -> None:
    """Raise ``ValueError`` where the directories of a TIFF and those below would take long to walk
    or have a size that is no number.

    They are longer than the file, or their values claim it more than twice. A text as a size would be
    multiplied by the other: a kilobyte becomes gigabytes.
    """
    layout = layout_of(content)
    if layout is None:
        return
    waiting, seen, entries, claimed = [first_offset(content, layout)], set[int](), 0, 0
    while waiting and len(seen) < MOST_DIRECTORIES:
        at = waiting.pop()
        if not 0 < at < len(content) or at in seen:
            continue
        seen.add(at)
        try:
            fields, following = read_fields(content, layout, at)
        except struct.error:
            continue
        refuse_sizes_of_another_type(fields)
        waiting += [following, *directories_below(content, layout, fields)]
        entries += len(fields)
        claimed += claimed_bytes(fields, layout, len(content))
        if entries * layout.entry.size > len(content) + LEAST_ROOM:
            raise ValueError("directories that overlap")
        if claimed > TIMES_THE_FILE * len(content) + LEAST_ROOM:
            raise ValueError("values that claim more than the file")


def read_fields(content: Buffer, layout: Layout, at: int) -> tuple[Fields, int]:
    """The entries of a directory, and the place of the next; raises ``struct.error`` where the file does
    not hold it whole."""
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
    return np.frombuffer(bytes(content[start:end]), kind), following


def refuse_sizes_of_another_type(fields: Fields) -> None:
    """Raise ``ValueError`` for a size that is no single whole number."""
    sizes = fields[np.isin(fields["tag"], ONE_NUMBER)]
    if not np.isin(sizes["kind"], WHOLE_NUMBERS).all() or (sizes["count"] != 1).any():
        raise ValueError("a size that is no number")


def claimed_bytes(fields: Fields, layout: Layout, length: int) -> int:
    """How many bytes the values claim that stand elsewhere in the file."""
    sizes = _SIZES[np.minimum(fields["kind"], 255)].astype(np.float64) * fields["count"]
    elsewhere = (sizes > layout.offset.size) & (sizes <= length)
    return int(sizes[elsewhere].sum())


def directories_below(content: Buffer, layout: Layout, fields: Fields) -> list[int]:
    """The places of the directories that an entry lists."""
    places: list[int] = []
    for _, kind, count, value in fields[fields["tag"] == BELOW][:1].tolist():
        code = POINTER_CODES.get(kind)
        if code is None:
            continue
        one = struct.Struct(layout.order + code)
        if count * one.size <= layout.offset.size:
            places.append(value)
            continue
        begins = range(value, value + min(count, MOST_BELOW) * one.size, one.size)
        places += [one.unpack_from(content, at)[0] for at in begins if at + one.size <= len(content)]
    return places
