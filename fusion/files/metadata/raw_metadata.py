"""EXIF and XMP of camera RAW; Canon's CR3 and Fujifilm's RAF are not built like a TIFF."""

from __future__ import annotations

import io
import warnings

from PIL import Image

from fusion.files.metadata.exif import KEPT_OF_TIFF, block_of_tiff, packed_block, without_mark
from fusion.files.metadata.ifd import EXIF, GPS, LONG, Buffer, Directory, Entry, layout_of, read_first
from fusion.files.metadata.iso_bmff import body, boxes
from fusion.photo import Metadata

XMP_TAG = 700
CANON = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
PARTS = {b"CMT2": EXIF, b"CMT4": GPS}
"""Canon's boxes with a TIFF each, and the directory that it is; ``CMT1`` has the first one."""
FUJIFILM = b"FUJIFILMCCD-RAW"
PREVIEW_AT = 84


def metadata_of_raw(content: Buffer) -> Metadata:
    """EXIF and XMP; empty where the file's structure is not known.

    Canon's maker note is left out: it stands in a TIFF of its own, and its offsets hold in that alone.
    """
    if layout_of(content):
        first = read_first(content)
        packet = first.find(XMP_TAG) if first else None
        return Metadata(block_of_tiff(content), packet.value if packet else None)
    if content[4:12] == b"ftypcrx ":
        return metadata_of_cr3(content)
    if content[: len(FUJIFILM)] == FUJIFILM:
        return metadata_of_raf(content)
    return Metadata()


def metadata_of_cr3(content: Buffer) -> Metadata:
    """EXIF and XMP of a CR3, whose directories Canon spreads over boxes."""
    parts: dict[bytes, bytes] = {}
    xmp = None
    for outer in boxes(content):
        if outer.kind == b"uuid" and content[outer.begin : outer.begin + 16] == XMP:
            xmp = bytes(content[outer.begin + 16 : outer.end]).rstrip(b"\0") or None
        if outer.kind != b"moov":
            continue
        for inner in boxes(content, outer.begin, outer.end):
            if inner.kind == b"uuid" and content[inner.begin : inner.begin + 16] == CANON:
                found = boxes(content, inner.begin + 16, inner.end)
                parts |= {box.kind: body(content, box) for box in found}
    main = parts.get(b"CMT1", b"")
    layout, first = layout_of(main), read_first(main)
    if layout is None or first is None:
        return Metadata(xmp=xmp)
    entries = [entry for entry in first.entries if entry.tag in KEPT_OF_TIFF]
    below: dict[int, Directory] = {}
    for kind, tag in PARTS.items():
        part = parts.get(kind, b"")
        directory = read_first(part) if layout_of(part) == layout else None
        if directory is not None and directory.entries:
            below[tag] = directory
            entries.append(Entry(tag, LONG, 1, bytes(4)))
    return Metadata(packed_block(Directory(tuple(entries), below), layout), xmp)


def metadata_of_raf(content: Buffer) -> Metadata:
    """EXIF and XMP of the JPEG that a RAF holds."""
    at, length = (
        int.from_bytes(content[place : place + 4], "big") for place in (PREVIEW_AT, PREVIEW_AT + 4)
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            preview = io.BytesIO(content[at : at + length])
            with Image.open(preview, formats=("JPEG",)) as picture:
                return Metadata(without_mark(picture.info.get("exif")), picture.info.get("xmp") or None)
        except Exception:  # noqa: BLE001 - a damaged preview does not keep the photograph out
            return Metadata()
