"""Runs the learned decision in torch over frames of any size, tile by tile."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
import torch.nn.functional as functional
from torch import Tensor

from models.arrays import Cuttable, FloatMap
from models.decision.dimensions import HALO, MULTIPLE
from models.decision.network import DecisionNetwork
from models.decision.weights import load_decision
from models.manifest import WEIGHTS_FOLDER
from models.protocols import FramesOfTile, Scored
from models.running.tile_runner import TileRunner
from models.running.tiling import (
    CELL,
    Cells,
    Counter,
    Tick,
    Tile,
    cover_cells,
    cut_frames,
    tile_grid,
)
from models.running.torch_memory import most_pixels
from models.running.torch_precision import computing_in

SIDES = {"cpu": 768, "cuda": 2048}
"""Of the tiles in pixels, for two frames, by device."""
SMALLEST_SIDE = 128
TensorsScored = Callable[[Tile, Tensor, Tensor], None]
"""Receives a tile, its scores and its in-focus probabilities on the device, each (n, h, w)."""
ELEMENTS = 48
"""At least the channels of the widest map at full size."""
BYTES = {torch.float16: 450, torch.float32: 750}
"""More than a pixel of a frame takes in the network: at most 360 and 580 bytes, on torch's CPU."""
Area = tuple[slice, slice]
"""Rows and columns."""


class TorchDecisionRuntime(TileRunner):
    """The network on a device.

    Parameters
    ----------
    network
        From ``models.decision.weights.load_decision``.
    device
        ``"cpu"`` or ``"cuda"``. Out of memory on CUDA halves the tile, and at last moves to the CPU;
        ``device`` then says so.
    tile
        Side of the tiles in pixels, for two frames; None chooses.
    """

    def __init__(self, network: DecisionNetwork, device: str = "cpu", tile: int | None = None) -> None:
        super().__init__(network, device, tile, SIDES, SMALLEST_SIDE)
        self.network = network

    @classmethod
    def load(cls, name: str, device: str = "cpu", folder: Path = WEIGHTS_FOLDER) -> TorchDecisionRuntime:
        """With the trained weights ``name``; raises ``WeightsError``."""
        return cls(load_decision(name, folder), device)

    @torch.inference_mode()
    def score(
        self,
        frames: Cuttable,
        scored: Scored,
        tick: Tick | None = None,
        wanted: Cells | None = None,
        choose: FramesOfTile | None = None,
    ) -> None:
        """Scores and in-focus probabilities of frames, tile by tile (``models.protocols.Scorer``).

        The tiles do not show in the result: each is computed with all the surroundings that it depends
        on. After out of memory it begins again, so a tile may be given twice.
        """
        count, height, width = frames.shape

        def work(side: int) -> None:
            compared = choose.most if choose else count
            side = int(side * math.sqrt(2 / max(compared, 2)))  # so that memory stays bounded
            if wanted is None:
                tiles = tile_grid(height, width, max(MULTIPLE, side // MULTIPLE * MULTIPLE))
            else:
                tiles = cover_cells(wanted, height, width, max(CELL, side // CELL * CELL))
            counter = Counter(tick, len(tiles))
            with self._workers() as each:
                for tile, (scores, in_focus) in zip(tiles, each(score_tile, tiles), strict=True):
                    scored(tile, scores, in_focus)
                    counter.advance()

        def score_tile(tile: Tile) -> tuple[FloatMap, FloatMap]:
            around, inside = with_halo(tile, height, width)
            values = torch.from_numpy(cut_frames(frames, around)).to(self.device)
            scores, in_focus = self._scores(values, inside, choose(tile) if choose else None)
            return scores.cpu().numpy(), in_focus.cpu().numpy()

        self._within_memory(work)

    def expect_cells(self, frames: int, height: int, width: int) -> None:
        """No-op: torch compiles nothing."""

    def expect_whole(self, frames: int, height: int, width: int, chosen: bool = False) -> None:
        """No-op: torch compiles nothing."""

    def score_tensor(
        self,
        frames: Tensor,
        scored: TensorsScored,
        kind: torch.dtype = torch.float32,
        tick: Tick | None = None,
        tile: int | None = None,
    ) -> None:
        """As ``score`` for frames that are on the device; what it finds stays there.

        Parameters
        ----------
        frames
            Luminance (n, H, W) in [0, 1].
        scored
            Receives each tile; after out of memory it begins again, so a tile may be given twice.
        kind
            The type of number of the convolutions.
        tick
            ``tick(done, total)`` after every tile; it may raise to stop.
        tile
            Side of the tiles in pixels; None takes as large ones as memory allows.

        Raises
        ------
        RuntimeError
            When the smallest tile does not fit either (``models.running.torch_memory``).
        """
        count, height, width = frames.shape

        def work(side: int) -> None:
            tiles = tile_grid(height, width, max(MULTIPLE, side // MULTIPLE * MULTIPLE))
            counter = Counter(tick, len(tiles))
            with computing_in(kind, frames.device):
                for tile in tiles:
                    around, inside = with_halo(tile, height, width)
                    scored(tile, *self._scores(frames[:, *around], inside))
                    counter.advance()

        most = most_pixels(frames.device, count * BYTES[kind], count * ELEMENTS)
        largest = max(SMALLEST_SIDE, math.isqrt(most) - 2 * HALO)
        self._within_memory(work, min(tile or largest, max(height, width) + MULTIPLE - 1))

    def _scores(
        self, luminance: Tensor, inside: Area, numbers: Sequence[int] | None = None
    ) -> tuple[Tensor, Tensor]:
        """Scores and in-focus probabilities of a tile, from its surroundings (n, h, w) on the device; of
        all frames, or of those of the given numbers.

        Where the picture ends the last row and column are repeated up to what the network takes.
        """
        below, beside = (-side % MULTIPLE for side in luminance.shape[1:])
        filled = functional.pad(luminance[:, None], (0, beside, 0, below), mode="replicate")
        inputs = filled.contiguous(memory_format=torch.channels_last)
        output = self.network(inputs, len(luminance), numbers)[:, :, *inside].float()
        return output[:, 0], torch.sigmoid(output[:, 1])


def with_halo(tile: Tile, height: int, width: int) -> tuple[Area, Area]:
    """Rows and columns of a tile and its halo in the picture, and of the tile therein."""
    top, left = max(tile.top - HALO, 0), max(tile.left - HALO, 0)
    bottom = min(tile.top + tile.height + HALO, height)
    right = min(tile.left + tile.width + HALO, width)
    rows = slice(tile.top - top, tile.top - top + tile.height)
    columns = slice(tile.left - left, tile.left - left + tile.width)
    return (slice(top, bottom), slice(left, right)), (rows, columns)
