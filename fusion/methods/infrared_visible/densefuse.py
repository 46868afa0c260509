"""``densefuse``: features of both frames, joined by a fixed rule, and drawn as one picture."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.backends.loading import import_library
from fusion.backends.painting import finish_of, paint_luminance, range_parameter
from fusion.contracts import AGAINST_AUTHORS, Context, Frames, Outcome
from fusion.recorded_paths import weights_file
from fusion.registry import register
from fusion.settings import Parameters, parameter, weights_parameter
from models.densefuse.dimensions import ADDITION, RULES
from models.select_backend import load_painter

NAME = "densefuse"


@dataclass(frozen=True)
class DenseFuseParameters(Parameters):
    """The fusion rule, what becomes of the painted values, and whose weights."""

    rule: str = parameter(
        ADDITION, "Rule",
        "addition: the features of both frames are added. l1-norm: each frame's are weighted by its "
        "share of the activity around a pixel. mean: half their sum, for a range as painted.",
        choices=RULES,
    )  # fmt: skip
    range: str = range_parameter()
    weights: str = weights_parameter()


@register(
    NAME,
    "DenseFuse",
    "Adds the features that an autoencoder finds in both frames and draws one picture of them. Even and "
    "without halos.",
    DenseFuseParameters,
    kind="pixels",
    purposes=frozenset({"infrared-visible"}),
    most_frames=2,
    roles=("infrared", "visible"),
    get_ready=import_library,
    year=2019,
    weakness="Low contrast: warm things and visible texture each lose about half of theirs, since both "
    "frames count alike.",
    checked=AGAINST_AUTHORS,
)
def fuse_densefuse(frames: Frames, parameters: DenseFuseParameters, context: Context) -> Outcome:
    """The fused luminance as the decoder draws it, with the visible frame's chroma.

    Parameters
    ----------
    frames
        Two: infrared, visible. They are encoded alike, so with the rules of addition and mean it does
        not matter which is which but for the chroma.
    parameters
        Rule, range and weights.
    context
        As for every method.

    Returns
    -------
    Outcome
        Without a decision: no pixel is a frame's own. Least and greatest value are those of the whole
        picture, though it is painted in tiles.

    Raises
    ------
    FusionError
        When the weights are missing, changed or of another network.

    Notes
    -----
    Li and Wu, "DenseFuse: a fusion approach to infrared and visible images", IEEE Transactions on Image
    Processing 28(5), 2019; ``docs/lab/methods.md``. The published program fuses R, G and B each by
    itself, which changes hues; here the luminance is fused and the visible chroma kept. The L1-norm rule
    averages the activity over 3x3 pixels, as the paper has it and the published code does not.

    Known weakness: low contrast, since the features of both frames count alike.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((20, 30), level, np.uint8) for level in (90, 90)])
    >>> fuse_densefuse(frames, DenseFuseParameters(), Context("cpu", no_progress)).pixels.shape
    (20, 30)
    """
    file = weights_file(parameters.weights)
    return paint_luminance(
        frames,
        lambda device: load_painter(NAME, device, file=file, variant=parameters.rule),
        context,
        finish_of(parameters.range),
    )
