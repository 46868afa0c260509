"""Settings of the encoder's training."""

from __future__ import annotations

from dataclasses import dataclass

from models.attention_names import ATTENTION_NAMES
from models.training.settings import TrainingSettings, option

PIXEL_REDUCTIONS = ("picture", "batch")


@dataclass(frozen=True)
class EncoderTrainingSettings(TrainingSettings):
    """Everything that decides the weights, the photographs aside."""

    attention: str = option("cse", "squeeze-and-excitation variant", ATTENTION_NAMES)
    ssim_weight: float = option(1.0, "λ, the weight of 1 − SSIM beside the pixel distance")
    reduction: str = option(
        "picture",
        "pixel distance of each picture (root mean square), or of the whole batch (norm)",
        PIXEL_REDUCTIONS,
    )
    noise: float = option(
        0.0,
        "largest noise added to the input, standard deviation in [0, 1]; the target stays clean, and 0 "
        "is the published plain reconstruction",
        limits=(0, 1),
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.crop < 16:
            raise ValueError("crop is at least 16 pixels")
