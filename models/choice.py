"""Which implementation runs a network: the only place that chooses between OpenVINO and torch.

On the CPU OpenVINO runs where it is installed and torch is not imported; torch runs on CUDA, and on the
CPU where there is no OpenVINO. What they give is the same but for the rounding of bfloat16.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from models.engine import compiler
from models.manifest import WEIGHTS_FOLDER
from models.protocols import Scorer, SharpnessMeasure

if TYPE_CHECKING:
    from models.engine.decision import DecisionEngine


def load_engine(device: str) -> None:
    """Import OpenVINO where it will run the networks: it takes longer than reading the weights."""
    if device != "cuda":
        compiler.is_available()


def load_scorer(name: str, device: str, exact: bool = False, folder: Path = WEIGHTS_FOLDER) -> Scorer:
    """The learned decision with the weights ``name`` on ``"cpu"`` or ``"cuda"``.

    ``exact`` asks for float32; torch computes in float32 anyway. Raises ``WeightsError``.
    """
    if device == "cpu" and compiler.is_available():
        from models.engine.weights import runs_decision

        if runs_decision(name, folder):
            return kept_engine(name, exact, folder)
    from models.decision.runtime import DecisionRuntime

    return DecisionRuntime.load(name, device, folder)


@lru_cache(maxsize=2)
def kept_engine(name: str, exact: bool, folder: Path) -> DecisionEngine:
    """The engine with what it has compiled, for the next fusion: a preview and its result, or many
    pairs."""
    from models.engine.decision import DecisionEngine

    return DecisionEngine.load(name, exact, folder)


def load_sharpness(
    name: str, device: str, exact: bool = False, folder: Path = WEIGHTS_FOLDER
) -> SharpnessMeasure:
    """The encoder with the weights ``name`` on ``"cpu"`` or ``"cuda"``.

    ``exact`` asks for float32 and gates from every pixel, which torch gives anyway. Raises
    ``WeightsError``.
    """
    if device == "cpu" and compiler.is_available():
        from models.engine.encoder import EncoderEngine

        return EncoderEngine.load(name, exact, folder)
    from models.runtime import EncoderRuntime

    return EncoderRuntime.load(name, device, folder)
