"""The peak of the activity over the frames, found in one pass with memory for a few maps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.activity.activity_map import activity_of_band, gradient_energy
from fusion.contracts import Frames
from fusion.decision import Labels
from fusion.frames.validity import validity_of
from fusion.photo import FloatMap, luminance
from fusion.progress import Progress
from fusion.threads import over_bands

NO_CONTRAST, CLEAR_CONTRAST = 0.85, 0.45
"""Mean activity of the other frames over that of the sharpest: noise alone, and a clear peak."""
TINY = np.float32(1e-9)
DETAIL_RADIUS = 1


@dataclass(frozen=True)
class FocusPeak:
    """What one pass over the frames gives.

    Attributes
    ----------
    index
        (H, W) float32: the place of the peak in frame numbers.
    confidence
        (H, W) float32 in [0, 1]: how far the sharpest frame stands out from the others.
    detail
        (H, W) float32, 0 or more: the luminance gradient right at the pixel in its sharpest frame. A
        pixel without any owes its activity to what lies elsewhere in the window.
    luminance
        (H, W) float32 in [0, 1]: of the sharpest frame at each pixel.
    """

    index: FloatMap
    confidence: FloatMap
    detail: FloatMap
    luminance: FloatMap


class RunningPeak:
    """The largest activity so far with that of the frames before and after it, and sums over frames.

    Parameters
    ----------
    shape
        (H, W) of the frames.
    labels
        (H, W): the frame beside which the peak is looked for; None takes that of largest activity.
    """

    def __init__(self, shape: tuple[int, int], labels: Labels | None = None) -> None:
        self._given = labels
        self._count = 0
        self._label = np.zeros(shape, np.uint16)
        self._best = np.full(shape, -1, np.float32)
        self._before = np.zeros(shape, np.float32)
        self._after = np.zeros(shape, np.float32)
        self._last = np.zeros(shape, np.float32)
        self._total = np.zeros(shape, np.float32)
        self._detail = np.zeros(shape, np.float32)
        self._luminance = np.zeros(shape, np.float32)

    def add(
        self, rows: slice, number: int, activity: FloatMap, detail: FloatMap, grey: FloatMap
    ) -> None:
        """Take in a band of rows of the frame ``number``; frames come one after the other."""
        label, best = self._label[rows], self._best[rows]
        if self._given is None:
            wins, follows = activity > best, (label == number - 1) & (number > 0)
        else:
            wins = self._given[rows] == number
            follows = (self._given[rows] == number - 1) & (number > 0)
        np.copyto(self._after[rows], activity, where=follows)
        np.copyto(self._before[rows], self._last[rows], where=wins)
        np.copyto(self._after[rows], 0, where=wins)
        np.copyto(best, activity, where=wins)
        np.copyto(label, np.uint16(number), where=wins)
        np.copyto(self._detail[rows], detail, where=wins)
        np.copyto(self._luminance[rows], grey, where=wins)
        self._last[rows] = activity
        self._total[rows] += activity

    def result(self, frames: int) -> FocusPeak:
        """The peak after all ``frames``."""
        index = self._last  # its values are no longer needed
        confidence = self._total

        def fill(rows: slice) -> None:
            best, label = self._best[rows], self._label[rows]
            others = (confidence[rows] - best) / np.float32(max(frames - 1, 1))
            before, after = self._before[rows], self._after[rows]
            inner = (before > 0) & (after > 0)  # both neighbours exist and have picture
            offset = gaussian_offset(before, best, after)
            index[rows] = label + np.where(inner, offset, np.float32(0))
            confidence[rows] = contrast_confidence(best, others)

        over_bands(fill, *index.shape)
        return FocusPeak(index, confidence, self._detail, self._luminance)


def measure_peak(
    frames: Frames, radius: int, labels: Labels | None, progress: Progress
) -> FocusPeak:
    """The peak of the activity over the frames, each read once.

    Parameters
    ----------
    frames
        In the order of their focus distances.
    radius
        Half side of the activity's window (a Gaussian).
    labels
        (H, W): the frame beside which the peak is looked for; None for that of largest activity.
    progress
        Called at each frame.

    Returns
    -------
    FocusPeak
        Place, confidence, detail, and luminance of the sharpest frame.

    Notes
    -----
    Nayar, Nakagawa, "Shape from focus", IEEE TPAMI 1994, DOI 10.1109/34.308479. Known weakness: a frame
    that is noisier than the others has the larger activity everywhere.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.zeros((9, 9), np.uint8), np.eye(9, dtype=np.uint8) * 255])
    >>> float(measure_peak(frames, 2, None, no_progress).index[4, 4])
    1.0
    """
    running, validity = RunningPeak(frames.shape, labels), validity_of(frames)
    for number, photo in enumerate(frames):
        progress("Measuring depth", number, len(frames))
        grey = luminance(photo)
        energy = gradient_energy(grey)
        mask = None if validity is None else validity.masks[number]

        def take(
            rows: slice, number: int = number, grey: FloatMap = grey, energy: FloatMap = energy,
            mask: np.ndarray | None = mask,
        ) -> None:  # fmt: skip
            activity = activity_of_band(energy, rows, radius, "gaussian")
            detail = activity_of_band(energy, rows, DETAIL_RADIUS)
            if mask is not None:
                activity[~mask[rows]] = 0
            running.add(rows, number, activity, detail, grey[rows])

        over_bands(take, *frames.shape)
        if not frames.in_memory:
            frames.release()
    progress("Measuring depth", len(frames), len(frames))
    return running.result(len(frames))


def gaussian_offset(before: FloatMap, best: FloatMap, after: FloatMap) -> FloatMap:
    """Where, from -½ to ½, the peak of a Gaussian lies that goes through three equally spaced values."""
    left, middle, right = (np.log(np.maximum(part, TINY)) for part in (before, best, after))
    bend = 2 * middle - left - right
    offset = (right - left) / (2 * np.maximum(bend, TINY))
    return np.clip(np.where(bend > TINY, offset, 0), -0.5, 0.5).astype(np.float32)


def contrast_confidence(best: FloatMap, others: FloatMap) -> FloatMap:
    """Confidence in [0, 1] from the largest activity and the mean of the other frames."""
    ratio = others / np.maximum(best, TINY)
    found = np.clip((NO_CONTRAST - ratio) / (NO_CONTRAST - CLEAR_CONTRAST), 0, 1)
    return np.asarray(found, np.float32)
