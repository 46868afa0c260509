"""Doubtful places: regions of low confidence that matter, and where two results differ; worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from fusion.decision import WHOLE, Area, Decision
from fusion.photo import FloatMap, Photo

STEP = 8
"""The confidence is looked at in blocks of 8 × 8 pixels: smaller spots do not matter."""
DOUBTFUL = 0.5
"""Below this confidence a block is doubtful."""
DIFFERENT, WHOLLY = 0.03, 0.12
"""A mean difference of the pixels, of the whole range of values, from which on a block of two results
differs, and from which on it is in doubt as a whole."""
MOST_SHARE = 0.05
"""A region is cut into tiles of this share of the longer side, so that each can be looked at."""


@dataclass(frozen=True)
class DoubtfulPlace:
    """A region whose choice is a guess.

    Attributes
    ----------
    area
        Rows and columns around it.
    doubt
        How much there is: 1 − confidence, summed over its pixels.
    choices
        The frames that were chosen or came second there, the most frequent first; where two results
        differ those that either chose.
    differs
        Whether it is a place where two results differ.

    Examples
    --------
    >>> DoubtfulPlace((slice(2, 4), slice(0, 8)), 3.0, (0, 1)).middle
    (4.0, 3.0)
    """

    area: Area
    doubt: float
    choices: tuple[int, ...]
    differs: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """x and y of its middle."""
        rows, columns = self.area
        return (columns.start + columns.stop) / 2, (rows.start + rows.stop) / 2


def doubtful_places(decision: Decision, most: int = 200) -> list[DoubtfulPlace]:
    """The places of a decision that a person should look at.

    Parameters
    ----------
    decision
        Its confidence is 1 where the choice does not matter.
    most
        How many are given at most.

    Returns
    -------
    list of DoubtfulPlace
        Worst first. Where frames hardly differ the confidence is high, so that flat regions are none.

    Notes
    -----
    Made here: blocks of a mean confidence below ½ that touch are one region; a region that is larger
    than a twentieth of the picture is cut into tiles. Known weakness: a choice that is wrong but sure is
    not found.

    Examples
    --------
    >>> sure = np.ones((64, 96), np.float32)
    >>> sure[8:16, 40:64] = 0.25
    >>> labels = np.zeros((64, 96), np.uint8)
    >>> places = doubtful_places(Decision(labels, np.ones((64, 96), np.float32), sure, frames=2))
    >>> [(place.area, place.doubt, place.choices) for place in places]
    [((slice(8, 16, None), slice(40, 64, None)), 144.0, (0, 1))]
    """
    blocks = mean_of_blocks(decision.confidence_steps) / np.float32(WHOLE)
    second = decision.runner_up_map

    def place(area: Area, doubt: float) -> DoubtfulPlace:
        runner_up = np.asarray(second[area[0]][:, area[1]])
        return DoubtfulPlace(area, doubt, most_frequent(decision.labels[area], runner_up))

    return places_in(1 - blocks, blocks < DOUBTFUL, decision.labels.shape, place, most)


def differing_places(
    first: Photo,
    second: Photo,
    decisions: Sequence[Decision | None] = (),
    most: int = 200,
) -> list[DoubtfulPlace]:
    """The places where two results of the same frames differ much.

    Parameters
    ----------
    first, second
        The results' pictures.
    decisions
        Of the results, as far as they have any: from which the choices are told.
    most
        How many are given at most.

    Returns
    -------
    list of DoubtfulPlace
        Worst first; their doubt grows with the difference. None where the pictures differ in size or
        type.

    Notes
    -----
    Made here: blocks whose pixels differ by 3 % of the range of values in the mean, and which touch,
    are one region. Known weakness: a place that both have wrong is not found.

    Examples
    --------
    >>> first = np.zeros((64, 96), np.uint8)
    >>> second = first.copy()
    >>> second[8:16, 40:64] = 255
    >>> places = differing_places(Photo(first), Photo(second))
    >>> [(place.area, place.doubt, place.differs) for place in places]
    [((slice(8, 16, None), slice(40, 64, None)), 192.0, True)]
    """
    one, other = first.pixels, second.pixels
    if one.shape != other.shape or one.dtype != other.dtype:
        return []
    blocks = mean_of_blocks(cv2.absdiff(one, other)) / np.float32(first.white)
    maps = [decision.labels for decision in decisions if decision is not None]

    def place(area: Area, doubt: float) -> DoubtfulPlace:
        chosen = most_frequent(*(labels[area] for labels in maps))
        return DoubtfulPlace(area, doubt, chosen, differs=True)

    doubt = np.minimum(blocks / np.float32(WHOLLY), np.float32(1))
    shape = (int(one.shape[0]), int(one.shape[1]))
    return places_in(doubt, blocks > DIFFERENT, shape, place, most)


def places_in(
    doubt: FloatMap, doubtful: np.ndarray, shape: tuple[int, ...],
    place: Callable[[Area, float], DoubtfulPlace], most: int,
) -> list[DoubtfulPlace]:  # fmt: skip
    """Places of a picture of ``shape`` from the doubt of its blocks, in [0, 1], and which are doubtful;
    those that touch are one, and a large one is cut into tiles."""
    _, regions, boxes, _ = cv2.connectedComponentsWithStats(doubtful.astype(np.uint8), connectivity=8)
    side = max(round(max(doubt.shape) * MOST_SHARE), 4)
    is_large = boxes[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) > side
    found = np.nonzero(doubtful)
    region = regions[found]
    tile = np.stack(found) // side * is_large[region]
    names, which = np.unique(np.stack([region, *tile]), axis=1, return_inverse=True)
    which = which.ravel()
    amounts = np.bincount(which, doubt[found] * STEP * STEP, minlength=names.shape[1])
    worst = np.argsort(-amounts, kind="stable")[:most]
    return [
        place(around(found[0][which == at], found[1][which == at], shape), float(amounts[at]))
        for at in worst
    ]


def mean_of_blocks(values: np.ndarray) -> FloatMap:
    """The mean of blocks of a map or, over all channels, of a picture; those at the right and below may
    be smaller."""
    height, width = values.shape[:2]
    rows, columns = -(-height // STEP), -(-width // STEP)
    padded = cv2.copyMakeBorder(
        values, 0, rows * STEP - height, 0, columns * STEP - width, cv2.BORDER_REPLICATE
    )
    means = padded.reshape(rows, STEP, columns, STEP, -1).mean(axis=(1, 3, 4), dtype=np.float64)
    return means.astype(np.float32)


def around(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, ...]) -> Area:
    """Rows and columns around blocks of a picture of ``shape``."""
    height, width = shape
    return (
        slice(int(rows.min()) * STEP, min((int(rows.max()) + 1) * STEP, height)),
        slice(int(columns.min()) * STEP, min((int(columns.max()) + 1) * STEP, width)),
    )


def most_frequent(*labels: np.ndarray) -> tuple[int, ...]:
    """The four frames that are named most often."""
    counted: Counter[int] = Counter()
    for each in labels:
        counted.update(each.ravel().tolist())
    return tuple(frame for frame, _ in counted.most_common(4))
