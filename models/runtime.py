"""Runs the encoder over a picture of any size and gives what fusing needs of its features.

Torch is the engine, on CUDA or the CPU. A picture is worked through in tiles, so that no 64-channel
tensor of the whole picture exists; the result does not depend on the tiles, because the channel means
that the squeeze takes are those of the whole picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from models.choice import EnergyFound
from models.encoder import BLOCKS, GROWTH, RECEPTIVE_RADIUS, DenseEncoder
from models.tile_runner import Each, TileRunner
from models.tiling import Counter, Picture, Tick, Tile, tiles
from models.weights import WEIGHTS_FOLDER, Normalisation, load_encoder

FloatMap = npt.NDArray[np.float32]

HALO = RECEPTIVE_RADIUS + 1
"""Pixels beyond a tile that its change energy depends on: the receptive field and one neighbour."""
TILE = {"cpu": 128, "cuda": 2048}
"""On the CPU a tile's features stay in the cache: 128 was fastest (``benchmarks/tiles.py``)."""
SMALLEST_TILE = 64


class EncoderRuntime(TileRunner):
    """An encoder with its normalisation on a device.

    Parameters
    ----------
    encoder, normalisation
        From ``models.weights.load_encoder``, or an untrained one.
    device
        ``"cpu"`` or ``"cuda"``. Out of memory on CUDA halves the tile, and at last moves to the CPU;
        ``device`` then says so.
    tile
        Side of the tiles in pixels; None chooses.
    """

    def __init__(
        self,
        encoder: DenseEncoder,
        normalisation: Normalisation,
        device: str = "cpu",
        tile: int | None = None,
    ) -> None:
        super().__init__(encoder, device, tile, TILE, SMALLEST_TILE)
        self.encoder = encoder
        self.normalisation = normalisation

    @classmethod
    def load(
        cls, name: str, device: str = "cpu", folder: Path = WEIGHTS_FOLDER
    ) -> EncoderRuntime:
        """With the trained weights ``name``; raises ``WeightsError``."""
        return cls(*load_encoder(name, folder), device=device)

    def change_energy(self, luminance: Picture, tick: Tick | None = None) -> FloatMap:
        """‖F(y,x) − F(y,x−1)‖² + ‖F(y,x) − F(y−1,x)‖² over the 64 features, (H, W) float32.

        ``luminance`` is (H, W) in [0, 1]. Outside, the picture is mirrored (edge pixel repeated).
        ``tick(done, total)`` is called after every tile and may raise to stop.
        """
        height, width = luminance.shape
        result = np.zeros((height, width), dtype=np.float32)
        while True:
            try:
                places = tiles(height, width, self.side)

                def put(number: int, energy: FloatMap, places: list[Tile] = places) -> None:
                    result[places[number].area()] = energy

                self._change_energy_of(luminance, dict(enumerate(places)), put, tick)
                return result
            except torch.cuda.OutOfMemoryError:
                self._shrink()

    def change_energy_of(
        self,
        luminance: Picture,
        parts: Sequence[Tile],
        found: EnergyFound,
        tick: Tick | None = None,
    ) -> None:
        """``found(number, energy)`` for every part of the picture, each with its own surroundings."""
        missing = dict(enumerate(parts))
        while True:
            try:
                self._change_energy_of(luminance, missing, found, tick)
                return
            except torch.cuda.OutOfMemoryError:
                self._shrink()

    @torch.inference_mode()
    def features(self, luminance: FloatMap) -> FloatMap:
        """The plain forward pass of the whole picture, zeros outside: (64, H, W) float32.

        Takes 64 float maps of memory; it is there for inspection and for the published preset.
        """
        features = self.encoder(self._normalised(luminance))
        result: FloatMap = features[0].float().cpu().numpy()
        return result

    @torch.inference_mode()
    def _change_energy_of(
        self, luminance: Picture, missing: dict[int, Tile], found: EnergyFound, tick: Tick | None
    ) -> None:
        """Parts by their number; a part that was given is taken out of ``missing``."""
        height, width = luminance.shape
        places = tiles(height, width, self.side)
        values = np.asarray(luminance[0:height, 0:width], np.float32)
        padded = np.pad(values, HALO, mode="symmetric")
        passes = BLOCKS if self.encoder.pools_globally else 0
        counter = Counter(tick or (lambda _done, _total: None), passes * len(places) + len(missing))
        with self._workers() as each:
            means = self._channel_means(padded, places, each, counter) if passes else None

            def energy(part: Tile) -> FloatMap:
                changes = squared_changes(self.encoder(self._cut(padded, part), means))
                inside = changes[RECEPTIVE_RADIUS:-HALO, RECEPTIVE_RADIUS:-HALO]
                values: FloatMap = inside.float().cpu().numpy()
                return values

            numbers = list(missing)
            for number, result in zip(numbers, each(energy, list(missing.values())), strict=True):
                found(number, result)
                del missing[number]
                counter.advance()

    def _channel_means(
        self, padded: FloatMap, places: list[Tile], each: Each, counter: Counter
    ) -> list[Tensor]:
        """Means of every block's output over the whole picture, a pass a block, exact."""
        means: list[Tensor] = []
        pixels = sum(place.height * place.width for place in places)

        def tile_sum(place: Tile) -> Tensor:
            output = self.encoder.before_attention(self._cut(padded, place), means)
            return output[:, :, HALO:-HALO, HALO:-HALO].sum(dim=(2, 3)).double()

        for _ in range(BLOCKS):
            total = torch.zeros((1, GROWTH), dtype=torch.float64, device=self.device)
            for part in each(tile_sum, places):  # in the tiles' order, so the sum is repeatable
                total += part
                counter.advance()
            means.append((total / pixels).float())
        return means

    def _cut(self, padded: FloatMap, place: Tile) -> Tensor:
        """A tile with its halo, normalised, on the device."""
        rows = slice(place.top, place.top + place.height + 2 * HALO)
        columns = slice(place.left, place.left + place.width + 2 * HALO)
        return self._normalised(padded[rows, columns])

    def _normalised(self, luminance: FloatMap) -> Tensor:
        values = torch.from_numpy(np.ascontiguousarray(luminance))[None, None].to(self.device)
        values = (values - self.normalisation.mean) / self.normalisation.deviation
        return values.to(memory_format=torch.channels_last)


def squared_changes(features: Tensor) -> Tensor:
    """(1, C, h, w) gives (h − 1, w − 1): squared left and upper differences summed over channels.

    The first row and column are dropped, since they have no neighbour.
    """
    inside = features[:, :, 1:, 1:]
    across = (inside - features[:, :, 1:, :-1]).square().sum(dim=1)
    down = (inside - features[:, :, :-1, 1:]).square().sum(dim=1)
    return (across + down)[0]

