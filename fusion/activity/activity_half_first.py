"""Activity at half size first, and at full size only along the boundaries found there.

At half size the window and the disk of the consistency verification have half the radius. What is
decided there is verified as the full decision will be; only near the boundaries that remain, and where
the frames differ, is the full size looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from fusion.activity.activity_map import activity_of_band, window_reach
from fusion.activity.comparison import RunningComparison
from fusion.activity.half_size import (
    HALF_SIZE_SHARE,
    ShareDone,
    Stack,
    fill_half,
    halved_mask,
    near_change,
    one_by_one,
    open_cells,
)
from fusion.activity.refined_regions import frames_to_compare, merged, rectangles_to_compare, widened
from fusion.contracts import Frames
from fusion.decision import Comparison
from fusion.frames.memory import reduced_luminance
from fusion.frames.scratch import release
from fusion.frames.validity import Validity, validity_of
from fusion.photo import FloatMap, Mask, PhotoLuminance
from fusion.refine.consistency import verified_labels
from fusion.settings import RefinementParameters
from fusion.threads import over_bands
from models.arrays import Picture
from models.protocols import SharpnessMeasure
from models.running.tiling import Tick, Tile

MARGIN = 24
"""Pixels of the full size on either side of a boundary that are compared again: with 16, a region hardly
larger than the limit was once kept at half size, and lost with the raw labels of the full size."""

CLOSE, CLOSE_SHARE = 0.02, 0.1
"""bfloat16 decides a rectangle unless in more than a tenth of it two activities are within 2 %: there
they are measured again in float32."""
FAST_SHARE = 0.85
"""Share of the progress bar, within the full-size pass, given to the fast arithmetic."""


@dataclass(frozen=True)
class LuminanceStream:
    """Luminance (H, W) of one frame after another.

    Attributes
    ----------
    count, shape
        How many frames, and H and W.
    walk
        Gives the luminance of all frames, from the first to the last; called once for each pass.
    validity
        Where each frame has picture; None for everywhere.
    flat
        (H, W): where the choice of the frame does not matter, so that full size need not be looked at;
        None for nowhere.
    """

    count: int
    shape: tuple[int, int]
    walk: Callable[[], Iterable[Picture]]
    validity: Validity | None = None
    flat: Mask | None = None

    def half_size(self) -> Stack:
        """The luminance (n, ⌈H/2⌉, ⌈W/2⌉), in memory or in a scratch file."""
        height, width = self.shape
        half: Stack = reduced_luminance((self.count, -(-height // 2), -(-width // 2)))
        for number, grey in enumerate(self.walk()):
            fill_half(half[number], grey)
            release(half)
        return half

    def of_half_size(self, half: Stack) -> LuminanceStream:
        """The stream of a stack that ``half_size`` gave."""
        smaller = None if self.validity is None else self.validity.halved()
        walk = partial(one_by_one, half)
        return LuminanceStream(self.count, half.shape[1:], walk, smaller, halved_mask(self.flat))


def stream_of(frames: Frames, flat: Mask | None = None) -> LuminanceStream:
    """The luminance of frames, computed from their pixels in each pass."""
    return LuminanceStream(
        len(frames), frames.shape, lambda: map(PhotoLuminance, frames), validity_of(frames), flat
    )


def compare_half_first(
    encoder: SharpnessMeasure,
    stream: LuminanceStream,
    parameters: RefinementParameters,
    large: int,
    report: ShareDone,
) -> Comparison:
    """The frame of largest activity at each pixel, most of it found at half size.

    Parameters
    ----------
    encoder
        Gives the gradient energy of its features.
    stream
        Luminance of the frames.
    parameters
        Window of the activity map, and the verification by which boundaries are found.
    large
        Pixels (height × width) from which on a picture is compared at half size first, and that one, if
        it is as large, at a quarter.
    report
        Is given the share that is done; may raise to stop.

    Returns
    -------
    Comparison
        (H, W). The activities of the half size are enlarged to twice their size.

    Notes
    -----
    Made here. Known weakness: detail that half size does not show, farther than ``MARGIN`` pixels from
    every boundary found there, is not seen.

    Examples
    --------
    >>> class Luminance:
    ...     def gradient_energy(self, luminance, tick):
    ...         return np.square(luminance[0:9, 0:9])
    >>> frames = [np.zeros((9, 9), np.float32), np.eye(9, dtype=np.float32)]
    >>> stream = LuminanceStream(2, (9, 9), lambda: frames)
    >>> found = compare_half_first(Luminance(), stream, RefinementParameters(), 100, lambda share: None)
    >>> found.labels[4, 4]
    np.uint8(1)
    """
    height, width = stream.shape
    if height * width < large:
        return compare_whole(encoder, stream, parameters, report)
    half, smaller = stream.half_size(), for_half_size(parameters)
    found = compare_half_first(
        encoder, stream.of_half_size(half), smaller, large,
        lambda share: report(HALF_SIZE_SHARE * share),
    )  # fmt: skip
    verified = verified_labels(
        found.labels, stream.count, smaller.disk_radius, smaller.smallest_area
    )
    leading = None if found.runner_up is None else (found.labels, found.runner_up)
    wanted = open_cells(near_change(verified, MARGIN), half, height, width, leading, stream.flat)
    del half
    tiles = rectangles_to_compare(wanted, height, width, stream.count)
    again = compare_rectangles(
        encoder, stream, tiles, frames_to_compare(found, verified, tiles, stream.count), parameters,
        lambda share: report(HALF_SIZE_SHARE + (1 - HALF_SIZE_SHARE) * share),
    )  # fmt: skip
    return merged(found, tiles, again, height, width)


def compare_half_only(
    encoder: SharpnessMeasure,
    stream: LuminanceStream,
    parameters: RefinementParameters,
    large: int,
    report: ShareDone,
) -> Comparison:
    """As ``compare_half_first``, but at half size only: for a first look."""
    height, width = stream.shape
    half = stream.of_half_size(stream.half_size())
    found = compare_half_first(encoder, half, for_half_size(parameters), large, report)
    return merged(found, [], [], height, width)


def compare_whole(
    encoder: SharpnessMeasure,
    stream: LuminanceStream,
    parameters: RefinementParameters,
    report: ShareDone,
) -> Comparison:
    """The frame of largest activity at each pixel, all of it at full size."""
    running = RunningComparison(stream.count, stream.shape)
    for number, grey in enumerate(stream.walk()):
        energy = encoder.gradient_energy(grey, ticking(report, number, stream.count))
        add_activity(running, number, energy, parameters, stream.validity)
    return running.result()


def compare_rectangles(
    encoder: SharpnessMeasure,
    stream: LuminanceStream,
    tiles: list[Tile],
    frames: list[set[int]],
    parameters: RefinementParameters,
    report: ShareDone,
) -> list[Comparison]:
    """The comparison of some frames within rectangles: in bfloat16 if the encoder has it, and again in
    float32 in the rectangles that are ``is_close``."""
    precise = encoder.precise
    if precise is encoder:
        return measured(precise, stream, tiles, frames, parameters, report)
    found = measured(
        encoder, stream, tiles, frames, parameters, lambda share: report(FAST_SHARE * share)
    )
    close = [number for number, comparison in enumerate(found) if is_close(comparison)]
    again = measured(
        precise, stream, [tiles[number] for number in close], [frames[number] for number in close],
        parameters,
        lambda share: report(FAST_SHARE + (1 - FAST_SHARE) * share),
    )  # fmt: skip
    for number, comparison in zip(close, again, strict=True):
        found[number] = comparison
    return found


def measured(
    encoder: SharpnessMeasure,
    stream: LuminanceStream,
    tiles: list[Tile],
    frames: list[set[int]],
    parameters: RefinementParameters,
    report: ShareDone,
) -> list[Comparison]:
    """The comparison of some frames within rectangles by one encoder, in one pass over the frames."""
    if not tiles:
        return []
    reach = window_reach(parameters.window_radius, parameters.window)
    around = [widened(tile, reach, *stream.shape) for tile in tiles]
    found = [RunningComparison(stream.count, (tile.height, tile.width)) for tile in tiles]
    for number, grey in enumerate(stream.walk()):
        wanted = [index for index, chosen in enumerate(frames) if number in chosen]
        if not wanted:
            continue

        def add(
            place: int, energy: FloatMap, number: int = number, wanted: list[int] = wanted
        ) -> None:
            """Take over a frame's energy at one of the tiles that want it."""
            index = wanted[place]
            tile, seen = tiles[index], around[index]
            top, left = tile.top - seen.top, tile.left - seen.left
            rows = slice(top, top + tile.height)
            activity = activity_of_band(energy, rows, parameters.window_radius, parameters.window)
            mask = stream.validity.masks[number] if stream.validity else None
            found[index].add_area(
                number, activity[:, left : left + tile.width], slice(None),
                None if mask is None else mask[tile.area()],
            )  # fmt: skip

        parts = [around[index] for index in wanted]
        encoder.gradient_energy_of_tiles(grey, parts, add, ticking(report, number, stream.count))
    return [running.result() for running in found]


