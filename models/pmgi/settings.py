"""Settings of PMGI's training."""

from __future__ import annotations

from dataclasses import dataclass

from models.pmgi.dimensions import INFRARED_VISIBLE, WEIGHTS
from models.training.settings import TrainingSettings, option


@dataclass(frozen=True)
class PmgiSettings(TrainingSettings):
    """Everything that decides the weights, the pictures aside."""

    batch: int = option(16, "crops in a step")
    crop: int = option(64, "side of a crop in pixels")
    task: str = option(
        INFRARED_VISIBLE, "what is fused, and by it the weights of the loss's four parts", tuple(WEIGHTS)
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.crop < 16:
            raise ValueError("crop is at least 16 pixels")
