"""``learned-decision``: a network that has learned from optics which frame shows each pixel sharp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from fusion.clock import Clock
from fusion.device import choose_device, device_title
from fusion.errors import FusionError
from fusion.focus.decision import Decision
from fusion.focus.luminance_stack import difference_in, luminance_stack
from fusion.focus.mix import mix
from fusion.focus.scores import ScoredChoice
from fusion.methods.registry import Frames, Outcome, register
from fusion.photo import FloatMap
from fusion.progress import Progress
from fusion.settings import Parameters, parameter

WEIGHTS = "learned-decision"


@dataclass(frozen=True)
class LearnedDecisionParameters(Parameters):
    """How the network's scores become a blend."""

    decisiveness: float = parameter(
        3.0, "Decisiveness",
        "How soon a lead of one source becomes a plain choice: larger makes transitions harder, smaller "
        "makes them softer.",
        0.1, 20.0, 0.1,
    )


class Place(Protocol):
    """A rectangle of the picture."""

    top: int
    left: int
    height: int
    width: int


class Scorer(Protocol):
    """``models.decision.runtime.DecisionRuntime``, which is imported only when it is used."""

    device: str

    def score(self, frames: Any, scored: Any, tick: Any) -> None: ...


@register(
    WEIGHTS,
    "Learned decision (neural network)",
    "Decides with a network that learned from the optics of defocus, and sees depth edges, hair and "
    "smooth areas in their surroundings. For two shots or more from a tripod.",
    LearnedDecisionParameters,
)
def fuse_by_learned_decision(
    frames: Frames, parameters: Parameters, device: str, progress: Progress
) -> Outcome:
    """See ``docs/learned-decision.md``, and ``models/decision`` for the network and its training.

    Known weakness: it was trained on scenes made from photographs of less than a megapixel.
    """
    assert isinstance(parameters, LearnedDecisionParameters)
    progress("Loading the network", 0, 1)
    clock = Clock()
    scorer = load_runtime(choose_device(device))
    clock.note("loading the network")
    return fuse_by_scores(scorer, frames, parameters, progress, clock)


def fuse_by_scores(
    scorer: Scorer,
    frames: Frames,
    parameters: LearnedDecisionParameters,
    progress: Progress,
    clock: Clock | None = None,
) -> Outcome:
    """From any scores of the frames to the fused picture."""
    clock = clock or Clock()
    with luminance_stack(frames) as stack:
        clock.note("luminance")
        choice = ScoredChoice(len(frames), (stack.shape[1], stack.shape[2]), parameters.decisiveness)

        def scored(place: Place, scores: FloatMap, faithful: FloatMap) -> None:
            rows = slice(place.top, place.top + place.height)
            choice.put((rows, slice(place.left, place.left + place.width)), scores, faithful)

        scorer.score(stack, scored, lambda done, total: progress("Measuring sharpness", done, total))
        clock.note("measuring sharpness")
        sureness = choice.sureness(difference_in(stack))
    clock.note("confidence")
    progress("Blending", 0, 1)
    pixels = mix(frames, choice.labels, choice.second, choice.weight_steps)
    progress("Blending", 1, 1)
    clock.note("blending")
    decision = Decision(choice.labels, choice.weight_steps, sureness, len(frames))
    return Outcome(pixels, decision, device_title(scorer.device), clock.timings)


def load_runtime(device: str) -> Scorer:
    """The trained network on a device; torch is imported here, at the first use."""
    from models.decision.runtime import DecisionRuntime
    from models.weights import WeightsError

    try:
        return DecisionRuntime.load(WEIGHTS, device)
    except WeightsError as error:
        raise FusionError(str(error)) from error
