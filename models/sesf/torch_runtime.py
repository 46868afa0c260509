"""Runs the encoder in torch over a picture of any size and gives what fusing needs of its features.

On CUDA or the CPU. A picture is worked through in tiles, so that no 64-channel tensor of the whole
picture exists; the result does not depend on the tiles, because the channel means that the squeeze takes
are those of the whole picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from models.arrays import FloatMap, Picture
from models.manifest import WEIGHTS_FOLDER
from models.protocols import FAINTEST_ENERGY, EnergyFound
from models.running.tile_runner import Each, TileRunner
from models.running.tiling import Counter, Tick, Tile, tile_grid
from models.running.torch_memory import most_pixels
from models.running.torch_precision import computing_in
from models.sesf.dimensions import BLOCKS, FEATURE_CHANNELS, GROWTH, HALO, RECEPTIVE_RADIUS
from models.sesf.network import DenseEncoder
from models.sesf.weights import Normalisation, load_encoder

SIDES = {"cpu": 128, "cuda": 2048}
"""Of the tiles in pixels, by device. On the CPU a tile's features stay in the cache: 128 was fastest
(``benchmarks/tiles.py``)."""
SMALLEST_SIDE = 64
BAND = 300_000
"""Pixels of a band of rows of a whole picture on the CPU: a quarter of a second of one block. Small
bands may be computed by other kernels, which round otherwise."""
BYTES = {torch.float16: 400, torch.float32: 800}
"""More than a pixel takes in the network: at most 300 and 490 bytes, on torch's CPU."""


