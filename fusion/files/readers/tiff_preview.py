"""The small picture in a TIFF: a reduced page, or a JPEG in Photoshop's resources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import tifffile

from fusion.files.readers.decoder_common import known_pixels, where_numbers
from fusion.files.readers.tiff import PROFILE_TAG
from fusion.files.readers.tiff_parts import refuse_larger_parts
from fusion.files.value_scale import has_scale, scaled

ORIENTATION_TAG, PHOTOSHOP_TAG = 274, 34377
THUMBNAIL_RESOURCE, THUMBNAIL_HEAD = 1036, 28
SHOWN = (1, 2, 6)
"""Photometric interpretations that need no conversion: grey, RGB, YCbCr as decoded."""
MOST_PIXELS = 4_000_000
LEAST_SIDE = 100
MOST_LOOKED_AT = 16


@dataclass(frozen=True)
class SmallPicture:
    """Pixels (H, W) or (H, W, 3) of 8 bits, or a JPEG; how it is turned, and its colours."""

    pixels: npt.NDArray[np.uint8] | bytes
    orientation: int
    profile: bytes | None


def preview_in_tiff(file: BinaryIO) -> SmallPicture | None:
    """The smallest copy of the first page that is large enough for a preview; None without one."""
    with tifffile.TiffFile(file) as tiff:
        first: Any = tiff.pages[0]
        tags = {tag: first.tags.get(tag) for tag in (ORIENTATION_TAG, PROFILE_TAG, PHOTOSHOP_TAG)}
        told = {tag: found.value for tag, found in tags.items() if found is not None}
        orientation, profile = int(told.get(ORIENTATION_TAG, 1)), told.get(PROFILE_TAG)
        copies = [page for page in reduced_pages(tiff, first) if max(page.shape[:2]) >= LEAST_SIDE]
        if copies:
            page = min(copies, key=lambda page: page.imagewidth * page.imagelength)
            refuse_larger_parts(page, None, Path())
            pixels = eight_bits(page.asarray())
            return SmallPicture(pixels, orientation, bytes(profile) if profile else None)
    resources = told.get(PHOTOSHOP_TAG)
    jpeg = thumbnail_of_photoshop(bytes(resources)) if resources else None
    return SmallPicture(jpeg, orientation, bytes(profile) if profile else None) if jpeg else None


def reduced_pages(tiff: tifffile.TiffFile, first: Any) -> Iterator[Any]:
    """Copies below the first page and behind it that can be shown as they are."""
    below = list(first.pages)[:MOST_LOOKED_AT] if first.subifds else []
    behind = [tiff.pages[n] for n in range(1, min(len(tiff.pages), MOST_LOOKED_AT))]
    for page in [*below, *(page for page in behind if getattr(page, "is_reduced", False))]:
        small = page.imagewidth * page.imagelength <= MOST_PIXELS
        like_the_first = page.imagewidth < first.imagewidth and page.samplesperpixel in (1, 3, 4)
        if small and like_the_first and page.photometric in SHOWN and page.planarconfig == 1:
            yield page


def eight_bits(pixels: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Pixels of any depth in 8 bits."""
    if not (pixels.dtype == np.bool_ or has_scale(pixels.dtype)):
        values, _ = scaled(pixels, where_numbers(pixels, []), [])
        pixels = np.clip(values, 0, 1)
    known, _ = known_pixels(pixels, [])
    if known.dtype == np.uint16:
        return np.asarray(known // 256, np.uint8)
    if known.dtype == np.float32:
        return np.rint(known * 255).astype(np.uint8)
    return np.ascontiguousarray(known, np.uint8)


def thumbnail_of_photoshop(resources: bytes) -> bytes | None:
    """The JPEG among the image resources."""
    at = 0
    while resources[at : at + 4] == b"8BIM":
        number = int.from_bytes(resources[at + 4 : at + 6], "big")
        name = resources[at + 6] + 1
        begin = at + 6 + name + name % 2
        length = int.from_bytes(resources[begin : begin + 4], "big")
        data = resources[begin + 4 : begin + 4 + length]
        if number == THUMBNAIL_RESOURCE:
            return data[THUMBNAIL_HEAD:] or None
        at = begin + 4 + length + length % 2
    return None
