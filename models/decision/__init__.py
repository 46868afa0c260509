"""The learned decision: its network, how it runs, the scenes it learns from, and its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.decision.settings import DecisionTrainingSettings
from models.networks import Network

if TYPE_CHECKING:
    from models.decision.training import DecisionTraining


def _training() -> type[DecisionTraining]:
    from models.decision.training import DecisionTraining

    return DecisionTraining


NETWORK = Network(
    "learned-decision",
    "Train the learned decision on scenes made from photographs. Photographs with depth "
    "(NAME_image.* with NAME_disp.png or NAME_depth.png) and mattes (NAME_rgba.png) in the folders "
    "are used as such.",
    DecisionTrainingSettings,
    _training,
)