class TorchEncoderRuntime(TileRunner):
    """An encoder with its normalisation on a device.

    Parameters
    ----------
    encoder, normalisation
        From ``models.sesf.weights.load_encoder``, or an untrained one.
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
        super().__init__(encoder, device, tile, SIDES, SMALLEST_SIDE)
        self.encoder = encoder
        self.normalisation = normalisation

    @classmethod
    def load(
        cls, name: str, device: str = "cpu", folder: Path = WEIGHTS_FOLDER
    ) -> TorchEncoderRuntime:
        """With the trained weights ``name``; raises ``WeightsError``."""
        return cls(*load_encoder(name, folder), device=device)

    @property
    def precise(self) -> TorchEncoderRuntime:
        """Itself: it computes in float32."""
        return self

    def gradient_energy(self, luminance: Picture, tick: Tick | None = None) -> FloatMap:
        """Energy of the feature gradients, (H, W) (``models.protocols.SharpnessMeasure``)."""
        height, width = luminance.shape
        result = np.zeros((height, width), dtype=np.float32)

        def work(side: int) -> None:
            tiles = tile_grid(height, width, side)

            def put(number: int, energy: FloatMap) -> None:
                result[tiles[number].area()] = energy

            self._energy_of_tiles(luminance, dict(enumerate(tiles)), put, tick, side)

        self._within_memory(work)
        return result

    def gradient_energy_of_tiles(
        self,
        luminance: Picture,
        tiles: Sequence[Tile],
        found: EnergyFound,
        tick: Tick | None = None,
    ) -> None:
        """The same of some tiles (``models.protocols.SharpnessMeasure``); none is given twice."""
        missing = dict(enumerate(tiles))
        self._within_memory(
            lambda side: self._energy_of_tiles(luminance, missing, found, tick, side)
        )

    def gradient_energy_tensor(
        self,
        luminance: Tensor,
        kind: torch.dtype = torch.float32,
        tick: Tick | None = None,
        tile: int | None = None,
    ) -> Tensor:
        """As ``gradient_energy`` for luminance that is on the device; the result stays there.

        Parameters
        ----------
        luminance
            (H, W) in [0, 1].
        kind
            The type of number of the convolutions.
        tick
            ``tick(done, total)`` after every tile; it may raise to stop.
        tile
            Side of the tiles in pixels; None takes as large ones as memory allows.

        Returns
        -------
        Tensor
            (H, W) float32.

        Raises
        ------
        RuntimeError
            When the smallest tile does not fit either (``models.running.torch_memory``).
        """
        height, width = luminance.shape
        rows, columns = (mirrored_indices(size, luminance.device) for size in (height, width))
        padded = luminance[rows][:, columns]

        def work(side: int) -> Tensor:
            tiles = tile_grid(height, width, side)
            with computing_in(kind, luminance.device):
                if len(tiles) == 1:
                    energy = self._whole_energy(padded)
                    Counter(tick, 1).advance()
                    return energy
                return self._tiled_energy(padded, tiles, tick)

        most = most_pixels(luminance.device, BYTES[kind], FEATURE_CHANNELS)
        if tile is None and (height + 2 * HALO) * (width + 2 * HALO) <= most:
            tile = max(height, width)
        largest = max(SMALLEST_SIDE, math.isqrt(most) - 2 * HALO)
        return self._within_memory(work, min(tile or largest, max(height, width)))

    @torch.inference_mode()
    def features(self, luminance: FloatMap, tick: Tick | None = None) -> FloatMap:
        """The plain forward pass of the whole picture, zeros outside: (64, H, W) float32.

        Takes 64 float maps of memory; it is there for inspection and for the published preset. ``tick``
        is called after every band of rows of a block, and may raise to stop.
        """
        picture = self._on_device(luminance)
        height, width = luminance.shape
        count = -(-height * width // BAND) if self._kind == "cpu" else 1
        edges = np.linspace(0, height, min(count, height) + 1).astype(int).tolist()
        bands = [slice(*span) for span in pairwise(edges)]
        counter = Counter(tick, BLOCKS * len(bands))
        features = picture
        for layer in range(BLOCKS):
            block = self.encoder.blocks[layer]
            output = torch.cat([block_of_rows(block, features, band, counter) for band in bands], dim=2)
            output = self.encoder.attentions[layer](output, None)
            features = output if layer == 0 else torch.cat((features, output), dim=1)
        result: FloatMap = features[0].float().cpu().numpy()
        return result

    def _whole_energy(self, padded: Tensor) -> Tensor:
        """Of the whole picture at once: every block is computed once, its means on the way."""
        features = self._normalised(padded)
        energy = torch.zeros((), device=padded.device)
        for layer in range(BLOCKS):
            output = self.encoder.blocks[layer](features)
            means = None
            if self.encoder.pools_globally:
                inside = output[:, :, HALO:-HALO, HALO:-HALO]
                means = inside.mean(dim=(2, 3), dtype=torch.float64).float()
            output = self.encoder.attentions[layer](output, means)
            energy = energy + squared_differences(output)
            if layer < BLOCKS - 1:
                features = output if layer == 0 else torch.cat((features, output), dim=1)
        return of_tile(energy)

    def _tiled_energy(self, padded: Tensor, tiles: list[Tile], tick: Tick | None) -> Tensor:
        """Of a picture on the device, with its halo, tile by tile."""
        result = padded.new_empty([side - 2 * HALO for side in padded.shape])

        def cut(tile: Tile) -> Tensor:
            return self._normalised(padded[with_halo(tile)])

        counter = Counter(tick, self._passes() * len(tiles) + len(tiles))
        means = self._channel_means(cut, tiles, map, counter)
        for tile in tiles:
            result[tile.area()] = self._tile_energy(cut(tile), means)
            counter.advance()
        return result

    @torch.inference_mode()
    def _energy_of_tiles(
        self,
        luminance: Picture,
        missing: dict[int, Tile],
        found: EnergyFound,
        tick: Tick | None,
        side: int,
    ) -> None:
        """Of tiles by their number; one that was given is taken out of ``missing``.

        The means over the picture are gathered in tiles of ``side``.
        """
        height, width = luminance.shape
        grid = tile_grid(height, width, side)
        values = np.asarray(luminance[0:height, 0:width], np.float32)
        padded = np.pad(values, HALO, mode="symmetric")
        counter = Counter(tick, self._passes() * len(grid) + len(missing))

        def cut(tile: Tile) -> Tensor:
            return self._on_device(padded[with_halo(tile)])

        with self._workers() as each:
            means = self._channel_means(cut, grid, each, counter)

            def energy(tile: Tile) -> FloatMap:
                values: FloatMap = self._tile_energy(cut(tile), means).cpu().numpy()
                return values

            numbers = list(missing)
            for number, result in zip(numbers, each(energy, list(missing.values())), strict=True):
                found(number, result)
                del missing[number]
                counter.advance()

    def _tile_energy(self, surroundings: Tensor, means: list[Tensor] | None) -> Tensor:
        """Gradient energy (h, w) of a tile, from the tile and its halo (1, 1, h', w'), normalised."""
        return of_tile(squared_differences(self.encoder(surroundings, means)))

    def _passes(self) -> int:
        """How often the picture is worked through for the means alone."""
        return BLOCKS if self.encoder.pools_globally else 0

    def _channel_means(
        self, cut: Callable[[Tile], Tensor], tiles: list[Tile], each: Each, counter: Counter
    ) -> list[Tensor] | None:
        """Means of every block's output over the whole picture, a pass a block, exact.

        None where the encoder takes none.
        """
        if not self.encoder.pools_globally:
            return None
        means: list[Tensor] = []
        pixels = sum(tile.height * tile.width for tile in tiles)

        def tile_sum(tile: Tile) -> Tensor:
            output = self.encoder.before_attention(cut(tile), means)
            inside = output[:, :, HALO:-HALO, HALO:-HALO]
            return inside.sum(dim=(2, 3), dtype=torch.float32).double()

        for _ in range(BLOCKS):
            total = torch.zeros((1, GROWTH), dtype=torch.float64, device=self.device)
            for part in each(tile_sum, tiles):  # in the tiles' order, so the sum is repeatable
                total += part
                counter.advance()
            means.append((total / pixels).float())
        return means

    def _on_device(self, luminance: FloatMap) -> Tensor:
        """Luminance (h, w) in main memory, normalised, on the device."""
        return self._normalised(torch.from_numpy(np.ascontiguousarray(luminance)).to(self.device))

    def _normalised(self, luminance: Tensor) -> Tensor:
        """What the network takes, (1, 1, h, w)."""
        values = (luminance[None, None] - self.normalisation.mean) / self.normalisation.deviation
        return values.to(memory_format=torch.channels_last)


def block_of_rows(block: nn.Module, features: Tensor, rows: slice, counter: Counter) -> Tensor:
    """Some rows of a block's output: what the block gives of the whole has the same values there."""
    above, below = min(rows.start, 1), min(features.shape[2] - rows.stop, 1)
    output = block(features[:, :, rows.start - above : rows.stop + below])
    counter.advance()
    return output[:, :, above : above + rows.stop - rows.start]


