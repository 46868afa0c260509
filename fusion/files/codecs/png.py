"""PNG: the chunks that hold profile and metadata, and pixels of 16 bits."""

from __future__ import annotations

import zlib
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from fusion.files.codecs.chunked_copy import joined
from fusion.files.metadata.exif import without_mark
from fusion.photo import Metadata

SIGNATURE_AND_HEADER = 8 + 25
XMP_KEY = b"XML:com.adobe.xmp"
LARGEST_PROFILE = 1_000_000
"""Bytes of a profile, unpacked; Pillow, and so many programs, refuses a picture with a larger one."""
LARGEST_CHUNK = 8_000_000
"""Bytes; libpng refuses a picture with a larger chunk."""
MOST_UNPACKED = 16_000_000
MOST_CHUNKS = 100_000
GREY, GREY_WITH_ALPHA = 0, 4


def is_deep(content: bytes) -> bool:
    """Whether the header says 16 bits a channel."""
    return len(content) > SIGNATURE_AND_HEADER and content[12:16] == b"IHDR" and content[24] == 16


def is_interlaced(content: bytes) -> bool:
    """Whether the header says that the rows come in seven passes."""
    return content[28] == 1


def decode_interlaced(content: bytes) -> npt.NDArray[Any]:
    """Grey, RGB or either with alpha, by OpenCV: imagecodecs lets libpng print a warning for each."""
    stored = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    if stored is None:
        raise ValueError("the picture cannot be decoded")
    if content[25] in (GREY, GREY_WITH_ALPHA):
        return stored if stored.ndim == 2 else np.ascontiguousarray(stored[:, :, 2:])
    return cv2.cvtColor(stored, cv2.COLOR_BGRA2RGBA if stored.shape[2] == 4 else cv2.COLOR_BGR2RGB)


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height from the header."""
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def metadata_in(content: bytes) -> Metadata:
    """EXIF and XMP, wherever in the file their chunks stand."""
    found = first_chunks(content, (b"eXIf", b"iTXt"))
    return Metadata(exif=without_mark(found.get(b"eXIf")), xmp=found.get(b"iTXt") or None)


def profile_in(content: bytes) -> bytes | None:
    """The colour profile."""
    return first_chunks(content, (b"iCCP",)).get(b"iCCP") or None


def first_chunks(content: bytes, kinds: tuple[bytes, ...]) -> dict[bytes, bytes]:
    """The first chunk of each kind (EXIF, XMP, colour profile), unpacked: a kind occurs once in a sound
    file, and a hostile one would have each of thousands unpacked."""
    found: dict[bytes, bytes] = {}
    at = 8
    for _ in range(MOST_CHUNKS):
        if at + 8 > len(content) or len(found) == len(kinds):
            break
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if kind in kinds and kind not in found:
            data = unpacked_chunk(kind, content[at + 8 : at + 8 + length])
            if data is not None:
                found[kind] = data
        at += 12 + length
    return found


def unpacked_chunk(kind: bytes, data: bytes) -> bytes | None:
    """What a chunk holds; None for a text that is no XMP."""
    if kind == b"eXIf":
        return data
    if kind == b"iCCP":
        return unpacked(data.partition(b"\0")[2][1:])
    if not data.startswith(XMP_KEY + b"\0") or len(data) < len(XMP_KEY) + 3:
        return None
    packed, rest = data[len(XMP_KEY) + 1], data[len(XMP_KEY) + 3 :]
    text = rest.split(b"\0", 2)[-1]
    return unpacked(text) if packed else text


def unpacked(data: bytes) -> bytes:
    """Inflated data, up to a limit of bytes; empty where it is damaged."""
    try:
        return zlib.decompressobj().decompress(data, MOST_UNPACKED)
    except zlib.error:
        return b""


def with_chunks(
    content: bytes, profile: bytes | None, metadata: Metadata, description: str = ""
) -> bytearray:
    """A PNG with its colour profile, EXIF, XMP and description as chunks right behind the header."""
    chunks = b""
    if profile:
        chunks += chunk(b"iCCP", b"ICC profile\0\0" + zlib.compress(profile))
    if metadata.exif and len(metadata.exif) < LARGEST_CHUNK:
        chunks += chunk(b"eXIf", metadata.exif)
    if metadata.xmp and len(metadata.xmp) < LARGEST_CHUNK:
        chunks += chunk(b"iTXt", XMP_KEY + b"\0\0\0\0\0" + metadata.xmp)
    if description:
        chunks += chunk(b"iTXt", b"Description\0\0\0\0\0" + description.encode())
    view = memoryview(content)
    return joined(view[:SIGNATURE_AND_HEADER], chunks, view[SIGNATURE_AND_HEADER:])


def chunk(kind: bytes, data: bytes) -> bytes:
    """Length, kind, data and checksum."""
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
