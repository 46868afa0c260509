"""The depth of a result for the screen: in colours over it, and as views from side to side."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from fusion.photo import FloatMap
from ui.pictures.overlays import VIRIDIS, Overlay, ramp
from ui.pictures.pyramid import Pyramid, build


@dataclass(frozen=True, eq=False)
class DepthPictures:
    """What the depth view shows.

    Attributes
    ----------
    overlay
        Bright where the first frame is sharp, dark where the last is.
    views
        For ``"first"`` and ``"last"``, whichever frame is near: one round of views from side to side,
        once it was asked for.
    """

    overlay: Overlay
    views: dict[str, tuple[Pyramid, ...]] = field(default_factory=dict)

    def coloured(self, near: str) -> Overlay:
        """The overlay with bright for near."""
        if near == "first":
            return self.overlay
        return replace(self.overlay, colours=self.overlay.colours[::-1])


def depth_overlay(index: FloatMap, frames: int) -> Overlay:
    """(H, W) frame numbers from 0 as an overlay."""
    share = index * np.float32(255 / max(frames - 1, 1))
    steps = np.rint(np.clip(share, 0, 255)).astype(np.uint8)
    return Overlay(build(steps), ramp(VIRIDIS[::-1], 256))
