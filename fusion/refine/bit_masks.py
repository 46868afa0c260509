"""Masks with 64 pixels in a word: opening and closing by a disk take a few passes over little memory.

A mask (H, W) is ``uint64`` (H, W // 64 + 1); bit i of word j is the pixel 64·j + i. The bits beyond the
picture, at least one a row, are 0, so that the rows one after another never touch.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
ALL = np.uint64(2**64 - 1)


def pack(mask: npt.NDArray[Any]) -> Words:
    """Words of a mask (H, W); every value but 0 is set."""
    height, width = mask.shape
    packed = np.packbits(mask, axis=1, bitorder="little")
    whole = np.zeros((height, 8 * (width // 64 + 1)), dtype=np.uint8)
    whole[:, : packed.shape[1]] = packed
    return whole.view("<u8").astype(np.uint64, copy=False)


def unpack(words: Words, width: int) -> npt.NDArray[np.bool_]:
    """The mask (H, W) of words."""
    octets = words.astype("<u8", copy=False).view(np.uint8)
    bits = np.unpackbits(octets, axis=1, count=width, bitorder="little")
    return bits.view(np.bool_)


def beyond(width: int) -> Words:
    """One row of words with the bits set that lie beyond the picture."""
    columns = np.arange(64 * (width // 64 + 1)) >= width
    return pack_row(columns)


def pack_row(columns: npt.NDArray[np.bool_]) -> Words:
    """Words of one row whose length is a multiple of 64."""
    return np.packbits(columns, bitorder="little").view("<u8").astype(np.uint64, copy=False)


def complement(words: Words, width: int) -> Words:
    """The pixels that are not set."""
    return ~(words | beyond(width))


def is_full(words: Words, width: int) -> bool:
    """Whether every pixel is set."""
    return bool(((words | beyond(width)) == ALL).all())


def erode(words: Words, width: int, radius: int) -> Words:
    """Pixels whose whole disk x² + y² ≤ radius² is set; outside the picture everything counts as set.

    The disk is taken apart into rows: a run of 2·h + 1 pixels grows from one of 2·h − 1 by its two ends,
    and each run serves the two rows of the disk that are so long. ``radius`` is below 64.
    """
    height, count = words.shape
    padded = np.full((height, count + 2), ALL)
    padded[:, 1:-1] = words | beyond(width)
    left, centre, right = padded[:, :-2], padded[:, 1:-1], padded[:, 2:]
    run, shifted, carried = centre.copy(), np.empty_like(words), np.empty_like(words)
    result = np.full_like(words, ALL)
    halves = [math.isqrt(radius**2 - dy**2) for dy in range(radius + 1)]
    for half in range(radius + 1):
        if half:
            near, far = np.uint64(half), np.uint64(64 - half)
            for side, into, over in (
                (left, np.left_shift, np.right_shift),
                (right, np.right_shift, np.left_shift),
            ):
                into(centre, near, out=shifted)
                over(side, far, out=carried)
                np.bitwise_or(shifted, carried, out=shifted)
                np.bitwise_and(run, shifted, out=run)
        for dy in (dy for dy, reach in enumerate(halves) if reach == half and dy < height):
            np.bitwise_and(result[: height - dy], run[dy:], out=result[: height - dy])
            np.bitwise_and(result[dy:], run[: height - dy], out=result[dy:])
    return result & ~beyond(width)


def dilate(words: Words, width: int, radius: int) -> Words:
    """Pixels with a set one within the disk; outside the picture nothing is set."""
    return complement(erode(complement(words, width), width, radius), width)


def opened(words: Words, width: int, radius: int) -> Words:
    """Eroded, then dilated: parts that hold no disk are gone."""
    return dilate(erode(words, width, radius), width, radius)


def closed(words: Words, width: int, radius: int) -> Words:
    """Dilated, then eroded: gaps that hold no disk are filled."""
    return erode(dilate(words, width, radius), width, radius)
