"""``sesf``: decide by the gradients of features that a squeeze-and-excitation dense encoder gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fusion.activity.activity_half_first import CoarseFirst, HalfSizeOnly
from fusion.activity.fuse_by_activity import fuse_by_sharpness
from fusion.activity.half_size import LARGE
from fusion.backends.loading import loading_the_network, weights_errors_told
from fusion.backends.roads import fuse_by_network
from fusion.device import device_title
from fusion.photo import Photo
from fusion.progress import Progress
from fusion.registry import Frames, Outcome, register
from fusion.settings import (
    EXACT,
    QUICK,
    Parameters,
    RefinementParameters,
    accuracy_parameter,
    parameter,
)
from models.protocols import SharpnessMeasure
from models.select_backend import import_backend, load_sharpness

ATTENTIONS = ("cse", "sse", "scse")
BYTES_ON_DEVICE = 120
"""At least what a pixel takes in maps of the whole picture on a device, beside sources and luminance."""


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
    get_ready=lambda device, _shape: import_backend(device),
)
def fuse_sesf(
    frames: Frames, parameters: Parameters, device: str, progress: Progress
) -> Outcome:
    """Ma et al., "SESF-Fuse", Neural Computing and Applications, 2020,
    DOI 10.1007/s00521-020-05358-9; see ``docs/lab/sesf.md``.

    Known weakness: beside a depth edge a defocused foreground spreads over the sharp background, and
    within half a window of it the choice is a guess.
    """
    assert isinstance(parameters, SesfParameters)
    return fuse_by_network(
        frames,
        device,
        BYTES_ON_DEVICE,
        lambda photos, where: fuse_there(photos, parameters, where, progress),
        lambda where: fuse_a_tile_at_a_time(frames, parameters, where, progress),
    )


def fuse_there(
    photos: Sequence[Photo], parameters: SesfParameters, device: str, progress: Progress
) -> Outcome:
    """All of it on a torch device."""
    from fusion.backends.torch import activity as sharpness

    with loading_the_network(progress) as clock:
        runtime = sharpness.loaded(f"sesf-{parameters.attention}", device)
    exact = parameters.accuracy == EXACT
    return sharpness.fuse_by_sharpness(runtime, photos, parameters, exact, progress, clock)


def fuse_a_tile_at_a_time(
    frames: Frames, parameters: SesfParameters, device: str, progress: Progress
) -> Outcome:
    """Tiles go through the network on the device; the rest is the CPU's."""
    with loading_the_network(progress) as clock:
        runtime = load_runtime(parameters.attention, device, parameters.accuracy == EXACT)
    shortened = parameters.accuracy != EXACT and runtime.device == "cpu"  # a GPU needs no short cut
    kind = HalfSizeOnly if parameters.accuracy == QUICK else CoarseFirst
    coarse = kind(runtime, LARGE) if shortened or kind is HalfSizeOnly else None
    return fuse_by_sharpness(
        frames,
        runtime.gradient_energy,
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
