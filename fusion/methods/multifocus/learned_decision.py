"""``learned-decision``: a network that has learned from optics which frame shows each pixel sharp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fusion.activity.half_size import LARGE
from fusion.activity.scores_half_first import choose_at_half_size, choose_by_scores, expect
from fusion.backends.loading import loading_the_network, weights_errors_told
from fusion.backends.roads import fuse_by_network
from fusion.decision import Decision
from fusion.device import choose_device, device_title
from fusion.frames.luminance import difference_in, luminance_stack
from fusion.photo import Photo
from fusion.progress import Progress
from fusion.registry import Frames, Outcome, Shape, register
from fusion.render.two_best import mix
from fusion.settings import EXACT, QUICK, Parameters, accuracy_parameter, parameter
from fusion.stage_timer import StageTimer
from models.protocols import Scorer
from models.select_backend import import_backend, load_scorer

WEIGHTS = "learned-decision"
STEPS = 1000
"""In which the progress is told."""
BYTES_ON_DEVICE = 60
"""At least what a pixel takes in maps of the whole picture on a device, beside sources and luminance."""


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


def get_ready(device: str, shape: Shape | None) -> None:
    """Import the engine, and compile what large frames need while nobody waits for it."""
    import_backend(device)
    if shape is not None and shape[1] * shape[2] >= LARGE and choose_device(device) == "cpu":
        expect(load_runtime("cpu", exact=False), shape, LARGE)


@register(
    WEIGHTS,
    "Learned decision (neural network)",
    "Decides with a network that learned from the optics of defocus, and sees depth edges, hair and "
    "smooth areas in their surroundings. For two shots or more from a tripod.",
    LearnedDecisionParameters,
    get_ready=get_ready,
)
def fuse_by_learned_decision(
    frames: Frames, parameters: Parameters, device: str, progress: Progress
) -> Outcome:
    """See ``docs/lab/learned-decision.md``, and ``models/decision`` for the network and its training.

    Known weakness: it was trained on scenes made from photographs of less than a megapixel.
    """
    assert isinstance(parameters, LearnedDecisionParameters)
    return fuse_by_network(
        frames,
        device,
        BYTES_ON_DEVICE,
        lambda photos, where: fuse_there(photos, parameters, where, progress),
        lambda where: fuse_a_tile_at_a_time(frames, parameters, where, progress),
    )


def fuse_there(
    photos: Sequence[Photo], parameters: LearnedDecisionParameters, device: str, progress: Progress
) -> Outcome:
    """All of it on a torch device."""
    from fusion.backends.torch import leading_frames as scores

    with loading_the_network(progress) as clock:
        runtime = scores.loaded(WEIGHTS, device)
    exact = parameters.accuracy == EXACT
    return scores.fuse_by_scores(runtime, photos, parameters.decisiveness, exact, progress, clock)


def fuse_a_tile_at_a_time(
    frames: Frames, parameters: LearnedDecisionParameters, device: str, progress: Progress
) -> Outcome:
    """Tiles go through the network on the device; the rest is the CPU's."""
    with loading_the_network(progress) as clock:
        scorer = load_runtime(device, parameters.accuracy == EXACT)
    shortened = parameters.accuracy != EXACT and scorer.device == "cpu"  # a GPU needs no short cut
    large = LARGE if shortened else None
    return fuse_by_scores(scorer, frames, parameters, progress, clock, large)


def fuse_by_scores(
    scorer: Scorer,
    frames: Frames,
    parameters: LearnedDecisionParameters,
    progress: Progress,
    clock: StageTimer | None = None,
    large: int | None = None,
) -> Outcome:
    """From any scores of the frames to the fused picture; ``large`` as for ``choose_by_scores``."""
    clock = clock or StageTimer()
    with luminance_stack(frames) as stack:
        clock.note("luminance")

        def told(share: float) -> None:
            progress("Measuring sharpness", round(STEPS * share), STEPS)

        choose = choose_at_half_size if parameters.accuracy == QUICK else choose_by_scores
        choice = choose(scorer, stack, parameters.decisiveness, large, told)
        clock.note("measuring sharpness")
        sureness = choice.sureness(difference_in(stack))
    clock.note("confidence")
    progress("Blending", 0, 1)
    pixels = mix(frames, choice.labels, choice.second, choice.weight_steps)
    progress("Blending", 1, 1)
    clock.note("blending")
    decision = Decision(choice.labels, choice.weight_steps, sureness, len(frames))
    return Outcome(pixels, decision, device_title(scorer.device), clock.timings)


def load_runtime(device: str, exact: bool) -> Scorer:
    """The trained network on a device; torch or OpenVINO are imported here, at the first use."""
    with weights_errors_told():
        return load_scorer(WEIGHTS, device, exact)
