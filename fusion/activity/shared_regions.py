"""Regions that several frames share: too small for each of them, large together.

Two shots of one focus differ by noise alone, so that the sharpest of them changes from pixel to pixel,
and every region of one label is small. The consistency verification would give all of them to a
neighbour that is defocused there.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from fusion.activity.activity_map import gradient_energy
from fusion.contracts import Frames
from fusion.decision import Labels, undecided
from fusion.photo import luminance_of
from fusion.refine.bit_masks import opened, pack, unpack
from fusion.refine.regions import without_small
from fusion.threads import in_threads

PLAINLY = 1.5
"""Times the gradient energy that the sharpest frames must have of what the verified ones have."""
MAJORITY = 4
"""Half side of the window of the majority, in radii of the disk."""

Numbers = npt.NDArray[np.int32]


def keep_shared(
    frames: Frames, verified: Labels, raw: Labels, disk_radius: int, smallest_area: float
) -> Labels:
    """Verified labels, with the sharpest frames kept where a large region was given to a blurred one.

    Parameters
    ----------
    frames
        To be fused, more than two.
    verified, raw
        (H, W): the labels after the consistency verification, and before it.
    disk_radius
        Of the verification; a region must hold a disk of it.
    smallest_area
        Share of the picture that a region must have, as for ``verified_labels``.

    Returns
    -------
    Labels
        (H, W). Regions of pixels, whatever their raw labels, to which the verification gave other
        frames of plainly less gradient energy get the raw labels again, each that of the majority
        around it.

    Notes
    -----
    Made here. Known weakness: the energy is that of the luminance, noise with it, so that a region of
    little contrast can be lost in noise.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> stripes = np.zeros((40, 40), np.uint8)
    >>> stripes[:, ::2] = 99
    >>> frames = MatchingFrames([stripes, stripes + 1, np.full_like(stripes, 50)])
    >>> raw = (np.arange(1600, dtype=np.uint8) % 2).reshape(40, 40)
    >>> int(keep_shared(frames, np.full_like(raw, 2), raw, 2, 0.01).max())
    1
    """
    smallest = smallest_area * raw.size * 2 / len(frames)
    lost = pack((verified != raw) & (raw != undecided(raw)))
    width = raw.shape[1]
    regions = unpack(without_small(opened(lost, width, disk_radius), width, smallest), width)
    if not regions.any():
        return verified
    _, found, figures, _ = cv2.connectedComponentsWithStats(regions.view(np.uint8), connectivity=4)
    numbers: Numbers = np.asarray(found, np.int32)
    before, after = energies(frames, numbers, (raw, verified))
    sharper = np.flatnonzero(before > PLAINLY * after)
    result = verified.copy() if sharper.size else verified

    def restore(number: int) -> None:
        area = around(np.asarray(figures)[number], MAJORITY * disk_radius, raw.shape)
        mine = numbers[area] == number
        np.copyto(result[area], majority(raw[area], mine, MAJORITY * disk_radius), where=mine)

    in_threads(restore, sharper.tolist())
    return result


def energies(
    frames: Frames, numbers: Numbers, labelled: tuple[Labels, Labels]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The gradient energy of numbered regions, 0 for the outside, under either of two maps of labels."""
    found = np.zeros((2, int(numbers.max()) + 1))
    rows = np.flatnonzero(numbers.any(axis=1))
    band = slice(int(rows[0]), int(rows[-1]) + 1)
    regions = numbers[band]
    maps = [labels[band] for labels in labelled]
    for number, photo in enumerate(frames):
        here = [(labels == number) & (regions > 0) for labels in maps]
        if not any(mask.any() for mask in here):
            continue
        energy = gradient_energy(luminance_of(photo, band))
        for sums, mask in zip(found, here, strict=True):
            sums += np.bincount(regions[mask], energy[mask], minlength=sums.size)
    return found[0], found[1]


def around(
    figures: npt.NDArray[np.generic], reach: int, shape: tuple[int, ...]
) -> tuple[slice, slice]:
    """Rows and columns of a region and ``reach`` pixels around it."""
    left, top, width, height = (int(value) for value in figures[:4])
    return (
        slice(max(top - reach, 0), min(top + height + reach, shape[0])),
        slice(max(left - reach, 0), min(left + width + reach, shape[1])),
    )


def majority(labels: Labels, mask: npt.NDArray[np.bool_], radius: int) -> Labels:
    """At each pixel the label that is most frequent in a window of (2·radius + 1)² within the mask."""
    side = (2 * radius + 1, 2 * radius + 1)
    result, most = labels.copy(), np.zeros(labels.shape, np.float32)
    for label in np.unique(labels[mask]):
        share = cv2.boxFilter(
            ((labels == label) & mask).astype(np.float32), -1, side, borderType=cv2.BORDER_CONSTANT
        )
        np.copyto(result, label, where=share > most)
        np.maximum(most, share, out=most)
    return result
