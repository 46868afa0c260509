"""Settings of the learned decision's training."""

from __future__ import annotations

from dataclasses import dataclass

from models.attention_names import ATTENTION_NAMES, NO_ATTENTION, pools_globally
from models.decision.dimensions import BLOCK_NAMES, LEVELS, MULTIPLE
from models.decision.inputs import DETAIL_SIDES
from models.training.settings import TrainingSettings, option

LOCAL_ATTENTIONS = tuple(name for name in ATTENTION_NAMES if not pools_globally(name))
"""Those that can be computed tile by tile: a tile cannot pool over the whole picture."""


@dataclass(frozen=True)
class DecisionTrainingSettings(TrainingSettings):
    """Everything that a training depends on, besides the pictures."""

    steps: int = option(12000, "steps of Adam")
    batch: int = option(16, "scenes of two frames in a step; fewer of more frames")
    rate: float = option(2e-3, "learning rate at the start")
    seed: int = option(2026, "seed of the split, the scenes and the first weights")
    attention: str = option(
        "sse", "squeeze-and-excitation variant, or none", (*LOCAL_ATTENTIONS, NO_ATTENTION)
    )
    widths: str = option("24,32,40,56", "channels of the network's levels, finest first")
    growth: str = option("16,20,24,30", "channels that a dense layer adds, by level")
    fine: int = option(8, "channels and growth of the level at full size; 0 leaves it out")
    details: int = option(
        len(DETAIL_SIDES), "sizes of detail whose agreement with each frame the network is shown"
    )
    block: str = option(
        "dense",
        "convolutions densely connected, or each given only what the one before it found",
        BLOCK_NAMES,
    )
    picture_weight: float = option(1.0, "weight of the fused picture")
    choice_weight: float = option(0.5, "weight of the choice of a frame beside the fused picture")
    even_weight: float = option(0.05, "weight of the choice where the frames are alike")
    edge_weight: float = option(
        2.0, "how much more the choice counts near a change of the best frame"
    )
    in_focus_weight: float = option(
        0.1, "weight of knowing which frame is in focus", old_names=("faithful_weight",)
    )
    decisiveness: float = option(
        1.0, "how soon a lead of one frame becomes a plain choice in the fused picture"
    )
    frames: str = option("2,2,2,3", "frames of a scene, step by step, again and again")
    stack_share: float = option(
        0.5, "share of the scenes that come from rendered stacks, where there are any",
        limits=(0, 1),
    )
    surface_share: float = option(
        0.1, "share of single surfaces of changing depth among the other scenes",
        limits=(0, 1),
    )
    highlight_share: float = option(
        0.35, "share of scenes with small lights among layered scenes in linear light",
        limits=(0, 1),
    )
    cut_out_share: float = option(
        0.4, "share of cut-outs among the scenes of two frames that come from no stack",
        limits=(0, 1),
    )
    border_share: float = option(
        0.4, "share of cut-outs at the border of their photograph", limits=(0, 1),
    )  # fmt: skip
    ragged_share: float = option(
        0.35, "share of cut-out masks with the noise of a depth camera", limits=(0, 1),
    )  # fmt: skip
    rim_weight: float = option(4.0, "how much more the outermost pixels of a scene count")
    start: str = option("", "folder with weights to begin from")
    first_step: int = option(
        0, "number of the first batch of scenes; another one than that of the training before",
        at_least=0,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.crop < MULTIPLE or self.crop % MULTIPLE:
            raise ValueError(f"crop is a multiple of {MULTIPLE} pixels, not {self.crop}")
        if self.fine < 0:
            raise ValueError(f"fine is at least 0, not {self.fine}")
        if not 0 <= self.details <= len(DETAIL_SIDES):
            raise ValueError(f"details are 0 to {len(DETAIL_SIDES)}, not {self.details}")
        for name in ("widths", "growth", "frames"):
            values = getattr(self, name).split(",")
            if not all(value.isdecimal() and int(value) > 0 for value in values):
                raise ValueError(
                    f"{name} is {getattr(self, name)!r}; it must be whole numbers with commas"
                )
        levels = len(self.widths.split(","))
        if levels != len(self.growth.split(",")) or levels > LEVELS:
            raise ValueError(f"widths and growth have a number for each level, {LEVELS} at most")
        if min(numbers(self.frames)) < 2:
            raise ValueError("frames are at least 2 for each scene")


def numbers(text: str) -> tuple[int, ...]:
    """Whole numbers with commas between them.

    Examples
    --------
    >>> numbers("2,2,3")
    (2, 2, 3)
    """
    return tuple(int(part) for part in text.split(","))
