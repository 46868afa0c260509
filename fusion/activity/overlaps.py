"""Where one thing is seen through or behind another, and both are sharp, each in its own frame.

Over the stack, the activity at such a place has two separate peaks. Which of them is higher is a matter
of contrast; whoever photographs may want the nearer thing, or the farther one, instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from fusion.activity.activity_map import gradient_energy
from fusion.activity.half_size import LARGE, halved
from fusion.contracts import Frames
from fusion.decision import Comparison, Labels, label_type
from fusion.photo import FloatMap, luminance
from fusion.settings import FAR, HIGHEST

SIDE = 11
"""Side in pixels of the window over which the energy is averaged."""
SHARE = np.float32(0.1)
"""A peak counts from this share of the other one's energy on."""
DIP = np.float32(0.5)
"""Between two peaks the energy falls below this share of the lower one."""
FAINTEST = np.float32((2 / 255) ** 2)
"""Energy of a peak at least: a detail of two levels of 255."""


@dataclass(frozen=True)
class Overlaps:
    """Pixels at which two frames are sharp, one for each of two things.

    Attributes
    ----------
    mask
        (H, W) bool.
    labels
        (H, W): where the mask is true, the frame of the nearer peak, or of the farther one.
    """

    mask: npt.NDArray[np.bool_]
    labels: Labels


class RunningPeaks:
    """The first of two separate peaks of the energy, as far as frames have been added.

    Parameters
    ----------
    frames
        How many will be added.
    shape
        (H, W).

    Notes
    -----
    Made here. A peak is given up for a later one that is more than 1 / ``SHARE`` times as high.

    Examples
    --------
    >>> running = RunningPeaks(3, (1, 1))
    >>> for number, energy in enumerate((0.5, 0.1, 0.9)):
    ...     running.add(number, np.full((1, 1), energy, np.float32))
    >>> running.result().mask.item(), running.result().labels.item()
    (True, 0)
    """

    def __init__(self, frames: int, shape: tuple[int, int]) -> None:
        self._labels: Labels = np.zeros(shape, label_type(frames))
        self._peak: FloatMap = np.full(shape, FAINTEST, np.float32)
        self._low: FloatMap = np.full(shape, FAINTEST, np.float32)
        self._later: FloatMap = np.zeros(shape, np.float32)

    def add(self, number: int, energy: FloatMap) -> None:
        """Take the energy (H, W) of frame ``number`` into account."""
        before = self._low >= DIP * np.minimum(self._peak, energy)
        climbs = (energy > self._peak) & before
        climbs |= SHARE * energy > self._peak
        np.copyto(self._labels, self._labels.dtype.type(number), where=climbs)
        np.copyto(self._peak, energy, where=climbs)
        np.minimum(self._low, energy, out=self._low)
        np.copyto(self._low, energy, where=climbs)
        apart = ~climbs & (self._low < DIP * np.minimum(self._peak, energy))
        np.maximum(self._later, energy, out=self._later, where=apart)
        self._later[climbs] = 0

    def result(self) -> Overlaps:
        """Where there is a second peak, and the frame of the first."""
        second = np.maximum(SHARE * self._peak, FAINTEST)
        return Overlaps((self._later > second) & (self._peak > FAINTEST), self._labels)


def overlaps(frames: Frames, priority: str) -> Overlaps | None:
    """Where two things are sharp, each in its own frame, and the frame of the one that is preferred.

    Parameters
    ----------
    frames
        To be fused, from near to far.
    priority
        ``fusion.settings.NEAR``, ``FAR``, or ``HIGHEST``.

    Returns
    -------
    Overlaps or None
        (H, W). None for ``HIGHEST``, and for two frames, which cannot have two separate peaks.

    Notes
    -----
    Made here, on the gradients of the luminance in one pass over the frames. Large pictures are measured
    at half size. Known weakness: a defocused edge of high contrast may count as a peak of its own.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((64, 64), level, np.uint8) for level in (1, 2, 3)])
    >>> bool(overlaps(frames, "near").mask.any())
    False
    """
    if priority == HIGHEST or len(frames) < 3:
        return None
    height, width = frames.shape
    large = height * width >= LARGE
    size = (-(-height // 2), -(-width // 2)) if large else (height, width)
    running = RunningPeaks(len(frames), size)
    order = range(len(frames))
    for number, energy in energies(frames, order[::-1] if priority == FAR else order, large):
        running.add(number, energy)
    found = running.result()
    if not large:
        return found
    mask = doubled(found.mask.view(np.uint8), height, width)
    return Overlaps(mask.view(bool), doubled(found.labels, height, width))


def energies(frames: Frames, order: range, large: bool) -> Iterator[tuple[int, FloatMap]]:
    """The number of each frame and its mean gradient energy around each pixel."""
    for number in order:
        grey = luminance(frames[number])
        energy = gradient_energy(halved(grey) if large else grey)
        mean = cv2.boxFilter(energy, cv2.CV_32F, (SIDE, SIDE), borderType=cv2.BORDER_REFLECT)
        yield number, np.asarray(mean, np.float32)
        if not frames.in_memory:
            frames.release()


def doubled(values: Labels, height: int, width: int) -> Labels:
    """A map at twice its size, (height, width)."""
    size = 2 * values.shape[1], 2 * values.shape[0]
    enlarged = cv2.resize(values, size, interpolation=cv2.INTER_NEAREST)
    return np.ascontiguousarray(enlarged[:height, :width])


def with_preferred(compared: Comparison, found: Overlaps | None) -> Comparison:
    """The comparison in which the preferred frame wins wherever things overlap, and the former winner
    comes second."""
    if found is None:
        return compared
    assert compared.runner_up is not None
    second = np.asarray(compared.runner_up[0 : len(found.mask)])
    labels, second, _ = preferred(compared.labels, second, found)
    return replace(compared, labels=labels, runner_up=second)


def preferred(
    labels: Labels, second: Labels, found: Overlaps
) -> tuple[Labels, Labels, npt.NDArray[np.bool_]]:
    """Labels and runner-up in which the preferred frame comes first wherever things overlap, and where
    that changed a label; the former label comes second there."""
    changed = found.mask & (found.labels != labels)
    return np.where(changed, found.labels, labels), np.where(changed, labels, second), changed
