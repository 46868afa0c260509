"""UFGAN: its network, how it runs, its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.networks import Network
from models.ufgan.settings import UfGanSettings

if TYPE_CHECKING:
    from models.ufgan.training import UfGanTraining


def _training() -> type[UfGanTraining]:
    from models.ufgan.training import UfGanTraining

    return UfGanTraining


NETWORK = Network(
    "ufgan",
    "Train UFGAN's U-Net on pairs of infrared and visible pictures (NAME_ir.* and NAME_vi.*).",
    UfGanSettings,
    _training,
)
