"""What the benchmarks compare: ways to measure sharpness, all with the same refinement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from fusion import FusionSettings, Photo, fuse
from fusion.focus.blur_map import change_energy
from fusion.focus.choice import ChangeEnergy, Tick, fuse_by_sharpness
from fusion.methods.laplacian_pyramid import LaplacianPyramidParameters
from fusion.methods.registry import Outcome
from fusion.methods.sesf import SesfParameters
from fusion.photo import FloatMap
from fusion.progress import no_progress
from fusion.settings import RefinementParameters
from models.encoder import DenseEncoder
from models.runtime import EncoderRuntime
from models.weights import Normalisation, read_manifest

DEFAULTS = RefinementParameters()
GAUSSIAN = replace(DEFAULTS, window="gaussian")


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
    return EncoderRuntime(DenseEncoder("cse"), Normalisation(0.45, 0.25)).change_energy


def folder_energy(folder: Path) -> ChangeEnergy:
    """The weights that a training left in a folder."""
    name = next(iter(read_manifest(folder)))
    return EncoderRuntime.load(name, folder=folder).change_energy


def energy_contender(
    name: str, energy: ChangeEnergy, parameters: RefinementParameters = DEFAULTS
) -> Contender:
    """A measure of change, as a contender."""
    return Contender(name, lambda frames: Photo(by_sharpness(energy, parameters, frames).pixels))


def method_contender(name: str, settings: FusionSettings) -> Contender:
    """A registered method, as a contender."""
    return Contender(name, lambda frames: fuse(list(frames), settings).photo)


def baseline_contenders() -> list[Contender]:
    """Classical methods from the literature, with their classical values."""
    names = ("average", "laplacian-pyramid", "guided-filter", "stationary-wavelet")
    steadier = FusionSettings("laplacian-pyramid", LaplacianPyramidParameters(detail_radius=2), "cpu")
    return [
        *(method_contender(name, FusionSettings(name, device="cpu")) for name in names),
        method_contender("laplacian-pyramid, comparison radius 2", steadier),
    ]


def standard_contenders() -> list[Contender]:
    """The rows of the table in the README."""
    trained = [
        method_contender(
            f"sesf, {attention}", FusionSettings("sesf", SesfParameters(attention=attention), "cpu")
        )
        for attention in ("cse", "sse", "scse")
    ]
    return [
        *trained,
        method_contender(
            "sesf, cse, Gaussian window",
            FusionSettings("sesf", SesfParameters(window="gaussian"), "cpu"),
        ),
        method_contender("sesf-published, cse", FusionSettings("sesf-published", device="cpu")),
        energy_contender("untrained encoder, seed 1", untrained_energy(1)),
        energy_contender("untrained encoder, seed 2", untrained_energy(2)),
        energy_contender("grey gradients, no network", grey_energy),
        energy_contender("grey gradients, Gaussian window", grey_energy, GAUSSIAN),
        *baseline_contenders(),
    ]
