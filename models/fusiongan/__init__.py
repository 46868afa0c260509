"""FusionGAN: its network, how it runs, its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.fusiongan.dimensions import RADIUS, TRAINING, WIDTH, widths
from models.fusiongan.settings import FusionGanSettings
from models.manifest import State
from models.networks import Network
from models.running.painting import PaintingGraphs, PaintingNetwork

if TYPE_CHECKING:
    from models.fusiongan.network import Fusion
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


def _module(state: State, statistics: str) -> Fusion:
    from models.fusiongan.network import Fusion, Generator
    from models.running.torch_weights import load_state

    return Fusion(load_state(Generator(WIDTH), state), statistics)


def _graphs(state: State, statistics: str) -> PaintingGraphs:
    from models.fusiongan.openvino_graph import FusionGanGraphs

    return FusionGanGraphs(state, statistics)


PAINTER = PaintingNetwork(
    "fusiongan", _module, _graphs, RADIUS, pooled=widths(WIDTH), unpooled=(TRAINING,)
)
