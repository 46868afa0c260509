"""Sharpness where it pays: at half size everywhere, at full size only along the boundaries found there.

At half size the window and the disk that cleans have half the radius. What is decided there is cleaned
as the full decision will be; only near the boundaries that remain, and where the frames differ, is the
full size looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from fusion.activity.activity_map import blur_map_of
from fusion.activity.comparison import Comparison, Sharpest
from fusion.activity.half_size import (
    COARSE_SHARE,
    Stack,
    Told,
    fill_half,
    half_stack,
    near_change,
    open_cells,
)
from fusion.activity.refined_regions import parts_to_compare, replaced, widened
from fusion.photo import FloatMap
from fusion.refine.consistency import clean_labels
from fusion.settings import RefinementParameters
from fusion.threads import over_bands
from models.protocols import SharpnessMeasure
from models.running.tiling import Cells, Tick, Tile

MARGIN = 24
"""Pixels of the full size on either side of a boundary that are compared again: with 16, cleaning once
kept a region that is hardly larger than it must be, and lost it with the raw labels of the full size."""

CLOSE, CLOSE_SHARE = 0.02, 0.1
"""bfloat16 decides a part unless in more than a tenth of it two blur maps are within 2 %: there they are
measured again in float32."""
FAST_SHARE = 0.85
"""Of the work for the parts, what the fast arithmetic takes; told as progress."""


@dataclass(frozen=True)
class Stream:
    """Frames as luminance (H, W): how many, of which shape, and a walk through them."""

    count: int
    shape: tuple[int, int]
    walk: Callable[[], Iterable[Picture]]


@dataclass(frozen=True)
class CoarseFirst:
    """Compares pictures of ``large`` pixels or more at half size first, and so on."""

    measure: SharpnessMeasure
    large: int

    def compare(self, stream: Stream, parameters: RefinementParameters, told: Told) -> Comparison:
        """The sharpest frame at each pixel, by blur map."""
        height, width = stream.shape
        if height * width < self.large:
            return self._compare_whole(stream, parameters, told)
        with half_stack(stream.count, height, width, lambda half: fill_halves(half, stream)) as half:
            coarse_parameters = for_half_size(parameters)
            coarse = self.compare(
                stream_of(half), coarse_parameters, lambda share: told(COARSE_SHARE * share)
            )
            wanted = boundary_cells(coarse, half, coarse_parameters, height, width)
        parts = parts_to_compare(wanted, height, width)
        found = self._compare_parts(
            stream, parts, parameters, lambda share: told(COARSE_SHARE + (1 - COARSE_SHARE) * share)
        )
        return replaced(coarse, parts, found, height, width)

    def _compare_whole(
        self, stream: Stream, parameters: RefinementParameters, told: Told
    ) -> Comparison:
        sharpest = Sharpest(stream.count, stream.shape)
        for number, grey in enumerate(stream.walk()):
            energy = self.measure.gradient_energy(grey, ticking(told, number, stream.count))
            add_frame(sharpest, number, energy, parameters)
        return sharpest.result()

    def _compare_parts(
        self, stream: Stream, parts: list[Tile], parameters: RefinementParameters, told: Told
    ) -> list[Sharpest]:
        """In fast arithmetic, and again in float32 where that leaves much open."""
        precise = self.measure.precise
        if precise is self.measure:
            return measured_parts(precise, stream, parts, parameters, told)
        found = measured_parts(
            self.measure, stream, parts, parameters, lambda share: told(FAST_SHARE * share)
        )
        close = [number for number, sharpest in enumerate(found) if is_close(sharpest)]
        again = measured_parts(
            precise,
            stream,
            [parts[number] for number in close],
            parameters,
            lambda share: told(FAST_SHARE + (1 - FAST_SHARE) * share),
        )
        for number, sharpest in zip(close, again, strict=True):
            found[number] = sharpest
        return found


@dataclass(frozen=True)
class HalfSizeOnly(CoarseFirst):
    """What the half size says is never looked at again: for a first look."""

    def compare(self, stream: Stream, parameters: RefinementParameters, told: Told) -> Comparison:
        """The sharpest frame at each pixel of the half size, by blur map."""
        height, width = stream.shape
        with half_stack(stream.count, height, width, lambda half: fill_halves(half, stream)) as half:
            coarse = CoarseFirst(self.measure, self.large).compare(
                stream_of(half), for_half_size(parameters), told
            )
        return replaced(coarse, [], [], height, width)


def measured_parts(
    measure: SharpnessMeasure,
    stream: Stream,
    parts: list[Tile],
    parameters: RefinementParameters,
    told: Told,
) -> list[Sharpest]:
    """The comparison within every part, frame by frame, so that a long stack is walked through once."""
    if not parts:
        return []
    reach = parameters.window_radius
    if parameters.window == "gaussian":
        reach = 4 * reach + 5  # as far as OpenCV's kernel
    around = [widened(part, reach, *stream.shape) for part in parts]
    found = [Sharpest(stream.count, (part.height, part.width)) for part in parts]
    for number, grey in enumerate(stream.walk()):

        def add(index: int, energy: FloatMap, number: int = number) -> None:
            part, seen = parts[index], around[index]
            top, left = part.top - seen.top, part.left - seen.left
            rows = slice(top, top + part.height)
            blur = blur_map_of(energy, rows, parameters.window_radius, parameters.window)
            found[index].add_area(number, blur[:, left : left + part.width], slice(None))

        measure.gradient_energy_of_tiles(grey, around, add, ticking(told, number, stream.count))
    return found


def is_close(sharpest: Sharpest) -> bool:
    """Whether so much of a part hardly differs that the rounding of bfloat16 could decide it."""
    close = sharpest.second > (1 - CLOSE) * sharpest.best
    return bool(np.count_nonzero(close) > CLOSE_SHARE * close.size)


def stream_of(half: Stack) -> Stream:
    """Frames in memory, (n, H, W)."""
    return Stream(len(half), half.shape[1:], lambda: iter(half))


def for_half_size(parameters: RefinementParameters) -> RefinementParameters:
    """The parameters with half the radii, rounded up."""
    return replace(
        parameters,
        window_radius=-(-parameters.window_radius // 2),
        disk_radius=-(-parameters.disk_radius // 2),
    )


def ticking(told: Told, number: int, count: int) -> Tick:
    """Turns the steps of frame ``number`` of ``count`` into the share of the work that is done."""
    return lambda done, total: told((number + done / max(total, 1)) / count)


def add_frame(
    sharpest: Sharpest, number: int, energy: FloatMap, parameters: RefinementParameters
) -> None:
    """Compare a frame's blur map with the best so far; the map is made strip by strip."""

    def fill(rows: slice) -> None:
        sharpness = blur_map_of(energy, rows, parameters.window_radius, parameters.window)
        sharpest.add_area(number, sharpness, rows)

    over_bands(fill, *energy.shape)


def boundary_cells(
    coarse: Comparison, half: Stack, parameters: RefinementParameters, height: int, width: int
) -> Cells:
    """Cells of the full size along the boundaries that cleaning leaves at half size."""
    labels = clean_labels(coarse.labels, len(half), parameters.disk_radius, parameters.smallest_area)
    return open_cells(near_change(labels, MARGIN), half, height, width)


def fill_halves(half: Stack, stream: Stream) -> None:
    """Fill ``half`` with the frames at half size."""
    for number, grey in enumerate(stream.walk()):
        fill_half(half[number], grey)
