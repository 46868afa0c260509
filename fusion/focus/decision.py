"""The decision: which frame gives each pixel, how much of it, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fusion.photo import FloatMap

Labels = npt.NDArray[np.uint8 | np.uint16]


@dataclass(frozen=True)
class Decision:
    """What each frame gives to the result.

    Attributes
    ----------
    labels
        (H, W) uint8 (uint16 from 256 frames on): the index of the frame that gives the pixel.
    weight
        (H, W) float32 in [0, 1]: the share of that frame; 1 away from boundaries, where the pixel is
        the frame's own, bit for bit.
    confidence
        (H, W) float32 in [0, 1]: 1 where the choice is sure or does not matter, 0 where it is a guess.
    frames
        How many frames took part.
    """

    labels: Labels
    weight: FloatMap
    confidence: FloatMap
    frames: int

    @property
    def first_share(self) -> FloatMap:
        """D of the published method, (H, W) in [0, 1]: what the first frame gives where two take part.

        With more frames: its share where it is the chosen one, else 0.
        """
        others = 1 - self.weight if self.frames == 2 else np.zeros_like(self.weight)
        return np.where(self.labels == 0, self.weight, others)

    def as_grey(self) -> npt.NDArray[np.uint8]:
        """The map as a grey picture. Two frames: D, white where the first gives the pixel. More:
        evenly spaced greys, white for the first frame, black for the last."""
        if self.frames == 2:
            return np.rint(self.first_share * 255).astype(np.uint8)
        greys = np.rint(np.linspace(255, 0, self.frames)).astype(np.uint8)
        return greys[self.labels]
