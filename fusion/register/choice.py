"""Whether frames move at all, and by which model: the simplest that held-out windows support."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fusion.register.defocus import blur_difference, equally_blurred
from fusion.register.evidence import evidence
from fusion.register.fit import AGREEING_PX, Windows, compare
from fusion.register.levels import Prepared
from fusion.register.models import MotionModel
from fusion.register.pair import Match
from fusion.transform import corner_distance

VISIBLE_PX = 0.5
"""Motion below this, at the corners on average, costs less than resampling does."""
SURE_Z = 4.0
SURE_GAIN = 0.02
"""Registered frames of every set at hand stay below z = 2.5; frames that moved reach 4 and more."""
FEW_PX = 1.5
"""At the size compared: up to here windows without motion can be compared by linear steps."""
BETTER_GAIN = 0.03
"""What a richer model must gain: growing blur and parallax mimic affine motion."""


def moves(first: Prepared, second: Prepared, match: Match | None) -> bool:
    """Whether the second frame has to be moved to lie on the first.

    Parameters
    ----------
    first, second
        The frames.
    match
        From the first to the second; None where too little is alike.

    Returns
    -------
    bool
        True where a motion of half a pixel or more explains windows that were held out of its fit
        significantly better than no motion does.

    Examples
    --------
    >>> flat = Prepared(np.zeros((64, 64), np.float32), 1.0, (64, 64))
    >>> moves(flat, flat, None)
    False
    """
    if match is None:
        return False
    distance = corner_distance(match.matrix, np.eye(3), first.shape)
    if distance < VISIBLE_PX:
        return False
    windows = without_motion(first, second)
    if distance * match.share > FEW_PX:
        agreeing = float((np.hypot(*windows.shift.T) < AGREEING_PX).sum())
        return match.fit.agreeing > 1.5 * agreeing
    found = [evidence(windows, model, None) for model in ("shift", "similarity")]
    return any(each.z >= SURE_Z and each.gain >= SURE_GAIN for each in found)


def without_motion(first: Prepared, second: Prepared) -> Windows:
    """What the windows of two frames say when the frames are compared as they are."""
    at, still = min(1, first.finest), np.eye(3)
    difference = blur_difference(first, second, at, still)
    return compare(*equally_blurred(first, second, at, still, difference, 1.0), still)


def choose_model(matches: Sequence[Match]) -> MotionModel:
    """The simplest model that explains the matches, which were made by a similarity.

    Parameters
    ----------
    matches
        Of neighbouring frames.

    Returns
    -------
    MotionModel
        A richer one only where, over all matches, held-out windows are explained clearly better.

    Notes
    -----
    Made here. Known weakness: parallax can pass for perspective where a scene is one tilted plane.
    """
    if pooled(matches, "homography", "similarity"):
        return "affine" if not pooled(matches, "homography", "affine") else "homography"
    return "similarity"


def pooled(matches: Sequence[Match], model: MotionModel, simpler: MotionModel) -> bool:
    """Whether a model explains the windows of all matches clearly better than a simpler one."""
    found = [evidence(match.fit.windows, model, simpler) for match in matches]
    found = [each for each in found if each.blocks]
    if not found:
        return False
    z = sum(each.z for each in found) / np.sqrt(len(found))
    gains = [each.gain for each in found]
    return bool(z >= SURE_Z and min(np.mean(gains), 1.5 * np.median(gains)) >= BETTER_GAIN)
