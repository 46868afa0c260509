"""A chain of ECC, neighbour to neighbour, as PetteriAimonen/focus-stack does it.

Evangelidis and Psarakis, TPAMI 30, 2008: an affine matrix, first at 256 pixels, then at most at 2048.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.optics.capture import Matrix
from benchmarks.optics.light import Encoded
from benchmarks.peers.answer import Answer, chained

_STEPS = ((256, 50, 1e-2), (2048, 50, 1e-3))
"""Longest side in pixels, iterations, and the gain of correlation at which to stop."""

Grey = npt.NDArray[np.float32]


def ecc_chain(frames: Sequence[Encoded], reference: int) -> Answer:
    """Each frame onto its neighbour, and the matrices multiplied."""
    grey = [np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), np.float32) for frame in frames]
    return chained([_between(one, other) for one, other in pairwise(grey)], reference)


def _between(one: Grey, other: Grey) -> Matrix | None:
    """The affine matrix from pixels of one frame to pixels of the other; None without convergence."""
    matrix = np.eye(3)
    for longest, iterations, gain in _STEPS:
        share = min(1.0, longest / max(one.shape))
        small = [
            cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
            if share < 1
            else grey
            for grey in (one, other)
        ]
        to_small = np.array([[share, 0, (share - 1) / 2], [0, share, (share - 1) / 2], [0, 0, 1]])
        start = (to_small @ matrix @ np.linalg.inv(to_small))[:2].astype(np.float32)
        criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, iterations, gain)
        try:
            _, found = cv2.findTransformECC(small[0], small[1], start, cv2.MOTION_AFFINE, criteria)
        except cv2.error:
            return None
        affine = np.vstack([np.asarray(found, np.float64), [0.0, 0.0, 1.0]])
        matrix = np.linalg.inv(to_small) @ affine @ to_small
    return np.asarray(matrix, np.float64)
