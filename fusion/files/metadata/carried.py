"""Metadata on its way from the first source to the result."""

from __future__ import annotations

from dataclasses import replace

from fusion.files.metadata import exif, xmp
from fusion.files.metadata.iptc import data_sets
from fusion.photo import Metadata, Photo
from fusion.version import PROGRAM

PLACES_OF_IPTC = (26, 27, 90, 92, 95, 100, 101)
"""Content location, city, sublocation, state, country: data sets of record 2."""


def for_writing(photo: Photo, location: bool = True) -> Metadata:
    """The metadata for the file, with size, orientation, thumbnail and program corrected.

    ``location`` False takes the position and place names away. A block that is damaged beyond
    reading is left out.
    """
    kept, size = photo.metadata, (photo.width, photo.height)
    block = exif.without_mark(kept.exif)
    return Metadata(
        exif=exif.set_right(block, *size, PROGRAM, location) if block else None,
        xmp=xmp.set_right(kept.xmp, *size, PROGRAM, location) if kept.xmp else None,
        iptc=kept.iptc if location or not kept.iptc else without_places(kept.iptc),
    )


def with_record(photo: Photo, record: str) -> Photo:
    """The photo with a provenance record in its XMP."""
    packet = xmp.with_record(photo.metadata.xmp, record)
    return replace(photo, metadata=replace(photo.metadata, xmp=packet))


def as_map(photo: Photo, what: str) -> Photo:
    """The photo marked as a map: of a decision, a depth, a confidence. Such is no source."""
    packet = xmp.with_map_mark(photo.metadata.xmp, what)
    return replace(photo, metadata=replace(photo.metadata, xmp=packet))


def without_places(iptc: bytes) -> bytes:
    """The IPTC data sets without those that name a place."""
    return b"".join(
        whole for record, number, _value, whole in data_sets(iptc)
        if not (record == 2 and number in PLACES_OF_IPTC)
    )  # fmt: skip
