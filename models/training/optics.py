"""Defocus for training scenes: kernels of an aperture, and layers blurred and laid over each other.

A lean version of thin-lens rendering, fast enough to feed a training.
``tests/models/training/test_optics.py`` compares it with the ray-checked renderer of the benchmarks.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

FloatMap = npt.NDArray[np.float32]

_SUBPIXELS = 8
_IN_FOCUS_PX = 0.3
"""A circle of confusion of a smaller radius than this stays within its pixel."""
_GRADES = 6


@lru_cache(maxsize=2048)
def kernel(radius_tenths: int, shape: str, turn: int) -> FloatMap:
    """The image of a point, (k, k), sum 1.

    Parameters
    ----------
    radius_tenths
        Radius of the circle of confusion in tenths of a pixel.
    shape
        ``"disc"``, ``"gaussian"`` (as wide as the disc: σ = radius / 2), or a number of blades.
    turn
        Degrees that a polygon is turned by.
    """
    radius = radius_tenths / 10
    if shape == "gaussian":
        reach = int(np.ceil(1.5 * radius)) + 1
        line = cv2.getGaussianKernel(2 * reach + 1, max(radius / 2, 0.15)).astype(np.float32)
        return np.asarray(line @ line.T, np.float32)
    reach = int(np.ceil(radius)) + 1
    side = 2 * reach + 1
    fine = np.zeros((side * _SUBPIXELS, side * _SUBPIXELS), np.uint8)
    centre = (side * _SUBPIXELS - 1) / 2
    count = 64 if shape == "disc" else int(shape)
    angles = np.deg2rad(turn) + 2 * np.pi * np.arange(count) / count
    corners = centre + radius * _SUBPIXELS * np.stack((np.cos(angles), np.sin(angles)), axis=1)
    cv2.fillPoly(fine, [np.rint(corners * 16).astype(np.int32)], 1, shift=4)
    coarse = cv2.resize(fine.astype(np.float32), (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(coarse / coarse.sum(), np.float32)


def defocus(
    planes: FloatMap, radius: float, shape: str, turn: int = 0, border: int = cv2.BORDER_REFLECT
) -> FloatMap:
    """``planes``, (H, W) or (H, W, C), spread by one circle of confusion (``radius`` in pixels)."""
    if radius < _IN_FOCUS_PX:
        return planes
    point = kernel(round(radius * 10), shape, turn)
    spread = cv2.filter2D(planes, cv2.CV_32F, point, borderType=border)
    return np.asarray(spread, np.float32).reshape(planes.shape)  # OpenCV drops a single channel


def defocus_graded(planes: FloatMap, radius: FloatMap, shape: str, turn: int = 0) -> FloatMap:
    """``planes`` (H, W, C) spread by a radius (H, W) that changes slowly from pixel to pixel.

    Between a few blurred versions the values are interpolated (gathered, so exact only where the
    radius is even over a circle of confusion).
    """
    low, high = float(radius.min()), float(radius.max())
    if high - low < 0.2:
        return defocus(planes, (low + high) / 2, shape, turn)
    stops = np.linspace(low, high, _GRADES)
    place = (radius - low) / (high - low) * (_GRADES - 1)
    result = np.zeros_like(planes)
    for index, stop in enumerate(stops):
        share = np.maximum(1 - np.abs(place - np.float32(index)), 0)[..., None]
        result += share * defocus(planes, float(stop), shape, turn)
    return result


def smoothed(values: FloatMap, deviation: float) -> FloatMap:
    """Gaussian blur with a standard deviation in pixels."""
    return np.asarray(cv2.GaussianBlur(values, (0, 0), deviation), np.float32)


def over(front: FloatMap, alpha: FloatMap, back: FloatMap) -> FloatMap:
    """A premultiplied front layer over an opaque one."""
    return front + (1 - alpha) * back
