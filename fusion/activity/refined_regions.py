"""Parts of a picture that are compared again at full size, and what they find put in its place."""

from __future__ import annotations

from collections.abc import Sequence

from fusion.activity.comparison import Comparison, Sharpest
from fusion.activity.upsampled_map import Feathered, doubled
from models.running.tiling import Cells, Tile, cover_in_runs

HIGH = 2
"""Height of a part in cells."""
LONGEST = 14
"""Width of the widest part in cells."""


def parts_to_compare(wanted: Cells, height: int, width: int) -> list[Tile]:
    """The parts (``models.running.strip_packing.cover_in_runs``) that hold every wanted cell."""
    return cover_in_runs(wanted, height, width, HIGH, LONGEST)


def widened(part: Tile, reach: int, height: int, width: int) -> Tile:
    """The part with ``reach`` pixels more on every side, as far as the picture goes."""
    top, left = max(part.top - reach, 0), max(part.left - reach, 0)
    bottom = min(part.top + part.height + reach, height)
    right = min(part.left + part.width + reach, width)
    return Tile(top, left, bottom - top, right - left)


def replaced(
    coarse: Comparison, parts: Sequence[Tile], found: Sequence[Sharpest], height: int, width: int
) -> Comparison:
    """The comparison of the half size at full size, and what was found in the parts in its place."""
    labels = doubled(coarse.labels, height, width)
    best, second = (Feathered(whole, height, width) for whole in (coarse.best, coarse.second))
    for part, sharpest in zip(parts, found, strict=True):
        area = part.area()
        labels[area], best[area], second[area] = sharpest.labels, sharpest.best, sharpest.second
    return Comparison(labels, best, second)
