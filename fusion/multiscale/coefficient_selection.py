"""What fusion by transform shares: choosing coefficients, and saying whose detail a pixel holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from fusion.activity.comparison import Sharpest, label_type, undecided
from fusion.decision import Decision, Labels
from fusion.frames.luminance_range import difference
from fusion.photo import FloatMap, Photo, Pixels
from fusion.progress import Progress
from fusion.refine.confidence import confidence
from fusion.refine.consistency import settled
from fusion.registry import Frames
from fusion.settings import Parameters, parameter

Planes = npt.NDArray[np.float32]
"""(H, W, C) with C = 1 or 3: colour values in [0, 1], or their coefficients."""

CONFIDENCE_RADIUS = 5


@dataclass(frozen=True)
class DetailParameters(Parameters):
    """How coefficients of two frames are compared."""

    detail_radius: int = parameter(
        0, "Comparison radius",
        "Half side of the window over which detail is averaged before it is compared. 0: each value by "
        "itself, the classical choice; 1 or 2 choose more steadily.",
        0, 10, 1, unit="px",
    )


def planes(photo: Photo) -> Planes:
    """The picture's values in [0, 1], with a channel axis for grey too."""
    values = photo.pixels.reshape(photo.height, photo.width, -1)
    return values.astype(np.float32) * np.float32(1 / photo.white)


def as_pixels(values: Planes, like: Photo) -> Pixels:
    """Values in the type and shape of ``like``, clipped to what the type holds."""
    scaled = np.clip(values, 0, 1) * np.float32(like.white)
    if like.pixels.dtype != np.float32:
        scaled = np.rint(scaled)
    return scaled.astype(like.pixels.dtype).reshape(like.pixels.shape)


def over_channels(values: Planes) -> FloatMap:
    """The sum over channels, (H, W); many times faster than ``values.sum(axis=2)``."""
    result: FloatMap = values[:, :, 0].copy()
    for channel in range(1, values.shape[2]):
        result += values[:, :, channel]
    return result


class LargestDetail:
    """The coefficients of largest magnitude so far, of one band of a transform.

    The channels of a pixel are taken together, by the sum of their magnitudes, so that no false colour
    arises. Where two frames have equal magnitudes neither wins, and the brighter coefficient stays.

    Attributes
    ----------
    values
        (H, W, C): the chosen coefficients.
    magnitude
        (H, W): the largest magnitude.
    winner
        (H, W): the frame that gave it, or undecided.
    """

    def __init__(self, frames: int, like: Planes) -> None:
        kind, shape = label_type(frames), like.shape
        self._frames = frames
        self.values: Planes = np.zeros_like(like)  # its order in memory too
        self.magnitude: FloatMap = np.full(shape[:2], -1, dtype=np.float32)
        self.winner: Labels = np.full(shape[:2], np.iinfo(kind).max, dtype=kind)

    def add(self, number: int, values: Planes, radius: int) -> None:
        """Take frame ``number`` into account; ``radius`` is that of the window over magnitudes."""
        magnitude = over_channels(np.abs(values))
        if radius:
            side = (2 * radius + 1, 2 * radius + 1)
            magnitude = np.asarray(
                cv2.boxFilter(magnitude, cv2.CV_32F, side, borderType=cv2.BORDER_REFLECT), np.float32
            )
        larger = magnitude > self.magnitude
        equal = magnitude == self.magnitude
        brighter = equal & (over_channels(values) > over_channels(self.values))
        np.copyto(self.values, values, where=(larger | brighter)[:, :, None])
        self.winner[larger] = number
        self.winner[equal] = undecided(self.winner)
        np.maximum(self.magnitude, magnitude, out=self.magnitude)

    def evidence(self, number: int) -> FloatMap:
        """(H, W): the magnitude where frame ``number`` gave it; equal parts where none won."""
        shared = np.where(self.winner == undecided(self.winner), np.float32(1 / self._frames), 0)
        part = np.where(self.winner == number, np.float32(1), shared)
        return self.magnitude * part.astype(np.float32)


def decide_by_detail(
    frames: Frames, evidence: Callable[[int], FloatMap], progress: Progress
) -> Decision:
    """The decision of a fusion by transform, from how much detail (H, W) each frame gave.

    Labels name the frame that gave the most, the weight is its share of all detail at the pixel (1/N
    where none gave more than another), and the confidence follows from the ratio to the second.
    """
    count = len(frames)
    sharpest: Sharpest | None = None
    total: FloatMap | None = None
    for number in range(count):
        progress("Mapping the detail", number, count)
        detail = evidence(number)
        if sharpest is None or total is None:
            sharpest = Sharpest(count, detail.shape)
            total = np.zeros_like(detail)
        sharpest.add(number, detail)
        total += detail
    assert sharpest is not None
    assert total is not None
    progress("Mapping the detail", count, count)
    labels = settled(sharpest.labels)
    sureness = confidence(sharpest.result(), labels, difference(frames), CONFIDENCE_RADIUS)
    share = sharpest.best / np.maximum(total, np.float32(1e-30))
    share[sharpest.labels == undecided(sharpest.labels)] = 1 / count
    weight: FloatMap = np.clip(share, 0, 1)
    return Decision(labels, weight, sureness, count)
