"""``pmgi-multifocus``: the network of ``pmgi`` with weights for frames of different focus."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.backends.loading import import_library
from fusion.backends.painting import paint_in_sequence, stretched
from fusion.contracts import Context, Frames, Outcome
from fusion.recorded_paths import weights_file
from fusion.registry import register
from fusion.settings import Parameters, weights_parameter
from models.pmgi.dimensions import MULTI_FOCUS, PICTURE, TRAINING, WEIGHTS
from models.select_backend import load_painter


@dataclass(frozen=True)
class PmgiMultifocusParameters(Parameters):
    """Whose weights."""

    weights: str = weights_parameter()


@register(
    WEIGHTS[MULTI_FOCUS],
    "PMGI, multi-focus",
    "Paints a picture that keeps brightness and gradients of all sources alike. Its best possible "
    "result is their mean: it is here for comparison.",
    PmgiMultifocusParameters,
    kind="pixels",
    get_ready=import_library,
    year=2020,
    weakness="Its loss is least where the result is the mean of the sources, so every region stays "
    "partly blurred.",
    checked="Takes its authors' weights too; they published no pictures of this kind to compare with. "
    "Its network is that of PMGI, which is checked.",
    order_matters=True,
)
def fuse_pmgi_multifocus(
    frames: Frames, parameters: PmgiMultifocusParameters, context: Context
) -> Outcome:
    """The fused luminance as the network paints it, with the frames' chroma by how colourful they are.

    Parameters
    ----------
    frames
        Two or more; more than two are fused one after another.
    parameters
        The weights.
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
    Zhang et al., AAAI 2020 (``pmgi``), with the published proportions for multi-focus: 2, 2, 3, 3. By
    the authors' weights maps are normalised over the picture and the result is stretched, as their
    program does; by those trained here averages of the training normalise, and each value is
    kept between those of the sources, where the best of this loss lies.

    Known weakness: with equal proportions the loss is least for the mean of the sources.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((20, 30), level, np.uint8) for level in (90, 90)])
    >>> context = Context("cpu", no_progress)
    >>> fuse_pmgi_multifocus(frames, PmgiMultifocusParameters(), context).pixels.shape
    (20, 30)
    """
    file = weights_file(parameters.weights)
    name, variant = WEIGHTS[MULTI_FOCUS], TRAINING if file is None else PICTURE
    return paint_in_sequence(
        frames,
        lambda device: load_painter("pmgi", device, name, file, variant),
        context,
        None if file is None else stretched,
        between=file is None,
    )
