"""Consistency verification: opening, closing, and the removal of small regions.

The published order (open, remove small regions of one label, close, remove those of the other) is not
symmetric: exchanging two sources changes up to 4 % of the map. Here every label goes through that order
and through the opposite one; where both agree the result stands, elsewhere the raw label does. Then
regions that are still too small, whatever their label, take the label of the nearest larger region. So
no frame is treated differently from another, whether two take part or many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from fusion.decision import Labels, undecided
from fusion.refine.bit_masks import Words, closed, complement, opened, pack, unpack
from fusion.refine.regions import without_small
from fusion.threads import in_threads

CELL = 16
"""Side in pixels of the cells by which gaps are separated."""


def verified(words: Words, width: int, disk_radius: int, smallest: float) -> Words:
    """A packed mask in the published order: open, remove small regions, close, fill small holes."""
    large = without_small(opened(words, width, disk_radius), width, smallest)
    holes = complement(closed(large, width, disk_radius), width)
    return complement(without_small(holes, width, smallest), width)


def verified_labels(raw: Labels, frames: int, disk_radius: int, smallest_area: float) -> Labels:
    """Labels of whole regions from raw ones.

    Parameters
    ----------
    raw
        (H, W): frame numbers, ``undecided`` where no frame won.
    frames
        How many frames took part.
    disk_radius
        Radius in pixels of the disk that opens and closes, below 64; 5 as published.
    smallest_area
        Regions smaller than this share of H·W go; 0.01 as published. With more than two frames the
        share is divided by half their number, since each frame gives less of the picture.

    Returns
    -------
    Labels
        (H, W): every pixel carries a frame's number. Where no region is large enough the raw labels
        stand, and if every pixel is undecided (identical frames) the first frame has them all.

    Notes
    -----
    The steps and both constants are those of Ma et al., "SESF-Fuse", 2020; the symmetric order was made
    here. Known weakness: small regions that are right are removed as well as small ones that are wrong.

    Examples
    --------
    >>> raw = np.zeros((40, 40), np.uint8)
    >>> raw[20, 20] = 1
    >>> verified_labels(raw, 2, disk_radius=2, smallest_area=0.01).max()
    np.uint8(0)
    """
    smallest = smallest_area * raw.size * 2 / frames
    agreed = agreed_labels(raw, frames, disk_radius, smallest)
    for labels in (agreed, raw):
        large = large_regions(labels, frames, smallest if labels is agreed else 0)
        if large.any():
            return nearest_label(labels, large)
    return np.zeros_like(raw)


def settled(labels: Labels) -> Labels:
    """Raw labels in which each undecided pixel gets the label of the nearest decided one.

    If every pixel is undecided (identical frames) the first frame has them all.
    """
    known = labels != undecided(labels)
    return nearest_label(labels, known) if known.any() else np.zeros_like(labels)


def agreed_labels(raw: Labels, frames: int, disk_radius: int, smallest: float) -> Labels:
    """The label where opening first and closing first agree on it; elsewhere the raw one."""
    width = raw.shape[1]
    decided = pack(raw != undecided(raw))
    claims = np.zeros(raw.shape, dtype=np.uint8)
    claimed = raw.copy()

    def claim(words: Words, label: int) -> None:
        mine = unpack(words, width)
        np.copyto(claimed, raw.dtype.type(label), where=mine)
        np.add(claims, mine, out=claims, casting="unsafe")

    for label, mask in masks(raw, frames):
        own, others = in_threads(
            lambda words: verified(words, width, disk_radius, smallest), (mask, decided & ~mask)
        )
        claim(own & ~others, label)
        if frames == 2:  # the other label's masks are these two, exchanged
            claim(others & ~own, 1 - label)
            break
    np.copyto(claimed, raw, where=claims != 1)
    return claimed


def masks(labels: Labels, frames: int) -> Iterator[tuple[int, Words]]:
    """Each label that is there, with its packed mask."""
    for label in range(frames):
        mask = pack(labels == label)
        if mask.any():
            yield label, mask


def large_regions(labels: Labels, frames: int, smallest: float) -> npt.NDArray[np.bool_]:
    """Pixels whose 4-connected region of one label has ``smallest`` pixels or more."""
    result = np.zeros((labels.shape[0], labels.shape[1] // 64 + 1), dtype=np.uint64)
    for _, mask in masks(labels, frames):
        result |= without_small(mask, labels.shape[1], smallest)
    return unpack(result, labels.shape[1])


def nearest_label(labels: Labels, known: npt.NDArray[np.bool_]) -> Labels:
    """The labels where ``known``; elsewhere the label of the nearest known pixel.

    Each gap is looked at by itself, with two known pixels around it: the way to the nearest one goes in
    steps of two pixels at most, and none of them leads over a known pixel.
    """
    if known.all():
        return labels
    result = labels.copy()

    def fill(gap: Gap) -> None:
        found = nearest_in(labels[gap.area], known[gap.area])
        np.copyto(result[gap.area], found, where=gap.own & ~known[gap.area])

    in_threads(fill, gaps(known))
    return result


@dataclass(frozen=True)
class Gap:
    """Unknown pixels that lie together.

    Attributes
    ----------
    area
        Rows and columns around them.
    own
        (h, w): the cells of the area that belong to this gap and to no other.
    """

    area: tuple[slice, slice]
    own: npt.NDArray[np.bool_]


def gaps(known: npt.NDArray[np.bool_]) -> list[Gap]:
    """The gaps in ``known``; those whose cells touch are one gap."""
    full = all_of_cells(all_of_cells(known).T).T
    open_cells = np.ascontiguousarray(~full).view(np.uint8)
    count, numbers, figures, _ = cv2.connectedComponentsWithStats(open_cells, connectivity=8)
    found = []
    for number in range(1, count):
        left, top, width, height = (int(value) for value in figures[number, :4])
        rows, row_cells = around(top, height, known.shape[0])
        columns, column_cells = around(left, width, known.shape[1])
        own = numbers[np.ix_(row_cells, column_cells)] == number
        found.append(Gap((rows, columns), own))
    return found


def all_of_cells(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """(⌈H / CELL⌉, W): where all of ``CELL`` rows are set."""
    result = mask[::CELL].copy()
    for start in range(1, min(CELL, len(mask))):
        part = mask[start::CELL]
        result[: len(part)] &= part
    return result


def around(first: int, count: int, size: int) -> tuple[slice, npt.NDArray[np.intp]]:
    """Along an axis, the pixels of ``count`` cells and two beside them, and the cell of each pixel."""
    begin, end = max(first * CELL - 2, 0), min((first + count) * CELL + 2, size)
    return slice(begin, end), np.arange(begin, end) // CELL


def nearest_in(labels: Labels, known: npt.NDArray[np.bool_]) -> Labels:
    """``nearest_label`` by one distance transform over the whole array."""
    _, nearest = cv2.distanceTransformWithLabels(
        (~known).view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    by_number = np.zeros(int(nearest.max()) + 1, dtype=labels.dtype)
    by_number[nearest[known]] = labels[known]
    return by_number[nearest]
