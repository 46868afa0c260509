"""From pixels of the reference frame in which strokes were painted to pixels of a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fusion.errors import FusionError
from fusion.frames.sources import Origin
from fusion.register.registration import Registration
from fusion.retouch.sources import number_of
from fusion.retouch.stroke import LARGEST_RADIUS, Retouch, Stroke, on_grid
from fusion.transform import Matrix, inverse, moved


def placed(
    retouch: Retouch, registration: Registration, origins: Sequence[Origin]
) -> tuple[Stroke, ...]:
    """Strokes in pixels of a result.

    Parameters
    ----------
    retouch
        In pixels of its reference frame.
    registration
        Of the result: its reference frame, and the crop.
    origins
        Of the sources, in order.

    Returns
    -------
    tuple of Stroke
        Moved by the crop's offset. Where another frame is the reference now, every point goes where that
        frame's transform takes it, and the radius grows with it.

    Examples
    --------
    >>> from fusion.register.registration import FrameReport
    >>> from fusion.retouch.stroke import Brush
    >>> crop = slice(2, 8), slice(3, 9)
    >>> registration = Registration("none", 0, (9, 9), crop, (FrameReport("a.png"),))
    >>> placed(Retouch((Stroke(((5.0, 5.0, 1.0),), Brush()),)), registration, ())[0].points
    ((2.0, 3.0, 1.0),)
    """
    strokes, matrix = retouch.strokes, way_from_reference(retouch, registration, origins)
    if matrix is not None:
        strokes = tuple(along(stroke, matrix) for stroke in strokes)
    rows, columns = registration.area
    return tuple(stroke.moved(-columns.start, -rows.start) for stroke in strokes)


def way_from_reference(
    retouch: Retouch, registration: Registration, origins: Sequence[Origin]
) -> Matrix | None:
    """From the strokes' reference frame to the registration's; None where they are one."""
    if retouch.reference is None:
        return None
    try:
        number = number_of(retouch.reference, origins)
    except FusionError:  # it was taken out of the stack; its place is known no more
        return None
    transform = registration.frames[number].transform
    if number == registration.reference or transform.is_still:
        return None
    return inverse(transform.matrix)


def along(stroke: Stroke, matrix: Matrix) -> Stroke:
    """A stroke where a matrix takes it."""
    columns = np.array([[x, y, 1.0] for x, y, _ in stroke.points]).T
    x, y = moved(matrix, columns)
    beside = moved(matrix, columns + np.array([[1.0], [0.0], [0.0]]))
    scale = float(np.hypot(*(beside - np.array([x, y]))).mean())
    points = tuple(
        on_grid(float(px), float(py), point[2])
        for px, py, point in zip(x, y, stroke.points, strict=True)
    )
    radius = min(max(stroke.brush.radius_px * scale, 0.5), LARGEST_RADIUS)
    return Stroke(points, replace(stroke.brush, radius_px=radius))
