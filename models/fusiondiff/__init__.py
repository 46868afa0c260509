"""FusionDiff: fusion as conditional diffusion; its noise predictor, how it samples, its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.fusiondiff.dimensions import MULTIPLE, RADIUS, SMALL
from models.fusiondiff.settings import DiffusionTrainingSettings
from models.manifest import State
from models.networks import Network
from models.running.painting import PaintingGraphs, PaintingNetwork

if TYPE_CHECKING:
    from models.fusiondiff.network import NoisePredictor
    from models.fusiondiff.training import DiffusionTraining


def _training() -> type[DiffusionTraining]:
    from models.fusiondiff.training import DiffusionTraining

    return DiffusionTraining


def _module(state: State, variant: str) -> NoisePredictor:
    from models.fusiondiff.network import NoisePredictor
    from models.running.torch_weights import load_state

    del variant
    return load_state(NoisePredictor(SMALL), state)


def _graphs(state: State, variant: str) -> PaintingGraphs:
    from models.fusiondiff.openvino_graph import NoisePredictorGraphs

    del variant
    return NoisePredictorGraphs(state)


NETWORK = Network(
    "fusiondiff",
    "Train FusionDiff's noise predictor on folders of near- and far-focused pairs with truth, or on "
    "pairs made from photographs.",
    DiffusionTrainingSettings,
    _training,
)
PAINTER = PaintingNetwork(
    "fusiondiff", _module, _graphs, RADIUS, multiple=MULTIPLE, side=512
)
