"""SuperFusion: a matcher that finds displacement fields, and a network that fuses the aligned pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.manifest import State
from models.networks import Network
from models.running.painting import PaintingGraphs, PaintingNetwork
from models.superfusion.dimensions import RADIUS
from models.superfusion.settings import SuperFusionTrainingSettings

if TYPE_CHECKING:
    from models.superfusion.network import PaintingFusion
    from models.superfusion.training import SuperFusionTraining


def _training() -> type[SuperFusionTraining]:
    from models.superfusion.training import SuperFusionTraining

    return SuperFusionTraining


def _module(state: State, variant: str) -> PaintingFusion:
    from models.running.torch_weights import load_state
    from models.superfusion.network import FusionNetwork, PaintingFusion

    del variant
    return PaintingFusion(load_state(FusionNetwork(), state))


def _graphs(state: State, variant: str) -> PaintingGraphs:
    from models.superfusion.openvino_graph import SuperFusionGraphs

    del variant
    return SuperFusionGraphs(state)


PAINTER = PaintingNetwork("superfusion", _module, _graphs, RADIUS)

NETWORK = Network(
    "superfusion",
    "Train matcher and fusion network on infrared-visible pairs (NAME_ir.*, NAME_vi.*), moved by "
    "planted fields; single photographs serve the matcher with an infrared picture that is made up.",
    SuperFusionTrainingSettings,
    _training,
)
