"""Running a network of torch over a large picture: tiles, threads, and less of both when memory ends."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import torch
from torch import nn

from models.running.threads import thread_count
from models.running.tiling import Tile
from models.running.torch_memory import is_out_of_memory

T = TypeVar("T")
Each = Callable[..., Iterator[Any]]
"""``map``: a function and the tiles give the results in the tiles' order."""


class TileRunner:
    """A network on a device, and the side of its tiles.

    Parameters
    ----------
    network
        It is set to inference and moved.
    device
        ``"cpu"`` or ``"cuda"``.
    tile
        Side of the tiles in pixels; None takes that of ``sides`` for the device.
    sides
        By device.
    smallest
        A side below which the work moves to the CPU, when memory on CUDA does not do.
    """

    def __init__(
        self, network: nn.Module, device: str, tile: int | None, sides: dict[str, int], smallest: int
    ) -> None:
        self._network = network.eval()
        self._sides = sides
        self._smallest = smallest
        self.tile = tile
        self._move(device)

    @property
    def side(self) -> int:
        """The side of a tile in pixels."""
        return self.tile or self._sides[self._kind]

    @contextmanager
    def _workers(self) -> Iterator[Each]:
        """A ``map`` over tiles: on the CPU a thread a core, each working alone on its tile.

        Torch's own threads would share every small convolution and wait for each other after it; on a
        busy machine that waiting took ten times the work.
        """
        if self._kind != "cpu":
            yield map
            return
        before = torch.get_num_threads()
        pool = ThreadPoolExecutor(thread_count(), initializer=work_alone)
        try:
            yield lambda function, tiles: few_ahead(pool, torch.inference_mode()(function), tiles)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            torch.set_num_threads(before)

    def _within_memory(self, work: Callable[[int], T], side: int | None = None) -> T:
        """``work`` with tiles of a side; each time that memory ends, again with half the side.

        Without a ``side`` it is the runner's own: it stays halved for later calls, and once tiles are
        small the network moves to the CPU. With one, what is worked on lies on the device and the error
        of the smallest side goes on to the caller, who knows where else it is.
        """
        own = side is None
        size = self.side if side is None else side
        while True:
            try:
                return work(size)
            except RuntimeError as error:
                last = size // 2 < self._smallest
                if not is_out_of_memory(error) or (last and not (own and self.device != "cpu")):
                    raise
            torch.cuda.empty_cache()  # after the error, whose traceback holds the tensors of its tile
            if last:
                self.tile = None
                self._move("cpu")
                size = self.side
            else:
                size //= 2
                self.tile = size if own else self.tile

    def _move(self, device: str) -> None:
        self.device = device
        self._kind = device.split(":")[0]
        self._network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]


def few_ahead(
    pool: ThreadPoolExecutor, function: Callable[[Tile], Any], tiles: Sequence[Tile]
) -> Iterator[Any]:
    """``pool.map`` that holds only a few finished tiles: the results of many frames are large."""
    waiting = deque(pool.submit(function, tile) for tile in tiles[: 2 * thread_count()])
    for tile in tiles[2 * thread_count() :]:
        yield waiting.popleft().result()
        waiting.append(pool.submit(function, tile))
    while waiting:
        yield waiting.popleft().result()


def work_alone() -> None:
    """Keeps torch from starting threads of its own for the calling thread's work."""
    torch.set_num_threads(1)
