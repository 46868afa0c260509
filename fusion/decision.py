"""The decision: which frame gives each pixel, how much of it, and how sure that is; and labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from fusion.photo import FloatMap, Pixels
from fusion.threads import over_bands

Labels = npt.NDArray[np.uint8 | np.uint16]
Steps = npt.NDArray[np.uint16]
"""[0, 1] in 65,532 steps: half the memory of float32. Four divides the number, so that ½ is a step."""
WHOLE = 65532
Area = tuple[slice, slice]
"""Rows and columns of the picture, each from a beginning to an end."""


class Rows(Protocol):
    """A map (H, W) that is read a few rows at a time: an array, or one that is made when asked for."""

    @property
    def shape(self) -> tuple[int, ...]: ...

    def __getitem__(self, rows: slice, /) -> npt.NDArray[Any]: ...


def label_type(frames: int) -> type[np.uint8] | type[np.uint16]:
    """The smallest type that holds the frames' numbers and ``undecided``."""
    return np.uint8 if frames < 255 else np.uint16


def undecided(labels: Labels) -> int:
    """The label of a pixel at which no frame wins."""
    return int(np.iinfo(labels.dtype).max)


@dataclass(frozen=True)
class Comparison:
    """What comparing the activity maps of all frames gives, before consistency verification.

    Attributes
    ----------
    labels
        (H, W): the frame whose activity is largest, ``undecided`` where two are equal.
    best, second
        (H, W) float32, read by rows: the largest and the second largest activity.
    runner_up
        (H, W), read by rows: the frame whose activity is second; None for two frames.
    """

    labels: Labels
    best: Rows
    second: Rows
    runner_up: Rows | None = None


@dataclass(frozen=True)
class GuidedBoundaries:
    """Boundaries between labels are softened by a guided filter over the picked pixels.

    Attributes
    ----------
    radius, epsilon
        Of the guided filter; ε on intensities in [0, 1].
    """

    radius: int
    epsilon: float


@dataclass(frozen=True, eq=False)
class ExactShare:
    """The share of the first of two frames as the published program has it.

    Attributes
    ----------
    share
        (H, W) float64; it may leave [0, 1], and the mixed value is truncated, not rounded.
    """

    share: npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Retouched:
    """Strokes lie over the pixels of another decision.

    Attributes
    ----------
    below
        The computed decision.
    paint
        ``paint(frames, area, read)`` gives the pixels of an area with the strokes on it, where ``read``
        gives those of the computed decision.
    """

    below: Decision
    paint: Callable[[Any, Area, Callable[[Area], Pixels]], Pixels]


