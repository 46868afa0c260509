"""SIFT and RANSAC: what most programs do, with OpenCV's own settings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.optics.capture import Matrix
from benchmarks.optics.light import Encoded
from benchmarks.peers.answer import Answer, chained

_FEATURES = 5000
_RATIO = 0.75  # Lowe's ratio test
_REPROJECTION_PX = 2.0
_FEWEST = 8

Points = npt.NDArray[np.float32]


def sift_ransac(frames: Sequence[Encoded], reference: int, homography: bool = False) -> Answer:
    """Neighbour to neighbour, from SIFT features at full size; a similarity or a homography."""
    found = [_features(frame) for frame in frames]
    return chained([_match(one, other, homography) for one, other in pairwise(found)], reference)


def _features(frame: Encoded) -> tuple[Points, Points]:
    """Places (n, 2) and descriptors (n, 128)."""
    sift = cv2.SIFT.create(_FEATURES)
    places, descriptors = sift.detectAndCompute(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), None)
    points = np.array([place.pt for place in places], np.float32).reshape(-1, 2)
    described = np.zeros((0, 128), np.float32) if descriptors is None else descriptors
    return points, np.asarray(described, np.float32)


def _match(one: tuple[Points, Points], other: tuple[Points, Points], homography: bool) -> Matrix | None:
    """The matrix from pixels of the first to pixels of the second, or None."""
    if min(len(one[0]), len(other[0])) < _FEWEST:
        return None
    pairs = cv2.BFMatcher().knnMatch(one[1], other[1], k=2)
    good = [best for best, second in pairs if best.distance < _RATIO * second.distance]
    if len(good) < _FEWEST:
        return None
    source = one[0][[match.queryIdx for match in good]]
    target = other[0][[match.trainIdx for match in good]]
    if homography:
        matrix, _ = cv2.findHomography(source, target, cv2.RANSAC, _REPROJECTION_PX)
        return None if matrix is None else np.asarray(matrix, np.float64)
    similarity, _ = cv2.estimateAffinePartial2D(
        source, target, ransacReprojThreshold=_REPROJECTION_PX, maxIters=5000, confidence=0.999
    )
    return None if similarity is None else np.vstack([similarity, [0.0, 0.0, 1.0]])
