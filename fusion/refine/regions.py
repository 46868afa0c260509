"""Connected regions of a mask, found from its runs: the stretches of set pixels within a row.

A verified mask has few runs, so that finding its regions costs little more than reading its bits. A mask
of noise has many; then OpenCV looks at the pixels.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from fusion.refine.bit_masks import ALL, Words, pack, unpack

Places = npt.NDArray[np.int64]
MOST_RUNS = 1 / 32
"""With more runs than this share of the pixels, looking at every pixel is quicker."""
ONE, LAST = np.uint64(1), np.uint64(63)


def without_small(words: Words, width: int, smallest: float) -> Words:
    """The mask without its 4-connected regions of fewer than ``smallest`` pixels."""
    starts = begins(words)
    if np.bitwise_count(starts).sum(dtype=np.int64) > MOST_RUNS * words.shape[0] * width:
        return pack(without_small_by_pixels(unpack(words, width), smallest))
    first, last = places(starts), places(ends(words))
    region = regions_of(first, last, 64 * words.shape[1])
    areas = np.bincount(region, weights=last - first + 1)
    keep = areas[region] >= smallest
    if keep.all():
        return words
    return from_runs(first[keep], last[keep], words)


def without_small_by_pixels(mask: npt.NDArray[Any], smallest: float) -> npt.NDArray[np.uint8]:
    """``without_small`` of a mask (H, W), by OpenCV's labelling of every pixel."""
    _, regions, figures, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=4)
    keep = (figures[:, cv2.CC_STAT_AREA] >= smallest).astype(np.uint8)
    keep[0] = 0  # the outside of the mask
    return keep[regions]


def begins(words: Words) -> Words:
    """The first pixel of each run. Rows never touch, so they are taken as one long one."""
    flat = words.ravel()
    before = flat << ONE
    before[1:] |= flat[:-1] >> LAST
    return flat & ~before


def ends(words: Words) -> Words:
    """The last pixel of each run."""
    flat = words.ravel()
    after = flat >> ONE
    after[:-1] |= flat[1:] << LAST
    return flat & ~after


def places(flat: Words) -> Places:
    """Where bits are set, in ascending order."""
    which = np.flatnonzero(flat)
    octets = flat[which].astype("<u8", copy=False).view(np.uint8)
    bits = np.flatnonzero(np.unpackbits(octets, bitorder="little").view(np.bool_))
    return which[bits >> 6] * 64 + (bits & 63)


def regions_of(first: Places, last: Places, row: int) -> Places:
    """The region of each run, named by the number of its first run; ``row`` is the bits of one row."""
    begin = np.searchsorted(last, first - row, "left")  # the runs above that it touches
    count = np.searchsorted(first, last - row, "right") - begin
    lower = np.repeat(np.arange(len(first)), count)
    upper = np.arange(len(lower)) + np.repeat(begin - np.cumsum(count) + count, count)
    return joined(len(first), lower, upper)


def joined(count: int, one: Places, other: Places) -> Places:
    """For each of ``count`` runs the smallest number of a run that pairs connect it to, in any number of
    steps."""
    parent = np.arange(count)
    while len(one):
        a, b = parent[one], parent[other]
        apart = a != b
        one, other, a, b = one[apart], other[apart], a[apart], b[apart]
        np.minimum.at(parent, np.maximum(a, b), np.minimum(a, b))
        while True:
            further = parent[parent]
            if np.array_equal(further, parent):
                break
            parent = further
    return parent


def from_runs(first: Places, last: Places, like: Words) -> Words:
    """The mask of runs: each pixel is set that has an odd number of changes up to it."""
    flat = np.zeros(like.size, dtype=np.uint64)
    changes = np.concatenate([first, last + 1])
    np.bitwise_or.at(flat, changes >> 6, ONE << (changes & 63).astype(np.uint64))
    for step in (1, 2, 4, 8, 16, 32):
        flat ^= flat << np.uint64(step)
    odd = np.bitwise_xor.accumulate(flat >> LAST)
    flat[1:] ^= odd[:-1] * ALL
    return flat.reshape(like.shape)
