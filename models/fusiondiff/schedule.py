"""How much noise there is at each step of the diffusion, and what a step back takes of it.

Nichol and Dhariwal, "Improved denoising diffusion probabilistic models", 2021: the cosine schedule.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.fusiondiff.dimensions import NOISE_STEPS

_OFFSET = 0.008
_MOST_NOISE = 0.999
"""Of the variance that a step adds."""


def kept_shares(steps: int = NOISE_STEPS) -> npt.NDArray[np.float64]:
    """The share of the picture's variance that is left after each of ``steps`` steps (ᾱ), (steps,).

    Examples
    --------
    >>> shares = kept_shares()
    >>> len(shares), bool(shares[0] > 0.99995), bool(shares[-1] < 1e-6)
    (2000, True, True)
    """

    def curve(step: int) -> float:
        return math.cos(math.pi / 2 * (step / steps + _OFFSET) / (1 + _OFFSET)) ** 2

    added = [min(1 - curve(step + 1) / curve(step), _MOST_NOISE) for step in range(steps)]
    return np.cumprod(1 - np.array(added))


@dataclass(frozen=True)
class StepBack:
    """One step of the reverse process: x ← ``of_picture`` x̂ + ``of_state`` x (+ ``noise`` ε).

    ``time`` is the step's number t in 0..T − 1, ``kept`` its ᾱ.
    """

    time: int
    kept: float
    of_picture: float
    of_state: float
    noise: float


def steps_back(count: int, steps: int = NOISE_STEPS, implicit: bool = False) -> list[StepBack]:
    """``count`` of the steps, evenly spread, from the noisiest to the last; all of them are the
    published process.

    The mean is that of the posterior q(x before | x, x̂); the last step's is x̂ itself, without noise.
    ``implicit`` keeps as much of the noise that is in x as belongs to the step before, and adds none
    (DDIM with η = 0; Song, Meng, Ermon 2021).

    Examples
    --------
    >>> [step.time for step in steps_back(3)]
    [1999, 1000, 0]
    >>> last = steps_back(3)[-1]
    >>> last.of_picture, last.of_state, last.noise
    (1.0, 0.0, 0.0)
    """
    if not 1 <= count <= steps:
        raise ValueError(f"there are 1 to {steps} steps, not {count}")
    shares = kept_shares(steps)
    times = np.rint(np.linspace(steps - 1, 0, count)).astype(int) if count > 1 else np.array([steps - 1])
    found = []
    for number, time in enumerate(times):
        kept = float(shares[time])
        before = float(shares[times[number + 1]]) if number + 1 < len(times) else 1.0
        found.append((implicit_step if implicit else posterior_step)(int(time), kept, before))
    return found


def posterior_step(time: int, kept: float, before: float) -> StepBack:
    """From ᾱ = ``kept`` back to ᾱ = ``before`` by the posterior."""
    added = 1 - kept / before
    of_picture = math.sqrt(before) * added / (1 - kept)
    of_state = math.sqrt(kept / before) * (1 - before) / (1 - kept)
    return StepBack(time, kept, of_picture, of_state, math.sqrt(added * (1 - before) / (1 - kept)))


def implicit_step(time: int, kept: float, before: float) -> StepBack:
    """The same by DDIM: the noise that x has is kept, as much as belongs there."""
    of_state = math.sqrt((1 - before) / (1 - kept))
    return StepBack(time, kept, math.sqrt(before) - of_state * math.sqrt(kept), of_state, 0.0)
