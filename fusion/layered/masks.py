"""Masks of layers: laid over each other, the masked frames give the pixels of a decision."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from fusion.contracts import Frames
from fusion.decision import Decision, ExactShare, GuidedBoundaries, from_steps
from fusion.files.writers.psd import Levels
from fusion.photo import FloatMap
from fusion.render.soft_boundaries import SharesOfSquare, shares_along_boundaries
from fusion.threads import over_bands


class Masks:
    """The masks of the frames of a decision, made one after another, from the bottom to the top.

    A layer covers what lies below it by its mask, so its mask is not the frame's share of the pixel, but
    its share of what it and the frames below it give together.

    Parameters
    ----------
    frames
        Registered, as they were fused.
    decision
        Labels, runner-up, weight, and how boundaries are softened.
    kind
        ``numpy.uint8`` or ``numpy.uint16``: of the masks.

    Notes
    -----
    Made here. Known weakness: a decision says two frames a pixel; where strokes mix three, the masks
    give the two that it says.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((1, 3), level, np.uint8) for level in (10, 20)])
    >>> labels, weight = np.array([[0, 1, 1]], np.uint8), np.array([[1, 1, 0.6]], np.float32)
    >>> masks = Masks(frames, Decision(labels, weight, weight, frames=2), np.uint8)
    >>> masks.next(0).tolist(), masks.next(1).tolist()
    ([[255, 0, 255]], [[0, 255, 153]])
    """

    def __init__(
        self, frames: Frames, decision: Decision, kind: type[np.uint8] | type[np.uint16]
    ) -> None:
        self._decision, self._kind = decision, kind
        self._below: FloatMap = np.zeros(decision.labels.shape, np.float32)
        self._squares: Sequence[SharesOfSquare] = ()
        if isinstance(decision.blending, GuidedBoundaries):
            self._squares = shares_along_boundaries(frames, decision.labels, decision.blending)

    def next(self, number: int) -> Levels:
        """(H, W): the mask of frame ``number``, which lies over those that were asked for before."""
        share, below, white = self._share(number), self._below, np.iinfo(self._kind).max
        height, width = share.shape
        mask = np.empty((height, width), self._kind)

        def fill(rows: slice) -> None:
            """Lay these rows."""
            below[rows] += share[rows]
            part = share[rows] / np.maximum(below[rows], np.float32(1e-6))
            mask[rows] = np.rint(np.minimum(part, 1) * white)

        over_bands(fill, height, width)
        return mask

    def _share(self, number: int) -> FloatMap:
        """(H, W) float32 in [0, 1]: what the frame gives of each pixel."""
        decision = self._decision
        if isinstance(decision.blending, ExactShare):
            first = np.clip(decision.blending.share, 0, 1).astype(np.float32)
            return first if number == 0 else 1 - first
        if isinstance(decision.blending, GuidedBoundaries):
            share: FloatMap = (decision.labels == number).astype(np.float32)
            for square in self._squares:
                square.share_of(number, share)
            return share
        height, width = decision.labels.shape
        share = np.empty((height, width), np.float32)

        def fill(rows: slice) -> None:
            """Lay these rows."""
            weight = from_steps(decision.weight_steps[rows])
            share[rows] = np.where(decision.runner_up_map[rows] == number, 1 - weight, 0)
            np.copyto(share[rows], weight, where=decision.labels[rows] == number)

        over_bands(fill, height, width)
        return share


class Composite:
    """The layers flattened as they are laid on, to be compared with the result.

    Parameters
    ----------
    shape
        Of the pixels: (H, W) or (H, W, 3).

    Examples
    --------
    >>> composite = Composite((1, 1))
    >>> composite.lay(np.array([[100]], np.uint8), np.array([[255]], np.uint8))
    >>> composite.lay(np.array([[200]], np.uint8), np.array([[51]], np.uint8))
    >>> composite.differs(np.array([[120]], np.uint8), 0).tolist()
    [[False]]
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._values = np.zeros(shape, np.uint16)  # of 16 bits, so that no step rounds away a level of 8

    def lay(self, pixels: Levels, mask: Levels) -> None:
        """A layer over those before."""
        white = np.iinfo(mask.dtype).max

        def fill(rows: slice) -> None:
            """Lay these rows."""
            share = mask[rows]
            if not share.any():
                return
            above, below = sixteen(pixels[rows]), self._values[rows]
            whole = share == white
            cv2.copyTo(above, whole.view(np.uint8), below)
            soft = np.flatnonzero((share > 0) & ~whole)
            if soft.size:
                flat = below.reshape(share.size, -1)  # a view: whole rows of an array of its own
                part = (share.ravel()[soft].astype(np.float32) / np.float32(white))[:, None]
                under, over = (each.reshape(share.size, -1)[soft].astype(np.float32)
                               for each in (below, above))  # fmt: skip
                flat[soft] = np.rint(under + (over - under) * part)

        over_bands(fill, *mask.shape)

    def differs(self, pixels: Levels, levels: int) -> npt.NDArray[np.bool_]:
        """(H, W): where a channel differs from ``pixels`` by more than so many levels of 8 bits."""
        height, width = pixels.shape[:2]
        found = np.empty((height, width), np.bool_)

        def fill(rows: slice) -> None:
            """Lay these rows."""
            apart = np.abs(sixteen(pixels[rows]).astype(np.int32) - self._values[rows])
            most = apart if apart.ndim == 2 else apart.max(axis=2)
            found[rows] = most > 257 * levels + 128

        over_bands(fill, height, width)
        return found


def sixteen(pixels: Levels) -> npt.NDArray[np.uint16]:
    """8 bits as 16; 16 bits as they are."""
    if pixels.dtype == np.uint16:
        return np.asarray(pixels, np.uint16)
    return pixels.astype(np.uint16) * np.uint16(257)
