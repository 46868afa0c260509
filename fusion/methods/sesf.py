"""``sesf``: decide by the gradients of features that a squeeze-and-excitation dense encoder gives."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.clock import Clock
from fusion.device import choose_device, device_title
from fusion.errors import FusionError
from fusion.focus.choice import fuse_by_sharpness
from fusion.methods.registry import Frames, Outcome, register
from fusion.progress import Progress
from fusion.settings import Parameters, RefinementParameters, parameter

ATTENTIONS = ("cse", "sse", "scse")


@dataclass(frozen=True)
class SesfParameters(RefinementParameters):
    """The published parameters, and which trained encoder measures sharpness."""

    attention: str = parameter(
        "cse", "Attention",
        "How the encoder weighs its features: by channel (cse), by pixel (sse), or both (scse).",
        choices=ATTENTIONS,
    )


@register(
    "sesf",
    "SESF (neural network)",
    "Measures sharpness with a trained network and takes each region from the sharper source. "
    "The published method, for two shots or more from a tripod.",
    SesfParameters,
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
    runtime = load_runtime(parameters.attention, choose_device(device))
    clock.note("loading the network")
    return fuse_by_sharpness(
        frames, runtime.change_energy, parameters, lambda: device_title(runtime.device), progress, clock
    )


def load_runtime(attention: str, device: str):  # type: ignore[no-untyped-def]
    """The trained encoder on a device; torch is imported here, at the first use."""
    from models.runtime import EncoderRuntime
    from models.weights import WeightsError

    try:
        return EncoderRuntime.load(f"sesf-{attention}", device)
    except WeightsError as error:
        raise FusionError(str(error)) from error
