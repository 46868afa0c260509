"""Numbers for JSON, which has neither infinity nor NaN."""

from __future__ import annotations

import math


def json_number(value: float) -> float | str | None:
    """``value`` itself where it is finite; the text ``inf`` or ``-inf``; None (null) for NaN.

    >>> [json_number(value) for value in (1.5, float("inf"), float("-inf"), float("nan"))]
    [1.5, 'inf', '-inf', None]
    """
    if math.isnan(value):
        return None
    return value if math.isfinite(value) else str(float(value))
