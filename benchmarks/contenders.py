"""What the benchmarks compare: ways to measure sharpness, all with the same refinement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from fusion.activity.fuse_by_activity import ChangeEnergy, Tick, fuse_by_sharpness

from benchmarks import enfuse
from fusion import FusionSettings, Photo, fuse, methods
from fusion.activity.activity_map import change_energy
from fusion.evaluate.contenders import read_settings
from fusion.methods.multifocus.learned_decision import LearnedDecisionParameters, fuse_by_scores
from fusion.photo import FloatMap
from fusion.progress import no_progress
from fusion.registry import Outcome
from fusion.settings import RefinementParameters
from models.decision.torch_runtime import TorchDecisionRuntime
from models.manifest import read_manifest
from models.sesf.network import DenseEncoder
from models.sesf.torch_runtime import TorchEncoderRuntime
from models.sesf.weights import Normalisation

DEFAULTS = RefinementParameters()
GAUSSIAN = replace(DEFAULTS, window="gaussian")

FIRST = ("sesf", "sesf-published", "spatial-frequency")
"""They head the table; the other methods follow by name."""

VARIANTS = {"laplacian-pyramid": ("laplacian-pyramid:detail-radius=2",)}
"""More rows behind a method's own: here the steadier choice."""


@dataclass(frozen=True)
class Contender:
    """A name for the table, and what fuses."""

    name: str
    fuse: Callable[[Sequence[Photo]], Photo]


def by_sharpness(
    energy: ChangeEnergy, parameters: RefinementParameters, frames: Sequence[Photo]
) -> Outcome:
    """The pipeline of ``sesf`` with another measure of change."""
    return fuse_by_sharpness(list(frames), energy, parameters, lambda: "cpu", no_progress)


def grey_energy(luminance: FloatMap, tick: Tick) -> FloatMap:
    """The change of the grey picture itself: no network."""
    tick(1, 1)
    return change_energy(luminance)


def untrained_energy(seed: int) -> ChangeEnergy:
    """The encoder with random weights: the control that a trained one must beat."""
    torch.manual_seed(seed)
    return TorchEncoderRuntime(DenseEncoder("cse"), Normalisation(0.45, 0.25)).gradient_energy


def folder_energy(folder: Path) -> ChangeEnergy:
    """The weights that a training left in a folder."""
    name = next(iter(read_manifest(folder, "sesf")))
    return TorchEncoderRuntime.load(name, folder=folder).gradient_energy


def energy_contender(
    name: str, energy: ChangeEnergy, parameters: RefinementParameters = DEFAULTS
) -> Contender:
    """A measure of change, as a contender."""
    return Contender(name, lambda frames: Photo(by_sharpness(energy, parameters, frames).pixels))


def method_contender(name: str, settings: FusionSettings) -> Contender:
    """A registered method, as a contender."""
    return Contender(name, lambda frames: fuse(list(frames), settings).photo)


def trained_decision(name: str, folder: Path) -> Contender:
    """The learned decision with other weights."""
    runtime = TorchDecisionRuntime.load("learned-decision", folder=folder)
    parameters = LearnedDecisionParameters()
    return Contender(
        name, lambda frames: Photo(fuse_by_scores(runtime, frames, parameters, no_progress).pixels)
    )


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
    """Every registered method, and variants that answer a question of their own."""
    names = [*FIRST, *(name for name in methods() if name not in FIRST)]
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
        energy_contender(f"untrained encoder, seed {seed}", untrained_energy(seed)) for seed in (1, 2)
    )
    return [*map(named_contender, texts), *untrained]
