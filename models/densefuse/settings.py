"""Settings of DenseFuse's training."""

from __future__ import annotations

from dataclasses import dataclass

from models.training.settings import TrainingSettings, option


@dataclass(frozen=True)
class DenseFuseSettings(TrainingSettings):
    """Everything that decides the weights, the pictures aside."""

    batch: int = option(8, "crops in a step")
    crop: int = option(64, "side of a crop in pixels")
    ssim_weight: float = option(
        0.1, "λ, the weight of 1 − SSIM beside the mean squared error of values in [0, 1]"
    )
    gain: float = option(
        2.0,
        "crops are multiplied by 1 to this, since the addition rule shows the decoder the sum of two",
        at_least=1,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.crop < 16:
            raise ValueError("crop is at least 16 pixels")
