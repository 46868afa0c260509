"""Rendering: decision and frames to pixels, whole or any rectangle."""

from __future__ import annotations

import numpy as np

from fusion.contracts import Frames
from fusion.decision import Area, Decision, ExactShare, GuidedBoundaries, Retouched
from fusion.photo import Pixels
from fusion.render.soft_boundaries import mix_along_boundaries
from fusion.render.two_best import mix_two_best


def render(frames: Frames, decision: Decision, area: Area | None = None) -> Pixels:
    """The pixels of a decision.

    Parameters
    ----------
    frames
        From which the decision was made.
    decision
        Labels, runner-up, weight, and how boundaries are softened.
    area
        Rows and columns, each a slice from a beginning to an end; None for the whole picture.

    Returns
    -------
    Pixels
        (h, w) or (h, w, 3), in the frames' type. Equal, bit for bit, to that area of a result that was
        computed on the processor; a graphics card's can differ in the last bit along boundaries.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((1, 2), level, np.uint8) for level in (10, 20)])
    >>> labels, ones = np.array([[1, 0]], np.uint8), np.ones((1, 2), np.float32)
    >>> render(frames, Decision(labels, ones, ones, frames=2), (slice(0, 1), slice(1, 2))).tolist()
    [[10]]
    """
    height, width = decision.labels.shape
    rows, columns = area or (slice(None), slice(None))
    wanted = slice(*rows.indices(height)[:2]), slice(*columns.indices(width)[:2])
    if isinstance(decision.blending, GuidedBoundaries):
        return mix_along_boundaries(frames, decision.labels, decision.blending, wanted)[0]
    if isinstance(decision.blending, ExactShare):
        return mix_exactly(frames, decision.blending, wanted)
    if isinstance(decision.blending, Retouched):
        below = decision.blending.below
        return decision.blending.paint(frames, wanted, lambda part: render(frames, below, part))
    maps = decision.labels, decision.runner_up_map, decision.weight_steps
    return mix_two_best(frames, *maps, wanted)


def mix_exactly(frames: Frames, exact: ExactShare, area: Area) -> Pixels:
    """Two 8-bit frames mixed by a share that may leave [0, 1], truncated as published."""
    first, second = (frames[number].pixels[area] for number in (0, 1))
    share = exact.share[area]
    weight = share[:, :, None] if first.ndim == 3 else share
    return np.clip(first * weight + second * (1 - weight), 0, 255).astype(np.uint8)