def with_halo(tile: Tile) -> tuple[slice, slice]:
    """Rows and columns of a tile and its halo in the picture that has the halo around it."""
    rows = slice(tile.top, tile.top + tile.height + 2 * HALO)
    return rows, slice(tile.left, tile.left + tile.width + 2 * HALO)


def mirrored_indices(size: int, device: torch.device) -> Tensor:
    """Which pixels a mirrored axis with its halo is made of (the edge pixel repeated)."""
    return torch.from_numpy(np.pad(np.arange(size), HALO, mode="symmetric")).to(device)


def squared_differences(features: Tensor) -> Tensor:
    """(1, C, h, w) gives (h − 1, w − 1) float32: squared left and upper differences, summed over C.

    The first row and column are dropped, since they have no neighbour.

    Examples
    --------
    >>> squared_differences(torch.tensor([[[[0.0, 1.0], [2.0, 5.0]]]]))
    tensor([[25.]])
    """
    inside = features[:, :, 1:, 1:]
    across, down = (
        torch.linalg.vector_norm(inside - other, dim=1, dtype=torch.float32).square_()
        for other in (features[:, :, 1:, :-1], features[:, :, :-1, 1:])
    )
    return (across + down)[0]


def of_tile(energy: Tensor) -> Tensor:
    """The energy of a tile without its halo, less ``FAINTEST_ENERGY``, at least 0."""
    inside = energy[RECEPTIVE_RADIUS:-HALO, RECEPTIVE_RADIUS:-HALO]
    return (inside - FAINTEST_ENERGY).clamp_(min=0)
