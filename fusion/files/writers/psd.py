"""PSD and PSB: layers with masks, written one after another, with profile and metadata.

As Adobe's "Photoshop File Formats Specification" describes it. Of 8 and 16 bits, grey or RGB.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

import imagecodecs
import numpy as np
import numpy.typing as npt

from fusion.photo import Mask, Metadata
from fusion.progress import Progress, no_progress
from fusion.version import PROGRAM

Levels = npt.NDArray[np.uint8 | np.uint16]
"""Pixels, or one channel of them."""
PSD, PSB = 1, 2
"""Versions of the format: PSB has lengths of eight bytes."""
LARGEST_PSD_SIDE, LARGEST_PSB_SIDE, LARGEST_PSD_BYTES = 30_000, 300_000, 2_000_000_000
GREY, RGB = 1, 3
ALPHA, MASK = -1, -2
RAW, PACK_BITS = 0, 1
HIDDEN, MEANT = 0x02, 0x08
"""Flags of a layer; the second says that the first is meant."""
RESOLUTION, PROFILE, IPTC, VERSION, EXIF, XMP = 1005, 1039, 1028, 1057, 1058, 1060
PIXELS_PER_INCH = 300


@dataclass(frozen=True)
class LayerContent:
    """The pixels of a layer.

    Attributes
    ----------
    pixels
        (H, W) or (H, W, 3) uint8 or uint16, as large as the picture.
    validity
        (H, W): where there is picture; None where all of it is.
    mask
        (H, W), of the pixels' type: how much of the layer is seen; None for a layer without a mask.
    """

    pixels: Levels
    validity: Mask | None = None
    mask: Levels | None = None


@dataclass(frozen=True)
class Layer:
    """A layer: its name, whether it is seen, whether it has a mask, and what makes its pixels when it
    is written."""

    name: str
    make: Callable[[], LayerContent]
    has_mask: bool = False
    is_hidden: bool = False


@dataclass(frozen=True)
class LayeredPicture:
    """What a file is written from: the flattened picture, what goes with it, and the layers, from the
    bottom to the top."""

    flattened: LayerContent
    layers: Sequence[Layer]
    profile: bytes | None = None
    metadata: Metadata = field(default_factory=Metadata)


class PsdWriter:
    """Writes one file, which must be seekable: the lengths of the layers are filled in at last.

    ``version`` is ``PSD`` or ``PSB``.
    """

    def __init__(self, file: IO[bytes], version: int = PSD) -> None:
        self._file, self._version = file, version
        self._length = "Q" if version == PSB else "I"
        self._row_length = "I" if version == PSB else "H"

    def write(self, picture: LayeredPicture, progress: Progress = no_progress) -> None:
        """The whole file; reports layer by layer."""
        pixels = picture.flattened.pixels
        has_alpha = picture.flattened.validity is not None
        channels = (1 if pixels.ndim == 2 else 3) + has_alpha
        depth, mode = 8 * pixels.dtype.itemsize, GREY if pixels.ndim == 2 else RGB
        height, width = pixels.shape[:2]
        self._put("4sH6xHIIHH", b"8BPS", self._version, channels, height, width, depth, mode)
        self._put("I", 0)  # no table of colours
        self._write_resources(picture)
        self._write_section(lambda: self._write_layers(picture, (height, width), depth, progress))
        self._write_flattened(picture.flattened)

    def _put(self, form: str, *values: object) -> None:
        self._file.write(struct.pack(">" + form, *values))

    def _write_section(self, write: Callable[[], None], form: str = "", even: int = 1) -> None:
        """A length, and what ``write`` writes, filled up to a multiple of ``even`` bytes."""
        form = form or self._length
        place = self._file.tell()
        self._put(form, 0)
        begin = self._file.tell()
        write()
        self._file.write(bytes(-(self._file.tell() - begin) % even))
        end = self._file.tell()
        self._file.seek(place)
        self._put(form, end - begin)
        self._file.seek(end)

    def _write_resources(self, picture: LayeredPicture) -> None:
        fixed, kept = PIXELS_PER_INCH << 16, picture.metadata
        blocks: list[tuple[int, bytes | None]] = [
            (RESOLUTION, struct.pack(">IHHIHH", fixed, 1, 1, fixed, 1, 1)),
            (IPTC, kept.iptc), (PROFILE, picture.profile), (VERSION, version_block()),
            (EXIF, kept.exif), (XMP, kept.xmp),
        ]  # fmt: skip

        def write() -> None:
            for number, content in blocks:
                if content:
                    self._put("4sHHI", b"8BIM", number, 0, len(content))
                    self._file.write(content + bytes(len(content) % 2))

        self._write_section(write, "I")

    def _write_layers(
        self, picture: LayeredPicture, shape: tuple[int, int], depth: int, progress: Progress
    ) -> None:
        """Layers of 8 bits stand first in their section, those of 16 in a block at its end."""

        def write() -> None:
            self._write_layer_info(picture, shape, progress)

        if depth == 8:
            self._write_section(write, even=4)
            self._put("I", 0)  # no global mask
            return
        self._put(self._length, 0)
        self._put("I", 0)
        self._file.write(b"8BIMLr16")
        self._write_section(write, even=4)

    def _write_layer_info(
        self, picture: LayeredPicture, shape: tuple[int, int], progress: Progress
    ) -> None:
        count = len(picture.layers)
        has_alpha = picture.flattened.validity is not None
        self._put("h", -count if has_alpha else count)  # negative: the flattened alpha is transparency
        grey = picture.flattened.pixels.ndim == 2
        places = [self._write_record(layer, shape, grey) for layer in picture.layers]
        for number, (layer, place) in enumerate(zip(picture.layers, places, strict=True)):
            progress("Writing the layers", number, count)
            lengths = self._write_channels(layer)
            end = self._file.tell()
            for at, length in zip(place, lengths, strict=True):
                self._file.seek(at)
                self._put(self._length, length)
            self._file.seek(end)
        progress("Writing the layers", count, count)

    def _write_record(self, layer: Layer, shape: tuple[int, int], grey: bool) -> list[int]:
        """What is known of a layer beside its pixels; returns where each channel's length stands."""
        channels = [*range(1 if grey else 3), ALPHA, *([MASK] if layer.has_mask else [])]
        self._put("4IH", 0, 0, *shape, len(channels))
        places = []
        for channel in channels:
            self._put("h", channel)
            places.append(self._file.tell())
            self._put(self._length, 0)
        flags = MEANT | (HIDDEN if layer.is_hidden else 0)
        self._put("4s4sBBBx", b"8BIM", b"norm", 255, 0, flags)
        self._write_section(lambda: self._write_extra(layer, shape), "I")
        return places

    def _write_extra(self, layer: Layer, shape: tuple[int, int]) -> None:
        if layer.has_mask:
            self._put("I4IBBxx", 20, 0, 0, *shape, 0, 0)
        else:
            self._put("I", 0)
        self._put("I", 0)  # no blending ranges
        short = layer.name.encode("ascii", "replace")[:255]
        pascal = bytes([len(short)]) + short
        self._file.write(pascal + bytes(-len(pascal) % 4))
        whole = layer.name.encode("utf-16-be", "replace")
        self._file.write(b"8BIMluni")
        self._put("II", 4 + len(whole) + len(whole) % 4, len(whole) // 2)
        self._file.write(whole + bytes(len(whole) % 4))

    def _write_channels(self, layer: Layer) -> list[int]:
        """The channels of a layer; returns the bytes of each."""
        content = layer.make()
        pixels = content.pixels
        lengths = [self._write_raw(plane) for plane in planes(pixels)]
        lengths.append(self._write_packed(alpha_of(content)))
        if layer.has_mask:
            assert content.mask is not None
            lengths.append(self._write_packed(content.mask))
        return lengths

    def _write_raw(self, plane: Levels) -> int:
        begin = self._file.tell()
        self._put("H", RAW)
        self._file.write(big_endian(plane).data)
        return self._file.tell() - begin

    def _write_packed(self, plane: Levels) -> int:
        """A channel whose rows are each packed: made for what is constant over wide parts."""
        begin = self._file.tell()
        rows = list(packed_rows(plane))
        self._put("H", PACK_BITS)
        self._put(f"{len(rows)}{self._row_length}", *(len(row) for row in rows))
        self._file.writelines(rows)
        return self._file.tell() - begin

    def _write_flattened(self, content: LayerContent) -> None:
        self._put("H", RAW)
        for plane in planes(content.pixels):
            self._file.write(big_endian(plane).data)
        if content.validity is not None:
            self._file.write(big_endian(alpha_of(content)).tobytes())


def packed_rows(plane: Levels) -> Iterator[bytes]:
    """Each row of a channel by PackBits; rows that are equal to the one before are packed once."""
    before, packed = b"", b""
    for row in big_endian(plane):
        content = row.tobytes()
        if content != before:
            before, packed = content, bytes(imagecodecs.packbits_encode(content))
        yield packed


def planes(pixels: Levels) -> Iterable[Levels]:
    """The channels of a picture, one after another."""
    if pixels.ndim == 2:
        return iter((pixels,))
    return (pixels[:, :, channel] for channel in range(pixels.shape[2]))


def big_endian(plane: Levels) -> Levels:
    """The same values in the order of bytes that the format has."""
    return np.ascontiguousarray(plane, plane.dtype.newbyteorder(">"))


def alpha_of(content: LayerContent) -> Levels:
    """(H, W), of the pixels' type: white where there is picture."""
    white = np.iinfo(content.pixels.dtype).max
    if content.validity is None:
        return np.full(content.pixels.shape[:2], white, content.pixels.dtype)
    return content.validity.astype(content.pixels.dtype) * content.pixels.dtype.type(white)


def version_block() -> bytes:
    """Says that the flattened picture is a true one, and who wrote the file."""

    def text(value: str) -> bytes:
        return struct.pack(">I", len(value)) + value.encode("utf-16-be")

    return struct.pack(">IB", 1, 1) + text(PROGRAM) + text(PROGRAM) + struct.pack(">I", 1)
