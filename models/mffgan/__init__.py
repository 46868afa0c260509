"""The generator of MFF-GAN, and the discriminator that it is trained against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.manifest import State
from models.mffgan.dimensions import PUBLISHED, RADIUS, SMALLEST
from models.mffgan.published import read_published
from models.mffgan.settings import AdversarialTrainingSettings
from models.networks import Network
from models.running.painting import PaintingGraphs, PaintingNetwork

if TYPE_CHECKING:
    from models.mffgan.network import Fusion
    from models.mffgan.training import MffGanTraining


def _training() -> type[MffGanTraining]:
    from models.mffgan.training import MffGanTraining

    return MffGanTraining


NETWORK = Network(
    "mff-gan",
    "Train the generator, and the discriminator against it, on folders of near- and far-focused pairs, "
    "or on pairs made from photographs; no labels are used.",
    AdversarialTrainingSettings,
    _training,
)


def _module(state: State, variant: str) -> Fusion:
    from models.mffgan.network import Fusion, Generator
    from models.running.torch_weights import load_state

    generator = Generator("zeros" if variant == PUBLISHED else "reflect")
    return Fusion(load_state(generator, state), variant)


def _graphs(state: State, variant: str) -> PaintingGraphs:
    from models.mffgan.openvino_graph import GeneratorGraphs

    return GeneratorGraphs(state, variant)


PAINTER = PaintingNetwork(
    "mffgan", _module, _graphs, RADIUS, smallest=SMALLEST, read_archive=read_published
)
