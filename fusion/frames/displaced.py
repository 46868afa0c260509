"""What frames that are moved by displacements beside matrices show of the reference."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fusion.frames.registered import Area, common_area
from fusion.transform import Transform

MARGIN = 1.2
"""Pixels of the reference for one of a frame, at most: frames are hardly smaller than the reference."""


def area_of_all(transforms: Sequence[Transform], shape: tuple[int, int]) -> Area | None:
    """The rectangle of the reference that all frames show, whatever displacements do at its border.

    Parameters
    ----------
    transforms
        From the reference to each frame.
    shape
        (H, W) of the frames.

    Returns
    -------
    Area or None
        Rows and columns; None where there are none.

    Examples
    --------
    >>> area_of_all([Transform()], (10, 20))
    (slice(0, 10, None), slice(0, 20, None))
    """
    area = common_area([transform.matrix for transform in transforms], shape)
    bends = [transform.displacement for transform in transforms if transform.displacement]
    most = int(np.ceil(MARGIN * max((bend.longest(shape) for bend in bends), default=0.0)))
    if area is None or not most:
        return area
    rows, columns = (slice(span.start + most, span.stop - most) for span in area)
    return (rows, columns) if rows.stop > rows.start and columns.stop > columns.start else None
