"""PMGI: its network, how it runs, its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.manifest import State
from models.networks import Network
from models.pmgi.dimensions import POOLED, RADIUS, TRAINING
from models.pmgi.settings import PmgiSettings
from models.pmgi.weights import read_published
from models.running.painting import PaintingGraphs, PaintingNetwork

if TYPE_CHECKING:
    from models.pmgi.network import PmgiNetwork
    from models.pmgi.training import PmgiTraining


def _module(state: State, statistics: str) -> PmgiNetwork:
    from models.pmgi.network import PmgiNetwork
    from models.running.torch_weights import load_state

    return load_state(PmgiNetwork(statistics), state)


def _graphs(state: State, statistics: str) -> PaintingGraphs:
    from models.pmgi.openvino_graph import PmgiGraphs

    return PmgiGraphs(state, statistics)


def _training() -> type[PmgiTraining]:
    from models.pmgi.training import PmgiTraining

    return PmgiTraining


PAINTER = PaintingNetwork(
    "pmgi", _module, _graphs, RADIUS, pooled=POOLED, unpooled=(TRAINING,), read_archive=read_published
)
NETWORK = Network(
    "pmgi",
    "Train PMGI on pairs of infrared and visible pictures (NAME_ir.* and NAME_vi.*) or, for the task "
    "multi-focus, on near- and far-focused pairs (NAME_A.* and NAME_B.*).",
    PmgiSettings,
    _training,
)
