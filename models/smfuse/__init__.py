"""The mask generator of SMFuse: its network, how it runs, its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.manifest import State
from models.networks import Network
from models.running.painting import PaintingGraphs, PaintingNetwork
from models.smfuse.dimensions import RADIUS, SMALLEST
from models.smfuse.settings import MaskTrainingSettings

if TYPE_CHECKING:
    from models.smfuse.network import Fusion
    from models.smfuse.training import MaskTraining


def _training() -> type[MaskTraining]:
    from models.smfuse.training import MaskTraining

    return MaskTraining


NETWORK = Network(
    "smfuse",
    "Train the mask generator by itself, on folders of near- and far-focused pairs, or on pairs made "
    "from photographs; no labels are used.",
    MaskTrainingSettings,
    _training,
)


def _module(state: State, variant: str) -> Fusion:
    from models.running.torch_weights import load_state
    from models.smfuse.network import Fusion, MaskGenerator

    return Fusion(load_state(MaskGenerator(variant), state))


def _graphs(state: State, variant: str) -> PaintingGraphs:
    from models.smfuse.openvino_graph import MaskGraphs

    return MaskGraphs(state, variant)


PAINTER = PaintingNetwork("smfuse", _module, _graphs, RADIUS, smallest=SMALLEST)
