"""PGM and PPM with 16 bits, which Pillow would cut to 8."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from fusion.files.options import ReadOptions
from fusion.files.readers.decoder_common import Decoded, refuse_too_many

HEADER = re.compile(rb"P([56])" + rb"(?:\s|#[^\n]*\n)+(\d{1,9})" * 3 + rb"\s")


def is_deep(content: bytes) -> bool:
    """Whether a binary PGM or PPM has more than 8 bits a channel."""
    header = HEADER.match(content[:1000])
    return header is not None and int(header[4]) > 255


def read_netpbm(content: bytes, place: Path, options: ReadOptions) -> Decoded:
    """``uint16``, stretched from the file's own largest value to 65535."""
    header = HEADER.match(content[:1000])
    assert header is not None
    width, height, largest = (int(header[number]) for number in (2, 3, 4))
    refuse_too_many(width, height, options.most_pixels, place)
    shape = (height, width, 3) if header[1] == b"6" else (height, width)
    stored = np.frombuffer(content, dtype=">u2", count=int(np.prod(shape)), offset=header.end())
    if not 255 < largest < 65536:
        raise ValueError("the largest value is out of range")
    pixels = stored.reshape(shape).astype(np.uint16)
    if largest < 65535:
        pixels = (np.minimum(pixels, largest).astype(np.uint32) * 65535 // largest).astype(np.uint16)
    return Decoded(pixels)
