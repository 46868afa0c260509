"""UFGAN: its network, how it runs, its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.manifest import State
from models.networks import Network
from models.running.painting import PaintingGraphs, PaintingNetwork
from models.ufgan.dimensions import WIDTHS, multiple, radius, state_widths
from models.ufgan.settings import UfGanSettings

if TYPE_CHECKING:
    from models.ufgan.network import Fusion
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


def _module(state: State, _variant: str) -> Fusion:
    from models.running.torch_weights import load_state
    from models.ufgan.network import Fusion, UNet

    return Fusion(load_state(UNet(state_widths(state), normalised=False), state))


def _graphs(state: State, _variant: str) -> PaintingGraphs:
    from models.ufgan.openvino_graph import UfGanGraphs

    return UfGanGraphs(state)


LEVELS = len(WIDTHS)
PAINTER = PaintingNetwork(
    "ufgan", _module, _graphs, radius(LEVELS),
    multiple=multiple(LEVELS), smallest=2 * multiple(LEVELS), side=512,
)  # fmt: skip
