"""The generator of MFF-GAN, and the discriminator that it is trained against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.mffgan.settings import AdversarialTrainingSettings
from models.networks import Network

if TYPE_CHECKING:
    from models.mffgan.training import AdversarialTraining


def _training() -> type[AdversarialTraining]:
    from models.mffgan.training import AdversarialTraining

    return AdversarialTraining


NETWORK = Network(
    "mff-gan",
    "Train the generator, and the discriminator against it, on folders of near- and far-focused pairs, "
    "or on pairs made from photographs; no labels are used.",
    AdversarialTrainingSettings,
    _training,
)
