"""DenseFuse: its network, how it runs, its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.densefuse.dimensions import RADIUS
from models.densefuse.settings import DenseFuseSettings
from models.densefuse.weights import read_published
from models.manifest import State
from models.networks import Network
from models.running.painting import PaintingGraphs, PaintingNetwork

if TYPE_CHECKING:
    from models.densefuse.network import Fusion
    from models.densefuse.training import DenseFuseTraining


def _module(state: State, rule: str) -> Fusion:
    from models.densefuse.network import Autoencoder, Fusion
    from models.running.torch_weights import load_state

    return Fusion(load_state(Autoencoder(), state), rule)


def _graphs(state: State, rule: str) -> PaintingGraphs:
    from models.densefuse.openvino_graph import DenseFuseGraphs

    return DenseFuseGraphs(state, rule)


def _training() -> type[DenseFuseTraining]:
    from models.densefuse.training import DenseFuseTraining

    return DenseFuseTraining


PAINTER = PaintingNetwork(
    "densefuse", _module, _graphs, RADIUS, smallest=2, read_archive=read_published
)
NETWORK = Network(
    "densefuse",
    "Train DenseFuse's autoencoder to rebuild any pictures, photographs and infrared ones, in grey.",
    DenseFuseSettings,
    _training,
)
