"""Settings of MFF-GAN's training."""

from __future__ import annotations

from dataclasses import dataclass

from models.training.settings import TrainingSettings, option

SMALLEST_CROP = 31
"""Four convolutions of stride 2 without padding leave one pixel of it."""


@dataclass(frozen=True)
class AdversarialTrainingSettings(TrainingSettings):
    """Everything that decides the weights, the pictures aside."""

    steps: int = option(4000, "steps of Adam")
    crop: int = option(60, "side of a crop in pixels")
    rate: float = option(5e-4, "the generator's learning rate at the start")
    discriminator_rate: float = option(1e-4, "the discriminator's learning rate at the start")
    generator_alone: int = option(
        1500, "steps of the generator before the discriminator joins; published 0"
    )
    discriminator_steps: int = option(
        1, "steps of the discriminator for each of the generator, which learns in the last; published 2",
        at_least=1,
    )
    discriminator_width: int = option(
        16, "channels of the discriminator's first layer; published 32", at_least=1,
    )  # fmt: skip
    content_weight: float = option(
        10.0, "α, weight of intensity and gradient beside the adversarial loss"
    )
    intensity_weight: float = option(1.0, "β1, weight of the intensity")
    gradient_weight: float = option(5.0, "β2, weight of the gradient")
    decision_side: int = option(
        1, "side in pixels of the mean over the repeated blur before the decision; 1 is the published"
    )
    start: str = option("", "folder with weights of the generator to begin from")
    largest_blur: float = option(
        6.0, "largest radius of blur in pairs made from photographs, in pixels", limits=(1, 100),
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.crop < SMALLEST_CROP:
            raise ValueError(f"crop is at least {SMALLEST_CROP} pixels")
        if self.discriminator_steps < 1 or self.generator_alone < 0:
            raise ValueError("discriminator-steps is at least 1, generator-alone at least 0")
        if self.decision_side < 1 or self.decision_side % 2 == 0:
            raise ValueError("decision-side is an odd number of pixels")
