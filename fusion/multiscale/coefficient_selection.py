"""Shared by pyramids and wavelets: planes of colour, and the selection of coefficients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from fusion.photo import FloatMap, Photo, Pixels
from fusion.settings import Parameters, parameter

Planes = npt.NDArray[np.float32]
"""(H, W, C) with C = 1 or 3: colour values in [0, 1], or their coefficients."""


@dataclass(frozen=True)
class DetailParameters(Parameters):
    """How coefficients of two frames are compared."""

    detail_radius: int = parameter(
        0, "Comparison radius",
        "Half side of the window over which detail is averaged before it is compared. 0: each value by "
        "itself, the classical choice; 1 or 2 choose more steadily.",
        0, 10, 1, unit="px",
    )


def planes(photo: Photo, area: slice | tuple[Any, ...] = slice(None)) -> Planes:
    """The picture's values in [0, 1], or those of an area, with a channel axis for grey too."""
    part = photo.pixels[area]
    return part.reshape(*part.shape[:2], -1).astype(np.float32) * np.float32(1 / photo.white)


def as_pixels(values: Planes, like: Photo) -> Pixels:
    """Values of the picture, or of an area, in the type of ``like``, clipped to what that holds."""
    scaled = np.clip(values, 0, 1) * np.float32(like.white)
    if like.pixels.dtype != np.float32:
        scaled = np.rint(scaled)
    return scaled.astype(like.pixels.dtype).reshape(*values.shape[:2], *like.pixels.shape[2:])


def over_channels(values: Planes) -> FloatMap:
    """The sum over channels, (H, W); many times faster than ``values.sum(axis=2)``."""
    result: FloatMap = values[:, :, 0].copy()
    for channel in range(1, values.shape[2]):
        result += values[:, :, channel]
    return result


class MaxAbsSelection:
    """The coefficients of largest magnitude so far, of one band of a transform.

    The channels of a pixel are taken together, by the sum of their magnitudes, so that no false colour
    arises. Where two frames have equal magnitudes the brighter coefficient stays.

    Parameters
    ----------
    like
        (H, W, C): coefficients of the band.

    Attributes
    ----------
    values
        (H, W, C): the selected coefficients.
    magnitude
        (H, W): the largest magnitude.

    Examples
    --------
    >>> selection = MaxAbsSelection(np.zeros((1, 2, 1), np.float32))
    >>> selection.add(np.array([[[1], [-3]]], np.float32), radius=0)
    >>> selection.add(np.array([[[-2], [1]]], np.float32), radius=0)
    >>> selection.values[0, :, 0].tolist()
    [-2.0, -3.0]
    """

    def __init__(self, like: Planes) -> None:
        self.values: Planes = np.zeros_like(like)  # its order in memory too
        self.magnitude: FloatMap = np.full(like.shape[:2], -1, dtype=np.float32)

    def add(self, values: Planes, radius: int) -> None:
        """Add a frame's coefficients (H, W, C).

        Parameters
        ----------
        values
            Of the frame.
        radius
            Half side of the window over which magnitudes are averaged before they are compared; 0 for
            none.
        """
        magnitude = over_channels(np.abs(values))
        if radius:
            side = (2 * radius + 1, 2 * radius + 1)
            magnitude = np.asarray(
                cv2.boxFilter(magnitude, cv2.CV_32F, side, borderType=cv2.BORDER_REFLECT), np.float32
            )
        equal = magnitude == self.magnitude
        brighter = equal & (over_channels(values) > over_channels(self.values))
        np.copyto(self.values, values, where=((magnitude > self.magnitude) | brighter)[:, :, None])
        np.maximum(self.magnitude, magnitude, out=self.magnitude)
