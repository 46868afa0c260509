"""Settings of FusionGAN's training; ``--width 256`` is the published network."""

from __future__ import annotations

from dataclasses import dataclass

from models.fusiongan.dimensions import KERNELS, RADIUS, WIDTH
from models.training.adversarial_settings import AdversarialSettings
from models.training.settings import option


@dataclass(frozen=True)
class FusionGanSettings(AdversarialSettings):
    """Everything that decides the weights, the pairs aside."""

    steps: int = option(1200, "steps of the generator")
    batch: int = option(2, "crops in a step")
    crop: int = option(72, "side of a crop in pixels; the fused one is 12 smaller")
    width: int = option(WIDTH, "channels of the first layer; 256 is the published network")
    content_weight: float = option(100.0, "λ, the weight of the content loss beside the adversarial one")
    gradient_weight: float = option(5.0, "ξ, the weight of the Laplacian inside the content loss")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.crop < 2 * RADIUS + 31:
            raise ValueError(f"crop is at least {2 * RADIUS + 31} pixels")
        self.refuse_one_small_crop(2 * RADIUS + 47)
        if self.width < 1 or self.width % 2 ** (len(KERNELS) - 1):
            raise ValueError("width is a multiple of 8")
