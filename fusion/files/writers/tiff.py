"""TIFF with profile and metadata; EXIF is spread over its directories."""

from __future__ import annotations

import io
from typing import Any

import numpy.typing as npt
import tifffile

from fusion.files.codecs.chunked_copy import joined
from fusion.files.metadata.exif import for_tiff
from fusion.files.metadata.ifd import layout_of, renew_first
from fusion.photo import Metadata, Photo
from fusion.version import PROGRAM
from models.running.threads import thread_count

XMP_TAG, IPTC_TAG = 700, 33723
BYTE, UNDEFINED = 1, 7


def encode_tiff(
    photo: Photo,
    pixels: npt.NDArray[Any],
    metadata: Metadata,
    compression: str,
    description: str = "",
) -> bytearray:
    """The file of a photo; ``pixels`` are its own, with an alpha channel where not all has picture.

    8 and 16 bit and floating point as they are; the bytes stand in the order of the EXIF block.

    So no value of EXIF is turned round; maker notes that count offsets from a block's beginning are
    the one thing that a TIFF cannot keep readable.
    """
    exif = metadata.exif
    layout = layout_of(exif) if exif else None
    tags: list[tuple[Any, ...]] = []
    if metadata.xmp:
        tags.append((XMP_TAG, BYTE, len(metadata.xmp), metadata.xmp, True))
    if metadata.iptc:
        tags.append((IPTC_TAG, UNDEFINED, len(metadata.iptc), metadata.iptc, True))
    buffer = io.BytesIO()
    tifffile.imwrite(
        buffer, pixels, byteorder=">" if layout and layout.order == ">" else "<",
        photometric="minisblack" if photo.is_grey else "rgb", planarconfig="contig",
        extrasamples=["unassalpha"] if photo.validity is not None else None,
        compression=None if compression == "none" else compression,
        predictor=compression != "none",
        maxworkers=thread_count(), iccprofile=photo.profile, metadata=None, software=PROGRAM,
        description=description or None,
        extratags=tags,
    )  # fmt: skip
    content = joined(buffer.getbuffer())
    directory, written = for_tiff(exif) if exif else None, layout_of(content)
    if directory is not None and written is not None:
        renew_first(content, written, directory)
    return content
