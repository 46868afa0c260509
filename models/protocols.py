"""What runs a network, whichever library does: what it is asked for, and who receives what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from models.arrays import Cuttable, Picture
from models.running.tiling import Cells, Tick, Tile

FloatMap = npt.NDArray[np.float32]

FAINTEST_ENERGY = 1e-6
"""What is taken off the change energy: in flat areas it is rounding, which would choose as it likes. A
texture of a hundredth of a level has more."""


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

    def expect_whole(self, frames: int, height: int, width: int) -> None:
        """All of frames (n, H, W) will follow."""


class SharpnessMeasure(Protocol):
    """The SE dense encoder, loaded."""

    device: str

    def gradient_energy(self, luminance: Picture, tick: Tick | None = None) -> FloatMap:
        """Squared changes of the 64 features at each pixel less ``FAINTEST_ENERGY``, at least 0; (H, W).

        ``luminance`` is (H, W) in [0, 1].
        """

    def gradient_energy_of_tiles(
        self,
        luminance: Picture,
        parts: Sequence[Tile],
        found: EnergyFound,
        tick: Tick | None = None,
    ) -> None:
        """Only of parts of the picture, in any order; ``tick`` is called as work goes on."""

    @property
    def precise(self) -> SharpnessMeasure:
        """What measures parts of a picture in float32; itself, if it already does."""
