"""What is wrong with a frame, by thresholds that were fitted on planted failures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from fusion.photo import FloatMap
from fusion.register.links import Matches
from fusion.register.poses import Link, Poses
from fusion.register.registration import Flag
from fusion.register.summary import CELL, Summary
from fusion.transform import Gain, Matrix, reduced

Floats = npt.NDArray[np.float64]
BLACK, TIMES_BLACK = 16.0, 4.0
"""A frame is black if 99 % of it are below this level of 8 bits, and below a fourth of the others'."""
BLOWN = 0.6
"""Share of white pixels from which a frame is blown, where the others have less than a third of that."""
MOST_GAIN = 2.2
"""A frame that needs a gain beyond this, or below its inverse, was lit otherwise: no flicker."""
BLURRED = 0.3
"""A frame is blurred everywhere if no 2 % of its cells reach this share of the sharpest energy there."""
LEADING = 0.98
OUT_OF_ORDER = 1.0
"""By how many typical steps a frame must lie nearer to another place in the stack than to its own."""
UNCERTAIN_PX = 1.0
"""A frame whose matches disagree by more, at the corners, is registered uncertainly."""
SMALLEST_SIDE = 200
"""Side in pixels below which two pictures have too few windows to tell whether they show one scene."""
ALIKE = 0.015
"""Mean logarithmic difference of sharpness below which two neighbours were focused alike."""
UNUSABLE: frozenset[Flag] = frozenset(
    {"unregistered", "other-scene", "black", "blown", "blurred", "darker"}
)
"""A frame with one of these flags is left out, unless the user keeps it."""


@dataclass(frozen=True, eq=False)
class Sharpness:
    """How sharp the cells of all frames are, in the reference's geometry.

    Attributes
    ----------
    energy
        (n, rows, columns); NaN where a frame has no picture.
    share
        (n,): energy of the sharpest cells against the sharpest frame's, 0 to 1.
    """

    energy: Floats
    share: Floats


def sharpness_of(summaries: Sequence[Summary], matrices: Sequence[Matrix], share: float) -> Sharpness:
    """The sharpness of all frames, brought to the reference; ``share`` is that of the size of 720."""
    rows, columns = summaries[0].sharpness.shape
    energy = np.full((len(summaries), rows, columns), np.nan)
    for number, (summary, matrix) in enumerate(zip(summaries, matrices, strict=True)):
        energy[number] = at_reference(summary.sharpness, reduced(matrix, share / CELL))
    peak = np.max(np.nan_to_num(energy), axis=0)
    textured = peak >= np.quantile(peak, 0.5)
    ratio = energy[:, textured] / np.maximum(peak[textured], 1e-9)
    return Sharpness(energy, np.quantile(np.nan_to_num(ratio), LEADING, axis=1))


def at_reference(cells: FloatMap, matrix: Matrix) -> FloatMap:
    """Cells as they lie in the reference; NaN outside."""
    size = cells.shape[::-1]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(cells, matrix, size, flags=flags, borderValue=float("nan")))


def flags_of(
    matches: Matches,
    links: Sequence[Link],
    poses: Poses,
    gains: Sequence[Gain],
    equals: dict[int, int],
    moving: bool,
) -> tuple[list[list[Flag]], Floats]:
    """The flags of every frame, and its sharpness.

    Parameters
    ----------
    matches, links, poses
        What was found about motion; ``links`` are the matches that were believed.
    gains
        Of each frame.
    equals
        For each frame whose pixels an earlier one has, that one's number.
    moving
        Whether frames were looked at for motion at all.

    Returns
    -------
    flags, sharpness
        For each frame a list, and a number from 0 to 1.
    """
    count = len(matches.summaries)
    flags: list[list[Flag]] = [[] for _ in range(count)]
    matrices = [np.eye(3) if matrix is None else matrix for matrix in poses.matrices]
    sharp = sharpness_of(matches.summaries, matrices, matches.share)
    for number in equals:
        flags[number].append("duplicate")
    if count > 2:
        flag_light(matches.summaries, gains, poses, flags)
        for number, own in enumerate(flags):
            if sharp.share[number] < BLURRED and not own:
                own.append("blurred")
    if moving:
        flag_motion(matches, links, poses, flags)
    else:
        for number in of_another_scene(matches):
            if not set(flags[number]) & UNUSABLE:
                flags[number].append("other-scene")
    flag_order(sharp, flags)
    return flags, sharp.share


