"""A first guess of the motion between two frames: phase correlation, and features where that fails."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.register.levels import Prepared
from fusion.transform import Matrix, reduced

SCALES = (0.94, 0.96, 0.98, 1, 1.02, 1.04, 1.06)


def by_phase(first: Prepared, second: Prepared) -> tuple[Matrix, float]:
    """Scale and shift by phase correlation of gradient magnitudes; and how clear the peak is."""
    small = first.small
    h, w = small.shape
    share = first.share * w / first.luminance.shape[1]
    window = cv2.createHanningWindow((w, h), cv2.CV_32F)
    best = -1.0, np.eye(3)
    for scale in SCALES:
        turn = cv2.getRotationMatrix2D(((w - 1) / 2, (h - 1) / 2), 0, scale)
        seen = cv2.warpAffine(first.edges, turn, (w, h), borderMode=cv2.BORDER_REFLECT)
        (dx, dy), response = cv2.phaseCorrelate(seen - seen.mean(), second.edges, window)
        if response > best[0]:
            best = response, np.array([[1, 0, dx], [0, 1, dy], [0, 0, 1]]) @ np.vstack([turn, [0, 0, 1]])
    return reduced(best[1], 1 / share), best[0]
