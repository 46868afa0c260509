"""Saving a depth map: 16 bits a pixel with the scale written beside them, or in colours."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from fusion.depth.depth_map import NEAR_FIRST, DepthMap
from fusion.errors import FusionError
from fusion.files import SaveOptions, save_photo
from fusion.files.metadata.carried import as_map
from fusion.photo import FloatMap, Photo
from fusion.threads import over_bands

GREY = "grey"
COLOUR_MAPS = {
    "viridis": cv2.COLORMAP_VIRIDIS,
    "cividis": cv2.COLORMAP_CIVIDIS,
    "magma": cv2.COLORMAP_MAGMA,
    "inferno": cv2.COLORMAP_INFERNO,
}
"""Perceptually even colour maps: equal steps of depth look equally large."""
COLOURS = (GREY, *COLOUR_MAPS)
WHITE, LAST_COLOUR = 65535, 255


@dataclass(frozen=True)
class DepthScale:
    """How the grey values of a file become depth: depth = value × ``scale`` + ``offset``.

    Attributes
    ----------
    scale, offset
        In frame numbers, from 0 for the first frame.
    """

    scale: float
    offset: float

    def as_text(self) -> str:
        """JSON, as the file holds it."""
        return json.dumps(
            {
                "depth": "value * scale + offset, in frame numbers from 0",
                "scale": self.scale,
                "offset": self.offset,
            }
        )


def scale_of(frames: int, near: str = NEAR_FIRST) -> DepthScale:
    """The scale of a 16-bit file: white is the nearest of so many frames, black the farthest.

    Examples
    --------
    >>> scale_of(65536, near="last")
    DepthScale(scale=1.0, offset=0.0)
    """
    step = (frames - 1) / WHITE
    return DepthScale(-step, frames - 1.0) if near == NEAR_FIRST else DepthScale(step, 0.0)


def save_depth(
    depth: DepthMap,
    path: str | os.PathLike[str],
    colour: str = GREY,
    near: str = NEAR_FIRST,
    sources: Iterable[str | os.PathLike[str]] = (),
    options: SaveOptions | None = None,
) -> Path:
    """Write a depth map as a picture.

    Parameters
    ----------
    depth
        To be written.
    path
        ``.png`` and ``.tif`` hold 16 bits and the scale; other endings as for ``save_photo``.
    colour
        ``"grey"``: 16 bits; white is near, black is far, and of all stacks with so many frames alike.
        ``"viridis"``, ``"cividis"``, ``"magma"``, ``"inferno"``: 8 bits for looking at; bright is near.
    near
        Which frame is focused nearest, the ``"first"`` or the ``"last"``.
    sources
        Files that are not overwritten.
    options
        Compression; None for the defaults.

    Returns
    -------
    Path
        Of the file.

    Raises
    ------
    FusionError
        For an unknown colour map, and as ``save_photo``.

    Notes
    -----
    The scale is written as JSON in the PNG's text chunk ``Description`` or the TIFF's
    ``ImageDescription``: depth = value × scale + offset, in frame numbers from 0.

    Examples
    --------
    >>> depth = DepthMap(np.zeros((2, 3), np.float32), np.ones((2, 3), np.float32), frames=2)
    >>> save_depth(depth, "depth.png").name
    'depth.png'
    """
    check_colour(colour)
    options = options or SaveOptions()
    nearness = depth.nearness(near)
    if colour != GREY:
        return save_photo(as_map(Photo(coloured(nearness, colour)), "depth"), path, sources, options)
    described = replace(options, description=scale_of(depth.frames, near).as_text())
    return save_photo(as_map(Photo(in_16_bits(nearness)), "depth"), path, sources, described)


def save_confidence(
    depth: DepthMap,
    path: str | os.PathLike[str],
    sources: Iterable[str | os.PathLike[str]] = (),
) -> Path:
    """Write the confidence of a depth map as an 8-bit grey picture, white where it is 1."""
    grey = np.rint(np.clip(depth.confidence, 0, 1) * 255).astype(np.uint8)
    return save_photo(as_map(Photo(grey), "confidence"), path, sources)


def check_colour(colour: str) -> None:
    """Refuse a colour map that is not there."""
    if colour not in COLOURS:
        raise FusionError(
            "unknown-colour-map", "there is no colour map {name!r}; there are {known}",
            name=colour, known=", ".join(COLOURS),
        )  # fmt: skip


def in_16_bits(share: FloatMap) -> npt.NDArray[np.uint16]:
    """Values in [0, 1] as 16 bits."""
    result = np.empty(share.shape, np.uint16)

    def fill(rows: slice) -> None:
        result[rows] = np.rint(np.clip(share[rows], 0, 1) * np.float32(WHITE))

    over_bands(fill, *share.shape)
    return result


def coloured(share: FloatMap, colour: str) -> npt.NDArray[np.uint8]:
    """Values in [0, 1] as a picture (H, W, 3), RGB, or (H, W) in grey."""
    steps = np.rint(np.clip(share, 0, 1) * np.float32(LAST_COLOUR)).astype(np.uint8)
    if colour == GREY:
        return steps
    painted = cv2.applyColorMap(steps, COLOUR_MAPS[colour])
    return np.asarray(cv2.cvtColor(painted, cv2.COLOR_BGR2RGB), np.uint8)
