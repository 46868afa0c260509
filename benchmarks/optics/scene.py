"""Scenes: opaque or half-transparent surfaces, one behind the other, in linear light."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.optics.light import Floats


@dataclass(frozen=True)
class Window:
    """A rectangle of the picture in whole pixels; `bottom` and `right` lie outside."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> tuple[int, int]:
        return self.bottom - self.top, self.right - self.left

    @property
    def area(self) -> tuple[slice, slice]:
        """Index of this window in an array of the picture."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def grown(self, margin: int, size: tuple[int, int]) -> "Window":
        """The window with `margin` more pixels on each side, but within a picture of `size`."""
        return Window(
            max(self.top - margin, 0),
            max(self.left - margin, 0),
            min(self.bottom + margin, size[0]),
            min(self.right + margin, size[1]),
        )

    def within(self, outer: "Window") -> "Window":
        """This window in the coordinates of `outer`."""
        return Window(
            self.top - outer.top,
            self.left - outer.left,
            self.bottom - outer.top,
            self.right - outer.left,
        )


@dataclass(frozen=True)
class Layer:
    """A surface without folds: each ray meets it at most once.

    Parameters
    ----------
    colour
        H×W×3 linear light (not premultiplied), 1 is white, highlights may exceed it.
    alpha
        H×W coverage in [0, 1], or None for a surface that fills the picture.
    disparity
        One number for a plane parallel to the sensor, else an H×W map that is smooth also where
        alpha is 0.
    trust
        H×W weight in (0, 1] of colours when the layer is blurred, or None for 1 everywhere. Colours
        made up behind a nearer surface get little weight, so that they show only where nothing
        better is in reach.
    """

    colour: Floats
    alpha: Floats | None
    disparity: float | Floats
    trust: Floats | None = None

    def cropped(self, window: Window) -> "Layer":
        """The part of the layer in a window; views, no copies."""
        area = window.area
        return Layer(
            self.colour[area],
            None if self.alpha is None else self.alpha[area],
            self.disparity[area] if isinstance(self.disparity, np.ndarray) else self.disparity,
            None if self.trust is None else self.trust[area],
        )


@dataclass(frozen=True)
class Scene:
    """Layers front to back, handed out by the window: a large scene never lies in memory whole.

    Parameters
    ----------
    size
        (h, w) in pixels.
    disparity_range
        Smallest and largest disparity of all layers.
    layers_in
        Layers front to back for a window; the last one fills it (alpha None).
    """

    size: tuple[int, int]
    disparity_range: tuple[float, float]
    layers_in: Callable[[Window], Sequence[Layer]]

    @classmethod
    def of_layers(cls, layers: Sequence[Layer]) -> "Scene":
        """A scene whose layers are held in memory, front to back."""
        if not layers or layers[-1].alpha is not None:
            raise ValueError("the last layer of a scene must fill the picture (alpha None)")
        size = layers[0].colour.shape[:2]
        low = min(float(np.min(layer.disparity)) for layer in layers)
        high = max(float(np.max(layer.disparity)) for layer in layers)
        kept = tuple(layers)
        return cls((size[0], size[1]), (low, high), lambda window: [k.cropped(window) for k in kept])

    @property
    def whole(self) -> Window:
        return Window(0, 0, *self.size)


def flatten(layers: Sequence[Layer]) -> tuple[Floats, Floats]:
    """All-in-focus colour (H×W×3) and disparity (H×W) of the foremost surface with alpha >= 0.5."""
    colour = layers[-1].colour.copy()
    disparity = _as_map(layers[-1].disparity, colour).copy()
    for layer in reversed(layers[:-1]):
        if layer.alpha is None:
            raise ValueError("only the last layer of a scene may fill the picture")
        colour *= 1.0 - layer.alpha[..., None]
        colour += layer.alpha[..., None] * layer.colour
        np.copyto(disparity, _as_map(layer.disparity, colour), where=layer.alpha >= 0.5)
    return colour, disparity


def _as_map(disparity: float | Floats, like: Floats) -> Floats:
    return np.asarray(np.broadcast_to(np.float32(disparity), like.shape[:2]), np.float32)
