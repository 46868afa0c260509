"""DNG that LibRaw cannot read, or scales by its own maximum, as one that it reads: values of 16 bits,
not compressed. All that is done to them afterwards is LibRaw's, as for any other RAW."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tifffile

from fusion.errors import FusionError
from fusion.files.format_detection import DNG_VERSION, SENSOR
from fusion.files.metadata.ifd import layout_of
from fusion.files.metadata.ifd_chain import refuse_overlapping
from fusion.files.readers.decoder_common import refuse_too_many
from fusion.files.readers.tiff_parts import refuse_larger_parts

READ_BY_LIBRAW = (1, 7, 34892)
"""Compressions of integers that LibRaw reads: none, lossless and lossy JPEG."""
FLOATING_POINT = 3
LINEAR_RAW = 34892
LINEARISATION, PATTERN_OF_BLACK, BLACK, BLACK_ACROSS, BLACK_DOWN, WHITE = range(50712, 50718)
EXPOSURE = 50730
OF_THE_CAMERA = (271, 272, 274, DNG_VERSION, 50707, 50708, *range(50721, 50730), 50778, 50779)
"""Tags of the first directory: names, orientation, colours, white balance."""
OF_THE_SENSOR = (33421, 33422, 50710, 50711, 50718, 50719, 50720, 50829)
"""Tags of the directory of sensor data: mosaic, crop."""
LEVELS = (PATTERN_OF_BLACK, BLACK, BLACK_ACROSS, BLACK_DOWN, WHITE)
MOST_LOOKED_AT = 16


def for_libraw(content: bytes, place: Path, limit: int | None) -> bytes:
    """The DNG with values that LibRaw reads; the same bytes where they need no change.

    Parameters
    ----------
    content
        Of any camera file.
    place
        Its path, for messages.
    limit
        Pixels that a picture may have; None is the program's limit.

    Returns
    -------
    bytes
        Of a DNG.

    Raises
    ------
    FusionError
        For a compression that is not read, which is named, and for too many pixels.

    Notes
    -----
    LibRaw divides floating-point values by their largest one, so that frames of one scene come out
    unlike. Here the scale is the one that the file gives: black level, white level (1 where there is
    none, as the DNG specification says), and baseline exposure, by which merged exposures say what they
    were divided by.
    """
    if layout_of(content) is None:
        return content
    refuse_overlapping(content)
    with tifffile.TiffFile(io.BytesIO(content)) as file:
        first: Any = file.pages[0]
        sensor = sensor_directory(file)
        if DNG_VERSION not in first.tags or sensor is None:
            return content
        is_float = FLOATING_POINT in np.atleast_1d(sensor.sampleformat)
        if not is_float and sensor.compression in READ_BY_LIBRAW:
            return content
        refuse_too_many(sensor.imagewidth, sensor.imagelength, limit, place)
        refuse_larger_parts(sensor, limit, place)
        values = decoded(sensor, place)
        if is_float:
            stored, levels = scaled_floats(values, sensor, first), [(WHITE, "H", 1, 65535, True)]
        else:
            stored, levels = integers(values, sensor), list(copied(sensor, LEVELS))
            if WHITE not in sensor.tags:
                levels.append((WHITE, "I", 1, (1 << int(np.max(sensor.bitspersample))) - 1, True))
        tags = [*copied(first, OF_THE_CAMERA), *copied(sensor, OF_THE_SENSOR), *levels]
        return written(stored, int(sensor.photometric), tags)


def sensor_directory(file: tifffile.TiffFile) -> Any:
    """The largest directory of sensor data, of tifffile; None where there is none."""
    found = []
    for number in range(min(len(file.pages), MOST_LOOKED_AT)):
        page: Any = file.pages[number]
        below = list(page.pages)[:MOST_LOOKED_AT] if page.subifds else []
        found += [one for one in (page, *below) if one.photometric in SENSOR and not one.is_reduced]
    return max(found, key=lambda page: page.imagewidth * page.imagelength, default=None)


def decoded(sensor: Any, place: Path) -> npt.NDArray[Any]:
    """The sensor's values (H, W) or (H, W, C); raises ``FusionError`` that names the compression."""
    name = getattr(sensor.compression, "name", str(sensor.compression))
    if sensor.compression not in tifffile.TIFF.DECOMPRESSORS:
        raise FusionError(
            "raw-compression-not-read",
            "{path} holds sensor data compressed as {compression}, which is not read; convert it to "
            "another DNG",
            path=place, compression=name,
        )  # fmt: skip
    values: npt.NDArray[Any] = sensor.asarray()
    if sensor.planarconfig == 2 and values.ndim == 3:
        values = np.moveaxis(values, 0, -1)
    return values[:, :, 0] if values.ndim == 3 and values.shape[2] == 1 else values


