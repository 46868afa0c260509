"""Scores at half size everywhere, and at full size only where the choice is open there.

The boundaries between frames are a small part of a large picture. Away from them, where one frame leads
plainly at half size, or where the frames are alike, full size finds the same. Of a long stack only the
frames that may lead in a tile are compared there: memory does not grow with the number of frames, and
the network is compiled for a few.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fusion.activity.candidates import (
    CELL,
    COUNTS,
    MOST,
    Candidates,
    energy_of_cells,
)
from fusion.activity.half_size import (
    HALF_SIZE_SHARE,
    MappedStack,
    ShareDone,
    Stack,
    fill_half,
    halved_mask,
    near_change,
    one_by_one,
    open_cells,
)
from fusion.activity.leading_frames import LeadingFrames
from fusion.decision import WHOLE
from fusion.frames.memory import reduced_luminance
from fusion.frames.scratch import release
from fusion.frames.validity import Validity
from fusion.photo import FloatMap, Mask
from models.arrays import Cuttable
from models.protocols import Scorer
from models.running.tiling import Cells, Tile


def leading_half_first(
    scorer: Scorer,
    stack: Cuttable,
    decisiveness: float,
    large: int | None,
    report: ShareDone,
    validity: Validity | None = None,
    flat: Mask | None = None,
) -> LeadingFrames:
    """The two leading frames at each pixel, most of it found at half size.

    Parameters
    ----------
    scorer
        Gives scores and in-focus probabilities.
    stack
        Luminance (n, H, W) in [0, 1].
    decisiveness
        By how much a lead is multiplied before it becomes a weight.
    large
        Pixels (height × width) from which on a picture is decided at half size first, and that one, if
        it is as large, at a quarter; None scores every pixel at full size.
    report
        Is given the share that is done; may raise to stop.
    validity
        Where each frame has picture; None for everywhere.
    flat
        (H, W): where the choice of the frame does not matter, so that full size need not be looked at;
        None for nowhere.

    Returns
    -------
    LeadingFrames
        (H, W).

    Notes
    -----
    Made here. Where half size has shown which frames lead, those that ``Candidates`` chooses are
    compared in each tile; of more than 32 frames at the smallest size too. Known weakness: detail that
    half size does not show, farther than ``half_size.MARGIN`` pixels from every boundary found there, is
    not seen.

    Examples
    --------
    >>> class Luminance:
    ...     def score(self, frames, scored, tick, wanted, choose):
    ...         values = frames[0:2, 0:1, 0:2]
    ...         scored(Tile(0, 0, 1, 2), values, np.ones_like(values))
    >>> stack = np.array([[[0, 1]], [[1, 0]]], np.float32)
    >>> leading_half_first(Luminance(), stack, 4, None, lambda share: None).labels.tolist()
    [[1, 0]]
    """
    count, height, width = stack.shape
    if large is not None:
        expect(scorer, (count, height, width), large)
    if large is not None and height * width >= large:
        begun, half = HALF_SIZE_SHARE, half_size_of(stack)
        smaller = None if validity is None else validity.halved()
        coarse = leading_half_first(
            scorer, stack_of(half), decisiveness, large,
            lambda share: report(HALF_SIZE_SHARE * share), smaller, halved_mask(flat),
        )  # fmt: skip
        todo = left_by_half_size(coarse, half, (height, width), validity, flat)
        del coarse, half
    else:
        begun, choose = 0.0, None
        if count > MOST:
            choose = Candidates(energy_of_cells(frames_of(stack)), CELL, MOST)
        todo = ToScore(LeadingFrames(count, (height, width), decisiveness, validity), None, choose)

    def scored(tile: Tile, scores: FloatMap, in_focus: FloatMap) -> None:
        todo.led.put(tile.area(), scores, in_focus, todo.choose(tile) if todo.choose else None)

    def tick(done: int, total: int) -> None:
        report(begun + (1 - begun) * done / total)

    scorer.score(stack, scored, tick, todo.wanted, todo.choose)
    report(1.0)
    return todo.led


@dataclass(frozen=True)
class ToScore:
    """What is scored at one size.

    Attributes
    ----------
    led
        The leading frames as far as they are known, to be filled in.
    wanted
        The cells that are scored; None for all.
    choose
        The frames that are compared in each tile; None for all.
    """

    led: LeadingFrames
    wanted: Cells | None
    choose: Candidates | None


def left_by_half_size(
    coarse: LeadingFrames,
    half: Stack,
    shape: tuple[int, int],
    validity: Validity | None,
    flat: Mask | None,
) -> ToScore:
    """What is left to be scored at full size ``shape``, after the frames at half size were."""
    height, width = shape
    is_open = near_change(coarse.labels) | (coarse.weight_steps < WHOLE)
    leading = None if len(half) == 2 else (coarse.labels, coarse.second)
    wanted = open_cells(is_open, half, height, width, leading, flat)
    led, choose = coarse.enlarged(height, width, validity), None
    if len(half) > COUNTS[0]:
        energy = energy_of_cells(one_by_one(half))
        choose = Candidates(energy, 2 * CELL, min(len(half), MOST), led)
    return ToScore(led, wanted, choose)


def leading_half_only(
    scorer: Scorer,
    stack: Cuttable,
    decisiveness: float,
    large: int | None,
    report: ShareDone,
    validity: Validity | None = None,
    flat: Mask | None = None,
) -> LeadingFrames:
    """As ``leading_half_first``, but at half size only: for a first look."""
    _, height, width = stack.shape
    smaller = None if validity is None else validity.halved()
    seen = stack_of(half_size_of(stack))
    half = leading_half_first(
        scorer, seen, decisiveness, large, report, smaller, halved_mask(flat)
    )
    return half.enlarged(height, width, validity)


def expect(scorer: Scorer, shape: tuple[int, int, int], large: int) -> None:
    """Let the scorer prepare, in other threads, for the sizes that ``leading_half_first`` will score."""
    count, height, width = shape
    if height * width >= large and count <= COUNTS[0]:
        scorer.expect_cells(count, height, width)
    while height * width >= large:
        height, width = -(-height // 2), -(-width // 2)
    scorer.expect_whole(min(count, MOST), height, width, count > MOST)


def half_size_of(stack: Cuttable) -> Stack:
    """Luminance (n, H, W) at half size, rounded up, in memory or in a scratch file."""
    count, height, width = stack.shape
    half: Stack = reduced_luminance((count, -(-height // 2), -(-width // 2)))
    for number in range(count):
        fill_half(half[number], FrameOfStack(stack, number))
        release(half)
    return half


def stack_of(half: Stack) -> Cuttable:
    """The stack, read without keeping what is mapped of a scratch file."""
    return MappedStack(half) if isinstance(half, np.memmap) else half


def frames_of(stack: Cuttable) -> Iterator[npt.NDArray[np.floating[Any]]]:
    """The luminance (H, W) of one frame of the stack after another."""
    count, height, width = stack.shape
    for number in range(count):
        yield stack[number : number + 1, 0:height, 0:width][0]


class FrameOfStack:
    """One frame of a stack, (H, W)."""

    def __init__(self, stack: Cuttable, number: int) -> None:
        self._stack = stack
        self._frame = slice(number, number + 1)
        self.shape = stack.shape[1:]

    def __getitem__(self, area: tuple[slice, slice], /) -> npt.NDArray[np.floating[Any]]:
        return self._stack[(self._frame, *area)][0]
