"""Runs the learned decision over frames of any size, tile by tile."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from models.choice import Scored
from models.decision.network import MULTIPLE, DecisionNetwork, filled_up
from models.decision.weights import load_decision
from models.tile_runner import TileRunner
from models.tiling import CELL, Cells, Counter, Cuttable, Tick, Tile, cover, tiles
from models.weights import WEIGHTS_FOLDER

FloatMap = npt.NDArray[np.float32]

HALO = 144
"""Pixels around a tile that its scores depend on: 131 by the sizes of the kernels, then the next
multiple of 16, so that the network's grids of a tile and of the picture coincide."""
TILE = {"cpu": 768, "cuda": 2048}
SMALLEST_TILE = 128


class DecisionRuntime(TileRunner):
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

    def __init__(
        self, network: DecisionNetwork, device: str = "cpu", tile: int | None = None
    ) -> None:
        super().__init__(network, device, tile, TILE, SMALLEST_TILE)
        self.network = network

    @classmethod
    def load(cls, name: str, device: str = "cpu", folder: Path = WEIGHTS_FOLDER) -> DecisionRuntime:
        """With the trained weights ``name``; raises ``WeightsError``."""
        return cls(load_decision(name, folder), device)

    @torch.inference_mode()
    def score(
        self,
        frames: Cuttable,
        scored: Scored,
        tick: Tick | None = None,
        wanted: Cells | None = None,
    ) -> None:
        """Call ``scored`` for every tile; ``tick(done, total)`` may raise to stop.

        The tiles do not show in the result: each is computed with all the surroundings that it depends
        on. With ``wanted`` only tiles are given that cover these cells. After out of memory it begins
        again, so a tile may be given twice.
        """
        while True:
            try:
                self._score(frames, scored, tick or (lambda _done, _total: None), wanted)
                return
            except torch.cuda.OutOfMemoryError:
                self._shrink()

    def expect_cells(self, frames: int, height: int, width: int) -> None:
        """Nothing needs to be got ready: torch takes tiles of any size."""

    def _score(
        self, frames: Cuttable, scored: Scored, tick: Tick, wanted: Cells | None
    ) -> None:
        count, height, width = frames.shape
        side = self._side(count)
        if wanted is None:
            places = tiles(height, width, side)
        else:
            places = cover(wanted, height, width, max(CELL, side // CELL * CELL))
        counter = Counter(tick, len(places))

        def work(place: Tile) -> tuple[FloatMap, FloatMap]:
            return self._score_tile(frames, place)

        with self._workers() as each:
            for place, (scores, faithful) in zip(places, each(work, places), strict=True):
                scored(place, scores, faithful)
                counter.advance()

    def _side(self, frames: int) -> int:
        """The side of a tile: with more frames smaller, so that memory stays bounded."""
        side = int(self.side * math.sqrt(2 / max(frames, 2)))
        return max(MULTIPLE, side // MULTIPLE * MULTIPLE)

    def _score_tile(self, frames: Cuttable, place: Tile) -> tuple[FloatMap, FloatMap]:
        """Scores and probabilities of a tile, computed with its halo and cut out again."""
        count, height, width = frames.shape
        top, left = max(place.top - HALO, 0), max(place.left - HALO, 0)
        bottom = min(place.top + place.height + HALO, height)
        right = min(place.left + place.width + HALO, width)
        values = np.asarray(frames[0:count, top:bottom, left:right], np.float32)
        size = [side + -side % MULTIPLE for side in values.shape[1:]]
        inputs = torch.from_numpy(filled_up(values, *size))[:, None].to(self.device)
        output = self.network(inputs.contiguous(memory_format=torch.channels_last), count).float()
        rows = slice(place.top - top, place.top - top + place.height)
        columns = slice(place.left - left, place.left - left + place.width)
        output = output[:, :, rows, columns]
        return output[:, 0].cpu().numpy(), torch.sigmoid(output[:, 1]).cpu().numpy()
