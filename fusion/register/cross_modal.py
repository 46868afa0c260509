"""Registering pictures of two modalities, infrared and visible, whose brightnesses have no relation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fusion.photo import FloatMap, Mask
from fusion.progress import Progress, no_progress
from fusion.register.cross_fit import Fixed, Motion, global_step, local_step, moved_by
from fusion.register.cross_start import guesses, shrink
from fusion.register.models import MotionModel
from fusion.register.orientation import agreement, blurred
from fusion.transform import corner_distance, reduced

SIDES = (320, 640, 1280)
"""Longer sides, in pixels, of the sizes at which pictures are compared, from coarse to fine."""
COARSE, FINE = (3.0, 2.0), (2.5, 1.5)
"""Standard deviations by which orientations are blurred, one after another, at the coarsest size, and at
the others."""
STEPS = 5
SMALLEST_STEP = 0.03
"""Pixels by which a step moves the corners, below which another blur follows."""
BLOCKS = 8
"""The picture is divided into 8 × 8 blocks; every second one is held out of a fit."""
GAIN = 0.02
"""What a richer model must gain, of the agreement, in blocks that were held out."""
SPACING = 64.0
"""Pixels of the size of 640 from knot to knot of the local part."""
STIFFNESS = 1.0
MOST_LOCAL = 8.0
"""Pixels of the size of 640 by which the local part moves at most; beyond that it is left out."""
MOST_MOTION = 0.3
"""Of the longer side, by which the corners move at most."""
SURE = 0.1
"""Agreement, from −1 to 1, below which a motion is not believed."""
SMALLEST_SIDE = 40


@dataclass(frozen=True)
class CrossMatch:
    """The motion between two pictures of different modality.

    Attributes
    ----------
    motion
        From pixels of the first to those of the second, at full size.
    model
        Of the motion's matrix.
    before, after
        How far the orientations of edges agree, −1 to 1, without the motion and with it.
    """

    motion: Motion
    model: MotionModel
    before: float
    after: float

    @property
    def is_sure(self) -> bool:
        """Whether the motion is to be believed."""
        return self.after > max(SURE, self.before)


def match_across(
    first: FloatMap, second: FloatMap, local: bool = True, progress: Progress = no_progress
) -> CrossMatch | None:
    """The motion from a picture to one of another modality.

    Parameters
    ----------
    first, second
        (H, W) float32 luminances on any scale, of one size.
    local
        Whether a smooth local displacement is tried beside the matrix.
    progress
        Called step by step.

    Returns
    -------
    CrossMatch or None
        None for pictures below 40 pixels.

    Notes
    -----
    Search over turn, scale and shift by the correlation of edge orientations with the angle doubled;
    then Gauss-Newton steps on blurred orientations for a similarity, an affine motion, and cubic
    B-splines with bending energy. A richer model is taken only where held-out blocks agree better by
    2 %. Made here. Known weakness: needs edges that both modalities show; does not follow parallax.

    Examples
    --------
    >>> import cv2
    >>> noise = np.random.default_rng(0).random((220, 220)).astype(np.float32)
    >>> picture = cv2.GaussianBlur(noise, (0, 0), 3) * 255
    >>> found = match_across(picture[:200, :200], 255 - picture[5:205, 3:203])
    >>> (found.motion.matrix @ (100, 100, 1)).round(1).tolist(), found.model
    ([97.0, 95.0, 1.0], 'similarity')
    """
    if min(first.shape) < SMALLEST_SIDE:
        return None
    levels = [Level.of(first, second, side) for side in sides_of(first.shape)]
    coarse = levels[0]
    progress("Registering", 0, 4)
    starts = [Motion(each.matrix) for each in guesses(coarse.first, coarse.second)]
    tried = [coarse.fitted(start, "similarity", COARSE) for start in starts]
    best = max(tried, key=coarse.agreement)
    progress("Registering", 1, 4)
    chosen, model = choose(levels[: max(1, len(levels) - (len(levels) > 2))], best, local)
    progress("Registering", 2, 4)
    if len(levels) > 2:
        chosen = levels[2].fitted(at_size(chosen, levels[2].share / levels[1].share), model, FINE[1:])
    at = levels[-1]
    before, after = (at.agreement(motion) for motion in (Motion(np.eye(3)), chosen))
    whole = at_size(chosen, 1 / at.share)
    progress("Registering", 4, 4)
    if corner_distance(whole.matrix, np.eye(3), first.shape) > MOST_MOTION * max(first.shape):
        return CrossMatch(Motion(np.eye(3)), "similarity", before, -1.0)
    return CrossMatch(whole, model, before, after)


def sides_of(shape: tuple[int, ...]) -> list[int]:
    """The sizes at which pictures of a shape are compared: the first at least as long as they are is the
    last."""
    longer = max(shape)
    return [side for n, side in enumerate(SIDES) if n == 0 or SIDES[n - 1] < longer]


def choose(levels: Sequence[Level], start: Motion, local: bool) -> tuple[Motion, MotionModel]:
    """The richest motion that held-out blocks support, at the last of these sizes."""
    coarse, level = levels[0], levels[-1]
    up = level.share / coarse.share

    def of_model(model: MotionModel, chosen: Mask | None) -> Motion:
        at_coarse = coarse.fitted(start, model, COARSE, chosen)
        return level.fitted(at_size(at_coarse, up), model, FINE, chosen)

    model: MotionModel = "similarity"
    found = of_model(model, None)
    even = checkerboard()
    if level.gains(of_model("affine", even), found, ~even):
        model = "affine"
        found = of_model(model, None)
    if local:
        bent = level.bent(found, even)
        if level.gains(bent, found, ~even):
            bent = level.bent(found, None)
            assert bent.displacement is not None
            if bent.displacement.longest(level.fixed.shape) <= MOST_LOCAL * level.side / SIDES[1]:
                found = bent
    return found, model


@dataclass(frozen=True)
class Level:
    """Both pictures at one size, and the share of the full size that is."""

    first: FloatMap
    second: FloatMap
    share: float
    fixed: Fixed

    @classmethod
    def of(cls, first: FloatMap, second: FloatMap, side: int) -> Level:
        """The pictures with a longer side of at most ``side`` pixels."""
        share = min(1.0, side / max(first.shape))
        one, other = shrink(first, share), shrink(second, share)
        return cls(one, other, share, Fixed(one))

    @property
    def side(self) -> int:
        """The longer side in pixels."""
        return max(self.first.shape)

    def fitted(
        self, motion: Motion, model: MotionModel, sigmas: Sequence[float], chosen: Mask | None = None
    ) -> Motion:
        """The motion after steps of its matrix, for every blur; only from the blocks ``chosen``."""
        for sigma in sigmas:
            for _ in range(STEPS):
                cells = self.fixed.cells(self.second, motion, sigma).of(chosen)
                before, motion = motion, global_step(cells, motion, model, self.fixed.shape)
                if moved_by(before, motion, self.fixed.shape) < SMALLEST_STEP:
                    break
        return motion

    def bent(self, motion: Motion, chosen: Mask | None = None) -> Motion:
        """The motion with a local part, from the blocks ``chosen``."""
        spacing = SPACING * self.side / SIDES[1]
        for sigma in FINE:
            for _ in range(2):
                cells = self.fixed.cells(self.second, motion, sigma).of(chosen)
                motion = local_step(cells, motion, spacing, STIFFNESS, self.fixed.shape)
        return motion

    def agreement_by_block(self, motion: Motion) -> FloatMap:
        """(8, 8, 2): as ``orientation.agreement`` says."""
        lies, seen = self.fixed.seen(self.second, motion)
        wanted = blurred(self.fixed.orientation * seen, FINE[1])
        return agreement(blurred(lies, FINE[1]), wanted, seen, BLOCKS)

    def agreement(self, motion: Motion, chosen: Mask | None = None) -> float:
        """How far the orientations agree, −1 to 1, in the blocks ``chosen``."""
        found = self.agreement_by_block(motion)
        if chosen is not None:
            found = found[chosen]
        return float(found[..., 0].sum() / max(found[..., 1].sum(), 1e-9))

    def gains(self, richer: Motion, simpler: Motion, held_out: Mask) -> bool:
        """Whether blocks that were held out of the richer motion's fit agree clearly better by it."""
        one, other = self.agreement(richer, held_out), self.agreement(simpler, held_out)
        return one > other + GAIN * abs(other)


def checkerboard() -> Mask:
    """(8, 8): every second block."""
    return np.indices((BLOCKS, BLOCKS)).sum(axis=0) % 2 == 0


def at_size(motion: Motion, share: float) -> Motion:
    """The same motion between pictures reduced to a share of their size; above 1 it enlarges."""
    bend = motion.displacement
    return replace(
        motion,
        matrix=reduced(motion.matrix, share),
        displacement=None if bend is None else bend.reduced(share),
    )
