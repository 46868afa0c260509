"""``ufgan``: a U-Net that adds to the mean of its sources what it learned from several losses."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.backends.loading import import_library
from fusion.backends.painting import paint_luminance
from fusion.contracts import FROM_DESCRIPTION, Context, Frames, Outcome
from fusion.registry import register
from fusion.settings import Parameters
from models.select_backend import load_painter

NAME = "ufgan"


@dataclass(frozen=True)
class UfGanParameters(Parameters):
    """No parameters."""


@register(
    NAME,
    "UFGAN",
    "Paints a picture with the brighter of both sources and the larger of their gradients, by a U-Net "
    "that learned likeness to both, content of the visible and style of the infrared picture.",
    UfGanParameters,
    kind="pixels",
    purposes=frozenset({"infrared-visible"}),
    most_frames=2,
    roles=("infrared", "visible"),
    get_ready=import_library,
    year=2023,
    weakness="The published code trained nothing by its content and style losses and mixed up its "
    "pairs, so this is what it meant, not what it did.",
    checked=FROM_DESCRIPTION,
)
def fuse_ufgan(frames: Frames, parameters: UfGanParameters, context: Context) -> Outcome:
    """The fused luminance as the U-Net paints it, with the visible frame's chroma.

    Parameters
    ----------
    frames
        Two: infrared, visible.
    parameters
        None to set.
    context
        As for every method.

    Returns
    -------
    Outcome
        Without a decision: no pixel is a frame's own.

    Notes
    -----
    "UFGAN: stable fusion with transfer loss and U-Net", a course project of drowning-in-codes, 2023; its
    report was not at hand, so this follows its slides and code. Mended: content and style losses reach
    the generator, which they did not in the published code (it cut the fused picture's features off);
    pairs belong together (their files were shuffled apart); nothing is dropped at random when fusing;
    the picture keeps its size. The U-Net has half a million parameters instead of 31 million, and a
    frozen encoder of this program stands in for VGG. See ``weights/ufgan.md``.

    Known weakness: content and style are compared by features that see no farther than 4 pixels.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((20, 30), level, np.uint8) for level in (90, 90)])
    >>> fuse_ufgan(frames, UfGanParameters(), Context("cpu", no_progress)).pixels.shape
    (20, 30)
    """
    del parameters
    return paint_luminance(frames, lambda device: load_painter(NAME, device), context)
