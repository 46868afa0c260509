"""Two frames of a real focus stack brought onto one pixel grid, for the sample pictures.

Focusing changes the magnification (focus breathing), so two frames of a stack do not match pixel by
pixel. Neighbouring frames are alike enough for SIFT; the chain of their similarities is the start, and
ECC (Evangelidis and Psarakis, TPAMI 30, 2008) on strongly smoothed frames, where both look equally
blurred, refines it to an affine map. Only the second frame is resampled.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.optics.light import Encoded

Matrix = npt.NDArray[np.float64]

_MATCH_SCALE = 0.5  # SIFT runs on half-size frames
_RATIO = 0.75  # Lowe's ratio test
_ECC_SIGMA_PX = (12.0, 8.0)


def register_pair(frames: Sequence[Encoded], first: int, second: int) -> tuple[Encoded, Encoded]:
    """Frame `second` resampled onto frame `first`, both cropped to the area they share.

    Parameters
    ----------
    frames
        The stack in focus order, RGB, H×W×3, all of one size.
    first, second
        Indices into the stack, ``first < second``.
    """
    transform = _refine(frames[first], frames[second], _chain(frames, first, second))
    h, w = frames[first].shape[:2]
    flags = cv2.INTER_LANCZOS4 | cv2.WARP_INVERSE_MAP
    moved = cv2.warpAffine(
        frames[second], transform[:2], (w, h), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    left, top, right, bottom = _common_area(transform, (h, w))
    area = np.s_[top:bottom, left:right]
    return frames[first][area], np.asarray(moved[area], np.uint8)


def residual_px(first: Encoded, second: Encoded, blur_px: float = 16.0) -> npt.NDArray[np.float64]:
    """Length of the shift that remains between two registered frames, block by block, in pixels.

    Phase correlation on an 8×8 grid of blocks of a sixth of the height, after a Gaussian blur that hides
    the difference in focus; blocks without a clear peak (response 0.45 or less) are left out.
    """
    a, b = (cv2.GaussianBlur(_grey(picture), (0, 0), blur_px) for picture in (first, second))
    h, w = a.shape
    size = min(h, w) // 6
    window = cv2.createHanningWindow((size, size), cv2.CV_32F)
    shifts = []
    for y in np.linspace(0, h - size, 8).astype(int):
        for x in np.linspace(0, w - size, 8).astype(int):
            p, q = (g[y : y + size, x : x + size] for g in (a, b))
            (dx, dy), response = cv2.phaseCorrelate(p - p.mean(), q - q.mean(), window)
            if response > 0.45:
                shifts.append(np.hypot(dx, dy))
    return np.asarray(shifts, np.float64)


def _chain(frames: Sequence[Encoded], first: int, second: int) -> Matrix:
    """Similarity from points of frame `first` to points of frame `second`, through those between."""
    transform = np.eye(3)
    for index in range(first, second):
        transform = _similarity(frames[index], frames[index + 1]) @ transform
    return transform


def _similarity(a: Encoded, b: Encoded) -> Matrix:
    """3×3 similarity from points of `a` to points of its neighbour `b`, from SIFT matches."""
    sift = cv2.SIFT.create(4000)
    scale = _MATCH_SCALE
    reduced = [cv2.resize(p, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) for p in (a, b)]
    (points_a, features_a), (points_b, features_b) = (sift.detectAndCompute(p, None) for p in reduced)
    pairs = cv2.BFMatcher().knnMatch(features_a, features_b, k=2)
    matches = [best for best, other in pairs if best.distance < _RATIO * other.distance]
    source = np.array([points_a[m.queryIdx].pt for m in matches], np.float32) / scale
    target = np.array([points_b[m.trainIdx].pt for m in matches], np.float32) / scale
    similarity, _ = cv2.estimateAffinePartial2D(source, target, ransacReprojThreshold=3.0)
    return np.vstack([similarity, [0.0, 0.0, 1.0]])


def _refine(a: Encoded, b: Encoded, start: Matrix) -> Matrix:
    """Affine map that ECC finds from `start`; 3×3."""
    affine = start[:2].astype(np.float32)
    criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 60, 1e-6)
    for sigma in _ECC_SIGMA_PX:
        smooth_a, smooth_b = (cv2.GaussianBlur(_grey(p), (0, 0), sigma) for p in (a, b))
        _, found = cv2.findTransformECC(smooth_a, smooth_b, affine, cv2.MOTION_AFFINE, criteria)
        affine = np.asarray(found, np.float32)
    return np.vstack([affine.astype(np.float64), [0.0, 0.0, 1.0]])


def _common_area(transform: Matrix, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Largest centred rectangle (left, top, right, bottom) of the first frame that the second covers."""
    h, w = size
    for margin in range(0, min(h, w) // 2, 2):
        inset = np.array([margin * w / h, margin])
        corners = np.array(
            [[x, y] for x in (inset[0], w - 1 - inset[0]) for y in (margin, h - 1 - margin)]
        )
        mapped = corners @ transform[:2, :2].T + transform[:2, 2]
        if (mapped >= 0).all() and (mapped <= [w - 1, h - 1]).all():
            left, top = (int(np.ceil(v)) for v in inset)
            return left, top, w - left, h - top
    raise ValueError("the two frames share no area; pick frames that are nearer in the stack")


def _grey(picture: Encoded) -> npt.NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32)
