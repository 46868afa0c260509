"""Settings of the mask generator's training."""

from __future__ import annotations

from dataclasses import dataclass

from models.smfuse.dimensions import DILATIONS
from models.training.settings import TrainingSettings, option

GRADIENTS = ("soft", "straight-through")


@dataclass(frozen=True)
class MaskTrainingSettings(TrainingSettings):
    """Everything that decides the weights, the pictures aside."""

    steps: int = option(6000, "steps of Adam")
    crop: int = option(64, "side of a crop in pixels")
    variant: str = option(
        "published", "how far the network sees: 9 × 9 pixels, or 31 × 31", tuple(DILATIONS)
    )
    map_weight: float = option(10.0, "weight of the map loss beside the maximum-gradient loss")
    gradient_weight: float = option(1.0, "weight of the maximum-gradient loss")
    gradient: str = option(
        "soft",
        "how the maximum-gradient loss reaches the mask: through the picture fused with the soft mask, "
        "or past the threshold",
        GRADIENTS,
    )
    filter_radius: int = option(8, "radius of the guided block's filter in pixels")
    filter_epsilon: float = option(0.01, "regularisation of that filter, for pictures in [0, 1]")
    largest_blur: float = option(
        6.0, "largest radius of blur in pairs made from photographs, in pixels", limits=(1, 100),
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.crop < 32:
            raise ValueError("crop is at least 32 pixels")
