"""What a network's runtime is asked for and what receives its results, whichever library computes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from models.arrays import Cuttable, FloatMap, Picture
from models.running.tiling import Cells, Tick, Tile

FAINTEST_ENERGY = 1e-6
"""Subtracted from the gradient energy: below this value rounding noise would decide. A texture of a
hundredth of a grey level has more."""


class Scored(Protocol):
    """Receives a tile, its scores and its in-focus probabilities in [0, 1], each (n, h, w).

    The arrays may be the library's own memory: they hold until the call returns.
    """

    def __call__(self, tile: Tile, scores: FloatMap, in_focus: FloatMap, /) -> None: ...


class FramesOfTile(Protocol):
    """Says which frames of a stack are compared in a tile: at least two, ``most`` at most, and of few
    numbers, since a graph is compiled for each."""

    most: int

    def __call__(self, tile: Tile, /) -> Sequence[int]: ...


class EnergyFound(Protocol):
    """Receives the number of a tile and the gradient energy (h, w) of that tile.

    The array may be the library's own memory: it holds until the call returns.
    """

    def __call__(self, number: int, energy: FloatMap, /) -> None: ...


class Scorer(Protocol):
    """The learned decision, loaded. ``device`` says where it runs, as torch writes it."""

    device: str

    def score(
        self,
        frames: Cuttable,
        scored: Scored,
        tick: Tick | None = None,
        wanted: Cells | None = None,
        choose: FramesOfTile | None = None,
    ) -> None:
        """Scores and in-focus probabilities of frames, tile by tile.

        Parameters
        ----------
        frames
            Luminance (n, H, W) in [0, 1] of n ≥ 2 frames, of any size.
        scored
            Called for tiles that cover the frames. Of the scores, the largest says which frame to take.
        tick
            ``tick(done, total)`` after every tile; it may raise to stop.
        wanted
            Only the tiles that cover these cells are computed, and whatever lies between them.
        choose
            The frames compared in each tile, whose scores ``scored`` is given in that order; None
            compares all. Memory and time then do not depend on how many frames there are.
        """

    def expect_cells(self, frames: int, height: int, width: int) -> None:
        """Prepare, beside other work, for wanted cells of frames (n, H, W)."""

    def expect_whole(self, frames: int, height: int, width: int, chosen: bool = False) -> None:
        """Prepare, beside other work, for the whole of frames (n, H, W), or, where they are ``chosen``,
        for so many of them in each tile."""


class SharpnessMeasure(Protocol):
    """The SE dense encoder, loaded. ``device`` says where it runs, as torch writes it."""

    device: str

    def gradient_energy(self, luminance: Picture, tick: Tick | None = None) -> FloatMap:
        """Energy of the feature gradients at each pixel.

        Parameters
        ----------
        luminance
            (H, W) in [0, 1]. Outside, the picture is mirrored (edge pixel repeated).
        tick
            ``tick(done, total)`` after every tile; it may raise to stop.

        Returns
        -------
        FloatMap
            ‖F(y,x) − F(y,x−1)‖² + ‖F(y,x) − F(y−1,x)‖² over the 64 features F less
            ``FAINTEST_ENERGY``, at least 0; (H, W) float32.
        """

    def gradient_energy_of_tiles(
        self,
        luminance: Picture,
        tiles: Sequence[Tile],
        found: EnergyFound,
        tick: Tick | None = None,
    ) -> None:
        """The same of some tiles of the picture only, each with its own surroundings.

        Parameters
        ----------
        luminance
            (H, W) in [0, 1].
        tiles
            Of any sizes; they may overlap.
        found
            ``found(number, energy)`` once for every tile, in any order.
        tick
            ``tick(done, total)`` as work goes on; it may raise to stop.
        """

    @property
    def precise(self) -> SharpnessMeasure:
        """What measures tiles in float32; itself, if it already does."""


class Painter(Protocol):
    """A network that paints a picture, loaded. ``device`` says where it runs, as torch writes it."""

    device: str

    def paint(self, channels: Cuttable, tick: Tick | None = None) -> FloatMap:
        """The picture that the network makes of channels.

        The picture is computed in tiles, each with all the surroundings that it depends on; a mean or
        variance over the picture is taken over the whole of it, so tiles do not show.

        Parameters
        ----------
        channels
            (C, H, W) in [0, 1], of any size; cut where it is needed, so it may be computed then.
        tick
            ``tick(done, total)`` after every tile; it may raise to stop.

        Returns
        -------
        FloatMap
            (K, H, W) float32, in [0, 1] by and large: what the network gives is not clipped.
        """
