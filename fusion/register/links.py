"""Matching the frames of a stack with their neighbours and with frames further away, in one walk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fusion.contracts import Frames
from fusion.progress import Progress
from fusion.register.choice import moves
from fusion.register.exposure import GainLink, compare_light
from fusion.register.levels import LONG_SIDES, Prepared
from fusion.register.models import MotionModel
from fusion.register.pair import Match, register_pair
from fusion.register.poses import Link
from fusion.register.summary import Summary, summarise
from fusion.threads import in_threads
from fusion.transform import Matrix, normalised
from models.running.threads import thread_count

OFFSETS = (1, 2, 4, 8)
"""How many frames apart those are that are matched."""
FINE_OFFSET = 1
"""Up to this offset frames are matched at the finest size."""
TRUSTED = 0.15
"""Inliers with which a match is a link of the stack."""
FEWEST_INLIERS, FEWEST_AGREEING, SAME_PX = 0.05, 25, 0.5
"""With fewer, so many windows must agree, and the motion there and back, at the size compared."""


@dataclass
class Matches:
    """What one walk over a stack found.

    Attributes
    ----------
    shape
        (H, W) of the frames.
    share
        Of the full size, at the size of 720, whose cells the sharpness is measured in.
    summaries
        One a frame.
    moving
        Whether a pair was found that moves.
    matches
        By the indices of two frames; None where they could not be matched.
    looked
        Whether frames were compared at all.
    """

    shape: tuple[int, int]
    share: float = 1.0
    summaries: list[Summary] = field(default_factory=list)
    moving: bool = False
    matches: dict[tuple[int, int], Match | None] = field(default_factory=dict)
    looked: bool = True

    def add(self, seen: tuple[Prepared, Summary]) -> None:
        """Keep the summary of the next frame."""
        self.share = seen[0].share_at(min(1, seen[0].finest))
        self.summaries.append(seen[1])

    def of_neighbours(self) -> list[Match]:
        """The matches of neighbouring frames that can be believed."""
        return [
            match
            for (first, second), match in self.matches.items()
            if second - first == 1 and match is not None and is_trusted(match)
        ]

    def nearest(self, number: int) -> Match | None:
        """The best match of a frame with one beside it."""
        beside = [self.matches.get((number - 1, number)), self.matches.get((number, number + 1))]
        found = [match for match in beside if match is not None]
        return max(found, key=lambda match: match.inliers, default=None)

    def agreement(self, offset: int, mean: Callable[[list[float]], Any] = np.mean) -> float:
        """The mean share of windows that agree with the matches of frames ``offset`` apart."""
        inliers = [
            0.0 if match is None else match.inliers
            for (first, second), match in self.matches.items()
            if second - first == offset
        ]
        return float(mean(inliers))

    def links(self) -> list[Link]:
        """The matches that can be believed, as links with their expected errors."""
        found = []
        for (first, second), match in self.matches.items():
            if match is None or not is_trusted(match):
                continue
            own = 0.05 / match.share / np.sqrt(max(match.inliers, 0.05))
            error = min(match.error_px, 20.0)
            found.append(Link(first, second, match.matrix, float(np.hypot(own, error))))
        return found

    def gain_links(self) -> list[GainLink]:
        """The comparisons of light, along the motion that was found; as they are where nothing moves."""
        found = []
        for (first, second), match in self.matches.items():
            believed = match is not None and is_trusted(match)
            if self.moving and not believed:
                continue
            one, other = self.summaries[first].light, self.summaries[second].light
            matrix = match.matrix if match is not None and believed else np.eye(3)
            compared = compare_light(one, other, matrix)
            if compared is not None:
                found.append(GainLink(first, second, *compared))
        return found


def is_trusted(match: Match) -> bool:
    """Whether a match is a link of the stack: many windows agree with it, or fewer do and the motion
    back is the same."""
    if match.inliers >= TRUSTED:
        return True
    same = match.error_px * match.share < SAME_PX
    return match.inliers >= FEWEST_INLIERS and match.fit.agreeing >= FEWEST_AGREEING and same


def match_all(
    frames: Frames,
    model: MotionModel,
    finest: int,
    progress: Progress,
    before: Matches | None = None,
    offsets: tuple[int, ...] = OFFSETS,
    until_motion: bool = False,
) -> Matches:
    """Match every frame with those 1, 2, 4 and 8 before it.

    Parameters
    ----------
    frames
        Walked through once, several at a time; about ten of them are held, reduced.
    model
        Of the motion.
    finest
        Number of the finest size at which neighbours are compared.
    progress
        Called frame by frame.
    before
        Matches of the same pairs by a simpler model or at a coarser size, as first guesses.
    offsets
        How many frames apart those are that are matched.
    until_motion
        Whether to stop at the first pair that moves, and say so in ``moving``.

    Returns
    -------
    Matches
        Of all pairs.
    """
    result = Matches(frames.shape, moving=not until_motion)
    held: dict[int, Prepared] = {}
    for first in range(0, len(frames), thread_count()):
        batch = range(first, min(first + thread_count(), len(frames)))
        progress("Looking for motion", first, len(frames))
        seen = in_threads(lambda number: summarise(frames[number], LONG_SIDES[finest]), batch)
        frames.release()
        for number, (prepared, summary) in zip(batch, seen, strict=True):
            result.add((prepared, summary))
            held[number] = prepared
        pairs = [
            (number - offset, number) for number in batch for offset in offsets if offset <= number
        ]
        match_with(held, pairs, model, finest, result, before)
        if until_motion and any(
            moves(held[one], held[other], result.matches[one, other]) for one, other in pairs
        ):
            result.moving = True
            break
        held = {number: one for number, one in held.items() if number > batch[-1] - max(offsets)}
        for one in held.values():
            one.forget(2)
    progress("Looking for motion", len(frames), len(frames))
    return result


def match_with(
    frames: Mapping[int, Prepared],
    pairs: Sequence[tuple[int, int]],
    model: MotionModel,
    finest: int,
    result: Matches,
    before: Matches | None,
) -> None:
    """Match pairs of frames, several at a time: first neighbours, then, from there, the others."""

    def match(pair: tuple[int, int]) -> Match | None:
        first, second = pair
        start = guess(first, second, before or result, exact=before is not None)
        level = finest if second - first <= FINE_OFFSET else min(finest, 1)
        return register_pair(frames[first], frames[second], model, level, start)

    neighbours = [pair for pair in pairs if pair[1] - pair[0] == 1]
    others = [pair for pair in pairs if pair[1] - pair[0] != 1]
    for group in (neighbours, others):
        for pair, found in zip(group, in_threads(match, group), strict=True):
            result.matches[pair] = found


def guess(first: int, second: int, known: Matches, exact: bool) -> Matrix | None:
    """The motion between two frames by what is known: their own match, or the chain of neighbours."""
    if exact:
        own = known.matches.get((first, second))
        if own is not None and is_trusted(own):
            return own.matrix
    matrix = np.eye(3)
    for number in range(first, second):
        step = known.matches.get((number, number + 1))
        if step is None or not is_trusted(step):
            return None
        matrix = step.matrix @ matrix
    return None if second - first == 1 and not exact else normalised(matrix)
