"""Which implementation runs a network: the only place that chooses between OpenVINO and torch.

On the CPU OpenVINO runs where it is installed and torch is not imported; torch runs on CUDA, and on the
CPU where there is no OpenVINO. What they give is the same but for the rounding of bfloat16.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from models.engine import compiler
from models.manifest import WEIGHTS_FOLDER
from models.tiling import Cells, Cuttable, Picture, Tick, Tile

if TYPE_CHECKING:
    from models.engine.decision import DecisionEngine

FloatMap = npt.NDArray[np.float32]


class Scored(Protocol):
    """Receives a tile, and scores and probabilities of being faithful, each (n, h, w).

    The arrays may be the engine's own memory: they hold until the call returns.
    """

    def __call__(self, place: Tile, scores: FloatMap, faithful: FloatMap, /) -> None: ...


class EnergyFound(Protocol):
    """Receives the number of a part of the picture, and the change energy (h, w) of that part.

    The array may be the engine's own memory: it holds until the call returns.
    """

    def __call__(self, number: int, energy: FloatMap, /) -> None: ...


class Scorer(Protocol):
    """The learned decision, loaded."""

    device: str

    def score(
        self,
        frames: Cuttable,
        scored: Scored,
        tick: Tick | None = None,
        wanted: Cells | None = None,
    ) -> None:
        """Call ``scored`` for tiles that cover the frames (n, H, W), luminance in [0, 1].

        With ``wanted`` the tiles cover these cells, and whatever lies between them.
        """

    def expect_cells(self, frames: int, height: int, width: int) -> None:
        """Wanted cells of frames (n, H, W) will follow: what that takes may be got ready meanwhile."""


class SharpnessMeasure(Protocol):
    """The SE dense encoder, loaded."""

    device: str

    def change_energy(self, luminance: Picture, tick: Tick | None = None) -> FloatMap:
        """Squared changes of the 64 features at each pixel, (H, W), of luminance (H, W) in [0, 1]."""

    def change_energy_of(
        self,
        luminance: Picture,
        parts: Sequence[Tile],
        found: EnergyFound,
        tick: Tick | None = None,
    ) -> None:
        """Only of parts of the picture, in any order; ``tick`` is called as work goes on."""


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
