"""Pictures for the report: reduced ones, error maps, and crops at full size where results differ."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from fusion.errors import FusionError
from fusion.files import load_photo
from fusion.files.writing import to_8_bit
from fusion.metrics import to_grey

Bytes = npt.NDArray[np.uint8]
CROP = 160
CROPS = 2
ERROR_WHITE = 32
"""Levels of 255 that the error map shows at its brightest."""
BUDGET = 14_000_000
"""Bytes that the reduced pictures of a report may take together, about."""
BYTES_A_PIXEL = 0.25


def load_small_values(path: Path) -> Bytes:
    """The pixels of a file in 8 bits."""
    return np.asarray(to_8_bit(load_photo(path).pixels), np.uint8)


def side_for(pictures: int) -> int:
    """The longer side of reduced pictures such that this many stay within ``BUDGET``."""
    return int(np.clip((BUDGET / max(pictures, 1) / BYTES_A_PIXEL) ** 0.5, 96, 400))


def reduced(pixels: Bytes, side: int) -> Bytes:
    """A picture reduced to at most ``side`` pixels in height and width."""
    picture = Image.fromarray(pixels)
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    return np.asarray(picture)


def data_uri(pixels: Bytes, quality: int = 80) -> str:
    """The picture as WebP inside the page."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "WEBP", quality=quality)
    return "data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode()


def error_map(fused: Bytes, truth: Bytes) -> Bytes:
    """Black where both agree, then red, yellow and white; the largest difference of the channels."""
    if fused.ndim != truth.ndim:
        fused, truth = to_grey(fused), to_grey(truth)
    error = np.abs(fused.astype(np.int16) - truth)
    largest = error if error.ndim == 2 else error.max(axis=2)
    ramp = np.clip(3 * largest[:, :, None] / ERROR_WHITE - np.arange(3), 0, 1)
    return np.rint(ramp * 255).astype(np.uint8)


def difference(pictures: Iterable[Bytes]) -> Bytes:
    """The range of the pictures at each pixel, in grey levels; one picture is in memory at a time."""
    low: Bytes | None = None
    high: Bytes | None = None
    for picture in pictures:
        grey = to_grey(picture)
        if low is None or high is None:
            low, high = grey, grey
        else:
            low, high = np.minimum(low, grey), np.maximum(high, grey)
    if low is None or high is None:
        raise FusionError("no-picture-to-compare", "there is no picture to compare; give one")
    return np.asarray(high - low, np.uint8)


def crop_places(apart: Bytes, crops: int = CROPS, side: int = CROP) -> list[tuple[int, int]]:
    """Top left corners (x, y) of the windows with the largest sum of ``apart``; they do not overlap."""
    h, w = min(side, apart.shape[0]), min(side, apart.shape[1])
    sums = np.zeros((apart.shape[0] + 1, apart.shape[1] + 1))
    sums[1:, 1:] = apart.astype(np.float64).cumsum(0).cumsum(1)
    windows = sums[h:, w:] - sums[:-h, w:] - sums[h:, :-w] + sums[:-h, :-w]
    places: list[tuple[int, int]] = []
    for _ in range(crops):
        y, x = (int(number) for number in np.unravel_index(windows.argmax(), windows.shape))
        if places and windows[y, x] <= 0:
            break
        places.append((x, y))
        windows[max(0, y - h + 1) : y + h, max(0, x - w + 1) : x + w] = 0
    return places


def crop(pixels: Bytes, place: tuple[int, int], side: int = CROP) -> Bytes:
    """The window whose top left corner is (x, y)."""
    x, y = place
    return np.ascontiguousarray(pixels[y : y + side, x : x + side])


def some(paths: Sequence[Path], most: int = 4) -> list[tuple[int, Path]]:
    """At most ``most`` frames, evenly spaced, with their numbers from 1."""
    chosen = np.unique(np.linspace(0, len(paths) - 1, min(most, len(paths))).round().astype(int))
    return [(int(index) + 1, paths[index]) for index in chosen]
