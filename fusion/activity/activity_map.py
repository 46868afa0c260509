"""The activity map: how much the luminance, or its features, change around each pixel."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.photo import FloatMap
from fusion.threads import over_bands, with_halo


def gradient_energy(values: FloatMap) -> FloatMap:
    """Squared differences to the left and upper neighbours.

    Parameters
    ----------
    values
        (H, W) float32.

    Returns
    -------
    FloatMap
        (H, W) float32, 0 or more. The plane is mirrored outside (the edge pixel repeated), so that the
        first row and column have no false edge.

    Notes
    -----
    Ma et al., "SESF-Fuse", 2020, eq. 6 and 7, on one channel; on luminance the spatial frequency of Li,
    Kwok, Wang, Information Fusion 2001. Known weakness: noise counts as sharpness.

    Examples
    --------
    >>> gradient_energy(np.array([[0, 1], [0, 3]], np.float32)).tolist()
    [[0.0, 1.0], [0.0, 13.0]]
    """
    result = np.zeros_like(values)

    def fill(rows: slice) -> None:
        band, part = values[rows], result[rows]
        np.square(band[:, 1:] - band[:, :-1], out=part[:, 1:])
        if rows.start:
            part += np.square(band - values[rows.start - 1 : rows.stop - 1])
        else:
            part[1:] += np.square(band[1:] - band[:-1])

    over_bands(fill, *values.shape)
    return result


def activity_map(energy: FloatMap, radius: int, window: str = "box") -> FloatMap:
    """BF = √(RF² + CF²): the root of the mean gradient energy over a window.

    Parameters
    ----------
    energy
        (H, W): at each pixel the squared differences of its feature vector to the left and the upper
        neighbour, summed over channels (``gradient_energy``, ``Encoder.gradient_energy``).
    radius
        Half side of the window, (2·radius + 1)²; 5 as published.
    window
        ``"box"`` as published, or ``"gaussian"`` with σ = (radius + 1) / 2.

    Returns
    -------
    FloatMap
        (H, W), larger is sharper. The documents call it the blur map BF.

    Notes
    -----
    Ma et al., "SESF-Fuse", 2020, eq. 5 to 8. The mean, not the published sum: the comparison is the
    same, and the value does not depend on the window. At the border the picture is mirrored.

    Known weakness: beside a depth edge the window holds both sides of it.

    Examples
    --------
    >>> activity_map(np.full((3, 3), 4, np.float32), radius=1)[1, 1]
    np.float32(2.0)
    """
    result = np.empty_like(energy)

    def fill(rows: slice) -> None:
        result[rows] = activity_of_band(energy, rows, radius, window)

    over_bands(fill, *energy.shape)
    return result


def activity_of_band(energy: FloatMap, rows: slice, radius: int, window: str = "box") -> FloatMap:
    """``activity_map`` of a band of rows."""
    border = cv2.BORDER_REFLECT
    outer, inner = with_halo(rows, window_reach(radius, window), len(energy))
    if window == "gaussian":
        mean = cv2.GaussianBlur(energy[outer], (0, 0), (radius + 1) / 2, borderType=border)
    else:
        side = 2 * radius + 1
        mean = cv2.boxFilter(energy[outer], cv2.CV_32F, (side, side), borderType=border)
    root: FloatMap = np.sqrt(np.maximum(mean[inner], 0))
    return root


def window_reach(radius: int, window: str) -> int:
    """How many pixels on either side the activity of a pixel depends on."""
    return 4 * radius + 5 if window == "gaussian" else radius  # as far as OpenCV's kernel

