"""Large copies in pieces, between which other threads can run, so that the window does not freeze.

Python copies bytes without letting another thread in; of a file of sixty megapixels that takes half a
second and more.
"""

from __future__ import annotations

PIECE = 8_000_000
"""Bytes that are copied at once: some milliseconds."""


def joined(*parts: bytes | bytearray | memoryview) -> bytearray:
    """The parts joined into one."""
    whole = bytearray(sum(len(part) for part in parts))
    at = 0
    for part in parts:
        view = memoryview(part)
        for begin in range(0, len(view), PIECE):
            piece = view[begin : begin + PIECE]
            whole[at : at + len(piece)] = piece
            at += len(piece)
    return whole
