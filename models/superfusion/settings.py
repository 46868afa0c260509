"""Settings of SuperFusion's training."""

from __future__ import annotations

from dataclasses import dataclass

from models.superfusion.dimensions import HINTS, MatcherDimensions
from models.training.settings import TrainingSettings, option

PARTS = ("matcher", "fusion", "both")


@dataclass(frozen=True)
class SuperFusionTrainingSettings(TrainingSettings):
    """Everything that decides the weights, the pictures aside."""

    steps: int = option(4000, "steps of Adam")
    batch: int = option(4, "pairs in a step")
    part: str = option(
        "both",
        "what is trained: the matcher alone, the fusion network alone with the true fields, or both",
        PARTS,
    )
    width: int = option(4, "channels of the matcher's first layer; 8 as published")
    step: int = option(2, "cells between those that the local correlation compares; 4 as published")
    hint: str = option(
        "mean-offset",
        "what the matcher's estimators are given besides: the mean offset of cells that match, by which "
        "they learn in fewer steps; none as published",
        HINTS,
    )
    share: float = option(
        0.5, "size at which the matcher sees pictures; the fusion network sees them whole"
    )
    made_up: float = option(
        0.5, "share of pairs whose infrared picture is made up from a photograph, where there are any",
        limits=(0, 1),
    )
    turn: float = option(8.0, "largest planted rotation in degrees", limits=(0, 180))
    shift: float = option(0.06, "largest planted shift, of the longer side", limits=(0, 1))
    ripple: float = option(
        1.5, "mean length of the planted local displacement in pixels, at full size", at_least=0,
    )  # fmt: skip
    semantic_weight: float = option(
        0.0,
        "weight of the Lovász-Softmax loss, for folders with label maps (NN_labels.png); 0 as in the "
        "published code",
    )
    classes: int = option(9, "classes of the label maps")

    @property
    def dimensions(self) -> MatcherDimensions:
        """Of the matcher."""
        return MatcherDimensions(self.width, self.step, self.hint)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.crop < 64 or self.crop % 8:
            raise ValueError("crop is a multiple of 8, at least 64 pixels")
        if self.width < 2 or min(self.step, self.classes) < 1:
            raise ValueError("width is at least 2, step and classes at least 1")
        if not 0 < self.share <= 1:
            raise ValueError("share is above 0 and at most 1")
