"""A pose in the words of a report, and how much of the pictures it leaves in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from fusion.register.models import project
from fusion.register.registration import Area
from fusion.transform import Matrix, moved

SMALLEST_COMMON = 0.25
"""Share of the reference's area that must be left after cropping."""


def motion_of(matrix: Matrix | None, shape: tuple[int, int]) -> dict[str, Any]:
    """Shift, scale and rotation of a pose, for the report."""
    if matrix is None:
        return {}
    nearest = project(matrix, "similarity", shape)
    centre = np.array([[(shape[1] - 1) / 2], [(shape[0] - 1) / 2], [1.0]])
    shift = moved(matrix, centre) - centre[:2]
    return {
        "shift_px": (float(shift[0, 0]), float(shift[1, 0])),
        "scale": float(np.hypot(nearest[0, 0], nearest[1, 0])),
        "rotation_deg": float(-np.rad2deg(np.arctan2(nearest[1, 0], nearest[0, 0]))),
    }


def pixels_of(area: Area | None) -> int:
    """How many pixels a rectangle has."""
    if area is None:
        return 0
    return (area[0].stop - area[0].start) * (area[1].stop - area[1].start)
