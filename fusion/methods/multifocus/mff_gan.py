"""``mff-gan``: a network paints the fused luminance, trained against one that judges its gradients."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fusion.backends.loading import import_library
from fusion.backends.painting import paint_in_sequence
from fusion.contracts import Context, Frames, Outcome
from fusion.frames.distinct import equal_frames
from fusion.notes import order_matters
from fusion.recorded_paths import weights_file
from fusion.registry import register
from fusion.settings import Parameters, parameter, weights_parameter
from models.mffgan.dimensions import BOTH, GIVEN, PUBLISHED
from models.select_backend import load_painter

WEIGHTS = "mff-gan"


@dataclass(frozen=True)
class MffGanParameters(Parameters):
    """The order of the sources, and whose weights."""

    order: str = parameter(
        BOTH, "Order of the sources",
        "The network has one branch for the near-focused source and one for the other. both: the mean "
        "of both orders, so that exchanged sources give the same result. given: the first source is the "
        "near-focused one, as published; always so with the authors' weights.",
        choices=(BOTH, GIVEN),
    )  # fmt: skip
    weights: str = weights_parameter()


@register(
    WEIGHTS,
    "MFF-GAN",
    "Paints the fused luminance with a network that was trained to keep the sharper source's values "
    "and gradients, and against another that judges gradients. It is here for comparison.",
    MffGanParameters,
    kind="pixels",
    get_ready=import_library,
    year=2021,
    weakness="Its pixels are no source's own: brightness drifts, and blur that both sources share may "
    "become false texture.",
    checked="Takes its authors' weights too; they published no pictures to compare with.",
    order_matters=True,
    alike_in_pairs=True,
)
def fuse_mff_gan(frames: Frames, parameters: MffGanParameters, context: Context) -> Outcome:
    """The fused luminance as the generator paints it, with the frames' chroma by how colourful they are.

    Parameters
    ----------
    frames
        Two or more; more than two are fused one after another.
    parameters
        The order of the sources, and the weights.
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
    Zhang et al., "MFF-GAN: an unsupervised generative adversarial network with adaptive and gradient
    joint constraints for multi-focus image fusion", Information Fusion 66, 2021. With the authors'
    weights the first source is the near-focused one, and what lies outside the picture is mid-grey, as
    in their program; there are no published pictures to compare with. With those trained here the
    picture is mirrored outside, and each value is kept between those of the sources, where the best of
    this loss lies.

    Known weakness: a pixel that is painted is never exactly the scene's.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((20, 30), level, np.uint8) for level in (90, 90)])
    >>> fuse_mff_gan(frames, MffGanParameters(), Context("cpu", no_progress)).pixels.shape
    (20, 30)
    """
    file = weights_file(parameters.weights)
    variant = parameters.order if file is None else PUBLISHED
    outcome = paint_in_sequence(
        frames,
        lambda device: load_painter("mffgan", device, WEIGHTS, file, variant),
        context,
        between=file is None,
    )
    told = variant != BOTH and len(frames) == 2 and not equal_frames(frames)
    return replace(outcome, notes=(*outcome.notes, order_matters(WEIGHTS))) if told else outcome
