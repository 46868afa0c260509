"""FusionDiff: fusion as conditional diffusion; its noise predictor, how it samples, its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.fusiondiff.settings import DiffusionTrainingSettings
from models.networks import Network

if TYPE_CHECKING:
    from models.fusiondiff.training import DiffusionTraining


def _training() -> type[DiffusionTraining]:
    from models.fusiondiff.training import DiffusionTraining

    return DiffusionTraining


NETWORK = Network(
    "fusiondiff",
    "Train FusionDiff's noise predictor on folders of near- and far-focused pairs with truth, or on pairs "
    "made from photographs.",
    DiffusionTrainingSettings,
    _training,
)
