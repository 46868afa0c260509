"""Whether a motion explains windows that were held out of its fit better than a simpler motion does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fusion.register.fit import Windows, solve
from fusion.register.models import MotionModel, displacements

Floats = npt.NDArray[np.float64]
BLOCKS = 6
"""The picture is divided into 6 × 6 blocks; all windows of a block are held out together, since
neighbouring windows overlap and err alike."""
FOLDS = 4
SCALE_PX = 0.25
"""A window's disagreement of this many pixels counts half."""


@dataclass(frozen=True)
class Evidence:
    """What held-out windows say of a motion against a simpler one.

    Attributes
    ----------
    gain
        Mean gain of a block in robust agreement, from −1 to 1; positive where the motion is better.
    blocks
        How many blocks were compared.
    z
        The gain over its standard error between blocks.
    """

    gain: float
    blocks: int
    z: float


def evidence(windows: Windows, model: MotionModel, simpler: MotionModel | None) -> Evidence:
    """Compare two models by windows held out of the fit, four-fold.

    Parameters
    ----------
    windows
        Of two frames, as they are compared without any motion or with a common one.
    model, simpler
        The motion in question, and the one that it is to beat; None is no motion at all.

    Returns
    -------
    Evidence
        With z 0 where too little can be compared.

    Notes
    -----
    Made here: cross-validation over blocks of the picture, with a Geman-McClure loss.

    Examples
    --------
    >>> u, v = (axis.ravel() for axis in np.meshgrid(np.linspace(-1, 1, 20), np.linspace(-1, 1, 20)))
    >>> one, shift = np.ones(400), np.full((400, 2), 0.5)
    >>> normal = np.repeat(np.eye(2)[None], 400, axis=0)
    >>> windows = Windows(u, v, normal, shift.copy(), shift, one, 400)
    >>> evidence(windows, "shift", None).z > 100, evidence(windows, "similarity", "shift").z
    (True, 0.0)
    """
    block = block_of(windows)
    gains: dict[int, float] = {}
    for fold in range(FOLDS):
        held = fold_of(block) == fold
        if held.sum() < 4 or (~held).sum() < 20:
            continue
        better = loss(windows, model, held)
        worse = loss(windows, simpler, held)
        weight = np.sqrt(windows.normal[held].trace(axis1=1, axis2=2))
        for number in np.unique(block[held]):
            here = block[held] == number
            gains[int(number)] = float(np.average((worse - better)[here], weights=weight[here]))
    return from_blocks(list(gains.values()))


def from_blocks(gains: Sequence[float]) -> Evidence:
    """The evidence of single blocks taken together."""
    if len(gains) < 4:
        return Evidence(0.0, len(gains), 0.0)
    mean = float(np.mean(gains))
    error = float(np.std(gains, ddof=1) / np.sqrt(len(gains)))
    z = 0.0 if abs(mean) < 1e-9 else mean / max(error, 1e-6)
    return Evidence(mean, len(gains), z)


def loss(windows: Windows, model: MotionModel | None, held: npt.NDArray[np.bool_]) -> Floats:
    """How much each held-out window disagrees with the motion fitted to the others, 0 to 1."""
    miss = windows.shift[held]
    if model is not None:
        found = solve(windows, model, ~held).parameters
        miss = miss - displacements(model, windows.u[held], windows.v[held]) @ found
    square = np.square(miss).sum(axis=1)
    return np.asarray(square / (square + SCALE_PX**2))


def block_of(windows: Windows) -> npt.NDArray[np.int64]:
    """(n,): the number of the block in which each window lies."""
    sides = []
    for place in (windows.u, windows.v):
        low, high = (place.min(), place.max()) if place.size else (0.0, 1.0)
        sides.append(
            np.minimum((place - low) / max(high - low, 1e-9) * BLOCKS, BLOCKS - 1).astype(np.int64)
        )
    return sides[1] * BLOCKS + sides[0]


def fold_of(block: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The fold of each block, so that neighbours are in different folds."""
    row, column = np.divmod(block, BLOCKS)
    return (row % 2) * 2 + column % 2