class Decision:
    """What each frame gives to the result; with the frames it gives the result's pixels again.

    Parameters
    ----------
    labels
        (H, W) uint8 (uint16 from 255 frames on): the index of the frame that gives the pixel.
    weight, confidence
        (H, W), float32 in [0, 1] or the same in steps; kept in steps. The confidence may be a function
        that gives it, which is called when it is first looked at: a file of the result needs none.
    frames
        How many frames took part.
    runner_up
        (H, W): the index of the frame that comes second, read by rows, or a function that gives it;
        None for two frames, where it is the other one.
    blending
        How weights come about where two labels meet: None mixes the labelled frame and the runner-up
        by ``weight``; ``GuidedBoundaries``, ``ExactShare`` and ``Retouched`` say so themselves.

    Examples
    --------
    >>> labels = np.array([[0, 1]], np.uint8)
    >>> decision = Decision(labels, np.array([[1.0, 0.75]]), np.ones((1, 2)), frames=2)
    >>> decision.runner_up.tolist(), decision.first_share.tolist()
    ([[1, 0]], [[1.0, 0.25]])
    """

    def __init__(
        self,
        labels: Labels,
        weight: FloatMap | Steps,
        confidence: FloatMap | Steps | Callable[[], Steps],
        frames: int,
        runner_up: Rows | Callable[[], Labels] | None = None,
        blending: GuidedBoundaries | ExactShare | Retouched | None = None,
    ) -> None:
        self.labels = labels
        self.weight_steps = to_steps(weight)
        self._confidence = confidence if callable(confidence) else to_steps(confidence)
        self.frames = frames
        self._runner_up = runner_up
        self.blending = blending

    @property
    def runner_up_map(self) -> Rows:
        """(H, W), read by rows: the index of the frame that comes second."""
        if callable(self._runner_up):
            self._runner_up = self._runner_up()
        elif self._runner_up is None:
            self._runner_up = 1 - self.labels if self.frames == 2 else np.zeros_like(self.labels)
        return self._runner_up

    @property
    def runner_up(self) -> Labels:
        """(H, W), of the labels' type: the index of the frame that comes second."""
        return np.asarray(self.runner_up_map[0 : len(self.labels)], self.labels.dtype)

    @property
    def confidence_steps(self) -> Steps:
        """(H, W): the confidence in steps."""
        if callable(self._confidence):
            self._confidence = self._confidence()
        return self._confidence

    @property
    def weight(self) -> FloatMap:
        """(H, W) float32 in [0, 1]: the share of the labelled frame; 1 away from boundaries, where the
        pixel is the frame's own, bit for bit."""
        return from_steps(self.weight_steps)

    @property
    def confidence(self) -> FloatMap:
        """(H, W) float32 in [0, 1]: 1 where the choice is sure or does not matter, 0 where it is a
        guess."""
        return from_steps(self.confidence_steps)

    @property
    def first_share(self) -> FloatMap:
        """D of the published method, (H, W) in [0, 1]: what the first frame gives where two take part.

        With more frames: its share where it is the chosen one, else 0.
        """
        return self._first_share(slice(None))

    def _first_share(self, rows: slice) -> FloatMap:
        weight = from_steps(self.weight_steps[rows])
        others = 1 - weight if self.frames == 2 else np.zeros_like(weight)
        return np.where(self.labels[rows] == 0, weight, others)

    def renumbered(self, numbers: Sequence[int], frames: int) -> Decision:
        """The same decision among more frames, which give nothing.

        Parameters
        ----------
        numbers
            For each frame of this decision its number among all.
        frames
            How many there are in all.

        Returns
        -------
        Decision
            With labels and runner-up by the new numbers.
        """
        new: Labels = np.array(numbers, label_type(frames))
        return Decision(
            new[self.labels],
            self.weight_steps,
            self._confidence,
            frames,
            lambda: np.asarray(new[self.runner_up], new.dtype),
            self.blending,
        )

    def part(self, area: Area) -> Decision:
        """The maps of an area, to be looked at: they cannot be rendered."""
        rows, columns = area
        return Decision(
            self.labels[area], self.weight_steps[area], self.confidence_steps[area], self.frames,
            np.asarray(self.runner_up_map[rows][:, columns]),
        )  # fmt: skip

    def as_grey(self) -> npt.NDArray[np.uint8]:
        """The map as a grey picture. Two frames: D, white where the first gives the pixel. More:
        evenly spaced greys, white for the first frame, black for the last."""
        if self.frames != 2:
            greys = np.rint(np.linspace(255, 0, self.frames)).astype(np.uint8)
            return greys[self.labels]
        grey = np.empty(self.labels.shape, np.uint8)

        def fill(rows: slice) -> None:
            grey[rows] = np.rint(self._first_share(rows) * 255)

        over_bands(fill, *self.labels.shape)
        return grey

    def confidence_as_grey(self) -> npt.NDArray[np.uint8]:
        """The confidence as a grey picture, white where it is 1."""
        grey = np.empty(self.labels.shape, np.uint8)

        def fill(rows: slice) -> None:
            grey[rows] = np.rint(from_steps(self.confidence_steps[rows]) * 255)

        over_bands(fill, *self.labels.shape)
        return grey

    def at(self, y: int, x: int) -> tuple[int, float, float]:
        """Label, weight and confidence of one pixel."""
        steps = self.weight_steps[y, x], self.confidence_steps[y, x]
        return int(self.labels[y, x]), float(steps[0] / WHOLE), float(steps[1] / WHOLE)

    def mean_confidence(self) -> float:
        """The mean of the confidence over all pixels, in [0, 1]."""
        return float(self.confidence_steps.mean(dtype=np.float64)) / WHOLE


def to_steps(values: FloatMap | Steps) -> Steps:
    """Values in [0, 1] as steps; steps unchanged."""
    if values.dtype == np.uint16:
        return np.asarray(values, np.uint16)
    cut: FloatMap = np.clip(np.asarray(values, np.float32), 0, 1)
    return np.rint(cut * np.float32(WHOLE)).astype(np.uint16)


def from_steps(steps: Steps) -> FloatMap:
    """Steps as float32 in [0, 1]; 0, ½ and 1 are exact."""
    return steps.astype(np.float32) / np.float32(WHOLE)
