"""FusionGAN: its network, how it runs, its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.fusiongan.settings import FusionGanSettings
from models.networks import Network

if TYPE_CHECKING:
    from models.fusiongan.training import FusionGanTraining


def _training() -> type[FusionGanTraining]:
    from models.fusiongan.training import FusionGanTraining

    return FusionGanTraining


NETWORK = Network(
    "fusiongan",
    "Train FusionGAN on pairs of infrared and visible pictures (NAME_ir.* and NAME_vi.*).",
    FusionGanSettings,
    _training,
)
