"""Scores where they pay: at half size everywhere, at full size only where the choice is open there.

The boundaries between frames are a small part of a large picture. Away from them, where one frame leads
plainly at half size, or where the frames are alike, full size finds the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from fusion.activity.half_size import (
    COARSE_SHARE,
    Stack,
    Told,
    fill_half,
    half_stack,
    near_change,
    open_cells,
)
from fusion.activity.leading_frames import ScoredChoice
from fusion.decision import WHOLE
from fusion.frames.luminance import Luminances
from fusion.photo import FloatMap
from models.protocols import Scorer
from models.running.tiling import Tile


def choose_by_scores(
    scorer: Scorer, stack: Luminances, decisiveness: float, large: int | None, told: Told
) -> ScoredChoice:
    """The two leading frames at each pixel.

    A picture of ``large`` pixels or more is decided at half size first, and that one, if it is large, at
    half its size; with None every pixel is looked at in full size.
    """
    count, height, width = stack.shape
    choice, wanted, begun = None, None, 0.0
    if large is not None:
        expect(scorer, (count, height, width), large)
    if large is not None and height * width >= large:
        with half_stack(count, height, width, lambda half: fill_halves(half, stack)) as half:
            coarse = choose_by_scores(
                scorer, half, decisiveness, large, lambda share: told(COARSE_SHARE * share)
            )
            is_open = near_change(coarse.labels) | (coarse.weight_steps < WHOLE)
            wanted, begun = open_cells(is_open, half, height, width), COARSE_SHARE
        choice = coarse.enlarged(height, width)
        del coarse
    choice = choice or ScoredChoice(count, (height, width), decisiveness)
    put = choice.put

    def scored(place: Tile, scores: FloatMap, faithful: FloatMap) -> None:
        put(place.area(), scores, faithful)

    def tick(done: int, total: int) -> None:
        told(begun + (1 - begun) * done / total)

    scorer.score(stack, scored, tick, wanted)
    told(1.0)
    return choice


def choose_at_half_size(
    scorer: Scorer, stack: Luminances, decisiveness: float, large: int | None, told: Told
) -> ScoredChoice:
    """As ``choose_by_scores``, but what the half size says is not looked at again: for a first look."""
    count, height, width = stack.shape
    with half_stack(count, height, width, lambda half: fill_halves(half, stack)) as half:
        return choose_by_scores(scorer, half, decisiveness, large, told).enlarged(height, width)


def expect(scorer: Scorer, shape: tuple[int, int, int], large: int) -> None:
    """The scorer gets ready, beside other work, what ``choose_by_scores`` will ask it for."""
    count, height, width = shape
    if height * width >= large:
        scorer.expect_cells(count, height, width)
    while height * width >= large:
        height, width = -(-height // 2), -(-width // 2)
    scorer.expect_whole(count, height, width)


def fill_halves(half: Stack, stack: Luminances) -> None:
    """Fill ``half`` with the frames at half size."""
    for number in range(stack.shape[0]):
        fill_half(half[number], OfStack(stack, number))


class OfStack:
    """One frame of a stack."""

    def __init__(self, stack: Luminances, number: int) -> None:
        self._stack = stack
        self._frame = slice(number, number + 1)
        self.shape = stack.shape[1:]

    def __getitem__(self, area: tuple[slice, slice], /) -> npt.NDArray[np.floating[Any]]:
        return self._stack[(self._frame, *area)][0]
