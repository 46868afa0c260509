"""Sharpness where it pays: at half size everywhere, at full size only along the boundaries found there.

At half size the window and the disk that cleans have half the radius. What is decided there is cleaned
as the full decision will be; only near the boundaries that remain, and where the frames differ, is the
full size looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from fusion.focus.blur_map import blur_map_of
from fusion.focus.cleaning import clean_labels
from fusion.focus.comparison import Sharpest
from fusion.focus.halving import (
    COARSE_SHARE,
    Stack,
    Told,
    fill_half,
    half_stack,
    near_change,
    open_cells,
)
from fusion.photo import FloatMap
from fusion.settings import RefinementParameters
from fusion.strips import by_strips, in_threads
from models.tiling import CELL, Cells, Picture, Tick, Tile, tiles

SQUARE = 2 * CELL
"""Side in pixels of the squares in which the full size is compared."""


class EnergyOfCells(Protocol):
    """Change energy (H, W) of luminance (H, W), of the wanted cells or of all; as
    ``models.choice.SharpnessMeasure.change_energy``."""

    def __call__(
        self, luminance: Picture, tick: Tick | None = None, wanted: Cells | None = None
    ) -> FloatMap: ...


@dataclass(frozen=True)
class Stream:
    """Frames as luminance (H, W): how many, of which shape, and a walk through them."""

    count: int
    shape: tuple[int, int]
    walk: Callable[[], Iterable[Picture]]


@dataclass(frozen=True)
class CoarseFirst:
    """Compares pictures of ``large`` pixels or more at half size first, and so on."""

    energy: EnergyOfCells
    large: int

    def compare(self, stream: Stream, parameters: RefinementParameters, told: Told) -> Sharpest:
        """The sharpest frame at each pixel, by blur map."""
        height, width = stream.shape
        sharpest, wanted, begun = None, None, 0.0
        if height * width >= self.large:
            with half_stack(stream.count, height, width, lambda half: fill_halves(half, stream)) as half:
                smaller = Stream(stream.count, half.shape[1:], lambda: iter(half))
                coarse_parameters = replace(
                    parameters,
                    window_radius=-(-parameters.window_radius // 2),
                    disk_radius=-(-parameters.disk_radius // 2),
                )
                coarse = self.compare(
                    smaller, coarse_parameters, lambda share: told(COARSE_SHARE * share)
                )
                wanted = boundary_cells(coarse, half, coarse_parameters, height, width)
                begun = COARSE_SHARE
            sharpest = coarse.enlarged(height, width)
            del coarse
        sharpest = sharpest or Sharpest(stream.count, stream.shape)
        for number, grey in enumerate(stream.walk()):

            def tick(done: int, total: int, number: int = number) -> None:
                told(begun + (1 - begun) * (number + done / max(total, 1)) / stream.count)

            if wanted is None:
                add_frame(sharpest, number, self.energy(grey, tick), parameters)
            else:
                self._add_cells(sharpest, number, grey, parameters, wanted, tick)
        return sharpest

    def _add_cells(
        self,
        sharpest: Sharpest,
        number: int,
        grey: Picture,
        parameters: RefinementParameters,
        wanted: Cells,
        tick: Tick,
    ) -> None:
        """Compare a frame with the others in the squares that hold a wanted cell."""
        reach = parameters.window_radius
        if parameters.window == "gaussian":
            reach = 4 * reach + 5  # as far as OpenCV's kernel
        squares = squares_with(wanted, *sharpest.labels.shape)
        energy = self.energy(grey, tick, cells_around(squares, wanted.shape, reach))

        def add(square: Tile) -> None:
            top, left = max(square.top - reach, 0), max(square.left - reach, 0)
            around = energy[
                top : square.top + square.height + reach, left : square.left + square.width + reach
            ]
            rows = slice(square.top - top, square.top - top + square.height)
            columns = slice(square.left - left, square.left - left + square.width)
            blur = blur_map_of(around, rows, parameters.window_radius, parameters.window)
            if number == 0:
                sharpest.forget(square.area())
            sharpest.add_area(number, blur[:, columns], square.area())

        in_threads(add, squares)


def add_frame(
    sharpest: Sharpest, number: int, energy: FloatMap, parameters: RefinementParameters
) -> None:
    """Compare a frame's blur map with the best so far; the map is made strip by strip."""

    def fill(rows: slice) -> None:
        sharpness = blur_map_of(energy, rows, parameters.window_radius, parameters.window)
        sharpest.add_area(number, sharpness, rows)

    by_strips(fill, *energy.shape)


def boundary_cells(
    coarse: Sharpest, half: Stack, parameters: RefinementParameters, height: int, width: int
) -> Cells:
    """Cells of the full size along the boundaries that cleaning leaves at half size."""
    labels = clean_labels(coarse.labels, len(half), parameters.disk_radius, parameters.smallest_area)
    return open_cells(near_change(labels), half, height, width)


def fill_halves(half: Stack, stream: Stream) -> None:
    """Fill ``half`` with the frames at half size."""
    for number, grey in enumerate(stream.walk()):
        fill_half(half[number], grey)


def squares_with(wanted: Cells, height: int, width: int) -> list[Tile]:
    """The squares of a fixed grid that hold a wanted cell; none overlaps another."""
    places = tiles(height, width, SQUARE)
    return [place for place in places if wanted[cells_of(place, 0)].any()]


def cells_around(squares: list[Tile], shape: tuple[int, ...], reach: int) -> Cells:
    """All cells that lie in a square or within ``reach`` pixels of one."""
    cells = np.zeros(shape, bool)
    for square in squares:
        cells[cells_of(square, reach)] = True
    return cells


def cells_of(square: Tile, reach: int) -> tuple[slice, slice]:
    """Rows and columns of the cells within ``reach`` pixels of a square."""
    return tuple(
        slice(max(begin - reach, 0) // CELL, -(-(begin + size + reach) // CELL))
        for begin, size in ((square.top, square.height), (square.left, square.width))
    )  # type: ignore[return-value]
