"""Settings of a training with a discriminator."""

from __future__ import annotations

from dataclasses import dataclass

from models.training.settings import TrainingSettings, option


@dataclass(frozen=True)
class AdversarialSettings(TrainingSettings):
    """Settings of a training with a discriminator on pairs of infrared and visible pictures."""

    validation_share: float = option(0.2, "share of the pairs kept for validation")
    discriminator_steps: int = option(
        2, "steps of the discriminator for each step of the generator", at_least=1,
    )  # fmt: skip
    gamma: float = option(
        1.5, "each picture is raised to a power between 1 / gamma and gamma; 1 leaves it as it is"
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.gamma < 1:
            raise ValueError("gamma is at least 1")

    def refuse_one_small_crop(self, smallest: int) -> None:
        """Raise where a step's single crop is below the side from which the discriminator is left with
        more than one value of a channel to normalise."""
        if self.batch == 1 and self.crop < smallest:
            raise ValueError(f"with a batch of 1 the crop is at least {smallest} pixels")
