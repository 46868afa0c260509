"""Runs a network that paints in torch, on the CPU or CUDA, tile by tile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.arrays import Cuttable, FloatMap
from models.running.moments import Moments
from models.running.painting import PaintingNetwork, is_whole
from models.running.tile_runner import Each, TileRunner
from models.running.tiling import Counter, Tick, Window
from models.running.torch_precision import computing_in

LARGER_ON_CUDA = 4
"""How many times longer a tile's side is there than on the CPU."""
SMALLEST_SIDE = 128
"""Below it the work moves from CUDA to the CPU."""


class TorchPainter(TileRunner):
    """A network that paints (``models.protocols.Painter``), in float32.

    Parameters
    ----------
    network
        Its sizes.
    module
        The network itself (``models.running.painting.PaintingModule``).
    device
        ``"cpu"`` or ``"cuda"``. Out of memory on CUDA halves the tile, and at last moves to the CPU;
        ``device`` then says so.
    side
        Largest side in pixels of what it sees at a time; None takes the network's.
    """

    def __init__(
        self, network: PaintingNetwork, module: Any, device: str = "cpu", side: int | None = None
    ) -> None:
        sides = {"cpu": network.side, "cuda": LARGER_ON_CUDA * network.side}
        super().__init__(module, device, side, sides, SMALLEST_SIDE)
        self._sizes = network
        self._module = module

    @torch.inference_mode()
    def paint(self, channels: Cuttable, tick: Tick | None = None) -> FloatMap:
        """The picture (K, H, W) of channels (C, H, W) (``models.protocols.Painter``)."""
        return self._within_memory(lambda side: self._paint(channels, side, tick))

    def _paint(self, channels: Cuttable, side: int, tick: Tick | None) -> FloatMap:
        """The picture in windows of at most ``side`` pixels."""
        _, height, width = channels.shape
        windows = self._sizes.windows(height, width, side)
        own = is_whole(windows, height, width)
        stages = () if own else self._sizes.pooled
        counter = Counter(tick, len(windows) * (len(stages) + 1))
        result = np.empty((self._sizes.outputs, height, width), np.float32)
        with self._workers() as each:
            moments: list[tuple[Tensor, Tensor]] = []
            for size in stages:
                moments.append(self._moments(channels, windows, moments, size, each, counter))

            def picture(window: Window) -> FloatMap:
                with computing_in(torch.float32, torch.device(self.device)):
                    painted = self._module(self._cut(channels, window), None if own else moments)
                    return np.asarray(painted[0][:, *window.inside()].float().cpu().numpy())

            for window, painted in zip(windows, each(picture, windows), strict=True):
                result[:, *window.tile.area()] = painted
                counter.advance()
        return result

    def _moments(
        self,
        channels: Cuttable,
        windows: Sequence[Window],
        known: Sequence[tuple[Tensor, Tensor]],
        size: int,
        each: Each,
        counter: Counter,
    ) -> tuple[Tensor, Tensor]:
        """Mean and variance over the picture of the next pooled map, each (1, P, 1, 1)."""
        found = Moments.none(size)

        def tile_moments(window: Window) -> tuple[Any, Any]:
            with computing_in(torch.float32, torch.device(self.device)):
                pooled = self._module.pooled(self._cut(channels, window), known)
                inside = pooled[0][:, *window.inside()].flatten(1)
                mean = inside.mean(dim=1, keepdim=True)
                return mean.cpu().numpy(), ((inside - mean) ** 2).sum(dim=1).cpu().numpy()

        for window, moments in zip(windows, each(tile_moments, windows), strict=True):
            found.add(window.tile.height * window.tile.width, *moments)
            counter.advance()
        mean, variance = (
            torch.from_numpy(values.astype(np.float32)).view(1, -1, 1, 1).to(self.device)
            for values in (found.mean, found.variance)
        )
        return mean, variance

    def _cut(self, channels: Cuttable, window: Window) -> Tensor:
        """What the network sees of a window, (1, C, h, w) on the device."""
        values = torch.from_numpy(np.ascontiguousarray(window.cut(channels)))[None].to(self.device)
        return values.contiguous(memory_format=torch.channels_last)
