"""Settings of UFGAN's training."""

from __future__ import annotations

from dataclasses import dataclass

from models.training.adversarial_settings import AdversarialSettings
from models.training.settings import option
from models.ufgan.dimensions import WIDTHS, multiple


@dataclass(frozen=True)
class UfGanSettings(AdversarialSettings):
    """Everything that decides the weights, the pairs and the frozen encoder aside."""

    steps: int = option(1000, "steps of the generator")
    batch: int = option(2, "crops in a step")
    crop: int = option(64, "side of a crop in pixels")
    discriminator_steps: int = option(
        1, "steps of the discriminator for each step of the generator", at_least=1,
    )  # fmt: skip
    widths: str = option(
        ",".join(map(str, WIDTHS)),
        "channels at each level of the U-Net; 64,128,256,512,1024 is the published size",
    )
    intensity_weight: float = option(100.0, "weight of the difference from the brighter source")
    gradient_weight: float = option(500.0, "weight of the difference from the larger Laplacian")
    ssim_weight: float = option(10.0, "weight of 1 − SSIM to each source")
    variation_weight: float = option(1.0, "weight of the total variation of fused less visible")
    content_weight: float = option(20.0, "weight of the features' difference from the visible picture's")
    style_weight: float = option(
        1e4, "weight of the difference of Gram matrices from the infrared picture's"
    )
    encoder: str = option("sesf-cse", "frozen encoder of this program whose features those two compare")

    def __post_init__(self) -> None:
        super().__post_init__()
        levels = len(level_widths(self))
        if levels < 2 or self.crop < 32 or self.crop % multiple(levels):
            raise ValueError(
                f"widths are two at least, and crop is a multiple of {multiple(levels)}, 32 at least"
            )
        self.refuse_one_small_crop(48)


def level_widths(settings: UfGanSettings) -> tuple[int, ...]:
    """Channels at each level; ``ValueError`` where they are no numbers."""
    widths = settings.widths.split(",")
    if not all(width.strip().isdecimal() and int(width) > 0 for width in widths):
        raise ValueError(f"widths is {settings.widths!r}; it must be whole numbers with commas")
    return tuple(int(width) for width in widths)
