"""``fusiongan``: a generator that was trained against a discriminator of visible pictures."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.backends.loading import import_library
from fusion.backends.painting import paint_luminance
from fusion.contracts import FROM_DESCRIPTION, Context, Frames, Outcome
from fusion.registry import register
from fusion.settings import Parameters, parameter
from models.select_backend import load_painter

NAME = "fusiongan"
TRAINING, PICTURE = "training", "picture"


@dataclass(frozen=True)
class FusionGanParameters(Parameters):
    """What the network's maps are normalised by."""

    statistics: str = parameter(
        TRAINING, "Normalised by",
        "Averages kept from the training: a region's brightness depends on its surroundings only. Or "
        "mean and variance over this picture, as the published program does: brightness then depends on "
        "the whole picture.",
        choices=(TRAINING, PICTURE),
    )  # fmt: skip


@register(
    NAME,
    "FusionGAN",
    "Paints a picture with the brightness of the infrared and the edges of the visible one, by a "
    "network that learned against another that tells visible pictures from painted ones.",
    FusionGanParameters,
    kind="pixels",
    purposes=frozenset({"infrared-visible"}),
    most_frames=2,
    roles=("infrared", "visible"),
    get_ready=import_library,
    year=2019,
    weakness="Leans to the infrared: texture that only the visible picture has comes out thin, and the "
    "edges of warm things are soft.",
    checked=FROM_DESCRIPTION,
)
def fuse_fusiongan(
    frames: Frames, parameters: FusionGanParameters, context: Context
) -> Outcome:
    """The fused luminance as the generator paints it, with the visible frame's chroma.

    Parameters
    ----------
    frames
        Two: infrared, visible.
    parameters
        What the maps are normalised by.
    context
        As for every method.

    Returns
    -------
    Outcome
        Without a decision: no pixel is a frame's own.

    Notes
    -----
    Ma, Yu, Liang, Li, Jiang, "FusionGAN: a generative adversarial network for infrared and visible image
    fusion", Information Fusion 48, 2019. Trained here at a quarter of the published width; see
    ``weights/fusiongan.md``. The published program normalises each picture by its own statistics; in
    tiles they are still those of the whole picture, for which it is gone through once for each of four
    layers. It also leaves spectral normalisation out when it fuses; here the divided weights are stored.

    Known weakness: it leans to the infrared; texture of the visible frame comes out thin.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((20, 30), level, np.uint8) for level in (90, 90)])
    >>> fuse_fusiongan(frames, FusionGanParameters(), Context("cpu", no_progress)).pixels.shape
    (20, 30)
    """
    return paint_luminance(
        frames,
        lambda device: load_painter(NAME, device, variant=parameters.statistics),
        context,
    )
