"""``smfuse``: a network that trained itself gives a hard mask, and every pixel is a source's own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.backends.loading import import_library
from fusion.backends.painting import loaded
from fusion.contracts import FROM_DESCRIPTION, Context, Frames, Outcome
from fusion.decision import Decision, Labels, label_type
from fusion.device import device_title
from fusion.frames.luminance_range import LuminanceRange
from fusion.frames.validity import only_valid, validity_of
from fusion.photo import FloatMap, luminance
from fusion.refine.confidence import confidence_of
from fusion.registry import register
from fusion.render import render
from fusion.settings import Parameters
from models.protocols import Painter
from models.select_backend import load_painter

WEIGHTS = "smfuse"
VARIANT = "published"
RADIUS = 4
"""Of the network; over so many pixels around, frames that hardly differ make the choice immaterial."""


@dataclass(frozen=True)
class SmfuseParameters(Parameters):
    """No parameters: the mask is used as the network gives it."""


@dataclass
class Found:
    """What comparing the frames so far gives: the frame chosen, the one it was last compared with, and
    how sure that was, (H, W) each."""

    labels: Labels
    others: Labels
    certain: FloatMap


@register(
    WEIGHTS,
    "SMFuse",
    "A small network gives a hard mask, and each pixel is one source's own, without any cleaning. It "
    "learned from repeated blur and gradients alone. It is here for comparison.",
    SmfuseParameters,
    kind="decision",
    get_ready=import_library,
    year=2021,
    weakness="Sees 9 × 9 pixels: the mask is speckled in even areas, and its edges are hard steps.",
    checked=FROM_DESCRIPTION,
    order_matters=True,
    alike_in_pairs=True,
)
def fuse_smfuse(frames: Frames, parameters: SmfuseParameters, context: Context) -> Outcome:
    """Each pixel from the frame that the mask generator holds to be in focus.

    Parameters
    ----------
    frames
        Two or more; more than two are compared one after another, each with what was chosen before.
    parameters
        None to set.
    context
        As for every method.

    Returns
    -------
    Outcome
        With a decision whose weights are all 1. Of more than two frames the runner-up is the one that
        the chosen frame was last compared with.

    Raises
    ------
    FusionError
        When the weights are missing or changed.

    Notes
    -----
    "SMFuse: multi-focus image fusion via self-supervised mask-optimization", IEEE Transactions on
    Computational Imaging, 2021. Both orders of two sources are averaged, so that exchanging them changes
    nothing; the published program takes the order as given. Confidence is |2 M − 1|, M the mask before
    the threshold, and rises to 1 where the frames hardly differ.

    Known weakness: the receptive field is 9 × 9 pixels, and no step cleans the mask.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((20, 30), level, np.uint8) for level in (90, 91)])
    >>> outcome = fuse_smfuse(frames, SmfuseParameters(), Context("cpu", no_progress))
    >>> float(outcome.decision.weight.min())
    1.0
    """
    del parameters
    painter = loaded(lambda device: load_painter(WEIGHTS, device, variant=VARIANT), context)
    found = compare_in_sequence(frames, painter, context)
    context.timer.note("comparing")
    validity = validity_of(frames)
    labels = found.labels if validity is None else only_valid(found.labels, found.labels, validity)
    others = np.where(found.others == labels, found.labels, found.others)
    confidence = confidence_of(
        lambda rows: found.certain[rows], LuminanceRange(frames), RADIUS, labels.shape
    )
    whole = np.ones(labels.shape, np.float32)
    decision = Decision(labels, whole, confidence, len(frames), others)
    pixels = render(frames, decision)
    context.progress("Blending", 1, 1)
    context.timer.note("blending")
    return Outcome(pixels, decision, device_title(painter.device))


def compare_in_sequence(frames: Frames, painter: Painter, context: Context) -> Found:
    """Compare the first two frames, then the picture made of them with the next."""
    chosen, last = luminance(frames[0]), len(frames) - 1
    kind = label_type(len(frames))
    labels = np.zeros(frames.shape, kind)
    found = Found(labels, labels.copy(), np.zeros(frames.shape, np.float32))
    for number in range(1, len(frames)):

        def tick(done: int, total: int, before: int = number - 1) -> None:
            context.progress("Measuring sharpness", before * total + done, last * total)

        following = luminance(frames[number])
        mask = painter.paint(np.stack((chosen, following)), tick)[0]
        # a tie goes to the brighter, so that exchanged sources give the same pixels
        takes = (mask < 0.5) | ((mask == 0.5) & (following > chosen))
        found.others = np.where(takes, found.labels, kind(number))
        found.labels = np.where(takes, kind(number), found.labels)
        found.certain = np.abs(2 * mask - 1)
        chosen = np.where(takes, following, chosen)
        if not frames.in_memory:
            frames.release()
    return found