def is_close(comparison: Comparison) -> bool:
    """Whether two activities are within ``CLOSE`` in more than ``CLOSE_SHARE`` of a rectangle, where the
    rounding of bfloat16 could decide."""
    rows = slice(0, len(comparison.labels))
    close = comparison.second[rows] > (1 - CLOSE) * comparison.best[rows]
    return bool(np.count_nonzero(close) > CLOSE_SHARE * close.size)


def for_half_size(parameters: RefinementParameters) -> RefinementParameters:
    """The parameters with half the radii, rounded up."""
    return replace(
        parameters,
        window_radius=-(-parameters.window_radius // 2),
        disk_radius=-(-parameters.disk_radius // 2),
    )


def ticking(report: ShareDone, number: int, count: int) -> Tick:
    """A function that turns the steps of frame ``number`` of ``count`` into the share that is done."""
    return lambda done, total: report((number + done / max(total, 1)) / count)


def add_activity(
    running: RunningComparison,
    number: int,
    energy: FloatMap,
    parameters: RefinementParameters,
    validity: Validity | None = None,
) -> None:
    """Add a frame's activity map to a comparison, band by band."""
    mask = validity.masks[number] if validity else None

    def fill(rows: slice) -> None:
        activity = activity_of_band(energy, rows, parameters.window_radius, parameters.window)
        running.add_area(number, activity, rows, None if mask is None else mask[rows])

    over_bands(fill, *energy.shape)
