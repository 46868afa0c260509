"""Hot and dead pixels of a sensor: they stand still while the scene moves, so that registered frames
would show each of them in a trail."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from fusion.frames.matching import MatchingFrames
from fusion.notes import Note
from fusion.photo import Photo, Pixels
from fusion.threads import over_bands, with_halo
from fusion.transform import Transform, moved

FEWEST_FRAMES = 3
MOST_WITHOUT = 0.2
"""Share of the frames in which a hot pixel may stand out less."""
STANDS_OUT = 0.06
"""How far, of white, a value lies beyond those of its eight neighbours."""
LEAST_MOTION = 2.0
"""Pixels by which the scene moves past the sensor's pixel."""
AROUND = np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]], np.uint8)
STEPS = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1) if (y, x) != (0, 0)]
Places = npt.NDArray[np.intp]


def mend_hot_pixels(
    frames: MatchingFrames, transforms: Sequence[Transform], used: Sequence[int]
) -> list[Note]:
    """Replace pixels that stand out at the same place of the sensor in frames that move.

    Parameters
    ----------
    frames
        As they came from the camera, not registered yet; changed in their store.
    transforms
        Of all frames, from the reference to the frame.
    used
        Numbers of the frames that take part.

    Returns
    -------
    list of Note
        How many pixels were replaced in each frame by the median of their neighbours; empty where none
        were, as for fewer than three frames, and where nothing moves.

    Notes
    -----
    What belongs to the scene moves with it, so nothing of it stands out at one place of the sensor in
    all frames.

    Examples
    --------
    >>> frames = MatchingFrames([np.full((9, 9), 40 + n, np.uint8) for n in range(3)])
    >>> for photo in frames:
    ...     photo.pixels[4, 4] = 255
    >>> shifts = [Transform(np.array([[1.0, 0, 2 * n], [0, 1, 0], [0, 0, 1]])) for n in range(3)]
    >>> [note.fields["count"] for note in mend_hot_pixels(frames, shifts, (0, 1, 2))]
    [1]
    >>> int(frames[1].pixels[4, 4])
    41
    """
    if len(used) < FEWEST_FRAMES or not moves(transforms, used, frames.shape):
        return []
    places = np.unique(np.concatenate([standing_out(frames[number]) for number in used[:2]]), axis=0)
    counts = np.zeros(len(places), int)
    for number in used:
        counts += stands_out_at(frames[number], places)
    places = places[counts >= math.ceil((1 - MOST_WITHOUT) * len(used))]
    places = places[motion_at(places, transforms, used) >= LEAST_MOTION]
    if not len(places):
        return []
    for number in range(len(frames)):
        photo = frames[number]
        frames.put(number, replace(photo, pixels=mended(photo.pixels, places)))
    return [
        Note(
            "hot-pixels-mended",
            "Pixels of the sensor that are hot or dead, and would leave trails as the frames move, were "
            "replaced by their neighbours: {count}.",
            count=len(places),
        )
    ]


def moves(transforms: Sequence[Transform], used: Sequence[int], shape: tuple[int, int]) -> bool:
    """Whether the scene moves far enough anywhere; it does most at a corner."""
    height, width = shape
    corners = np.array([(0, 0), (0, width - 1), (height - 1, 0), (height - 1, width - 1)])
    return bool(motion_at(corners, transforms, used).max() >= LEAST_MOTION)


def motion_at(
    places: Places, transforms: Sequence[Transform], used: Sequence[int]
) -> npt.NDArray[np.float64]:
    """How far, in pixels of the reference, the scene moves past places (n, 2) of row and column."""
    points = np.stack([places[:, 1], places[:, 0], np.ones(len(places))]).astype(np.float64)
    back = (np.asarray(np.linalg.inv(transforms[number].matrix), np.float64) for number in used)
    spread = np.ptp(np.stack([moved(matrix, points) for matrix in back]), axis=0)
    return np.asarray(np.hypot(spread[0], spread[1]), np.float64)


def standing_out(photo: Photo) -> Places:
    """(n, 2): row and column of pixels of which a channel lies beyond all eight neighbours."""
    found = np.zeros((photo.height, photo.width), np.bool_)
    step = STANDS_OUT * photo.white

    def look(rows: slice) -> None:
        outer, inner = with_halo(rows, 1, photo.height)
        values = photo.pixels[outer]
        highest = cv2.dilate(values, AROUND).astype(np.float32)
        lowest = cv2.erode(values, AROUND).astype(np.float32)
        beyond = np.asarray((values > highest + step) | (values < lowest - step))
        found[rows] = np.asarray(beyond if beyond.ndim == 2 else beyond.any(axis=2))[inner]

    over_bands(look, photo.height, photo.width)
    return np.argwhere(found)


def stands_out_at(photo: Photo, places: Places) -> npt.NDArray[np.bool_]:
    """(n,): the same at given places alone."""
    values = photo.pixels.reshape(photo.height, photo.width, -1)
    own = values[places[:, 0], places[:, 1]].astype(np.float32)
    around = neighbours(values, places).astype(np.float32)
    step = STANDS_OUT * photo.white
    beyond = (own > around.max(axis=0) + step) | (own < around.min(axis=0) - step)
    return np.asarray(beyond.any(axis=1))


def neighbours(values: Pixels, places: Places) -> npt.NDArray[np.generic]:
    """(8, n, C): the values around places; at the border mirrored."""
    height, width = values.shape[:2]
    found = []
    for down, right in STEPS:
        rows, columns = places[:, 0] + down, places[:, 1] + right
        rows = np.where((rows < 0) | (rows >= height), places[:, 0] - down, rows)
        columns = np.where((columns < 0) | (columns >= width), places[:, 1] - right, columns)
        found.append(values[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)])
    return np.stack(found)


def mended(pixels: Pixels, places: Places) -> Pixels:
    """A copy in which the median of its neighbours stands at each place."""
    result = np.array(pixels)
    values = result.reshape(*result.shape[:2], -1)
    values[places[:, 0], places[:, 1]] = np.median(neighbours(values, places), axis=0)
    return result
