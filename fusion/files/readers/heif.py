"""HEIC and HEIF, where the optional package pillow-heif is installed."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

from fusion.errors import FusionError
from fusion.files.colour.cicp import profile_of_codes
from fusion.files.metadata.exif import without_mark
from fusion.files.options import ReadOptions
from fusion.files.readers.decoder_common import Decoded, known_pixels, refuse_too_many, turned_upright
from fusion.notes import Note
from fusion.photo import Metadata


def read_heif(content: bytes, place: Path, options: ReadOptions) -> Decoded:
    """The file's main picture; more than 8 bits become 16. The decoder turns it upright."""
    try:
        import pillow_heif
    except ImportError:
        raise FusionError(
            "heif-package-missing",
            "{path} is a HEIF picture; to read it, install the package pillow-heif, or save it as JPEG",
            path=place,
        ) from None
    heif = pillow_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=False)
    width, height = heif.size
    refuse_too_many(width, height, options.most_pixels, place)
    notes: list[Note] = []
    pixels, validity = known_pixels(np.asarray(heif), notes)
    info = heif.info
    profile, codes = info.get("icc_profile") or None, info.get("nclx_profile")
    if profile is None and codes and pixels.ndim == 3:
        primaries, transfer = codes["color_primaries"], codes["transfer_characteristics"]
        profile = profile_of_codes(primaries, transfer, notes)
    metadata = Metadata(exif=without_mark(info.get("exif")), xmp=info.get("xmp") or None)
    return turned_upright(pixels, validity, 1, profile, metadata, notes)
