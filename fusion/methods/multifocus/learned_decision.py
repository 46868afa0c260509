"""``learned-decision``: a network that has learned from optics which frame shows each pixel sharp."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.activity.half_size import LARGE
from fusion.activity.scores_half_first import expect
from fusion.backends.loading import weights_errors_as_fusion_errors
from fusion.contracts import AGAINST_TRUTH, ScorePlan, Shape
from fusion.device import choose_device
from fusion.registry import register_plan
from fusion.settings import Parameters, accuracy_parameter, parameter, priority_parameter
from models.select_backend import import_backend, load_scorer

WEIGHTS = "learned-decision"


@dataclass(frozen=True)
class LearnedDecisionParameters(Parameters):
    """How the network's scores become a blend."""

    decisiveness: float = parameter(
        4.0, "Decisiveness",
        "How soon a lead of one source becomes a plain choice: larger makes transitions harder, smaller "
        "makes them softer.",
        0.1, 20.0, 0.1,
    )
    accuracy: str = accuracy_parameter()
    priority: str = priority_parameter()


def get_ready(device: str, shape: Shape | None) -> None:
    """Import the network's library, and for large frames compile the network."""
    import_backend(device)
    if shape is not None and shape[1] * shape[2] >= LARGE and choose_device(device) == "cpu":
        with weights_errors_as_fusion_errors():
            expect(load_scorer(WEIGHTS, "cpu"), shape, LARGE)


@register_plan(
    WEIGHTS,
    "Learned decision",
    "Decides with a network that learned from the optics of defocus, and sees depth edges, hair and "
    "smooth areas in their surroundings. For two shots or more from a tripod.",
    LearnedDecisionParameters,
    get_ready=get_ready,
    year=2026,
    weakness="Trained on scenes made from photographs of less than a megapixel; never mixes more than "
    "two sources.",
    checked=AGAINST_TRUTH,
)
def plan_learned_decision(parameters: LearnedDecisionParameters) -> ScorePlan:
    """Decide by the scores of the network in ``models/decision``.

    Parameters
    ----------
    parameters
        Decisiveness, accuracy and priority.

    Returns
    -------
    ScorePlan
        For the pipeline.

    Notes
    -----
    Made here; see ``docs/lab/learned-decision.md`` for the network and its training. The two leading
    frames are mixed by sparsemax (Martins and Astudillo, ICML 2016). Known weakness: it was trained on
    scenes made from photographs of less than a megapixel.

    Examples
    --------
    >>> plan_learned_decision(LearnedDecisionParameters()).decisiveness
    4.0
    """
    return ScorePlan(WEIGHTS, parameters.decisiveness, parameters.accuracy, parameters.priority)
