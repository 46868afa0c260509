"""The mask generator of SMFuse: its network, how it runs, its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.networks import Network
from models.smfuse.settings import MaskTrainingSettings

if TYPE_CHECKING:
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
