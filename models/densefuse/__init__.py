"""DenseFuse: its network, how it runs, its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.densefuse.dimensions import RADIUS
from models.densefuse.weights import read_published
from models.manifest import State
from models.running.painting import PaintingGraphs, PaintingNetwork

if TYPE_CHECKING:
    from models.densefuse.network import Fusion


def _module(state: State, rule: str) -> Fusion:
    from models.densefuse.network import Autoencoder, Fusion
    from models.running.torch_weights import load_state

    return Fusion(load_state(Autoencoder(), state), rule)


def _graphs(state: State, rule: str) -> PaintingGraphs:
    from models.densefuse.openvino_graph import DenseFuseGraphs

    return DenseFuseGraphs(state, rule)


PAINTER = PaintingNetwork(
    "densefuse", _module, _graphs, RADIUS, smallest=2, read_archive=read_published
)
