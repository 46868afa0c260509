"""``sesf``: decide by the gradients of features that a squeeze-and-excitation dense encoder gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fusion.backends.loading import import_library
from fusion.contracts import AGAINST_TRUTH, ActivityPlan
from fusion.registry import register_plan
from fusion.settings import ActivityParameters, accuracy_parameter, parameter

ATTENTIONS = ("cse", "sse", "scse")


def attention_parameter() -> Any:
    """The field ``attention``: which trained encoder measures sharpness."""
    return parameter(
        "cse", "Attention",
        "How the encoder weighs its features: by channel (cse), by pixel (sse), or both (scse).",
        choices=ATTENTIONS,
    )  # fmt: skip


@dataclass(frozen=True)
class SesfParameters(ActivityParameters):
    """The published parameters, and which trained encoder measures sharpness."""

    attention: str = attention_parameter()
    accuracy: str = accuracy_parameter()


@register_plan(
    "sesf",
    "SE dense encoder",
    "Measures sharpness by the feature gradients of a trained network and takes each region from the "
    "sharper source. The published method for two shots from a tripod.",
    SesfParameters,
    get_ready=import_library,
    year=2020,
    weakness="Beside depth edges a blurred foreground spreads over the sharp background.",
    checked=AGAINST_TRUTH,
)
def plan_sesf(parameters: SesfParameters) -> ActivityPlan:
    """Compare the activity of the encoder's feature gradients.

    Parameters
    ----------
    parameters
        Window, verification, guided filter, encoder and accuracy.

    Returns
    -------
    ActivityPlan
        For the pipeline.

    Notes
    -----
    Ma et al., "SESF-Fuse", Neural Computing and Applications, 2020, DOI 10.1007/s00521-020-05358-9; see
    ``docs/lab/sesf.md``. Known weakness: beside a depth edge a defocused foreground spreads over
    the sharp background, and within half a window of it the choice is a guess.

    Examples
    --------
    >>> plan_sesf(SesfParameters(attention="scse")).encoder
    'sesf-scse'
    """
    return ActivityPlan(parameters, f"sesf-{parameters.attention}", parameters.accuracy)
