"""How two pictures differ, as light: |first − second|, times a gain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ui.canvas.render import Rendered, render, sampled
from ui.canvas.viewport import Placement
from ui.pictures.errors import absolute_difference
from ui.pictures.overlays import Scene
from ui.pictures.pyramid import Array, as_colour

Screen = npt.NDArray[np.uint8]


def difference(
    first: Scene, second: Scene, gain: float, placement: Placement, width: int, height: int
) -> Rendered | None:
    """|first − second| · gain in each channel, where both pictures lie; None where they do not meet.

    Two pictures of 16 bits are compared in 16 bits, all others in 8. White is a difference of the whole
    range divided by ``gain``.
    """
    parts = [values_of(scene, placement, width, height) for scene in (first, second)]
    one, two = parts
    if one is None or two is None:
        return None
    left, top = max(one[1], two[1]), max(one[2], two[2])
    right = min(one[1] + one[0].shape[1], two[1] + two[0].shape[1])
    bottom = min(one[2] + one[0].shape[0], two[2] + two[0].shape[0])
    if right <= left or bottom <= top:
        return None
    cut = [
        part[0][top - part[2] : bottom - part[2], left - part[1] : right - part[1]]
        for part in (one, two)
    ]
    return Rendered(amplified(cut[0], cut[1], gain), left, top)


def amplified(first: Array, second: Array, gain: float) -> Screen:
    """(h, w, 3): the absolute difference of two pictures of one size, times ``gain``, clipped at white.

    >>> amplified(np.full((1, 1), 1000, np.uint16), np.full((1, 1), 1257, np.uint16), 8.0).tolist()
    [[[8, 8, 8]]]
    """
    import cv2

    apart = absolute_difference(first, second)
    share = 1.0 if apart.dtype == np.uint8 else 1 / 257 if apart.dtype == np.uint16 else 255.0
    return as_colour(np.asarray(cv2.convertScaleAbs(apart, alpha=gain * share)))


def values_of(
    scene: Scene, placement: Placement, width: int, height: int
) -> tuple[Array, int, int] | None:
    """The pixels of a scene in its own type, with left and top; of a map those of the screen."""
    if scene.overlay is None and scene.base is not None:
        return sampled(replace(scene, other=None), placement, width, height)
    rendered = render(scene, placement, width, height)
    return None if rendered is None else (rendered.pixels, rendered.left, rendered.top)
