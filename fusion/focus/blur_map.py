"""Blur map (activity level): how much the picture, or its features, change around each pixel."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.photo import FloatMap


def change_energy(values: FloatMap) -> FloatMap:
    """Squared differences to the left and upper neighbours, (H, W), of one plane (H, W).

    The plane is mirrored outside (the edge pixel repeated), so the first row and column see no false
    edge.
    """
    result = np.zeros_like(values)
    np.square(values[:, 1:] - values[:, :-1], out=result[:, 1:])
    result[1:] += np.square(values[1:] - values[:-1])
    return result


def blur_map(energy: FloatMap, radius: int) -> FloatMap:
    """BF = √(RF² + CF²): the root of the mean change over a (2·radius + 1)² window.

    Parameters
    ----------
    energy
        (H, W): at each pixel the squared differences of its feature vector to the left and the upper
        neighbour, summed over channels (``change_energy``, ``EncoderRuntime.change_energy``).
    radius
        Half side of the window; 5 as published.

    Notes
    -----
    Ma et al. 2020, eq. 5 to 8. The mean, not the published sum: the comparison is the same, and the
    value does not depend on the window. At the border the picture is mirrored.
    """
    side = 2 * radius + 1
    mean = cv2.boxFilter(energy, cv2.CV_32F, (side, side), borderType=cv2.BORDER_REFLECT)
    return np.sqrt(np.maximum(mean, 0, out=mean), out=mean)
