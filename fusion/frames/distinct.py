"""Frames of the same pixels count as one: the same photograph given twice changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from fusion.contracts import Frames, Outcome
from fusion.frames.validity import validity_of
from fusion.notes import Note
from fusion.photo import Mask, Photo

SAMPLED_ROWS = 64
"""Rows of a frame by which frames are told apart first; only those alike there are compared whole."""


class SomeFrames:
    """Some of the frames, by their numbers.

    Parameters
    ----------
    frames
        All of them.
    numbers
        Of those that are left, from 0.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((2, 2), level, np.uint8) for level in (5, 7, 9)])
    >>> [int(photo.pixels[0, 0]) for photo in SomeFrames(frames, (0, 2))]
    [5, 9]
    """

    def __init__(self, frames: Frames, numbers: Sequence[int]) -> None:
        self._frames = frames
        self.numbers = tuple(numbers)

    @property
    def validity(self) -> Mask | None:
        """(H, W): where at least one of these frames has picture; None if that is everywhere."""
        validity = validity_of(self)
        return None if validity is None else validity.anywhere()

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return self._frames.shape

    @property
    def in_memory(self) -> bool:
        """Whether all pixels are in memory."""
        return self._frames.in_memory

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[Photo]:
        for number in self.numbers:
            yield self._frames[number]
            if not self.in_memory:
                self._frames.release()

    def __getitem__(self, number: int, /) -> Photo:
        return self._frames[self.numbers[number]]

    def release(self) -> None:
        """Free memory whose values can be read again from a file."""
        self._frames.release()


class DistinctFrames(SomeFrames):
    """Frames without those whose pixels an earlier frame has.

    Two frames at least are left, so that a method has what it needs: of frames that are all alike, the
    first two.

    Parameters
    ----------
    frames
        To be fused.
    used
        Indices of those that take part; None for all.

    Attributes
    ----------
    numbers
        For each frame that is left its number in ``frames``, ascending.
    equals
        For each frame that is not left, the number of the first frame of the same pixels.
    different
        How many frames of other pixels there are: 1 where those that are left are alike.

    Notes
    -----
    Made here. Only frames with the same pixels and the same validity count as one; a frame that differs
    by noise alone stays.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((2, 2), level, np.uint8) for level in (5, 7, 5)])
    >>> distinct = DistinctFrames(frames)
    >>> len(distinct), distinct.numbers, distinct.equals
    (2, (0, 1), {2: 0})
    """

    def __init__(self, frames: Frames, used: Sequence[int] | None = None) -> None:
        taking_part = list(range(len(frames))) if used is None else list(used)
        self.equals = equal_frames(frames, taking_part)
        numbers = [number for number in taking_part if number not in self.equals]
        self.different = len(numbers)
        if len(numbers) == 1:  # methods need two: its equal, or itself again
            numbers = [*taking_part, *taking_part][:2]
        super().__init__(frames, numbers)

    def notes(self, name_of: Callable[[int], str | Note]) -> tuple[Note, ...]:
        """A note for each frame that is not left; ``name_of`` names a frame by its number."""
        return tuple(
            Note(
                "same-pixels", "{other} has the same pixels as {first}; the two count as one.",
                other=name_of(other), first=name_of(first),
            )
            for other, first in self.equals.items()
        )  # fmt: skip

    def of_all(self, outcome: Outcome) -> Outcome:
        """An outcome of these frames with the numbers of all frames in its decision."""
        if outcome.decision is None or len(self) == len(self._frames):
            return outcome
        decision = outcome.decision.renumbered(self.numbers, len(self._frames))
        return replace(outcome, decision=decision)


def equal_frames(frames: Frames, among: Sequence[int] | None = None) -> dict[int, int]:
    """For each frame whose pixels an earlier one has, the number of the first that has them.

    ``among`` names the frames that are compared; None for all."""
    firsts: dict[bytes, list[int]] = {}
    found: dict[int, int] = {}
    for number in range(len(frames)) if among is None else among:
        photo = frames[number]
        alike = firsts.setdefault(sample_of(photo), [])
        same = next((first for first in alike if are_equal(frames[first], photo)), None)
        if same is None:
            alike.append(number)
        else:
            found[number] = same
        if not frames.in_memory:
            frames.release()
    return found


def sample_of(photo: Photo) -> bytes:
    """A hash of ``SAMPLED_ROWS`` rows: equal for equal pixels, almost always another for others."""
    step = max(1, photo.height // SAMPLED_ROWS)
    return hashlib.sha256(photo.pixels[::step].tobytes()).digest()


def are_equal(one: Photo, other: Photo) -> bool:
    """Whether two frames have the same pixels and the same validity."""
    if (one.validity is None) != (other.validity is None):
        return False
    if one.validity is not None and not np.array_equal(one.validity, np.asarray(other.validity)):
        return False
    return np.array_equal(one.pixels, other.pixels)