def scaled_floats(values: npt.NDArray[Any], sensor: Any, first: Any) -> npt.NDArray[np.uint16]:
    """Floating-point values on the scale that the file gives, 65535 for white."""
    black = black_level(sensor, values.shape)
    white = numbers_in(sensor, WHITE) or [1.0]
    exposure = (numbers_in(first, EXPOSURE) or [0.0])[0]
    highest = np.asarray(white if values.ndim == 3 and len(white) == values.shape[2] else white[0])
    light = (values.astype(np.float32) - black) * np.float32(2.0**exposure)
    light /= np.maximum(highest - black, np.float32(1e-6)).astype(np.float32)
    light = np.nan_to_num(np.clip(light, 0, 1), nan=0.0)
    return np.rint(light * 65535).astype(np.uint16)


def black_level(sensor: Any, shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    """The value of black at each pixel, as an array that fits to ``shape``."""
    told = numbers_in(sensor, BLACK) or [0.0]
    rows, columns = (int(n) for n in (numbers_in(sensor, PATTERN_OF_BLACK) or [1, 1])[:2])
    channels = shape[2] if len(shape) == 3 else 1
    if len(told) != rows * columns * channels:
        return np.asarray(told[0], np.float32)
    pattern = np.asarray(told, np.float32).reshape(rows, columns, channels)
    times = (-(-shape[0] // rows), -(-shape[1] // columns), 1)
    black = np.tile(pattern, times)[: shape[0], : shape[1]]
    return black if len(shape) == 3 else black[:, :, 0]


def integers(values: npt.NDArray[Any], sensor: Any) -> npt.NDArray[np.uint16]:
    """Whole values in 16 bits, through the file's table where it has one."""
    table = np.asarray(numbers_in(sensor, LINEARISATION), np.uint16)
    if table.size:
        return np.asarray(table[np.minimum(values, table.size - 1)])
    if values.dtype.kind != "u" or values.dtype.itemsize > 2:
        raise ValueError(f"sensor data of type {values.dtype}")
    return values.astype(np.uint16)


def numbers_in(page: Any, tag: int) -> list[float]:
    """The numbers of a tag; rational ones divided. Empty where there is none."""
    entry = page.tags.get(tag)
    if entry is None:
        return []
    values = entry.value if isinstance(entry.value, tuple) else (entry.value,)
    if int(entry.dtype) in (5, 10):
        pairs = zip(values[::2], values[1::2], strict=False)
        return [above / below if below else 0.0 for above, below in pairs]
    return [float(value) for value in values]


def copied(page: Any, codes: tuple[int, ...]) -> Iterator[tuple[Any, ...]]:
    """Tags of a page, as tifffile takes them."""
    for code in codes:
        entry = page.tags.get(code)
        if entry is not None:
            yield code, int(entry.dtype), entry.count, entry.value, True


def written(
    values: npt.NDArray[np.uint16], photometric: int, tags: list[tuple[Any, ...]]
) -> bytes:
    """The file: a directory of sensor data alone."""
    buffer = io.BytesIO()
    tifffile.imwrite(
        buffer, values, photometric=photometric, extratags=tags, metadata=None,
        planarconfig="contig" if photometric == LINEAR_RAW and values.ndim == 3 else None,
    )  # fmt: skip
    return buffer.getvalue()
