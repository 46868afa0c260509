"""``average``: the mean of all sources, the baseline below which no method should fall."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.contracts import Context, Frames, Outcome
from fusion.photo import Pixels
from fusion.progress import Progress
from fusion.registry import register
from fusion.settings import Parameters


@dataclass(frozen=True)
class AverageParameters(Parameters):
    """No parameters."""


@register(
    "average",
    "Average",
    "The mean of all sources, sharp or not. Every region stays partly blurred; the baseline that each "
    "other method must beat.",
    AverageParameters,
    kind="pixels",
    purposes=frozenset({"multifocus", "infrared-visible"}),
    weakness="The more sources, the less each region keeps of the one that shows it best.",
    checked="Compared with the mean of the numbers, which it is exactly.",
)
def fuse_average(frames: Frames, parameters: AverageParameters, context: Context) -> Outcome:
    """The mean of each pixel over all frames, rounded to the frames' type.

    Parameters
    ----------
    frames, context
        As for every method.
    parameters
        None to set.

    Returns
    -------
    Outcome
        Without a decision: each of N frames gives 1/N everywhere.

    Notes
    -----
    Made here, as the simplest way to fuse. Computed on the processor: additions, for which a graphics
    card would spend longer on the transfer.

    Known weakness: the more frames, the less each region keeps of its one sharp frame.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((1, 1), level, np.uint8) for level in (10, 21)])
    >>> fuse_average(frames, AverageParameters(), Context("cpu", no_progress)).pixels.tolist()
    [[16]]
    """
    del parameters
    pixels = mean(frames, context.progress)
    context.timer.note("blending")
    return Outcome(pixels, None, "cpu")


def mean(frames: Frames, progress: Progress) -> Pixels:
    """The mean of the frames: exact sums of whole numbers, so that their order cannot matter."""
    like = frames[0].pixels
    total = np.zeros(like.shape, dtype=np.float64)
    for number, photo in enumerate(frames):
        progress("Blending", number, len(frames))
        np.add(total, photo.pixels, out=total)
    progress("Blending", len(frames), len(frames))
    total /= len(frames)
    if like.dtype != np.float32:
        np.rint(total, out=total)
    return total.astype(like.dtype)
