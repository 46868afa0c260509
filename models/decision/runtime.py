"""Runs the learned decision over frames of any size, tile by tile."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch

from models.decision.network import MULTIPLE, DecisionNetwork
from models.decision.weights import load_decision
from models.runtime import Counter, Tick, Tile, cpu_threads, tiles, work_alone
from models.weights import WEIGHTS_FOLDER

FloatMap = npt.NDArray[np.float32]

HALO = 128
"""Pixels around a tile that its scores depend on: 120 by the sizes of the kernels, then the next
multiple of 16, so that the network's grids of a tile and of the picture coincide."""
TILE = {"cpu": 768, "cuda": 2048}
SMALLEST_TILE = 128


class Luminances(Protocol):
    """Frames as luminance (n, H, W) in [0, 1], cut like an array."""

    @property
    def shape(self) -> tuple[int, ...]: ...

    def __getitem__(self, area: tuple[slice, slice, slice], /) -> npt.NDArray[np.floating]: ...


Scored = Callable[[Tile, FloatMap, FloatMap], None]
"""Receives a tile, and scores and probabilities of being faithful, each (n, h, w)."""


class DecisionRuntime:
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
        self.network = network.eval()
        self.tile = tile
        self._move(device)

    @classmethod
    def load(cls, name: str, device: str = "cpu", folder: Path = WEIGHTS_FOLDER) -> DecisionRuntime:
        """With the trained weights ``name``; raises ``WeightsError``."""
        return cls(load_decision(name, folder), device)

    def score(self, frames: Luminances, scored: Scored, tick: Tick | None = None) -> None:
        """Call ``scored`` for every tile; ``tick(done, total)`` may raise to stop.

        The tiles do not show in the result: each is computed with all the surroundings that it depends
        on. After out of memory it begins again, so a tile may be given twice.
        """
        while True:
            try:
                self._score(frames, scored, tick or (lambda _done, _total: None))
                return
            except torch.cuda.OutOfMemoryError:
                self._shrink()

    def _score(self, frames: Luminances, scored: Scored, tick: Tick) -> None:
        count, height, width = frames.shape
        places = tiles(height, width, self._side(count))
        counter = Counter(tick, len(places))

        def work(place: Tile) -> tuple[FloatMap, FloatMap]:
            return self._score_tile(frames, place)

        with self._workers() as each:
            for place, (scores, faithful) in zip(places, each(work, places), strict=True):
                scored(place, scores, faithful)
                counter.advance()

    def _side(self, frames: int) -> int:
        """The side of a tile: with more frames smaller, so that memory stays bounded."""
        side = int((self.tile or TILE[self._kind]) * math.sqrt(2 / max(frames, 2)))
        return max(MULTIPLE, side // MULTIPLE * MULTIPLE)

    @torch.inference_mode()
    def _score_tile(self, frames: Luminances, place: Tile) -> tuple[FloatMap, FloatMap]:
        """Scores and probabilities of a tile, computed with its halo and cut out again."""
        count, height, width = frames.shape
        top, left = max(place.top - HALO, 0), max(place.left - HALO, 0)
        bottom = min(place.top + place.height + HALO, height)
        right = min(place.left + place.width + HALO, width)
        values = np.asarray(frames[0:count, top:bottom, left:right], np.float32)
        below, beside = -values.shape[1] % MULTIPLE, -values.shape[2] % MULTIPLE
        padded = np.pad(values, ((0, 0), (0, below), (0, beside)), mode="edge")
        inputs = torch.from_numpy(padded)[:, None].to(self.device)
        output = self.network(inputs.contiguous(memory_format=torch.channels_last), count).float()
        rows = slice(place.top - top, place.top - top + place.height)
        columns = slice(place.left - left, place.left - left + place.width)
        output = output[:, :, rows, columns]
        return output[:, 0].cpu().numpy(), torch.sigmoid(output[:, 1]).cpu().numpy()

    @contextmanager
    def _workers(self) -> Iterator[Callable[..., Iterator[tuple[FloatMap, FloatMap]]]]:
        """A ``map`` over tiles: on the CPU a thread a core, each with torch at one thread."""
        if self._kind != "cpu":
            yield map
            return
        before = torch.get_num_threads()
        pool = ThreadPoolExecutor(cpu_threads(), initializer=work_alone)
        try:
            yield lambda function, places: _few_ahead(pool, function, places)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            torch.set_num_threads(before)

    def _move(self, device: str) -> None:
        self.device = device
        self._kind = device.split(":")[0]
        self.network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]

    def _shrink(self) -> None:
        """After out of memory: half the tile, or the CPU once the tile is small."""
        torch.cuda.empty_cache()
        smaller = (self.tile or TILE[self._kind]) // 2
        if smaller >= SMALLEST_TILE:
            self.tile = smaller
        else:
            self.tile = None
            self._move("cpu")


def _few_ahead(
    pool: ThreadPoolExecutor,
    function: Callable[[Tile], tuple[FloatMap, FloatMap]],
    places: Sequence[Tile],
) -> Iterator[tuple[FloatMap, FloatMap]]:
    """``pool.map`` that holds only a few finished tiles: scores of many frames are large."""
    waiting = deque(pool.submit(function, place) for place in places[: 2 * cpu_threads()])
    for place in places[2 * cpu_threads() :]:
        yield waiting.popleft().result()
        waiting.append(pool.submit(function, place))
    while waiting:
        yield waiting.popleft().result()
