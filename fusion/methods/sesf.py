"""``sesf``: decide by the gradients of features that a squeeze-and-excitation dense encoder gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fusion.clock import Clock
from fusion.device import choose_device, device_title
from fusion.errors import FusionError
from fusion.focus.choice import fuse_by_sharpness
from fusion.focus.coarse_sharpness import CoarseFirst
from fusion.focus.halving import LARGE
from fusion.methods.registry import Frames, Outcome, register
from fusion.progress import Progress
from fusion.settings import (
    EXACT,
    Parameters,
    RefinementParameters,
    accuracy_parameter,
    parameter,
)
from models.choice import SharpnessMeasure, load_engine, load_sharpness
from models.manifest import WeightsError

ATTENTIONS = ("cse", "sse", "scse")


def attention_parameter() -> Any:
    """Which trained encoder measures sharpness."""
    return parameter(
        "cse", "Attention",
        "How the encoder weighs its features: by channel (cse), by pixel (sse), or both (scse).",
        choices=ATTENTIONS,
    )  # fmt: skip


@dataclass(frozen=True)
class SesfParameters(RefinementParameters):
    """The published parameters, and which trained encoder measures sharpness."""

    attention: str = attention_parameter()
    accuracy: str = accuracy_parameter()


@register(
    "sesf",
    "SESF (neural network)",
    "Measures sharpness with a trained network and takes each region from the sharper source. "
    "The published method, for two shots or more from a tripod.",
    SesfParameters,
    get_ready=load_engine,
)
def fuse_sesf(
    frames: Frames, parameters: Parameters, device: str, progress: Progress
) -> Outcome:
    """Ma et al., "SESF-Fuse", Neural Computing and Applications, 2020,
    DOI 10.1007/s00521-020-05358-9; see ``docs/how-it-works.md``.

    Known weakness: beside a depth edge a defocused foreground spreads over the sharp background, and
    within half a window of it the choice is a guess.
    """
    assert isinstance(parameters, SesfParameters)
    progress("Loading the network", 0, 1)
    clock = Clock()
    runtime = load_runtime(
        parameters.attention, choose_device(device), parameters.accuracy == EXACT
    )
    clock.note("loading the network")
    shortened = parameters.accuracy != EXACT and runtime.device == "cpu"  # a GPU needs no short cut
    coarse = CoarseFirst(runtime, LARGE) if shortened else None
    return fuse_by_sharpness(
        frames,
        runtime.change_energy,
        parameters,
        lambda: device_title(runtime.device),
        progress,
        clock,
        coarse,
    )


def load_runtime(attention: str, device: str, exact: bool) -> SharpnessMeasure:
    """The trained encoder on a device; torch or OpenVINO are imported here, at the first use."""
    try:
        return load_sharpness(f"sesf-{attention}", device, exact)
    except WeightsError as error:
        raise FusionError(str(error)) from error
