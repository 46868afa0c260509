"""Registering two frames: from a first guess over coarse sizes to fine ones."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.register.defocus import blur_difference, equally_blurred
from fusion.register.fit import Fit, fit
from fusion.register.levels import Prepared
from fusion.register.models import MotionModel
from fusion.register.start import by_phase
from fusion.transform import Matrix, normalised, reduced

STEPS = (8, 4, 3)
"""Most Gauss-Newton steps at each size."""


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
    """

    matrix: Matrix
    fit: Fit
    share: float


def register_pair(
    first: Prepared,
    second: Prepared,
    model: MotionModel = "similarity",
    finest: int = 1,
    start: Matrix | None = None,
) -> Match | None:
    """The motion from one frame to another; None where too little of them is alike."""
    matrix = by_phase(first, second)[0] if start is None else start
    share = first.share_at(0)
    found = fit(first.normalised(0), second.normalised(0), reduced(matrix, share), model, STEPS[0])
    if found is None:
        return None
    matrix, at = reduced(found.matrix, 1 / share), min(1, first.finest)
    share = first.share_at(at)
    difference = blur_difference(first, second, at, reduced(matrix, share))
    for number in range(at, min(finest, first.finest) + 1):
        finer, share = first.share_at(number) / share, first.share_at(number)
        here = reduced(matrix, share)
        levels = equally_blurred(first, second, number, here, difference, finer)
        better = fit(*levels, here, model, STEPS[number])
        if better is None:
            break
        found, matrix = better, reduced(better.matrix, 1 / share)
    return Match(normalised(matrix), found, share)
