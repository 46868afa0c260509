"""Settings of FusionDiff's training."""

from __future__ import annotations

from dataclasses import dataclass

from models.fusiondiff.dimensions import FORMS
from models.training.settings import TrainingSettings, option


@dataclass(frozen=True)
class DiffusionTrainingSettings(TrainingSettings):
    """Everything that decides the weights, the pictures aside."""

    steps: int = option(1500, "steps of Adam")
    batch: int = option(4, "crops in a step")
    crop: int = option(64, "side of a crop in pixels")
    rate: float = option(2e-3, "learning rate at the start")
    last_rate: float = option(2e-5, "learning rate at the end of the cosine decay")
    form: str = option(
        "small",
        "small: luminance, what the picture has more than the mean of the sources, for two cores in "
        "half an hour; "
        "full: the published network in colour, for a GPU (with --steps 40000 --batch 32 --crop 128 "
        "--rate 2e-4 --precision bfloat16, hours)",
        tuple(FORMS),
    )
    pairs: int = option(100, "pairs to learn from, chosen by the seed; 0 takes all there are")
    largest_blur: float = option(
        8.0, "largest radius of blur in pairs made from photographs, in pixels", limits=(1, 100),
    )  # fmt: skip
    start: str = option("", "folder with weights of this form to begin from")
    first_step: int = option(
        0, "number of the first batch; another one than that of the training before",
        at_least=0,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.crop < 16 or self.crop % 8:
            raise ValueError("crop is a multiple of 8 pixels, at least 16")
        if self.pairs < 0:
            raise ValueError("pairs are at least 1, or 0 for all")
