"""Views from beside the camera: pixels move by their depth, near ones cover far ones."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from fusion.photo import FloatMap
from fusion.threads import over_bands

Bytes = npt.NDArray[np.uint8]

PIVOT = 0.5
"""Nearness that stays where it is: that midway between the nearest and the farthest frame."""
SAME_SURFACE = 0.1
"""Difference of nearness up to which pixels may be mirrored into a hole."""


def reduced(picture: Bytes, nearness: FloatMap, side: int) -> tuple[Bytes, FloatMap]:
    """Picture and nearness with a longer side of at most ``side`` pixels."""
    height, width = nearness.shape
    factor = side / max(height, width)
    if factor >= 1:
        return picture, nearness
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    smaller = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    depth = cv2.resize(nearness, size, interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, np.uint8), np.asarray(depth, np.float32)


def view_from_side(picture: Bytes, nearness: FloatMap, shift_px: float) -> Bytes:
    """The picture as it looks from beside the camera.

    Parameters
    ----------
    picture
        (H, W) or (H, W, 3) uint8, sharp everywhere.
    nearness
        (H, W) float32 in [0, 1], 1 is near.
    shift_px
        By how many pixels the nearest point moves to the right against the farthest; negative to the
        left. Positive is the view of an eye to the left of the camera.

    Returns
    -------
    Bytes
        Of the picture's shape.

    Notes
    -----
    Made here. Each pixel is carried to its new place, the nearest of several stays, and the colours are
    sampled back from there between pixels. What was hidden is filled by mirroring the surface behind,
    never from the one in front.

    Known weakness: what lay hidden is made up; where the depth map's edge and the picture's differ, a
    rim of the near surface stays with the far one.

    Examples
    --------
    >>> picture = np.uint8([[10, 20, 90, 30, 40]])
    >>> nearness = np.float32([[0.5, 0.5, 1, 0.5, 0.5]])
    >>> view_from_side(picture, nearness, 2).tolist()
    [[10, 20, 10, 90, 40]]
    """
    if shift_px == 0:
        return picture.copy()
    view = np.empty_like(picture)

    def fill(rows: slice) -> None:
        view[rows] = view_of_rows(picture[rows], nearness[rows], shift_px)

    over_bands(fill, *nearness.shape)
    return view


def view_of_rows(picture: Bytes, nearness: FloatMap, shift_px: float) -> Bytes:
    """``view_from_side`` of some rows, which do not depend on the others."""
    moved = carried(nearness, shift_px)
    source = filled_from_behind(moved)
    shown = np.take_along_axis(moved, source, axis=1)
    across = source.astype(np.float32) - np.float32(shift_px) * (shown - np.float32(PIVOT))
    down = np.repeat(np.arange(len(moved), dtype=np.float32)[:, None], moved.shape[1], axis=1)
    view = cv2.remap(picture, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(view, np.uint8)


def carried(nearness: FloatMap, shift_px: float) -> FloatMap:
    """(H, W): the nearness that is seen at each pixel of the view; -1 where nothing is."""
    height, width = nearness.shape
    target = np.arange(width, dtype=np.float32) + np.float32(shift_px) * (nearness - np.float32(PIVOT))
    left = np.floor(target).astype(np.intp)
    rows = np.arange(height, dtype=np.intp)[:, None] * width
    seen = np.full(height * width, -1, np.float32)
    for column, touched in ((left, True), (left + 1, target > left)):
        inside = (column >= 0) & (column < width) & touched
        np.maximum.at(seen, (rows + column)[inside], nearness[inside])
    return seen.reshape(height, width)


def filled_from_behind(moved: FloatMap) -> npt.NDArray[np.intp]:
    """(H, W): the column of the view from which each pixel is to be taken: its own, or for a hole one
    of the farther of the two surfaces beside it, mirrored at the hole's end."""
    width = moved.shape[1]
    column = np.broadcast_to(np.arange(width, dtype=np.intp), moved.shape)
    seen = moved >= 0
    before = np.maximum.accumulate(np.where(seen, column, -1), axis=1)
    after = np.minimum.accumulate(np.where(seen, column, width)[:, ::-1], axis=1)[:, ::-1]
    far = np.float32(2)  # beside the picture's border there is only one surface
    left = np.where(before >= 0, np.take_along_axis(moved, np.maximum(before, 0), axis=1), far)
    right = np.where(
        after < width, np.take_along_axis(moved, np.minimum(after, width - 1), axis=1), far
    )
    end = np.where(left <= right, before, after)
    end = np.clip(end, 0, width - 1)  # a row of which nothing is seen
    mirrored = np.clip(2 * end - column, 0, width - 1)
    there = np.take_along_axis(moved, mirrored, axis=1)
    behind = np.take_along_axis(moved, end, axis=1)
    usable = (there >= 0) & (np.abs(there - behind) <= SAME_SURFACE)
    return np.where(seen, column, np.where(usable, mirrored, end))


def for_views(nearness: FloatMap) -> FloatMap:
    """The nearness without specks, near surfaces a pixel wider: their soft rim stays with them."""
    quiet = cv2.medianBlur(nearness, 5)
    return np.asarray(cv2.dilate(quiet, np.ones((3, 3), np.uint8)), np.float32)
