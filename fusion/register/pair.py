"""Registering two frames: from a first guess over coarse sizes to fine ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fusion.register.defocus import blur_difference, equally_blurred
from fusion.register.fit import Fit, fit
from fusion.register.levels import Level, Prepared
from fusion.register.models import MotionModel
from fusion.register.start import by_features, by_phase
from fusion.transform import Matrix, corner_distance, inverse, normalised, reduced

STEPS = (8, 4, 3)
"""Most Gauss-Newton steps at each size."""
NEAR_STEPS = (3, 2, 2)
"""Where the motion is nearly known."""
BACK_STEPS = 1
SMALLEST_SIDE = 40
"""Of pictures that can be registered, in pixels: they hold a few windows."""
SURE = 0.35
"""Of the windows that can be compared, the share that must agree for a first guess to be believed."""


@dataclass(frozen=True)
class Match:
    """Two frames registered.

    Attributes
    ----------
    matrix
        From pixels of the first frame to those of the second, at full size.
    fit
        The last one, at the finest size that was compared.
    share
        Of the full size at which that was.
    error_px
        By how many pixels of the full size the motion back differs from this one, at the corners.
    """

    matrix: Matrix
    fit: Fit
    share: float
    error_px: float = 0.0

    @property
    def inliers(self) -> float:
        """Share of the textured windows that agree with the motion, 0 to 1."""
        return self.fit.inliers


def register_pair(
    first: Prepared,
    second: Prepared,
    model: MotionModel = "similarity",
    finest: int = 1,
    start: Matrix | None = None,
) -> Match | None:
    """The motion from one frame to another.

    Parameters
    ----------
    first, second
        The frames, of one size.
    model
        Of the motion.
    finest
        Number of the finest size at which they are compared (``levels.LONG_SIDES``).
    start
        A first guess, from pixels of the first to those of the second, at full size; None to find one.

    Returns
    -------
    Match or None
        None where too little of the frames is alike.

    Notes
    -----
    Coarse to fine, windows normalised for local mean and gain; from the second size on the sharper frame
    is blurred, window by window, until it is as blurred as the other: without that the growth of blur
    mimics a zoom. Known weakness: parallax is not modelled.

    Examples
    --------
    >>> import cv2
    >>> import numpy as np
    >>> noise = np.random.default_rng(0).random((220, 220)).astype(np.float32)
    >>> picture = cv2.GaussianBlur(noise, (0, 0), 3) * 255
    >>> one, other = (Prepared(x, 1.0, x.shape) for x in (picture[:200, :200], picture[5:205, 3:203]))
    >>> register_pair(one, other).matrix[:2, 2].round(1).tolist()
    [-3.0, -5.0]
    """
    if start is not None:
        near = refined(first, second, model, finest, start, NEAR_STEPS)
        if near is not None and near.inliers > SURE / 2:
            return near
    found = begin(first, second, model, start)
    if found is None:
        return None
    matrix = reduced(found.matrix, 1 / first.share_at(0))
    levels = first.normalised(0), second.normalised(0)
    finer = refined(first, second, model, finest, matrix, STEPS)
    return finer or both_ways(first, levels, found, model, first.share_at(0))


def refined(
    first: Prepared,
    second: Prepared,
    model: MotionModel,
    finest: int,
    start: Matrix,
    steps: Sequence[int],
) -> Match | None:
    """A motion that is nearly known fitted at finer sizes, the frames equally blurred; None where too
    little is alike."""
    at = min(1, finest, first.finest)
    matrix, coarse = start, first.share_at(at)
    difference = blur_difference(first, second, at, reduced(matrix, coarse))
    found: tuple[Fit, tuple[Level, Level], float] | None = None
    for number in range(at, min(finest, first.finest) + 1):
        share = first.share_at(number)
        here = reduced(matrix, share)
        levels = equally_blurred(first, second, number, here, difference, share / coarse)
        better = fit(*levels, here, model, steps[number])
        if better is None:
            break
        found, matrix = (better, levels, share), reduced(better.matrix, 1 / share)
    return None if found is None else both_ways(first, found[1], found[0], model, found[2])


def both_ways(
    first: Prepared, levels: tuple[Level, Level], found: Fit, model: MotionModel, share: float
) -> Match:
    """A match that is the mean of the motion there and the motion back, fitted separately."""
    back = fit(levels[1], levels[0], inverse(found.matrix), model, BACK_STEPS)
    there = reduced(found.matrix, 1 / share)
    if back is None:
        return Match(normalised(there), found, share, float("inf"))
    again = reduced(inverse(back.matrix), 1 / share)
    error = corner_distance(there, again, first.shape)
    return Match(normalised((normalised(there) + normalised(again)) / 2), found, share, error)


def begin(first: Prepared, second: Prepared, model: MotionModel, start: Matrix | None) -> Fit | None:
    """The fit at the coarsest size, from the guess given, by phase correlation, or by features."""
    if min(first.normalised(0).shape) < SMALLEST_SIDE:
        return None
    share = first.share_at(0)
    simple: MotionModel = "similarity" if model in ("affine", "homography") else model

    def at_coarsest(guess: Matrix, of_model: MotionModel) -> Fit | None:
        levels = first.normalised(0), second.normalised(0)
        return fit(*levels, reduced(guess, share), of_model, STEPS[0])

    if start is None:
        found = at_coarsest(by_phase(first, second), simple)
        if found is not None and simple != model:
            found = at_coarsest(reduced(found.matrix, 1 / share), model)
    else:
        found = at_coarsest(start, model)
    if found is not None and found.inliers > SURE:
        return found
    guess = by_features(first, second, model)
    other = None if guess is None else at_coarsest(guess, model)
    candidates = [one for one in (found, other) if one is not None]
    return max(candidates, key=lambda candidate: candidate.agreeing, default=None)
