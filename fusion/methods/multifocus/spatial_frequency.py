"""``spatial-frequency``: decide by the gradients of the grey picture itself, without a network."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.activity.activity_map import change_energy
from fusion.activity.fuse_by_activity import Tick, fuse_by_sharpness
from fusion.photo import FloatMap
from fusion.progress import Progress
from fusion.registry import Frames, Outcome, register
from fusion.settings import Parameters, RefinementParameters


@dataclass(frozen=True)
class SpatialFrequencyParameters(RefinementParameters):
    """The same as for ``sesf``, the encoder aside."""


@register(
    "spatial-frequency",
    "Spatial frequency (no network)",
    "Measures sharpness by the differences between neighbouring pixels. Needs no network and starts at "
    "once; the yardstick that a trained network must beat.",
    SpatialFrequencyParameters,
)
def fuse_spatial_frequency(
    frames: Frames, parameters: Parameters, device: str, progress: Progress
) -> Outcome:
    """Li, Kwok, Wang, "Combination of images with diverse focuses using the spatial frequency",
    Information Fusion 2001, DOI 10.1016/S1566-2535(01)00038-0, by sliding window, with the refinement
    of ``sesf``. Runs on the CPU.

    Known weakness: noise counts as sharpness.
    """
    del device  # a few subtractions: a GPU would spend longer on the transfer

    def energy(luminance: FloatMap, tick: Tick) -> FloatMap:
        result = change_energy(luminance)
        tick(1, 1)
        return result

    assert isinstance(parameters, SpatialFrequencyParameters)
    return fuse_by_sharpness(frames, energy, parameters, lambda: "cpu", progress)
