"""JPEG XL through imagecodecs, whose decoder gives no colour profile: that is found here."""

from __future__ import annotations

import io
from pathlib import Path

import imagecodecs
import numpy as np
from PIL import Image

from fusion.files.colour import profiles
from fusion.files.colour.cicp import D65, PRIMARIES, described_profile, tell_hdr
from fusion.files.metadata.exif import without_mark
from fusion.files.metadata.iso_bmff import body, boxes
from fusion.files.options import ReadOptions
from fusion.files.readers.decoder_common import (
    Decoded,
    known_pixels,
    refuse_too_many,
    turned_upright,
)
from fusion.files.readers.jpegxl_header import Header, read_header, size_of, with_twelve_bits
from fusion.files.readers.pillow import read_with_pillow
from fusion.notes import Note
from fusion.photo import Mask, Metadata, Pixels

CODESTREAM = b"\xff\x0a"
RECOMPRESSED_JPEG = b"jbrd"


def read_jpegxl(content: bytes, place: Path, options: ReadOptions) -> Decoded:
    """8 or 16 bits or floating point, upright, with the colour profile.

    A recompressed JPEG is read as the JPEG that it was, which has everything. Otherwise the profile is
    the one that the header describes; one that is embedded is found where the optional package
    pillow-jxl-plugin is installed.
    """
    bare = content.startswith(CODESTREAM)
    parts = [(b"jxlc", content)] if bare else [(box.kind, body(content, box)) for box in boxes(content)]
    stream = next((part for kind, part in parts if kind == b"jxlc"), b"")
    stream = stream or b"".join(part[4:] for kind, part in parts if kind == b"jxlp")
    refuse_too_many(*size_of(stream), options.most_pixels, place)
    if any(kind == RECOMPRESSED_JPEG for kind, _ in parts):
        jpeg = bytes(imagecodecs.jpegxl_decode_jpeg(content, numthreads=1))
        return read_with_pillow(jpeg, place, options, "JPEG")
    header, notes = read_header(stream), list[Note]()
    pixels, validity, profile = decode(content, stream, header, notes)
    if header.hdr:
        tell_hdr(header.hdr, notes)
    found = {kind: part for kind, part in parts if kind in (b"Exif", b"xml ")}
    exif = found.get(b"Exif", b"")
    exif = exif[4 + int.from_bytes(exif[:4], "big") :]  # it begins with how much to skip
    metadata = Metadata(without_mark(exif), found.get(b"xml "))
    return turned_upright(pixels, validity, 1, profile, metadata, notes)


def decode(
    content: bytes, stream: bytes, header: Header, notes: list[Note]
) -> tuple[Pixels, Mask | None, bytes | None]:
    """The pixels, where there is picture, and the profile.

    A lossy picture with an embedded profile comes from the decoder as linear light in sRGB's primaries:
    it is asked for 12 bits, so that the dark tones keep their steps, and put on the sRGB curve.
    """
    linear = header.is_xyb and header.has_icc
    bits = header.bits
    if linear and bits == 8 and header.depth_at is not None:
        content, bits = with_twelve_bits(stream, header), 12
    pixels = imagecodecs.jpegxl_decode(content)
    if pixels.ndim > 3 or (pixels.ndim == 3 and pixels.shape[2] > 4):
        pixels = pixels[0]
        notes.append(Note("only-first-picture", "Only its first picture was read."))
    pixels, validity = known_pixels(pixels, notes, bits)
    if linear:
        notes.append(
            Note(
                "colours-converted-by-decoder",
                "Its colours were converted to sRGB by the decoder; what lies outside was cut off.",
            )
        )
        shown = on_srgb_curve(pixels)
        if header.bits == 8:
            shown = ((shown + np.uint32(128)) // 257).astype(np.uint8)
        return shown, validity, None
    return pixels, validity, embedded_profile(content, notes) if header.has_icc else header.profile


def on_srgb_curve(pixels: Pixels) -> Pixels:
    """Linear light as sRGB, in the same type; grey stays grey."""
    light = described_profile(PRIMARIES[1], D65, 1.0)
    colour = pixels if pixels.ndim == 3 else np.repeat(pixels[:, :, None], 3, axis=2)
    shown = profiles.transform(colour, light, profiles.srgb())
    return shown if pixels.ndim == 3 else np.ascontiguousarray(shown[:, :, 1])


def embedded_profile(content: bytes, notes: list[Note]) -> bytes | None:
    """The profile in the codestream; None with a note where it cannot be read."""
    try:
        import pillow_jxl  # noqa: F401 - enters itself with Pillow
    except ImportError:
        notes.append(
            Note(
                "profile-not-read",
                "Its colour profile was not read, and it is taken as sRGB; to read it, install the "
                "package pillow-jxl-plugin.",
            )
        )
        return None
    with Image.open(io.BytesIO(content), formats=("JXL",)) as picture:
        return picture.info.get("icc_profile") or None

