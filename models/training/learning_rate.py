"""The learning rate, step by step."""

from __future__ import annotations

import math


def learning_rate(step: int, steps: int, first: float, last: float, warm_up: int = 0) -> float:
    """A linear rise over ``warm_up`` steps, times a cosine decay from ``first`` to ``last``.

    Parameters
    ----------
    step
        From 0 on.
    steps
        Of the whole training; at this one the rate would be ``last``.
    first, last
        Rates at the beginning and the end.
    warm_up
        Steps until the whole rate is reached; 0 begins with it.

    Examples
    --------
    >>> learning_rate(0, 100, 1e-3, 1e-5)
    0.001
    >>> round(learning_rate(0, 100, 1e-3, 1e-5, warm_up=200), 9)
    5e-06
    """
    warm = min(1.0, (step + 1) / warm_up) if warm_up else 1.0
    share = (1 + math.cos(math.pi * step / steps)) / 2
    return warm * (last + (first - last) * share)
