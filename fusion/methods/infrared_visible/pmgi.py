"""``pmgi``: a network that keeps intensity and gradient of both frames in chosen proportions."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.backends.loading import import_library
from fusion.backends.painting import finish_of, paint_luminance, range_parameter
from fusion.contracts import AGAINST_AUTHORS, Context, Frames, Outcome
from fusion.recorded_paths import weights_file
from fusion.registry import register
from fusion.settings import Parameters, weights_parameter
from models.pmgi.dimensions import PICTURE
from models.select_backend import load_painter

NAME = "pmgi"


@dataclass(frozen=True)
class PmgiParameters(Parameters):
    """What becomes of the painted values, and whose weights."""

    range: str = range_parameter()
    weights: str = weights_parameter()


@register(
    NAME,
    "PMGI",
    "Paints a picture that keeps the brightness of the infrared and the gradients of both frames, by a "
    "small network with a path for each. Quick.",
    PmgiParameters,
    kind="pixels",
    purposes=frozenset({"infrared-visible"}),
    most_frames=2,
    roles=("infrared", "visible"),
    get_ready=import_library,
    year=2020,
    weakness="A grey veil, and halos where one frame has an edge and the other has none; noise of the "
    "infrared is kept.",
    checked=AGAINST_AUTHORS,
)
def fuse_pmgi(frames: Frames, parameters: PmgiParameters, context: Context) -> Outcome:
    """The fused luminance as the network paints it, with the visible frame's chroma.

    Parameters
    ----------
    frames
        Two: infrared, visible. The infrared counts twice in the intensity path, the visible one in the
        gradient path.
    parameters
        Range and weights.
    context
        As for every method.

    Returns
    -------
    Outcome
        Without a decision: no pixel is a frame's own.

    Raises
    ------
    FusionError
        When the weights are missing, changed or of another network.

    Notes
    -----
    Zhang, Xu, Xiao, Guo, Ma, "Rethinking the image fusion: a fast unified image fusion network based on
    proportional maintenance of gradient and intensity", AAAI 2020; ``docs/lab/methods.md``. As in the
    published program every map is normalised by its own mean and variance over the picture. A picture
    that is painted in tiles is gone through once for each of the six layers to find them.

    Known weakness: a grey veil; brightness depends on the whole picture.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((20, 30), level, np.uint8) for level in (90, 90)])
    >>> fuse_pmgi(frames, PmgiParameters(), Context("cpu", no_progress)).pixels.shape
    (20, 30)
    """
    file = weights_file(parameters.weights)
    return paint_luminance(
        frames,
        lambda device: load_painter(NAME, device, file=file, variant=PICTURE),
        context,
        finish_of(parameters.range),
    )
