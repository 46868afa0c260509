"""The activity of every frame at one place, as a curve over the frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from fusion.activity.activity_map import gradient_energy
from fusion.photo import FloatMap, Photo, luminance
from fusion.register.registration import Registration
from fusion.transform import Transform, moved
from ui.document.source import Source

RADIUS = 5
"""Half side of the window in pixels, as published (Ma et al., 2020)."""
PIXELS, SMALL = "pixels", "small"
"""What a curve was measured on."""


@dataclass(frozen=True)
class ActivityCurve:
    """What was found at a place of the reference frame.

    Attributes
    ----------
    x, y
        The pixel.
    activity
        Of each frame, against the largest, 0 to 1; None where it has no picture there or was not seen.
    measured_on
        ``pixels``: the frames' own, a window of 11 × 11. ``small``: small pictures of the files, in
        cells of a sixty-fourth of the longer side.
    """

    x: int
    y: int
    activity: tuple[float | None, ...]
    measured_on: str

    @property
    def best(self) -> int | None:
        """The frame of the largest activity, from 0."""
        known = [(value, -number) for number, value in enumerate(self.activity) if value is not None]
        return -max(known)[1] if known else None


def curve_at(
    place: tuple[int, int], sources: Sequence[Source], registration: Registration | None,
    cells: Sequence[FloatMap | None], tick: Callable[[], None] = lambda: None,
) -> ActivityCurve:  # fmt: skip
    """The activity of all frames at a pixel (x, y) of the reference frame.

    On their pixels where all of them are in memory; else on ``cells``, the gradient energy of small
    pictures, of those that have them. ``tick`` is called before each frame; it may raise.
    """
    is_kept = all(source.is_kept for source in sources)
    found: list[float | None] = []
    for number, source in enumerate(sources):
        tick()
        transform = Transform() if registration is None else registration.frames[number].transform
        if is_kept:
            found.append(activity_at(source.photo, transform, place))
        else:
            size = source.facts.width, source.facts.height
            found.append(activity_in(cells[number], transform, place, size))
    most = max((value for value in found if value is not None), default=0.0)
    against = tuple(None if value is None else value / most if most else 0.0 for value in found)
    return ActivityCurve(*place, against, PIXELS if is_kept else SMALL)


def activity_at(photo: Photo, transform: Transform, place: tuple[int, int]) -> float | None:
    """The root of the mean gradient energy of the luminance in a window, as fusing measures it."""
    from fusion.frames.registered import registered

    x, y = place
    rows = slice(max(y - RADIUS - 1, 0), y + RADIUS + 1)
    columns = slice(max(x - RADIUS - 1, 0), x + RADIUS + 1)
    if transform.is_still:
        rows = slice(rows.start, min(rows.stop, photo.height))
        columns = slice(columns.start, min(columns.stop, photo.width))
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return None
    part = registered(Photo(photo.pixels), transform, (rows, columns))
    if part.validity is not None and not part.validity.all():
        return None
    energy = gradient_energy(luminance(part))
    return float(np.sqrt(energy[1:, 1:].mean())) if min(energy.shape) > 1 else None


def activity_in(
    cells: FloatMap | None, transform: Transform, place: tuple[int, int],
    size: tuple[int | None, int | None],
) -> float | None:  # fmt: skip
    """The root of the energy of the cell where a pixel of the reference lies; ``size`` of the frame."""
    width, height = size
    if cells is None or width is None or height is None:
        return None
    x, y = moved(transform.matrix, np.array([[place[0]], [place[1]], [1.0]]))[:2, 0]
    if not (0 <= x < width and 0 <= y < height):
        return None
    rows, columns = cells.shape
    return float(np.sqrt(cells[int(y * rows / height), int(x * columns / width)]))