def flag_light(
    summaries: Sequence[Summary], gains: Sequence[Gain], poses: Poses, flags: list[list[Flag]]
) -> None:
    """Flag frames that are black, blown, or lit otherwise than the rest."""
    highs = np.array([summary.high for summary in summaries])
    blown = np.array([summary.blown for summary in summaries])
    logs = np.log([gain[1] for gain in gains])
    lights = np.log([summary.mean_light + 1e-4 for summary in summaries])
    for number, matrix in enumerate(poses.matrices):
        others = np.arange(len(summaries)) != number
        # gains need frames that lie on each other, and light that is not clipped
        measures = [lights] if matrix is None else [lights, logs]
        factor = max(abs(of[number] - np.median(of[others])) for of in measures)
        if highs[number] < BLACK and highs[number] * TIMES_BLACK < np.median(highs[others]):
            flags[number].append("black")
        elif blown[number] > BLOWN and np.median(blown[others]) < BLOWN / 3:
            flags[number].append("blown")
        elif factor > np.log(MOST_GAIN):
            flags[number].append("darker")


def flag_motion(matches: Matches, links: Sequence[Link], poses: Poses, flags: list[list[Flag]]) -> None:
    """Flag frames that could not be registered, show another scene, are turned, or are uncertain."""
    for number, matrix in enumerate(poses.matrices):
        if matrix is None:
            if not set(flags[number]) & UNUSABLE:
                flags[number].append("other-scene" if disagrees(matches, number) else "unregistered")
            continue
        if abs(np.arctan2(matrix[1, 0], matrix[0, 0])) > np.pi / 4:
            flags[number].append("turned")
        if poses.closure_of(number, links) > UNCERTAIN_PX:
            flags[number].append("uncertain")


def of_another_scene(matches: Matches) -> list[int]:
    """The frames that show another scene, among frames that were looked at for motion and lie still; of
    two the second.

    Of 70 pairs of one scene at least 22 % of the windows agree, of 125 mixed ones at most 2 %.
    """
    if not matches.looked or min(matches.shape) < SMALLEST_SIDE:
        return []
    count = len(matches.summaries)
    found = [number for number in range(count) if disagrees(matches, number)]
    return found[1:] if len(found) == count else found


def disagrees(matches: Matches, number: int) -> bool:
    """Whether a frame shows texture, and no other frame shows the same."""
    own = float((matches.summaries[number].sharpness > 0).mean())
    return own > 0.1 and all(
        match is None or match.inliers < 0.05
        for pair, match in matches.matches.items()
        if number in pair
    )


def flag_order(sharp: Sharpness, flags: list[list[Flag]]) -> None:
    """Flag frames focused like frames elsewhere in the stack, and neighbours focused alike."""
    usable = [n for n, own in enumerate(flags) if not set(own) & (UNUSABLE | {"duplicate"})]
    if len(usable) < 2:
        return
    apart = distances(sharp.energy[usable])
    steps = apart[np.arange(len(usable) - 1), np.arange(1, len(usable))]
    for place, number in enumerate(usable[1:], 1):
        if steps[place - 1] < ALIKE:
            flags[number].append("alike")
    if len(usable) < 5:
        return
    typical = max(float(np.median(steps)), 1e-6)
    for place, number in enumerate(usable):
        here, elsewhere = insertion_costs(apart, place)
        if here - elsewhere > OUT_OF_ORDER * typical:
            flags[number].append("out-of-order")


def distances(energy: Floats) -> Floats:
    """(n, n): how differently two frames are focused, the mean logarithmic difference of their cells."""
    seen = ~np.isnan(energy).any(axis=0)
    peak = np.max(np.nan_to_num(energy), axis=0)
    textured = seen & (peak >= np.quantile(peak, 0.5)) & (peak > 0)
    logs = np.log(energy[:, textured] + 0.02 * peak[textured])
    if not logs.size:
        return np.zeros((len(energy),) * 2)
    return np.array([np.abs(logs - own).mean(axis=1) for own in logs])


def insertion_costs(apart: Floats, place: int) -> tuple[float, float]:
    """By how much a frame lengthens the way through the stack where it is, and where it fits best."""
    others = [n for n in range(len(apart)) if n != place]
    costs = [apart[place, others[0]], *(
        apart[one, place] + apart[place, other] - apart[one, other]
        for one, other in pairwise(others)
    ), apart[others[-1], place]]  # fmt: skip
    return float(costs[place]), float(min(cost for n, cost in enumerate(costs) if n != place))


def left_out(flags: Sequence[Sequence[Flag]], keep: Sequence[int], drop: Sequence[int]) -> set[int]:
    """The frames that take no part: those the user drops, and those that are unusable and not kept.

    Where that would be half of the frames or more, which of them are wrong cannot be told, and only the
    user's are left out.

    Examples
    --------
    >>> left_out([["black"], [], [], []], keep=(), drop=(3,)), left_out([["black"], []], (), ())
    ({0, 3}, set())
    """
    unusable = {n for n, own in enumerate(flags) if set(own) & UNUSABLE and n not in keep}
    if 2 * len(unusable) >= len(flags):
        unusable = set()
    return unusable | set(drop)
