"""Blur map (activity level): how much the picture, or its features, change around each pixel."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.photo import FloatMap
from fusion.threads import over_bands, with_halo


def change_energy(values: FloatMap) -> FloatMap:
    """Squared differences to the left and upper neighbours, (H, W), of one plane (H, W).

    The plane is mirrored outside (the edge pixel repeated), so the first row and column see no false
    edge.
    """
    result = np.zeros_like(values)

    def fill(rows: slice) -> None:
        strip, part = values[rows], result[rows]
        np.square(strip[:, 1:] - strip[:, :-1], out=part[:, 1:])
        if rows.start:
            part += np.square(strip - values[rows.start - 1 : rows.stop - 1])
        else:
            part[1:] += np.square(strip[1:] - strip[:-1])

    over_bands(fill, *values.shape)
    return result


def blur_map(energy: FloatMap, radius: int, window: str = "box") -> FloatMap:
    """BF = √(RF² + CF²): the root of the mean change over a window.

    Parameters
    ----------
    energy
        (H, W): at each pixel the squared differences of its feature vector to the left and the upper
        neighbour, summed over channels (``change_energy``, ``TorchEncoderRuntime.gradient_energy``).
    radius
        Half side of the window, (2·radius + 1)²; 5 as published.
    window
        ``"box"`` as published, or ``"gaussian"`` with σ = (radius + 1) / 2.

    Notes
    -----
    Ma et al. 2020, eq. 5 to 8. The mean, not the published sum: the comparison is the same, and the
    value does not depend on the window. At the border the picture is mirrored.
    """
    result = np.empty_like(energy)

    def fill(rows: slice) -> None:
        result[rows] = blur_map_of(energy, rows, radius, window)

    over_bands(fill, *energy.shape)
    return result


def blur_map_of(energy: FloatMap, rows: slice, radius: int, window: str = "box") -> FloatMap:
    """``blur_map`` of a strip of rows."""
    border = cv2.BORDER_REFLECT
    if window == "gaussian":
        outer, inner = with_halo(rows, 4 * radius + 5, len(energy))  # as far as OpenCV's kernel
        mean = cv2.GaussianBlur(energy[outer], (0, 0), (radius + 1) / 2, borderType=border)
    else:
        outer, inner = with_halo(rows, radius, len(energy))
        side = 2 * radius + 1
        mean = cv2.boxFilter(energy[outer], cv2.CV_32F, (side, side), borderType=border)
    root: FloatMap = np.sqrt(np.maximum(mean[inner], 0))
    return root
