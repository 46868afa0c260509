"""What a stroke means in a decision: label, runner-up and weight where it painted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.decision import WHOLE, Area, Decision, Labels, Steps
from fusion.photo import FloatMap

FULL = np.float32(WHOLE)


@dataclass(frozen=True, eq=False)
class Choice:
    """A decision in an area, without its confidence.

    Attributes
    ----------
    labels, runner_up
        (h, w): frame numbers.
    weight
        (h, w) in steps.
    """

    labels: Labels
    runner_up: Labels
    weight: Steps

    @staticmethod
    def of(decision: Decision, area: Area) -> Choice:
        """A decision's maps in an area."""
        rows, columns = area
        second = np.asarray(decision.runner_up_map[rows][:, columns], decision.labels.dtype)
        return Choice(decision.labels[area], second, decision.weight_steps[area])

    @staticmethod
    def of_frame(number: int, like: Choice) -> Choice:
        """One frame everywhere."""
        labels = np.full_like(like.labels, number)
        return Choice(labels, labels, np.full_like(like.weight, WHOLE))

    def part(self, area: Area) -> Choice:
        """The maps in a part of the area."""
        return Choice(self.labels[area], self.runner_up[area], self.weight[area])

    def copy(self) -> Choice:
        """The same in arrays of its own."""
        return Choice(self.labels.copy(), self.runner_up.copy(), self.weight.copy())

    def take(self, area: Area, part: Choice) -> None:
        """Write another choice into a part of the maps."""
        self.labels[area] = part.labels
        self.runner_up[area] = part.runner_up
        self.weight[area] = part.weight


def with_frame(below: Choice, number: int, weights: FloatMap) -> Choice:
    """The decision where a stroke of one frame lies over another, as ``painted_choice`` has it; sooner,
    since most of a stroke is laid on whole."""
    whole = weights == 1
    result = Choice(
        np.where(whole, below.labels.dtype.type(number), below.labels),
        np.where(whole & (below.labels != number), below.labels, below.runner_up),
        np.where(whole, np.uint16(WHOLE), below.weight),
    )
    rim = np.nonzero((weights > 0) & ~whole)
    if rim[0].size:
        part = Choice(below.labels[rim], below.runner_up[rim], below.weight[rim])
        mixed = painted_choice(part, Choice.of_frame(number, part), weights[rim])
        result.labels[rim] = mixed.labels
        result.runner_up[rim] = mixed.runner_up
        result.weight[rim] = mixed.weight
    return result


def painted_choice(below: Choice, above: Choice, weights: FloatMap) -> Choice:
    """The decision where a stroke lies over another.

    Parameters
    ----------
    below, above
        What was decided, and what the stroke takes.
    weights
        (h, w) in [0, 1]: the stroke's share.

    Returns
    -------
    Choice
        Label and runner-up are the two frames of the largest shares, the weight is the label's share.

    Notes
    -----
    Made here. Known weakness: of three or four frames that a pixel is mixed of, the map names two; the
    pixels are mixed of all.

    Examples
    --------
    >>> maps = (np.zeros((1, 3), np.uint8), np.ones((1, 3), np.uint8), np.full((1, 3), WHOLE, np.uint16))
    >>> below = Choice(*maps)
    >>> found = painted_choice(below, Choice.of_frame(2, below), np.float32([[0, 0.25, 0.75]]))
    >>> found.labels.tolist(), found.runner_up.tolist(), (found.weight / WHOLE).tolist()
    ([[0, 0, 2]], [[1, 2, 0]], [[1.0, 0.75, 0.75]])
    """
    frames = [below.labels, below.runner_up, above.labels, above.runner_up]
    rest = np.float32(1) - weights
    first, third = below.weight / FULL * rest, above.weight / FULL * weights
    shares = [first, rest - first, third, weights - third]
    for later in range(1, 4):  # a frame that stands twice counts once
        for earlier in range(later):
            same = frames[later] == frames[earlier]
            shares[earlier] = np.where(same, shares[earlier] + shares[later], shares[earlier])
            shares[later] = np.where(same, np.float32(-1), shares[later])
    labels, weight, others = best_of(frames, shares)
    runner_up, _, _ = best_of(frames, others)
    untouched = weights == 0
    return Choice(
        np.where(untouched, below.labels, labels),
        np.where(untouched, below.runner_up, runner_up),
        np.where(untouched, below.weight, np.rint(np.clip(weight, 0, 1) * FULL)).astype(np.uint16),
    )


def best_of(
    frames: list[Labels], shares: list[FloatMap]
) -> tuple[Labels, FloatMap, list[FloatMap]]:
    """The frame of the largest share (the first of equals), that share, and the shares without it."""
    label, most = frames[0], shares[0]
    for frame, share in zip(frames[1:], shares[1:], strict=True):
        larger = share > most
        label, most = np.where(larger, frame, label), np.where(larger, share, most)
    others = [
        np.where(frame == label, np.float32(-2), share)
        for frame, share in zip(frames, shares, strict=True)
    ]
    return label, most, others
