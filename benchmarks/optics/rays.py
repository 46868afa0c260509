"""The same lens by brute force: one ray for each pixel and each point of the aperture.

Slow and exact; `render` is measured against it. Front layers block exactly those rays that meet them.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.optics.lens import Lens
from benchmarks.optics.light import Floats
from benchmarks.optics.scene import Layer

_ITERATIONS = 8
_PLASTIC = 1.32471795724474602596
"""The real root of x³ = x + 1: its powers spread points over a square more evenly than chance, and,
unlike a grid, never in step with the pixels (Roberts's R2 sequence)."""


def trace_layers(layers: Sequence[Layer], lens: Lens, count: int = 1500) -> Floats:
    """Linear light of a scene, averaged over those of `count` points that lie in the aperture.

    Each layer is a mosaic of square pixels (nearest neighbour), mirrored at the border.
    """
    total = np.zeros_like(layers[0].colour)
    points = _aperture_points(lens, count)
    grid = _pixel_grid(*total.shape[:2])
    for x, y in points:
        through = np.ones(total.shape[:2], np.float32)
        for layer in layers:
            colour, alpha = _meet(layer, lens, x, y, grid)
            total += (through * alpha)[..., None] * colour
            through *= 1.0 - alpha
    return np.asarray(total / len(points), np.float32)


def _aperture_points(lens: Lens, count: int) -> npt.NDArray[np.float64]:
    """Points of the open aperture in units of its circumradius, as rows (x, y)."""
    steps = np.arange(1, count + 1)[:, None] / np.array([_PLASTIC, _PLASTIC**2])
    points = np.asarray((0.5 + steps) % 1 * 2 - 1, np.float64)
    return points[lens.inside(points[:, 0], points[:, 1])]


def _pixel_grid(h: int, w: int) -> tuple[Floats, Floats]:
    """Row and column of each pixel."""
    y, x = np.meshgrid(np.arange(h, dtype=np.float32), np.arange(w, dtype=np.float32), indexing="ij")
    return y, x


def _meet(
    layer: Layer, lens: Lens, x: float, y: float, grid: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Colour and alpha where the rays through aperture point (x, y) meet a layer.

    A point p of the layer lights the pixel p + radius(p)·(x, y); the p of a given pixel is found by
    fixed-point iteration, which converges where the radius changes by less than a pixel for each
    pixel.
    """
    at_y, at_x = grid
    h, w = at_y.shape
    own = np.full((h, w), lens.radius_px(layer.disparity), np.float32)
    radius = own
    if isinstance(layer.disparity, np.ndarray):
        for _ in range(_ITERATIONS):
            radius = _look_up(own, at_x - radius * x, at_y - radius * y, cv2.INTER_LINEAR)
    from_x, from_y = (at_x - radius * x).astype(np.float32), (at_y - radius * y).astype(np.float32)
    colour = _look_up(layer.colour, from_x, from_y, cv2.INTER_NEAREST)
    if layer.alpha is None:
        return colour, np.ones((h, w), np.float32)
    return colour, _look_up(layer.alpha, from_x, from_y, cv2.INTER_NEAREST)


def _look_up(values: Floats, x: Floats, y: Floats, how: int) -> Floats:
    at_x, at_y = np.asarray(x, np.float32), np.asarray(y, np.float32)
    return np.asarray(cv2.remap(values, at_x, at_y, how, borderMode=cv2.BORDER_REFLECT), np.float32)
