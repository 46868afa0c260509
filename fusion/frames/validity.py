"""Where frames have picture, and filling the pixels where they have none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
import numpy.typing as npt

from fusion.contracts import Frames
from fusion.decision import Labels
from fusion.frames.store import FrameStore
from fusion.photo import Mask, Photo, Pixels

Area = tuple[slice, slice]


class Validity:
    """Where each of n frames has picture.

    Parameters
    ----------
    masks
        (H, W) bool a frame, true where it has picture; None where it has picture everywhere.
    shape
        H and W.

    Examples
    --------
    >>> validity = Validity([None, np.array([[True, False]])], (1, 2))
    >>> validity[slice(0, 1), slice(0, 2)].tolist()
    [[[True, True]], [[True, False]]]
    """

    def __init__(self, masks: Sequence[Mask | None], shape: tuple[int, int]) -> None:
        self.masks = tuple(masks)
        self.shape = shape

    def __getitem__(self, area: Area) -> npt.NDArray[np.bool_]:
        """(n, h, w) bool: the masks of all frames in an area."""
        return self.of(range(len(self.masks)), area)

    def of(self, numbers: Iterable[int], area: Area) -> npt.NDArray[np.bool_]:
        """The same of the frames of these numbers."""
        rows, columns = (part.indices(size) for part, size in zip(area, self.shape, strict=True))
        full = np.ones((rows[1] - rows[0], columns[1] - columns[0]), np.bool_)
        masks = (self.masks[number] for number in numbers)
        return np.stack([full if mask is None else mask[area] for mask in masks])

    def halved(self) -> Validity:
        """At half size, rounded up: a pixel has picture if all four pixels that it replaces have."""
        height, width = self.shape
        smaller = (-(-height // 2), -(-width // 2))
        return Validity([None if m is None else halved_mask(m) for m in self.masks], smaller)

    def anywhere(self) -> Mask | None:
        """(H, W): where at least one frame has picture; None if that is everywhere."""
        if any(mask is None for mask in self.masks):
            return None
        found = np.logical_or.reduce([mask for mask in self.masks if mask is not None])
        return None if found.all() else np.asarray(found)


def validity_of(frames: Frames) -> Validity | None:
    """The validity of frames; None if each has picture everywhere."""
    masks = [frames[number].validity for number in range(len(frames))]
    if all(mask is None for mask in masks):
        return None
    return Validity(masks, frames.shape)


def halved_mask(mask: Mask) -> Mask:
    """(H, W) at half size, rounded up: true where all of 2 × 2 pixels are."""
    height, width = mask.shape
    even = np.pad(mask, ((0, height % 2), (0, width % 2)), mode="edge")
    return np.asarray(even.reshape(-(-height // 2), 2, -(-width // 2), 2).all(axis=(1, 3)))


def only_valid(labels: Labels, raw: Labels, validity: Validity) -> Labels:
    """Labels in which no pixel is given to a frame without picture where another frame has picture.

    Parameters
    ----------
    labels
        (H, W): after consistency verification, which looks at regions and not at validity.
    raw
        (H, W): the labels before it, which name frames that have picture.
    validity
        Of the frames.

    Returns
    -------
    Labels
        (H, W). Where the label's frame has no picture: the raw label, or if that frame has none either,
        the first frame that has. Elsewhere as given.

    Examples
    --------
    >>> validity = Validity([np.array([[True, False]]), None], (1, 2))
    >>> labels, raw = np.array([[0, 0]], np.uint8), np.array([[0, 1]], np.uint8)
    >>> only_valid(labels, raw, validity).tolist()
    [[0, 1]]
    """
    result = labels
    for number, mask in enumerate(validity.masks):
        if mask is None:
            continue
        wrong = (labels == number) & ~mask
        if wrong.any():
            result = labels.copy() if result is labels else result
            masks = [other if other is None else other[wrong] for other in validity.masks]
            result[wrong] = first_valid(raw[wrong], masks)
    return result


def first_valid(raw: Labels, masks: Sequence[npt.NDArray[np.bool_] | None]) -> Labels:
    """For each pixel the raw label where that frame has picture, else the first frame that has."""
    result = np.zeros_like(raw)
    for number in reversed(range(len(masks))):
        mask = masks[number]
        result[slice(None) if mask is None else mask] = number
    for number, mask in enumerate(masks):
        result[(raw == number) & (True if mask is None else mask)] = number
    return result


def fill_invalid(store: FrameStore) -> None:
    """Fill the pixels where a frame has no picture with the mean of the frames that have; 0 where none
    has. So no invalid value is measured or mixed."""
    if all(photo.validity is None for photo in store):
        return
    mean = mean_of_valid(store)
    for number in range(len(store)):
        photo = store[number]
        if photo.validity is None or photo.validity.all():
            continue
        pixels = np.array(photo.pixels)
        empty = ~photo.validity
        pixels[empty] = mean[empty]
        store.put(number, replace(photo, pixels=pixels))


def mean_of_valid(photos: Iterable[Photo]) -> Pixels:
    """The mean, at each pixel, of the frames that have picture there; 0 where none has."""
    walk = iter(photos)
    first = next(walk)
    like = first.pixels
    total = np.zeros((first.height, first.width, like.size // (first.height * first.width)))
    count = np.zeros((first.height, first.width))
    for photo in chain([first], walk):
        valid = np.ones(count.shape, bool) if photo.validity is None else photo.validity
        np.add(total, photo.pixels.reshape(total.shape), out=total, where=valid[:, :, None])
        count += valid
    total /= np.maximum(count, 1)[:, :, None]
    if like.dtype != np.float32:
        np.rint(total, out=total)
    return total.reshape(like.shape).astype(like.dtype)
