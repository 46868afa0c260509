"""The thin lens: how wide a point spreads, and in what shape."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self, overload

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.optics.light import Floats

_SUBPIXELS = 16


@dataclass(frozen=True)
class Lens:
    """A thin lens in picture units.

    A point at disparity ``d`` (proportional to 1/depth, larger is nearer) spreads over an image of
    the aperture with the signed circumradius ``aperture_px * (d - focus)`` pixels: positive in
    front of the focused plane, where the image of the aperture is upright, negative behind it,
    where it is turned by 180°.

    Parameters
    ----------
    focus
        Disparity in focus.
    aperture_px
        Radius of the circle of confusion in pixels per unit of disparity, >= 0.
    blades
        0 for a disc, otherwise the number (3 or more) of sides of a regular polygon.
    rotation_deg
        Turn of the polygon, counter-clockwise as seen on the picture.
    """

    focus: float
    aperture_px: float
    blades: int = 0
    rotation_deg: float = 0.0

    def __post_init__(self) -> None:
        if self.aperture_px < 0 or self.blades in (1, 2) or self.blades < 0:
            raise ValueError(f"aperture_px is at least 0 and blades is 0 or at least 3: {self}")

    def focused_at(self, focus: float) -> Self:
        """The same lens with another disparity in focus."""
        return replace(self, focus=focus)

    @overload
    def radius_px(self, disparity: float) -> float: ...
    @overload
    def radius_px(self, disparity: Floats) -> Floats: ...
    def radius_px(self, disparity: float | Floats) -> float | Floats:
        """Signed radius of the circle of confusion in pixels."""
        return self.aperture_px * (disparity - self.focus)

    def inside(self, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Whether points of the aperture plane, in units of its circumradius, let light through."""
        if self.blades == 0:
            return np.asarray(x * x + y * y <= 1.0)
        half = np.pi / self.blades
        angle = np.arctan2(-y, x) - np.deg2rad(self.rotation_deg)
        from_side = np.mod(angle, 2 * half) - half
        return np.asarray(np.hypot(x, y) * np.cos(from_side) <= np.cos(half))

    def kernel(self, radius_px: float) -> Floats:
        """Point spread for a signed radius: odd-sized, sums to 1, for correlation (`cv2.filter2D`)."""
        return _kernel(replace(self, focus=0.0, aperture_px=0.0), round(radius_px, 3))


@lru_cache(maxsize=512)
def _kernel(shape: Lens, radius_px: float) -> Floats:
    """Part of each pixel square that the image of the aperture covers, from 16×16 points each."""
    reach = int(np.ceil(abs(radius_px) - 0.5)) if abs(radius_px) > 0.5 else 0
    if reach == 0:
        return np.ones((1, 1), np.float32)
    points = (np.arange((2 * reach + 1) * _SUBPIXELS) + 0.5) / _SUBPIXELS - (reach + 0.5)
    y, x = np.meshgrid(points / -radius_px, points / -radius_px, indexing="ij")
    fine = shape.inside(x, y).astype(np.float32)
    covered = cv2.resize(fine, (2 * reach + 1, 2 * reach + 1), interpolation=cv2.INTER_AREA)
    return np.asarray(covered / covered.sum(), np.float32)
