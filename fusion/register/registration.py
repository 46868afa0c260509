"""What registering found: for each frame its transform, how sure that is, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from fusion.notes import Note
from fusion.transform import Transform, corner_distance

Flag = Literal[
    "unregistered", "uncertain", "other-scene", "turned", "black", "blown", "blurred", "darker",
    "duplicate", "alike", "out-of-order",
]  # fmt: skip
"""What may be wrong with a frame; ``fusion.register.flags`` says when."""
Model = Literal["none", "shift", "similarity", "affine", "homography"]
FittedModel = Literal[Model, "field"]
"""``field``: a matrix and a smooth displacement beside it."""
Area = tuple[slice, slice]


@dataclass(frozen=True)
class FrameReport:
    """What registering found about one frame.

    Attributes
    ----------
    name
        Of its file; ``source 3`` for a frame that is no file.
    transform
        From the reference to the frame.
    shift_px, scale, rotation_deg
        Of the transform: how far the picture's centre moves (x, y), the size of the frame's content
        against the reference's, and its turn, counter-clockwise as seen.
    inliers
        Share of the compared windows that agree with the transform, 0 to 1.
    error_px
        By how many pixels registering forward and backward disagree, at the corners on average.
    closure_px
        By how many pixels the direct matches with other frames disagree with the joint solution.
    sharpness
        Gradient energy where the frame is sharpest, against the sharpest frame's: 0 to 1.
    flags
        What is wrong with the frame.
    used
        Whether the frame takes part in the fusion.

    Examples
    --------
    >>> FrameReport("near.jpg").used, FrameReport("near.jpg").scale
    (True, 1.0)
    """

    name: str
    transform: Transform = field(default_factory=Transform)
    shift_px: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    rotation_deg: float = 0.0
    inliers: float = 1.0
    error_px: float = 0.0
    closure_px: float = 0.0
    sharpness: float = 1.0
    flags: tuple[Flag, ...] = ()
    used: bool = True


@dataclass(frozen=True)
class Registration:
    """How the frames of a stack lie against its reference frame.

    Attributes
    ----------
    model
        The motion model that was fitted; ``none`` where no frame has to be moved.
    reference
        Index of the reference frame, from 0.
    size
        Height and width of the reference frame.
    area
        Rows and columns of the reference that the result shows: its crop.
    frames
        What was found, frame by frame, in the order of the sources.
    notes
        For the user: what was done.

    Examples
    --------
    >>> still = Registration("none", 0, (4, 6), (slice(0, 4), slice(0, 6)), (FrameReport("a.png"),))
    >>> still.is_identity, still.largest_motion
    (True, 0.0)
    """

    model: FittedModel
    reference: int
    size: tuple[int, int]
    area: Area
    frames: tuple[FrameReport, ...]
    notes: tuple[Note, ...] = ()

    @property
    def used(self) -> tuple[int, ...]:
        """The indices of the frames that take part, from 0."""
        return tuple(number for number, frame in enumerate(self.frames) if frame.used)

    @property
    def is_identity(self) -> bool:
        """Whether it changes nothing: all frames used, none moved, none brightened."""
        return all(
            frame.used and frame.transform.is_still and not frame.transform.has_gain
            for frame in self.frames
        )

    @property
    def is_cropped(self) -> bool:
        """Whether the result shows less than the reference."""
        whole = slice(0, self.size[0]), slice(0, self.size[1])
        return self.area != whole

    @property
    def largest_motion(self) -> float:
        """How far the corners of a frame move at most, on average, as a share of the longer side."""
        moves = [
            corner_distance(self.frames[number].transform.matrix, np.eye(3), self.size)
            for number in self.used
        ]
        return max(moves, default=0.0) / max(self.size)

    def with_used(self, number: int, used: bool) -> Registration:
        """The same with one frame taken in or left out by the user."""
        frames = list(self.frames)
        frames[number] = replace(frames[number], used=used)
        return replace(self, frames=tuple(frames))
