"""Doubtful places: regions of low confidence that matter, worst first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import cv2
import numpy as np

from fusion.decision import WHOLE, Area, Decision
from fusion.photo import FloatMap

STEP = 8
"""The confidence is looked at in blocks of 8 × 8 pixels: smaller spots do not matter."""
DOUBTFUL = 0.5
"""Below this confidence a block is doubtful."""
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
        The frames that were chosen or came second there, the most frequent first.

    Examples
    --------
    >>> DoubtfulPlace((slice(2, 4), slice(0, 8)), 3.0, (0, 1)).middle
    (4.0, 3.0)
    """

    area: Area
    doubt: float
    choices: tuple[int, ...]

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
    blocks = mean_of_blocks(decision)
    doubtful = (blocks < DOUBTFUL).astype(np.uint8)
    _, regions, boxes, _ = cv2.connectedComponentsWithStats(doubtful, connectivity=8)
    side = max(round(max(blocks.shape) * MOST_SHARE), 4)
    is_large = boxes[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) > side
    found = np.nonzero(doubtful)
    region = regions[found]
    tile = np.stack(found) // side * is_large[region]
    names, which = np.unique(np.stack([region, *tile]), axis=1, return_inverse=True)
    which = which.ravel()
    doubt = np.bincount(which, (1 - blocks[found]) * STEP * STEP, minlength=names.shape[1])
    worst = np.argsort(-doubt, kind="stable")[:most]
    return [
        place_of(decision, found[0][which == at], found[1][which == at], float(doubt[at]))
        for at in worst
    ]


def mean_of_blocks(decision: Decision) -> FloatMap:
    """The mean confidence of blocks, in [0, 1]; those at the right and below may be smaller."""
    steps = decision.confidence_steps
    height, width = steps.shape
    size = -(-width // STEP), -(-height // STEP)
    padded = cv2.copyMakeBorder(
        steps, 0, size[1] * STEP - height, 0, size[0] * STEP - width, cv2.BORDER_REPLICATE
    )
    means = padded.reshape(size[1], STEP, size[0], STEP).mean(axis=(1, 3), dtype=np.float64)
    return (means / WHOLE).astype(np.float32)


def place_of(
    decision: Decision, rows: np.ndarray, columns: np.ndarray, doubt: float
) -> DoubtfulPlace:
    """A place from its blocks."""
    height, width = decision.labels.shape
    area = (
        slice(int(rows.min()) * STEP, min((int(rows.max()) + 1) * STEP, height)),
        slice(int(columns.min()) * STEP, min((int(columns.max()) + 1) * STEP, width)),
    )
    second = np.asarray(decision.runner_up_map[area[0]][:, area[1]])
    counted = Counter(decision.labels[area].ravel().tolist())
    counted.update(second.ravel().tolist())
    return DoubtfulPlace(area, doubt, tuple(frame for frame, _ in counted.most_common(4)))
