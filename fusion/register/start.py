"""A first guess of the motion between two frames: phase correlation, and features where that fails."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.register.levels import Prepared
from fusion.register.models import MotionModel, project
from fusion.transform import Matrix, normalised, reduced

SCALES = (0.94, 0.96, 0.98, 1, 1.02, 1.04, 1.06)
FEATURE_SIDE = 720
RATIO = 0.8
"""Lowe's ratio test: a feature's best match must be so much nearer than the second."""
FEWEST_MATCHES = 12
REPROJECTION_PX = 3.0


def by_phase(first: Prepared, second: Prepared) -> Matrix:
    """Scale and shift by phase correlation of gradient magnitudes, over trial scales.

    Parameters
    ----------
    first, second
        The frames, of one size.

    Returns
    -------
    Matrix
        From pixels of the first frame to those of the second, at full size.

    Notes
    -----
    Gradient magnitudes survive defocus better than luminance. Known weakness: finds no rotation above
    about 2° and no scale beyond ± 8 %.

    Examples
    --------
    >>> noise = np.random.default_rng(0).random((220, 220)).astype(np.float32)
    >>> picture = cv2.GaussianBlur(noise, (0, 0), 3) * 255
    >>> one, other = (Prepared(x, 1.0, x.shape) for x in (picture[:200, :200], picture[5:205, 3:203]))
    >>> (by_phase(one, other) @ (100, 100, 1)).round().tolist()
    [97.0, 95.0, 1.0]
    """
    height, width = first.small.shape
    share = first.share * width / first.luminance.shape[1]
    window = np.asarray(cv2.createHanningWindow((width, height), cv2.CV_32F), np.float32)
    others = second.edges * window  # OpenCV, given the window, writes the product into the frame's own
    best, found = -1.0, np.eye(3)
    for scale in SCALES:
        turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), 0, scale)
        seen = cv2.warpAffine(first.edges, turn, (width, height), borderMode=cv2.BORDER_REFLECT)
        (dx, dy), response = cv2.phaseCorrelate((seen - seen.mean()) * window, others)
        if response > best:
            best = response
            found = np.array([[1, 0, dx], [0, 1, dy], [0, 0, 1]]) @ np.vstack([turn, [0, 0, 1]])
    return reduced(found, 1 / share)


def by_features(first: Prepared, second: Prepared, model: MotionModel) -> Matrix | None:
    """The motion by SIFT features and a robust fit; None where too few agree.

    Parameters
    ----------
    first, second
        The frames.
    model
        Of the motion.

    Returns
    -------
    Matrix or None
        From pixels of the first frame to those of the second, at full size.

    Notes
    -----
    Lowe, IJCV 2004; Raguram et al., "USAC", PAMI 2013 (OpenCV's). Finds rotation, scale and perspective
    of any size. Known weakness: frames that are sharp at different places share few features.

    Examples
    --------
    >>> flat = Prepared(np.zeros((64, 64), np.float32), 1.0, (64, 64))
    >>> by_features(flat, flat, "similarity") is None
    True
    """
    sift = cv2.SIFT.create(2000, contrastThreshold=0.02)
    found = []
    for frame in (first, second):
        share = min(1.0, FEATURE_SIDE / max(frame.luminance.shape))
        small = cv2.resize(frame.luminance, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        found.append(sift.detectAndCompute(small.astype(np.uint8), None))
    (points, one), (others, other) = found
    if min(len(points), len(others)) < FEWEST_MATCHES:
        return None
    near = cv2.BFMatcher().knnMatch(one, other, k=2)
    good = [m[0] for m in near if len(m) == 2 and m[0].distance < RATIO * m[1].distance]
    if len(good) < FEWEST_MATCHES:
        return None
    begin = np.array([points[m.queryIdx].pt for m in good], np.float32)
    end = np.array([others[m.trainIdx].pt for m in good], np.float32)
    if model == "homography":
        matrix, agree = cv2.findHomography(begin, end, cv2.USAC_MAGSAC, REPROJECTION_PX)
    else:
        partial, agree = cv2.estimateAffinePartial2D(
            begin, end, method=cv2.RANSAC, ransacReprojThreshold=REPROJECTION_PX
        )
        matrix = None if partial is None else np.vstack([partial, [0, 0, 1]])
    if matrix is None or agree is None or int(agree.sum()) < FEWEST_MATCHES:
        return None
    small_share = first.share * min(1.0, FEATURE_SIDE / max(first.luminance.shape))
    whole = reduced(normalised(np.asarray(matrix, np.float64)), 1 / small_share)
    return project(whole, model, first.shape)
