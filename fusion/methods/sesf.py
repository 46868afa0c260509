"""``sesf``: decide by the gradients of features that a squeeze-and-excitation dense encoder gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fusion.clock import Clock
from fusion.device import choose_device, device_title
from fusion.focus.choice import fuse_by_sharpness
from fusion.focus.coarse_sharpness import CoarseFirst
from fusion.focus.halving import LARGE
from fusion.methods.registry import Frames, Outcome, register
from fusion.methods.weights import weights_errors_told
from fusion.photo import Photo
from fusion.progress import Progress
from fusion.settings import (
    EXACT,
    Parameters,
    RefinementParameters,
    accuracy_parameter,
    parameter,
)
from models.choice import SharpnessMeasure, load_engine, load_sharpness

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
    get_ready=lambda device, _shape: load_engine(device),
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
    chosen = choose_device(device)
    if chosen == "cpu":
        return fuse_a_tile_at_a_time(frames, parameters, chosen, progress)
    from fusion.on_device import memory, sharpness  # they import torch

    return memory.fuse_where_it_fits(
        frames,
        chosen,
        sharpness.BYTES,
        lambda photos: fuse_there(photos, parameters, chosen, progress),
        lambda place: fuse_a_tile_at_a_time(frames, parameters, place, progress),
    )


def fuse_there(
    photos: Sequence[Photo], parameters: SesfParameters, device: str, progress: Progress
) -> Outcome:
    """All of it on a torch device."""
    from fusion.on_device import sharpness

    progress("Loading the network", 0, 1)
    clock = Clock()
    with weights_errors_told():
        runtime = sharpness.loaded(f"sesf-{parameters.attention}", device)
    clock.note("loading the network")
    exact = parameters.accuracy == EXACT
    return sharpness.fuse_by_sharpness(runtime, photos, parameters, exact, progress, clock)


def fuse_a_tile_at_a_time(
    frames: Frames, parameters: SesfParameters, device: str, progress: Progress
) -> Outcome:
    """Tiles go through the network on the device; the rest is the CPU's."""
    progress("Loading the network", 0, 1)
    clock = Clock()
    runtime = load_runtime(parameters.attention, device, parameters.accuracy == EXACT)
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
    with weights_errors_told():
        return load_sharpness(f"sesf-{attention}", device, exact)
