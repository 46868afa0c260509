"""Camera RAW through LibRaw: one development for all frames of a stack."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

from fusion.errors import FusionError
from fusion.files.colour.profiles import raw_profile
from fusion.files.metadata.raw_metadata import metadata_of_raw
from fusion.files.options import ReadOptions
from fusion.files.readers.decoder_common import Decoded, refuse_too_many
from fusion.files.readers.dng import for_libraw
from fusion.notes import Note
from fusion.photo import RawDevelopment

GAMMAS = {"srgb": (2.4, 12.92), "adobe": (563 / 256, 0.0), "prophoto": (1.8, 0.0)}
"""Power and slope at black of each space's curve."""


def read_raw(content: bytes, place: Path, options: ReadOptions) -> Decoded:
    """16-bit RGB, upright. No step looks at the frame's brightness, so frames of a stack stay alike.

    White balance is that of ``options`` or the camera's; the white level is the camera's.
    """
    import rawpy  # here, and not above: a tenth of a second that only RAW needs

    spaces = {
        "srgb": rawpy.ColorSpace.sRGB, "adobe": rawpy.ColorSpace.Adobe,
        "prophoto": rawpy.ColorSpace.ProPhoto,
    }  # fmt: skip
    try:
        readable = for_libraw(content, place, options.most_pixels)
        with rawpy.imread(io.BytesIO(readable)) as raw:
            refuse_too_many(raw.sizes.width, raw.sizes.height, options.most_pixels, place)
            refuse_too_many(raw.sizes.raw_width, raw.sizes.raw_height, options.most_pixels, place)
            balance = options.white_balance or balance_of(raw)
            pixels = raw.postprocess(
                user_wb=list(balance),
                output_color=spaces[options.raw_space], gamma=GAMMAS[options.raw_space],
                output_bps=16, no_auto_bright=True, adjust_maximum_thr=0.0,
            )  # fmt: skip
    except rawpy.LibRawFileUnsupportedError:
        raise FusionError(
            "unknown-camera",
            "{path} is RAW of a camera that is not known here; convert it to DNG or TIFF",
            path=place,
        ) from None
    notes, metadata = list[Note](), metadata_of_raw(content)
    if metadata.exif is None:
        notes.append(Note("metadata-not-read", "Its metadata could not be read."))
    return Decoded(
        np.ascontiguousarray(pixels), raw_profile(options.raw_space), metadata, tuple(notes),
        RawDevelopment(options.raw_space, balance),
    )  # fmt: skip


def balance_of(raw: object) -> tuple[float, float, float, float]:
    """The camera's white balance, or daylight where the file has none."""
    for told in (raw.camera_whitebalance, raw.daylight_whitebalance):  # type: ignore[attr-defined]
        red, green, blue, second = (float(value) for value in told)
        if min(red, green, blue) > 0 and max(red, green, blue) < 1e6:
            return red, green, blue, second if second > 0 else green
    return 1.0, 1.0, 1.0, 1.0
