"""What the benchmarks compare: methods, encoders with the refinement of ``sesf``, other weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from benchmarks import enfuse
from fusion import FusionError, FusionResult, FusionSettings, Photo, fuse, methods
from fusion.backends.cpu import CpuBackend
from fusion.contracts import ActivityPlan, Context, Outcome, ScorePlan
from fusion.decision import Decision
from fusion.evaluate.contenders import read_settings
from fusion.frames.matching import MatchingFrames
from fusion.methods.multifocus.learned_decision import WEIGHTS, LearnedDecisionParameters
from fusion.pipeline import decide_by_activity, decide_by_scores
from fusion.progress import no_progress
from fusion.settings import AS_THEY_ARE, EXACT, MULTIFOCUS, ActivityParameters
from models.decision.torch_runtime import TorchDecisionRuntime
from models.manifest import read_manifest
from models.protocols import SharpnessMeasure
from models.sesf.network import DenseEncoder
from models.sesf.torch_runtime import TorchEncoderRuntime
from models.sesf.weights import Normalisation

DEFAULTS = ActivityParameters()

FIRST = ("sesf", "sesf-published", "spatial-frequency")
"""They head the table; the other methods follow by name."""

VARIANTS = {"laplacian-pyramid": ("laplacian-pyramid:detail-radius=2",)}
"""More rows behind a method's own: here the steadier choice."""


@dataclass(frozen=True)
class Contender:
    """A name for the table, and what fuses."""

    name: str
    fuse: Callable[[Sequence[Photo]], Photo]


def by_activity(
    measure: SharpnessMeasure | None, refinement: ActivityParameters, frames: Sequence[Photo]
) -> Outcome:
    """The pipeline of ``sesf`` on the processor, every pixel at full size, with another encoder.

    None compares the gradients of the luminance itself.
    """
    plan = ActivityPlan(refinement, accuracy=EXACT)
    backend = CpuBackend(measure=measure)
    return decide_by_activity(backend, MatchingFrames(frames), plan, Context("cpu", no_progress))


def by_scores(runtime: TorchDecisionRuntime, frames: Sequence[Photo]) -> Outcome:
    """The pipeline of ``learned-decision``, every pixel at full size, with other weights."""
    plan = ScorePlan(WEIGHTS, LearnedDecisionParameters().decisiveness, EXACT)
    backend = CpuBackend(scorer=runtime)
    return decide_by_scores(backend, MatchingFrames(frames), plan, Context("cpu", no_progress))


def decision_of(outcome: Outcome | FusionResult) -> Decision:
    """The decision; raises ``FusionError`` where the method computes pixels without one."""
    if outcome.decision is None:
        raise FusionError(
            "no-decision", "this method computes pixels without a decision; name another"
        )
    return outcome.decision


def untrained_encoder(seed: int) -> TorchEncoderRuntime:
    """The encoder with random weights: the control that a trained one must beat."""
    torch.manual_seed(seed)
    return TorchEncoderRuntime(DenseEncoder("cse"), Normalisation(0.45, 0.25))


def encoder_in(folder: Path) -> TorchEncoderRuntime:
    """The encoder that a training left in a folder."""
    name = next(iter(read_manifest(folder, "sesf")))
    return TorchEncoderRuntime.load(name, folder=folder)


def encoder_contender(name: str, measure: SharpnessMeasure) -> Contender:
    """An encoder with the refinement of ``sesf``, as a contender."""
    return Contender(name, lambda frames: Photo(by_activity(measure, DEFAULTS, frames).pixels))


def method_contender(name: str, settings: FusionSettings) -> Contender:
    """A method in the registry, as a contender. The sets are registered: frames stay as they are."""
    settings = replace(settings, registration=AS_THEY_ARE)
    return Contender(name, lambda frames: fuse(list(frames), settings).photo)


def trained_decision(name: str, folder: Path) -> Contender:
    """The learned decision with other weights."""
    runtime = TorchDecisionRuntime.load(WEIGHTS, folder=folder)
    return Contender(name, lambda frames: Photo(by_scores(runtime, frames).pixels))


def named_contender(text: str) -> Contender:
    """A method as ``evaluate`` writes it (``sesf:attention=scse``), ``enfuse``, or ``decision@FOLDER``.

    The last is the learned decision with the weights that a training left in a folder.
    """
    if text.startswith("decision@"):
        return trained_decision(text, Path(text.removeprefix("decision@")))
    if text == enfuse.PROGRAM:
        return Contender(text, enfuse.fuse_with_enfuse)
    return method_contender(text, read_settings(text, "cpu"))


def table_contenders() -> list[Contender]:
    """Every multi-focus method, and variants that answer a question of their own."""
    names = [*FIRST, *(name for name in sorted(methods(MULTIFOCUS)) if name not in FIRST)]
    return [named_contender(text) for name in names for text in (name, *VARIANTS.get(name, ()))]


def ablation_contenders() -> list[Contender]:
    """What training, attention and window change."""
    texts = (
        "sesf:attention=sse",
        "sesf:attention=scse",
        "sesf:window=gaussian",
        "spatial-frequency:window=gaussian",
    )
    untrained = (
        encoder_contender(f"untrained encoder, seed {seed}", untrained_encoder(seed)) for seed in (1, 2)
    )
    return [*map(named_contender, texts), *untrained]
