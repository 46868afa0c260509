"""SuperFusion: a matcher that finds displacement fields, and a network that fuses the aligned pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.networks import Network
from models.superfusion.settings import SuperFusionTrainingSettings

if TYPE_CHECKING:
    from models.superfusion.training import SuperFusionTraining


def _training() -> type[SuperFusionTraining]:
    from models.superfusion.training import SuperFusionTraining

    return SuperFusionTraining


NETWORK = Network(
    "superfusion",
    "Train matcher and fusion network on infrared-visible pairs (NAME_ir.*, NAME_vi.*), moved by "
    "planted fields; single photographs serve the matcher with an infrared picture that is made up.",
    SuperFusionTrainingSettings,
    _training,
)
