"""Runs the learned decision over frames of any size, tile by tile."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as functional
from torch import Tensor

from models.arrays import Cuttable
from models.decision.network import MULTIPLE, DecisionNetwork, filled_up
from models.decision.weights import load_decision
from models.manifest import WEIGHTS_FOLDER
from models.protocols import Scored
from models.running.tile_runner import TileRunner
from models.running.tiling import CELL, Cells, Counter, Tick, Tile, cover, tiles
from models.running.torch_memory import most_pixels
from models.running.torch_precision import computing_in

FloatMap = npt.NDArray[np.float32]

HALO = 144
"""Pixels around a tile that its scores depend on: 131 by the sizes of the kernels, then the next
multiple of 16, so that the network's grids of a tile and of the picture coincide."""
TILE = {"cpu": 768, "cuda": 2048}
SMALLEST_TILE = 128
TensorsScored = Callable[[Tile, Tensor, Tensor], None]
"""Receives a tile, and scores and probabilities of being faithful on the device, each (n, h, w)."""
ELEMENTS = 48
"""At least the channels of the widest map at full size."""
BYTES = {torch.float16: 450, torch.float32: 750}
"""More than a pixel of a frame takes in the network: at most 360 and 580 bytes, on torch's CPU."""


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

    def __init__(
        self, network: DecisionNetwork, device: str = "cpu", tile: int | None = None
    ) -> None:
        super().__init__(network, device, tile, TILE, SMALLEST_TILE)
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

    def expect_whole(self, frames: int, height: int, width: int) -> None:
        """Nor this."""

    def score_tensor(
        self,
        frames: Tensor,
        scored: TensorsScored,
        kind: torch.dtype = torch.float32,
        tick: Tick | None = None,
        tile: int | None = None,
    ) -> None:
        """As ``score`` for frames (n, H, W) that are on the device; what it finds stays there.

        ``kind`` is the type of number of the convolutions; ``tile`` the side of the tiles in pixels,
        None as large as memory allows. Out of memory halves it and begins again, so a tile may be given
        twice; ``torch.cuda.OutOfMemoryError`` says that the smallest does not fit.
        """
        count, height, width = frames.shape

        def work(side: int) -> None:
            places = tiles(height, width, max(MULTIPLE, side // MULTIPLE * MULTIPLE))
            counter = Counter(tick or (lambda _done, _total: None), len(places))
            with computing_in(kind, frames.device):
                for place in places:
                    scored(place, *self._score_tile_tensor(frames, place))
                    counter.advance()

        most = most_pixels(frames.device, count * BYTES[kind], count * ELEMENTS)
        largest = max(SMALLEST_TILE, math.isqrt(most) - 2 * HALO)
        self._halving(work, min(tile or largest, max(height, width) + MULTIPLE - 1))

    def _score_tile_tensor(self, frames: Tensor, place: Tile) -> tuple[Tensor, Tensor]:
        """Scores and probabilities of a tile, as tensors on the device."""
        count, height, width = frames.shape
        around, inside = with_halo(place, height, width)
        values = frames[:, *around][:, None]
        below, beside = (-side % MULTIPLE for side in values.shape[2:])
        inputs = functional.pad(values, (0, beside, 0, below), mode="replicate")
        output = self.network(inputs.contiguous(memory_format=torch.channels_last), count)
        output = output[:, :, *inside].float()
        return output[:, 0], torch.sigmoid(output[:, 1])

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
        around, inside = with_halo(place, height, width)
        values = np.asarray(frames[slice(0, count), *around], np.float32)
        size = [side + -side % MULTIPLE for side in values.shape[1:]]
        inputs = torch.from_numpy(filled_up(values, *size))[:, None].to(self.device)
        output = self.network(inputs.contiguous(memory_format=torch.channels_last), count).float()
        output = output[:, :, *inside]
        return output[:, 0].cpu().numpy(), torch.sigmoid(output[:, 1]).cpu().numpy()


def with_halo(place: Tile, height: int, width: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Rows and columns of a tile and its halo in the picture, and of the tile therein."""
    top, left = max(place.top - HALO, 0), max(place.left - HALO, 0)
    bottom = min(place.top + place.height + HALO, height)
    right = min(place.left + place.width + HALO, width)
    rows = slice(place.top - top, place.top - top + place.height)
    columns = slice(place.left - left, place.left - left + place.width)
    return (slice(top, bottom), slice(left, right)), (rows, columns)
