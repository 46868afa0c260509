"""Comparing activity maps frame by frame, keeping the best and the second best so far."""

from __future__ import annotations

import numpy as np

from fusion.decision import Comparison, Labels, label_type, undecided
from fusion.photo import FloatMap, Mask
from fusion.threads import over_bands

Area = slice | tuple[slice, slice]
"""Rows, or rows and columns."""


class RunningComparison:
    """The largest and second largest activity of the frames added so far, and whose they are.

    Frames are added in any order, one at a time; ``result`` gives the comparison.

    Parameters
    ----------
    frames
        How many will be added.
    shape
        (H, W).

    Examples
    --------
    >>> running = RunningComparison(2, (1, 2))
    >>> running.add(0, np.array([[3, 1]], np.float32))
    >>> running.add(1, np.array([[2, 5]], np.float32))
    >>> running.result().labels.tolist(), running.result().second.tolist()
    ([[0, 1]], [[2.0, 1.0]])
    """

    def __init__(self, frames: int, shape: tuple[int, int]) -> None:
        kind = label_type(frames)
        self.labels: Labels = np.full(shape, np.iinfo(kind).max, dtype=kind)
        self.best: FloatMap = np.full(shape, -1, dtype=np.float32)
        self.second: FloatMap = np.full(shape, -1, dtype=np.float32)
        self.runner_up: Labels | None = self.labels.copy() if frames > 2 else None

    def add(self, number: int, activity: FloatMap, valid: Mask | None = None) -> None:
        """Take frame ``number`` into account; equal values leave a pixel undecided in any order.

        Parameters
        ----------
        number
            Of the frame, from 0.
        activity
            (H, W), 0 or more.
        valid
            (H, W): where the frame has picture; None for everywhere. Elsewhere it never wins.
        """

        def fill(rows: slice) -> None:
            self.add_area(number, activity[rows], rows, None if valid is None else valid[rows])

        over_bands(fill, *activity.shape)

    def add_area(
        self, number: int, activity: FloatMap, area: Area, valid: Mask | None = None
    ) -> None:
        """The same for an area of the picture; ``activity`` and ``valid`` are those of the area."""
        labels, best, second = self.labels[area], self.best[area], self.second[area]
        if valid is not None:
            activity = np.where(valid, activity, np.float32(-1))
        larger = activity > best
        if self.runner_up is not None:
            runner_up = self.runner_up[area]
            np.copyto(runner_up, runner_up.dtype.type(number), where=(activity > second) & ~larger)
            np.copyto(runner_up, labels, where=larger)
        np.copyto(labels, labels.dtype.type(number), where=larger)
        np.copyto(labels, labels.dtype.type(undecided(labels)), where=activity == best)
        np.maximum(second, np.minimum(activity, best), out=second)
        np.maximum(best, activity, out=best)

    def result(self) -> Comparison:
        """The comparison of all frames that were added."""
        return Comparison(self.labels, self.best, self.second, self.runner_up)


def runner_up_of(comparison: Comparison, labels: Labels, frames: int) -> Labels:
    """The frame that comes second at each pixel, given the final labels.

    Parameters
    ----------
    comparison
        Of the activity maps.
    labels
        (H, W): after consistency verification.
    frames
        How many took part.

    Returns
    -------
    Labels
        (H, W): the frame of largest activity where the label names another; elsewhere that of second
        largest. Where neither is known (equal activity), the next frame by number.
    """
    raw = comparison.labels
    if comparison.runner_up is None:
        return np.asarray(1 - labels, labels.dtype) if frames == 2 else np.zeros_like(labels)
    found = np.where(raw == labels, comparison.runner_up[0 : len(labels)], raw)
    unknown = (found == undecided(raw)) | (found == labels)
    found[unknown] = (labels[unknown] + 1) % frames
    return found.astype(labels.dtype)
