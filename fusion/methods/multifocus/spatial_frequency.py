"""``spatial-frequency``: decide by the gradients of the luminance itself, without a network."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.contracts import AGAINST_TRUTH, ActivityPlan
from fusion.registry import register_plan
from fusion.settings import ActivityParameters


@dataclass(frozen=True)
class SpatialFrequencyParameters(ActivityParameters):
    """The same as for ``sesf``, the encoder aside."""


@register_plan(
    "spatial-frequency",
    "Spatial frequency (no network)",
    "Measures sharpness by the differences between neighbouring pixels. Needs no network and starts at "
    "once; the yardstick that a trained network must beat.",
    SpatialFrequencyParameters,
    year=2001,
    weakness="Noise counts as sharpness.",
    checked=AGAINST_TRUTH,
)
def plan_spatial_frequency(parameters: SpatialFrequencyParameters) -> ActivityPlan:
    """Compare the activity of the luminance's gradients, with the refinement of ``sesf``.

    Parameters
    ----------
    parameters
        Window, verification and guided filter.

    Returns
    -------
    ActivityPlan
        For the pipeline. It runs on the processor: a few subtractions, for which a graphics card would
        spend longer on the transfer.

    Notes
    -----
    Li, Kwok, Wang, "Combination of images with diverse focuses using the spatial frequency",
    Information Fusion 2001, DOI 10.1016/S1566-2535(01)00038-0, by sliding window. Known weakness: noise
    counts as sharpness.

    Examples
    --------
    >>> plan_spatial_frequency(SpatialFrequencyParameters()).encoder is None
    True
    """
    return ActivityPlan(parameters)
