"""Rectangles that are compared again at full size, and merging them into the upsampled comparison."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fusion.activity.upsampled_map import FeatheredMap, UpsampledMap, doubled
from fusion.decision import Comparison, Labels
from models.running.tiling import Cells, Tile, cover_in_runs

HIGH = 2
"""Height of a rectangle in cells."""
LONGEST, LONGEST_OF_MANY = 14, 6
"""Width of the widest rectangle in cells; of many frames fewer lead in a shorter one."""
FEW_FRAMES = 3
"""Up to so many frames all are compared everywhere."""
LEADS, WINS, COMES_SECOND, AROUND = 0.05, 0.005, 0.2, 16
"""Shares of a rectangle, and pixels of half size around it, by which frames are chosen."""


def rectangles_to_compare(wanted: Cells, height: int, width: int, count: int) -> list[Tile]:
    """Rectangles of cells that cover every wanted cell (``models.running.tiling.cover_in_runs``)."""
    longest = LONGEST if count <= FEW_FRAMES else LONGEST_OF_MANY
    return cover_in_runs(wanted, height, width, HIGH, longest)


def frames_to_compare(
    found: Comparison, verified: Labels, tiles: list[Tile], count: int
) -> list[set[int]]:
    """The frames that are worth comparing in each rectangle: those that lead there at half size.

    Parameters
    ----------
    found, verified
        The comparison at half size, and its labels after the consistency verification.
    tiles
        Rectangles of the full size.
    count
        How many frames there are.

    Returns
    -------
    list of set
        For each rectangle the frames that lead in 5 % of it, come second in 20 %, or have 0.5 % of it
        after the verification, with 16 pixels of half size around it; two at least, and all of up to
        three frames.

    Examples
    --------
    >>> labels = np.repeat(np.arange(4, dtype=np.uint8), 40)[None].repeat(40, axis=0)
    >>> found = Comparison(labels, labels, labels, (labels + 1) % 4)
    >>> frames_to_compare(found, labels, [Tile(0, 0, 40, 60)], 4)
    [{0, 1}]
    """
    if count <= FEW_FRAMES or found.runner_up is None:
        return [set(range(count))] * len(tiles)
    result = []
    for tile in tiles:
        rows = slice(max(tile.top // 2 - AROUND, 0), (tile.top + tile.height) // 2 + AROUND)
        columns = slice(max(tile.left // 2 - AROUND, 0), (tile.left + tile.width) // 2 + AROUND)
        shares = []
        for labels in (found.labels, found.runner_up, verified):
            here = labels[rows][:, columns]
            shares.append(np.bincount(here[here < count], minlength=count) / here.size)
        enough = (shares[0] > LEADS) | (shares[1] > COMES_SECOND) | (shares[2] > WINS)
        chosen = set(np.flatnonzero(enough).tolist())
        most = np.argsort(-(shares[0] + shares[1]), kind="stable")[:2]
        result.append(chosen | set(most.tolist()))
    return result


def widened(tile: Tile, reach: int, height: int, width: int) -> Tile:
    """The rectangle with ``reach`` pixels more on every side, cut at the border of the picture."""
    top, left = max(tile.top - reach, 0), max(tile.left - reach, 0)
    bottom = min(tile.top + tile.height + reach, height)
    right = min(tile.left + tile.width + reach, width)
    return Tile(top, left, bottom - top, right - left)


def merged(
    half_size: Comparison, tiles: Sequence[Tile], found: Sequence[Comparison], height: int, width: int
) -> Comparison:
    """The comparison of the half size, enlarged, with that of the rectangles put into it.

    Parameters
    ----------
    half_size
        (⌈H/2⌉, ⌈W/2⌉).
    tiles, found
        Rectangles of the full size, and the comparison within each.
    height, width
        Of the full size.

    Returns
    -------
    Comparison
        (H, W). At the edges of the rectangles, over half a cell, best and second activity go over
        linearly into those of the half size.
    """
    labels = doubled(half_size.labels, height, width)
    best, second = (FeatheredMap(of, height, width) for of in (half_size.best, half_size.second))
    runner_up = None
    if half_size.runner_up is not None:
        runner_up = UpsampledMap(half_size.runner_up, height, width)
    for tile, comparison in zip(tiles, found, strict=True):
        area, rows = tile.area(), slice(0, tile.height)
        labels[area] = comparison.labels
        best[area], second[area] = comparison.best[rows], comparison.second[rows]
        if runner_up is not None and comparison.runner_up is not None:
            runner_up[area] = comparison.runner_up[rows]
    return Comparison(labels, best, second, runner_up)
